"""Clocks as the pages take them: words, days left, and the page to go to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from delmos.lib.faces import Face
from delmos.lib.refusal import Law
from grants.clocks import Clock
from grants.domain.queries.clocks import Running, Subject
from grants.enums import ClockKind, ClockState
from grants.models import Application, Call

# The page on which a clock of a case is minded.
PAGES: dict[ClockKind, str] = {
    ClockKind.ANSWER: "decision_request",
    ClockKind.SIX_MONTHS: "case",
    ClockKind.DELAY_NOTICE: "delay_notice",
    ClockKind.PROMISED: "delay_notice",
    ClockKind.COMPLETION: "completion_request",
    ClockKind.COMMUNICATION: "correspondence",
    ClockKind.REPORT: "case",
    ClockKind.HAND_OVER: "appeal",
    ClockKind.APPEAL: "case_after",
    ClockKind.INVITATION: "expression",
}
# The page's address names the request too.
NUMBERED = frozenset({ClockKind.COMPLETION, ClockKind.HAND_OVER})


@dataclass(frozen=True, slots=True)
class ClockRow:
    """A clock on a page. ``reference`` is the case number, or empty for a call; ``who`` the applicant."""

    title: str
    reference: str
    who: str
    officer: str
    url: str
    due_on: date
    left: str
    state: ClockState
    face: Face
    todo: str
    rule: str


def board_rows(running: Iterable[Running], today: date) -> list[ClockRow]:
    """The rows of the board, in the order given."""
    return [_row(one.clock, one.subject, today) for one in running]


def case_rows(clocks: Iterable[Clock], application: Application, today: date) -> list[ClockRow]:
    """The clocks of one case."""
    return [_row(clock, application, today) for clock in clocks]


def left_words(clock: Clock, today: date) -> str:
    """How many days are left, or have gone: ”3 dagar kvar”, ”sista dagen är i dag”, ”3 dagar över”."""
    left = clock.days_left(today)
    if not left:
        return "sista dagen är i dag"
    days = f"{abs(left)} {'dag' if abs(left) == 1 else 'dagar'}"
    return f"{days} kvar" if left > 0 else f"{days} över"


def _row(clock: Clock, subject: Subject, today: date) -> ClockRow:
    if isinstance(subject, Call):
        reference, who, url = "", subject.title, reverse("call_detail", args=[subject.slug])
    else:
        reference, who, url = subject.case.number, subject.organisation.name, _url(clock, subject.case.number)
    officer = subject.officer if isinstance(subject, Application) else None
    return ClockRow(
        title=clock.kind.label,
        reference=reference,
        who=who,
        officer=officer.name if officer else "",
        url=url,
        due_on=clock.due_on,
        left=left_words(clock, today),
        state=clock.state(today),
        face=clock.face(today),
        todo=clock.what_to_do(today),
        rule=_short(clock.rule.law),
    )


def _short(law: Law | None) -> str:
    """The paragraph and the act without its number: a row has little room."""
    return f"{law.section} {law.act.partition(' (')[0]}" if law else ""


def _url(clock: Clock, number: str) -> str:
    return reverse(PAGES[clock.kind], args=[number, clock.number] if clock.kind in NUMBERED else [number])
