"""Appeals (40–46 §§ FL): come in from the party or by post, tested for timeliness only, dismissed only by a human."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission
from applicants.permissions import check_may_manage
from delmos.lib.dates import format_date, stockholm_date
from delmos.lib.refusal import Refused
from grants.clocks import appeal_due, hand_over_due
from grants.domain import appeal_times, delegations, deliveries
from grants.domain.applications import locked
from grants.domain.letters_out import PLAIN_TEXT, check_names_nobody, made_before
from grants.domain.messages import MAX_FILES, MAX_TEXT, Attachment
from grants.domain.post import taken_in
from grants.domain.telling import tell_agency, tell_party
from grants.enums import APPEAL_OVER, AppealStatus, AppealWay, DecisionKind, DecisionStatus, TimelinessGround
from grants.models import Appeal, Application, Decision
from grants.models.decision import SENT
from grants.permissions import check_case_act, check_may, check_not_conflicted
from grants.workflow import APPEAL, APPEAL_PROCESS, ARRIVAL, REASONS, REGISTRATION, TIMELINESS
from journal.domain import cases, documents, events
from journal.enums import Direction
from journal.models import Document, RegistryEntry

TITLE = "Överklagande"
DISMISSAL_TITLE = "Beslut att avvisa överklagande"
# Came too late to the agency, and is in time all the same (45 § FL).
EXCEPTIONS = (TimelinessGround.MISINFORMED, TimelinessGround.AT_THE_COURT)
# Draws the decision to dismiss: the room of letters stands above this one and is handed in.
LetterWriter = Callable[[Appeal], bytes]


@dataclass(frozen=True, slots=True)
class Incoming:
    """What came: how, on which Swedish day, and what the party wants changed and why."""

    way: AppealWay
    came_in_on: date
    text: str


@transaction.atomic
def file(
    decision: Decision,
    *,
    text: str,
    files: Sequence[Attachment] = (),
    of_dismissal: Appeal | None = None,
    page_key: str = "",
    by: User,
    now: datetime,
) -> Appeal:
    """The party appeals in the portal: a signatory or an agent, with what is to be changed and why.

    ``of_dismissal``: it is the dismissal of this earlier appeal that is appealed. The same post of a page a second time
    gives the appeal that stands. Raises Refused without a mandate to do so, without a text, for a decision that is not
    sent or not in force, and while an appeal of the same thing is open. Whether it is in time is not asked here.
    """
    application = locked(decision.application)
    check_may_manage(by, application.organisation, now=now)
    if made := made_before(application.appeals.all(), page_key):
        return made
    incoming = Incoming(AppealWay.PORTAL, stockholm_date(now), text)
    return _take_in(decision, application, incoming, files, of_dismissal, page_key=page_key, by=by, now=now)


@transaction.atomic
def enter(
    decision: Decision,
    *,
    incoming: Incoming,
    files: Sequence[Attachment] = (),
    of_dismissal: Appeal | None = None,
    page_key: str = "",
    by: User,
    now: datetime,
) -> Appeal:
    """A registrar enters an appeal that came outside the portal, with the day it reached the agency (22 § FL).

    Raises Refused for anybody else, a day that has not come, and as `file` for the rest.
    """
    application = locked(decision.application)
    check_may(by, Permission.REGISTER_CASES, law=REGISTRATION)
    check_not_conflicted(by, application)
    if made := made_before(application.appeals.all(), page_key):
        return made
    if incoming.way is AppealWay.PORTAL:
        raise Refused("Välj hur överklagandet kom in.", field="way")
    if incoming.came_in_on > stockholm_date(now):
        raise Refused("Dagen har inte kommit än.", law=ARRIVAL, field="came_in_on")
    return _take_in(decision, application, incoming, files, of_dismissal, page_key=page_key, by=by, now=now)


@transaction.atomic
def test(appeal: Appeal, *, ground: TimelinessGround, note: str = "", by: User, now: datetime) -> Appeal:
    """Say whether the appeal came in time: nothing else is tried here (45 § FL). The portal counts, a human decides.

    An unknown day of receipt counts as in time. Raises Refused for a ground that the days do not bear out, and for an
    exception without a note of what it rests on.
    """
    appeal, application = lock(appeal)
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
    appeal, application = lock(appeal)
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
    appeal, application = lock(appeal)
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


def lock(appeal: Appeal) -> tuple[Appeal, Application]:
    """The appeal and its case, both locked until the transaction ends: the case first, as every act does."""
    application = locked(appeal.application)
    appeal = (
        Appeal.objects.select_for_update(of=("self",))
        .select_related("decision", "of_dismissal__dismissal_entry")
        .get(pk=appeal.pk)
    )
    appeal.application = appeal.decision.application = application
    return appeal, application


def may_be_appealed(application: Application) -> Decision | None:
    """The decision in force, as an appeal names it; None before it is sent. Whether it is appealable a court says."""
    return application.decisions.filter(status=DecisionStatus.DISPATCHED).first()


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


def _take_in(
    decision: Decision,
    application: Application,
    incoming: Incoming,
    files: Sequence[Attachment],
    of_dismissal: Appeal | None,
    *,
    page_key: str,
    by: User,
    now: datetime,
) -> Appeal:
    """Register the appeal and start its clock. The caller holds the lock and has authorised ``by``."""
    decision = Decision.objects.get(pk=decision.pk)
    _check(decision, application, incoming, files, of_dismissal)
    entry, attached = _register(application, incoming, files, by=by, now=now)
    appeal = Appeal.objects.create(
        application=application,
        decision=decision,
        of_dismissal=of_dismissal,
        number=application.appeals.count() + 1,
        way=incoming.way,
        came_in_on=incoming.came_in_on,
        text=incoming.text.strip(),
        entry=entry,
        page_key=page_key,
        entered_at=now,
        entered_by=by,
    )
    events.record(
        application.stream,
        "appeal_received",
        by=by,
        now=now,
        number=appeal.number,
        came_in_on=incoming.came_in_on,
        way=incoming.way,
        hand_over_by=hand_over_due(incoming.came_in_on),
        entries=[entry.serial, *(row.serial for row in attached)],
    )
    _tell(appeal, application, now=now)
    return appeal


def _check(
    decision: Decision,
    application: Application,
    incoming: Incoming,
    files: Sequence[Attachment],
    of_dismissal: Appeal | None,
) -> None:
    if decision.status not in SENT:
        raise Refused("Beslutet är inte skickat än.", law=APPEAL)
    if of_dismissal and (of_dismissal.status != AppealStatus.DISMISSED or of_dismissal.decision_id != decision.pk):
        raise Refused("Överklagandet är inte avvisat.", law=APPEAL)
    if (
        application.appeals.filter(decision=decision, of_dismissal=of_dismissal)
        .exclude(status__in=APPEAL_OVER)
        .exists()
    ):
        raise Refused("Beslutet är redan överklagat. Skicka det ni vill lägga till som ett meddelande.", law=APPEAL)
    if not incoming.text.strip():
        raise Refused("Skriv hur beslutet ska ändras och varför.", law=APPEAL, field="text")
    if len(incoming.text) > MAX_TEXT:
        raise Refused(f"Texten är för lång. Högst {MAX_TEXT} tecken får plats.", field="text")
    if len(files) > MAX_FILES:
        raise Refused(f"Högst {MAX_FILES} bilagor får följa med.", field="attached")


def _register(
    application: Application, incoming: Incoming, files: Sequence[Attachment], *, by: User, now: datetime
) -> tuple[RegistryEntry, list[RegistryEntry]]:
    def enter_one(title: str, document: Document) -> RegistryEntry:
        return cases.register(
            application.case,
            direction=Direction.IN,
            title=title,
            counterpart=application.organisation.name,
            document=document,
            by=by,
            now=now,
        )

    words = "\n".join(
        [
            TITLE,
            f"Ärende {application.case.number}",
            f"Från {application.organisation.name}",
            f"Inkom {format_date(incoming.came_in_on)}",
            "",
            incoming.text.strip(),
            "",
            by.name,
        ]
    )
    entry = enter_one(TITLE, documents.store(words.encode(), content_type=PLAIN_TEXT, by=by, now=now))
    taken = taken_in(files, by=by, now=now)
    return entry, [enter_one(f"Bilaga: {file.name}", file.document) for file in taken]


def _tell(appeal: Appeal, application: Application, *, now: datetime) -> None:
    tell_party(
        application,
        key=f"appeal:{appeal.pk}:received",
        title="Vi har tagit emot ert överklagande",
        page="own_appeal",
        now=now,
    )
    tell_agency(
        application,
        key=f"appeal:{appeal.pk}",
        title=f"Beslutet är överklagat. Överlämna senast {format_date(hand_over_due(appeal.came_in_on))}",
        page="appeal",
        arguments=[appeal.number],
        now=now,
    )
