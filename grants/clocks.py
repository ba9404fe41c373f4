"""Clocks: the days that run in a case, counted as the law counts them. Pure: no row is read, and no clock either.

A new kind of clock is a member of ``ClockKind``, a row of ``RULES`` here, and a source in ``domain/queries/clocks.py``.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from delmos.lib.dates import period_end, same_day_later, stockholm_date
from delmos.lib.faces import Face
from delmos.lib.refusal import Law
from grants.clock_columns import MONTHS_TO_DECIDE
from grants.enums import CLOCK_STATE_FACES, ClockKind, ClockState
from grants.workflow import APPEAL_TIME, COMMUNICATION, COMPLETING, DECISION_REQUEST, DELAY
from grants.workflow import HAND_OVER as HAND_OVER_LAW

DRAFTED_BEFORE = 1  # months before each sixth month
SOON = timedelta(days=7)
HAND_OVER = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Rule:
    """What a kind of clock asks for. ``todo`` is said while it runs, ``late`` when its day has passed.

    ``ours``: the agency is to act; otherwise the party is, and the agency goes on without an answer.
    """

    todo: str
    late: str
    law: Law | None = None
    ours: bool = True


RULES: dict[ClockKind, Rule] = {
    ClockKind.ANSWER: Rule(
        "Avgör ärendet, eller avslå begäran i ett särskilt beslut.",
        "Fyra veckor har gått. Avgör ärendet eller avslå begäran genast.",
        DECISION_REQUEST,
    ),
    ClockKind.SIX_MONTHS: Rule(
        "Avgör ärendet. Därefter får sökanden begära att det avgörs.",
        "Sex månader har gått. Sökanden får begära att ärendet avgörs.",
        DECISION_REQUEST,
    ),
    ClockKind.DELAY_NOTICE: Rule(
        "Ett utkast är skrivet. Skicka det, eller anteckna varför det inte behövs.",
        "Utkastet ligger kvar. Skicka det, eller anteckna varför det inte behövs.",
        DELAY,
    ),
    ClockKind.PROMISED: Rule(
        "Vi har skrivit till sökanden att ärendet beräknas vara avgjort den här dagen.",
        "Dagen som sökanden fick besked om har passerat. Underrätta på nytt om det dröjer.",
        DELAY,
    ),
    ClockKind.COMPLETION: Rule(
        "Vänta på sökandens svar.", "Svarstiden har gått ut. Gå vidare med ärendet.", COMPLETING, ours=False
    ),
    ClockKind.COMMUNICATION: Rule(
        "Vänta på sökandens yttrande.", "Svarstiden har gått ut. Gå vidare med ärendet.", COMMUNICATION, ours=False
    ),
    ClockKind.REPORT: Rule(
        "Mottagaren ska lämna slutredovisningen.", "Slutredovisningen har inte kommit. Hör av dig.", ours=False
    ),
    ClockKind.HAND_OVER: Rule(
        "Pröva om överklagandet kom in i tid, och lämna över det till domstolen.",
        "En vecka har gått. Pröva tiden och lämna över överklagandet genast.",
        HAND_OVER_LAW,
    ),
    ClockKind.APPEAL: Rule(
        "Parten kan överklaga beslutet.", "Tiden för att överklaga har gått ut.", APPEAL_TIME, ours=False
    ),
    ClockKind.INVITATION: Rule(
        "Den inbjudna ska lämna sin ansökan.", "Ingen ansökan har kommit. Avsluta ärendet.", ours=False
    ),
    ClockKind.CALL_OPENS: Rule("Sökande kan börja lämna in.", "", ours=False),
    ClockKind.CALL_CLOSES: Rule("Sista dagen att lämna in.", "", ours=False),
    ClockKind.CALL_CLOSES_INVITED: Rule("Sista dagen för de inbjudna att ansöka.", "", ours=False),
}


@dataclass(frozen=True, slots=True)
class Clock:
    """A day that runs: from ``starts_on`` until the end of ``due_on``, both Swedish days.

    ``number`` is that of the request or communication it is about, in the case.
    """

    kind: ClockKind
    starts_on: date
    due_on: date
    number: int = 0

    @property
    def rule(self) -> Rule:
        return RULES[self.kind]

    def days_left(self, today: date) -> int:
        """Whole days from ``today`` to the last day: 0 on that day, negative when it has passed."""
        return (self.due_on - today).days

    def state(self, today: date) -> ClockState:
        """How near the last day is."""
        left = self.due_on - today
        if left < timedelta(0):
            return ClockState.OVERDUE
        if not left:
            return ClockState.TODAY
        return ClockState.SOON if left <= SOON else ClockState.LATER

    def face(self, today: date) -> Face:
        """The same in words, with a tone."""
        return CLOCK_STATE_FACES[self.state(today)]

    def what_to_do(self, today: date) -> str:
        """One sentence for whoever minds the clock."""
        return self.rule.late if self.state(today) is ClockState.OVERDUE else self.rule.todo


def six_months_end(begun: datetime) -> date:
    """The last of the six months of 12 § FL, in a matter begun at ``begun`` (UTC).

    Not moved from a free day: 2 § lagen (1930:173) moves the last day of doing something. Nothing has to be done on
    this day; the day after it a right arises, and the earlier day is the party's under either reading.
    """
    return same_day_later(stockholm_date(begun), months=MONTHS_TO_DECIDE)


def may_ask_from(begun: datetime) -> date:
    """The first day on which the party may ask for a decision (12 § FL): six months have passed."""
    return six_months_end(begun) + timedelta(days=1)


def draft_on(begun: datetime, *, period: int) -> date:
    """The day on which a notice of delay is drafted: a month before each sixth month (11 § FL).

    ``period`` is 1 for the first six months, 2 for the next.
    """
    return same_day_later(stockholm_date(begun), months=MONTHS_TO_DECIDE * period - DRAFTED_BEFORE)


def answer_due(came_in: date) -> date:
    """The last day to answer a request for a decision: four weeks, 28 days, from the day it came in (12 § FL).

    Moved from a free day, by the words of 2 § lagen (1930:173): the time is set by a law, and something is to be done
    at the latest on its last day. The law makes no difference between what a party and what an agency has to do.
    """
    return period_end(came_in, weeks=4)


def appeal_due(received_on: date | None) -> date | None:
    """The last day to appeal: three weeks from the day the party got the decision (44 § FL), moved from a free day.

    None when that day is not known: a deadline is never guessed (INV-14).
    """
    return None if received_on is None else period_end(received_on, weeks=3)


def hand_over_due(came_in: date) -> date:
    """The day by which an appeal is handed over: a week after it came in (INV-15).

    46 § FL says promptly; the week is what JO accepts. No law sets it, so lagen (1930:173) does not move it.
    """
    return came_in + HAND_OVER
