"""What follows when an appeal is in time: reconsideration (38 § FL), the file for the court, the hand-over (46 §)."""

from datetime import datetime

from celery import current_app
from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission
from delmos.lib.refusal import Refused
from grants.domain import appeals, reopenings
from grants.domain.messages import MAX_TEXT
from grants.domain.secrecy import rules_together
from grants.domain.telling import tell_party
from grants.enums import UNDECIDED, AppealBundleStatus, ReconsideredOutcome, ReopeningGround
from grants.models import Appeal, AppealBundle, Application
from grants.permissions import check_case_act
from grants.workflow import APPEAL_PROCESS, CHANGE, HAND_OVER
from journal.domain import cases, events, secrecy
from journal.enums import Direction, ScanStatus
from journal.models import RegistryEntry
from journal.policies import can_open, is_sensitive

TASK = "grants.tasks.make_appeal_bundle"
TITLE = "Överlämnande av överklagande med akten"


@transaction.atomic
def reconsider(appeal: Appeal, *, outcome: ReconsideredOutcome, note: str, by: User, now: datetime) -> Appeal:
    """A decider looks at the decision again: it stands, or it is obviously wrong and the case opens for a new one.

    Whoever made the first decision may do it; jäv keeps out as everywhere. Raises Refused without reasons, for a change
    of a decision that is not in force, and for a dismissal, which only a court changes.
    """
    appeal, application = appeals.lock(appeal)
    check_case_act(by, Permission.DECIDE_CASES, application, law=CHANGE)
    step = APPEAL_PROCESS.check("reconsider", appeal.status)
    if not note.strip():
        raise Refused("Skriv vad omprövningen vilar på.", law=CHANGE, field="note")
    appeal.status, appeal.reconsidered_outcome, appeal.reconsidered_note = str(step.target), outcome, note.strip()
    appeal.reconsidered_at, appeal.reconsidered_by = now, by
    appeal.save(
        update_fields=["status", "reconsidered_outcome", "reconsidered_note", "reconsidered_at", "reconsidered_by"]
    )
    events.record(application.stream, step.event, by=by, now=now, number=appeal.number, outcome=outcome)
    if outcome is ReconsideredOutcome.CHANGES:
        _open_again(appeal, application, by=by, now=now)
    return appeal


def _open_again(appeal: Appeal, application: Application, *, by: User, now: datetime) -> None:
    if appeal.of_dismissal_id:
        raise Refused("Ett beslut att avvisa ett överklagande ändras av domstolen.", law=CHANGE, field="outcome")
    decision = appeals.may_be_appealed(application)
    if decision is None:
        raise Refused("Det finns inget beslut i kraft att ändra.", law=CHANGE, field="outcome")
    reopenings.carry_out(
        application,
        decision,
        ground=ReopeningGround.OBVIOUSLY_WRONG,
        reasons=appeal.reconsidered_note,
        by=by,
        now=now,
    )


@transaction.atomic
def order_bundle(appeal: Appeal, *, court: str, statement: str = "", by: User, now: datetime) -> AppealBundle:
    """Have the file of the case put together as one PDF for ``court``, with a covering letter that says ``statement``.

    It is made in the background. Raises Refused without a court, while a new decision is awaited, while a file in the
    case waits for the scanner, and while one is being made.
    """
    appeal, application = appeals.lock(appeal)
    check_case_act(by, Permission.DISPATCH_DECISIONS, application, law=HAND_OVER)
    step = APPEAL_PROCESS.check("order_bundle", appeal.status)
    if not court.strip():
        raise Refused("Skriv vilken domstol överklagandet ska till.", law=HAND_OVER, field="court")
    if len(statement) > MAX_TEXT:
        raise Refused(f"Texten är för lång. Högst {MAX_TEXT} tecken får plats.", field="statement")
    _check_decided(application)
    _check_scanned(application)
    if appeal.bundles.filter(status=AppealBundleStatus.WAITING).exists():
        raise Refused("Akten görs redan i ordning. Vänta tills den är klar.", law=HAND_OVER)
    bundle = AppealBundle.objects.create(
        appeal=appeal, court=court.strip(), statement=statement.strip(), ordered_at=now, ordered_by=by
    )
    events.record(application.stream, step.event, by=by, now=now, number=appeal.number, court=bundle.court)
    # Robust: with the broker away the row waits for the sweep.
    transaction.on_commit(lambda: current_app.send_task(TASK, [bundle.pk]), robust=True)
    return bundle


