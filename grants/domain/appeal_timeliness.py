"""Whether an appeal came in time, which is all that the agency tries (44, 45 §§ FL). A human dismisses a late one."""

from collections.abc import Callable
from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission
from delmos.lib.dates import format_date, stockholm_date
from delmos.lib.refusal import Refused
from grants.clocks import appeal_due
from grants.domain import appeal_times, appeals, delegations, deliveries
from grants.domain.letters_out import check_names_nobody
from grants.enums import DecisionKind, TimelinessGround
from grants.models import Appeal
from grants.permissions import check_case_act
from grants.workflow import APPEAL_PROCESS, REASONS, TIMELINESS
from journal.domain import documents, events
from journal.models import RegistryEntry

DISMISSAL_TITLE = "Beslut att avvisa överklagande"
# Came too late to the agency, and is in time all the same (45 § FL).
EXCEPTIONS = (TimelinessGround.MISINFORMED, TimelinessGround.AT_THE_COURT)
# Draws the decision to dismiss: the room of letters stands above this one and is handed in.
LetterWriter = Callable[[Appeal], bytes]


@transaction.atomic
def test(appeal: Appeal, *, ground: TimelinessGround, note: str = "", by: User, now: datetime) -> Appeal:
    """Say whether the appeal came in time: nothing else is tried here (45 § FL). The portal counts, a human decides.

    An unknown day of receipt counts as in time. Raises Refused for a ground that the days do not bear out, and for an
    exception without a note of what it rests on.
    """
    appeal, application = appeals.lock(appeal)
    check_case_act(by, Permission.DISPATCH_DECISIONS, application, law=TIMELINESS)
    late = ground is TimelinessGround.LATE
    step = APPEAL_PROCESS.check("find_late" if late else "find_in_time", appeal.status)
    _check_ground(appeal, ground, note)
    appeal.status, appeal.ground, appeal.ground_note = str(step.target), ground, note.strip()
    appeal.tested_at, appeal.tested_by = now, by
    appeal.save(update_fields=["status", "ground", "ground_note", "tested_at", "tested_by"])
    if not late:
        appeal_times.take_back(appeal.decision, by=by, now=now)
    events.record(application.stream, step.event, by=by, now=now, number=appeal.number, ground=ground)
    return appeal


@transaction.atomic
def test_again(appeal: Appeal, *, reason: str, by: User, now: datetime) -> Appeal:
    """The decider does not agree that the appeal is late, and has it tried again. Raises Refused without saying why."""
    appeal, application = appeals.lock(appeal)
    check_case_act(by, Permission.DECIDE_CASES, application, law=TIMELINESS)
    step = APPEAL_PROCESS.check("test_again", appeal.status)
    if not reason.strip():
        raise Refused("Skriv varför frågan ska prövas igen.", law=TIMELINESS, field="reason")
    appeal.status, appeal.ground, appeal.ground_note = str(step.target), "", ""
    appeal.tested_at, appeal.tested_by = None, None
    appeal.save(update_fields=["status", "ground", "ground_note", "tested_at", "tested_by"])
    events.record(application.stream, step.event, by=by, now=now, number=appeal.number, reason=reason.strip())
    return appeal


@transaction.atomic
def dismiss(appeal: Appeal, *, reasons: str, write_letter: LetterWriter, by: User, now: datetime) -> Appeal:
    """Decide that an appeal that came too late is not tried: a decision of its own, sealed, which may be appealed.

    Returns the appeal, also when it is already dismissed by the same decider (a double click). Raises Refused for
    anybody without delegation to dismiss, without reasons, and before the appeal is found to be late.
    """
    appeal, application = appeals.lock(appeal)
    check_case_act(by, Permission.DECIDE_CASES, application, law=TIMELINESS)
    if appeal.dismissed_at and appeal.dismissed_by_id == by.pk:
        return appeal
    step = APPEAL_PROCESS.check("dismiss_appeal", appeal.status)
    delegations.check_delegated(by, kind=DecisionKind.DISMISS, amount_ore=0, on=stockholm_date(now))
    if not reasons.strip():
        raise Refused("Skriv skälen för beslutet.", law=REASONS, field="reasons")
    check_names_nobody(application, reasons=reasons)
    appeal.status, appeal.dismissal_reasons = str(step.target), reasons.strip()
    appeal.dismissed_at, appeal.dismissed_by = now, by
    letter = documents.store(write_letter(appeal), content_type="application/pdf", by=by, now=now)
    entry = deliveries.send_letter(
        application,
        letter,
        title=DISMISSAL_TITLE,
        told="Vi har beslutat om ert överklagande",
        key=f"appeal:{appeal.pk}:dismissed",
        by=by,
        now=now,
    )
    appeal.dismissal_letter, appeal.dismissal_entry = letter, entry
    appeal.save(
        update_fields=[
            "status",
            "dismissal_reasons",
            "dismissal_letter",
            "dismissal_entry",
            "dismissed_at",
            "dismissed_by",
        ]
    )
    events.record(
        application.stream,
        step.event,
        by=by,
        now=now,
        number=appeal.number,
        letter_sha256=letter.sha256,
        entries=[entry.serial],
    )
    return appeal


def letter_appealed(appeal: Appeal) -> RegistryEntry | None:
    """The row of the diary with which what is appealed was sent to the party."""
    if appeal.of_dismissal:
        return appeal.of_dismissal.dismissal_entry
    return appeal_times.letter_of(appeal.decision)


def due_of(appeal: Appeal) -> date | None:
    """The last day on which the appeal could come in; None while it is not known when the party got the decision."""
    return appeal_due(appeal_times.received_on(letter_appealed(appeal)))


def _check_ground(appeal: Appeal, ground: TimelinessGround, note: str) -> None:
    due_on = due_of(appeal)
    if (ground is TimelinessGround.UNKNOWN) != (due_on is None):
        raise Refused(
            "Vi vet inte när parten fick del av beslutet. Då räknas överklagandet som inkommet i rätt tid."
            if due_on is None
            else f"Vi vet när parten fick del av beslutet. Sista dag att överklaga var {format_date(due_on)}.",
            law=TIMELINESS,
            field="ground",
        )
    if due_on is None:
        return
    in_time = appeal.came_in_on <= due_on
    if in_time != (ground is TimelinessGround.WITHIN):
        raise Refused(
            f"Överklagandet kom in {format_date(appeal.came_in_on)}, och sista dag var {format_date(due_on)}.",
            law=TIMELINESS,
            field="ground",
        )
    if ground is TimelinessGround.COURT_FOUND:
        raise Refused("Det säger bara en domstol.", law=TIMELINESS, field="ground")
    if ground in EXCEPTIONS and not note.strip():
        raise Refused("Skriv vad undantaget vilar på.", law=TIMELINESS, field="note")