@transaction.atomic
def hand_over(bundle: AppealBundle, *, by: User, now: datetime) -> Appeal:
    """Hand the appeal over with the file that was read, which is entered in the diary as sent to the court.

    Returns the appeal, also when it is already handed over (a double click). Raises Refused for a file that is not
    ready or not the newest, and when a document has come to the case after it was made.
    """
    appeal, application = appeals.lock(bundle.appeal)
    check_case_act(by, Permission.DISPATCH_DECISIONS, application, law=HAND_OVER)
    if appeal.handed_over_at and appeal.handed_over_by_id == by.pk:
        return appeal
    step = APPEAL_PROCESS.check("hand_over", appeal.status)
    bundle = AppealBundle.objects.select_for_update(of=("self",)).select_related("document").get(pk=bundle.pk)
    if not bundle.is_done or bundle != newest_bundle(appeal):
        raise Refused("Akten är inte klar. Vänta tills den är det, eller gör i ordning den på nytt.", law=HAND_OVER)
    _check_decided(application)
    if application.case.last_entry != bundle.upto:
        raise Refused("Ärendet har fått en ny handling. Gör i ordning akten på nytt.", law=HAND_OVER)
    entry = cases.register(
        application.case,
        direction=Direction.OUT,
        title=TITLE,
        counterpart=bundle.court,
        document=bundle.document,
        visible_to_party=False,  # it holds what the party may not see; the party is told in words
        is_sensitive=any(is_sensitive(one) for one in application.case.entries.all()),
        by=by,
        now=now,
    )
    _mark_as_what_it_holds(entry, by=by, now=now)
    appeal.status, appeal.court, appeal.handed_over_entry = str(step.target), bundle.court, entry
    appeal.handed_over_at, appeal.handed_over_by = now, by
    appeal.save(update_fields=["status", "court", "handed_over_entry", "handed_over_at", "handed_over_by"])
    events.record(
        application.stream,
        step.event,
        by=by,
        now=now,
        number=appeal.number,
        court=appeal.court,
        bundle_sha256=bundle.document_id,
        entries=[entry.serial],
    )
    tell_party(
        application,
        key=f"appeal:{appeal.pk}:handed_over",
        title=f"Vi har lämnat över ert överklagande till {appeal.court}",
        page="own_appeal",
        now=now,
    )
    return appeal


def _mark_as_what_it_holds(entry: RegistryEntry, *, by: User, now: datetime) -> None:
    """Akten är hemlig enligt samma bestämmelser som handlingarna i den."""
    marked = entry.case.entries.exclude(secrecy_rule="").order_by("serial").values_list("secrecy_rule", flat=True)
    if rule := rules_together(marked):
        secrecy.mark_document(entry, rule=rule, note="Följer handlingarna i akten.", by=by, now=now)


def newest_bundle(appeal: Appeal) -> AppealBundle | None:
    """The file for the court that counts."""
    return appeal.bundles.select_related("document", "ordered_by").order_by("-pk").first()


def _check_decided(application: Application) -> None:
    """Medan ärendet omprövas lämnas överklagandet inte över: domstolen ska få det nya beslutet också."""
    if application.status in UNDECIDED:
        raise Refused("Ärendet är upptaget igen. Fatta det nya beslutet och skicka det först.", law=HAND_OVER)


def _check_scanned(application: Application) -> None:
    """Domstolen ska få varje fil i ärendet: akten görs i ordning när viruskontrollen är klar."""
    checked = application.case.entries.filter(document__scan__status=ScanStatus.CHECKING)
    if any(entry.document and not can_open(entry.document) for entry in checked.select_related("document__scan")):
        raise Refused("En fil i ärendet väntar på viruskontrollen. Försök igen om en stund.", law=HAND_OVER)
