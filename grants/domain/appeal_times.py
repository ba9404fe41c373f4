"""The time to appeal and legal force: reckoned from the delivery record, never guessed (44 § FL, INV-14)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User
from delmos.lib.dates import stockholm_date
from delmos.lib.faces import Face
from delmos.lib.sweep import each
from grants.clocks import appeal_due
from grants.domain.applications import locked
from grants.enums import (
    APPEAL_OVER,
    COURT_HAS_RULED,
    PROVES_RECEIPT,
    STANDING_FACES,
    AppealStatus,
    DecisionStatus,
    StandingState,
)
from grants.models import Appeal, AppealTime, Application, Decision, DeliveryRecord
from journal.actors import SYSTEM
from journal.domain import events
from journal.models import RegistryEntry

# Appeals that no longer keep the decision from gaining legal force: the dismissed, when the dismissal stands. What a
# court has upheld gains it by the ruling, and not by the time that has passed.
OUT_OF_THE_WAY = Q(status=AppealStatus.DISMISSED) | Q(status__in=COURT_HAS_RULED, of_dismissal__isnull=False)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a decision that is sent stands: when the party got it, and until when it may be appealed (Swedish days)."""

    state: StandingState
    received_on: date | None
    due_on: date | None

    @property
    def face(self) -> Face:
        return STANDING_FACES[self.state]


def received_on(entry: RegistryEntry | None) -> date | None:
    """The earliest day on which something shows that the party had got the letter; None when nothing does."""
    if entry is None:
        return None
    return _proofs().filter(entry=entry).order_by("happened_on").values_list("happened_on", flat=True).first()


def letter_of(decision: Decision) -> RegistryEntry | None:
    """The row of the diary with which the decision was sent."""
    sent = DeliveryRecord.objects.filter(notice_key=notice_key(decision)).select_related("entry__case").first()
    return sent.entry if sent else None


def notice_key(decision: Decision) -> str:
    """The key of the notices with which the party was told of the decision."""
    return f"decision:{decision.pk}"


def reckon(application: Application, entry: RegistryEntry, *, by: User, now: datetime) -> None:
    """Reckon the time to appeal the decision that ``entry`` is the letter of. The caller holds the case's row lock.

    An earlier day of receipt moves the last day; when nothing shows a receipt any more, the last day is unknown again.
    Legal force that was noted on another day than this gives is taken back.
    """
    decision = next((one for one in _sent_decisions(application) if letter_of(one) == entry), None)
    if decision is None or not decision.appealable:
        return
    day = received_on(entry)
    due_on = appeal_due(day)
    found = AppealTime.objects.select_for_update().filter(decision=decision).first()
    if due_on is None or (found and found.due_on < due_on):
        take_back(decision, by=by, now=now)
    if day is None or due_on is None:
        AppealTime.objects.filter(decision=decision).delete()
    else:
        AppealTime.objects.update_or_create(decision=decision, defaults={"received_on": day, "due_on": due_on})


def take_back(decision: Decision, *, by: User, now: datetime) -> None:
    """Legal force that was noted does not hold: the decision is appealed in time, or the day of receipt was wrong."""
    if AppealTime.objects.filter(decision=decision, final_at__isnull=False).update(final_at=None):
        events.record(
            decision.application.stream, "legal_force_taken_back", by=by, now=now, decided_on=decision.decided_on
        )


def note_legal_force(*, now: datetime) -> int:
    """Note legal force for the decisions whose last day has passed without an appeal; how many. Once for each."""
    due = _due(now).select_related("decision__application")
    return each(due, partial(_note, now=now), sweep="legal_force")


def standing_of(decision: Decision, appeals: Iterable[Appeal], *, received: date | None, today: date) -> Standing:
    """How a decision that is sent stands on the Swedish day ``today``; ``appeals`` are all that concern it.

    ``received`` is the day on which the party is known to have got it. No query, when the decision has come with its
    time to appeal.
    """
    return Standing(_state(decision, list(appeals), today), received, appeal_due(received))


def concerns(appeal: Appeal, decision: Decision) -> bool:
    """Whether an appeal is of this decision, or open while this one has taken the place of what was appealed.

    What is changed after an appeal goes to the court with it, and so does the appeal of it (46 § FL).
    """
    is_open = appeal.status not in APPEAL_OVER
    return appeal.decision_id == decision.pk or (is_open and decision.status == DecisionStatus.DISPATCHED)


def _state(decision: Decision, appeals: list[Appeal], today: date) -> StandingState:
    if decision.status == DecisionStatus.ANNULLED:
        return StandingState.ANNULLED
    if decision.status == DecisionStatus.SUPERSEDED:
        return StandingState.SUPERSEDED
    if appealed := _appealed(appeals):
        return appealed
    if not decision.appealable:
        return StandingState.NOT_APPEALABLE
    time = getattr(decision, "appeal_time", None)
    if time is None:
        return StandingState.NOT_RECEIVED
    if time.final_at:
        return StandingState.FINAL
    return StandingState.APPEAL_TIME if today <= time.due_on else StandingState.TIME_PASSED


def _appealed(appeals: list[Appeal]) -> StandingState | None:
    statuses = {
        appeal.status
        for appeal in appeals
        if appeal.status != AppealStatus.DISMISSED and not (appeal.of_dismissal_id and appeal.status in COURT_HAS_RULED)
    }
    if AppealStatus.SETTLED in statuses:
        return StandingState.UPHELD
    if AppealStatus.FINAL in statuses:
        return StandingState.FINAL
    if AppealStatus.HANDED_OVER in statuses:
        return StandingState.HANDED_OVER
    return StandingState.APPEALED if statuses else None


def _due(now: datetime) -> QuerySet[AppealTime]:
    """Those whose last day has passed, of a decision in force that nothing is pending against."""
    of_it = Q(decision=OuterRef("decision")) & ~OUT_OF_THE_WAY
    still_open = Q(application=OuterRef("decision__application")) & ~Q(status__in=APPEAL_OVER)
    in_the_way = Appeal.objects.filter(of_it | still_open)
    return AppealTime.objects.filter(
        ~Exists(in_the_way),
        final_at__isnull=True,
        due_on__lt=stockholm_date(now),
        decision__status=DecisionStatus.DISPATCHED,
    ).order_by("due_on", "pk")


@transaction.atomic
def _note(time: AppealTime, *, now: datetime) -> bool:
    """Under the case's row lock: an appeal that comes in meanwhile is either seen here or sees what is noted."""
    application = locked(time.decision.application)
    if not _due(now).filter(pk=time.pk).update(final_at=now):
        return False
    events.record(
        application.stream,
        "legal_force_noted",
        by=SYSTEM,
        now=now,
        decided_on=time.decision.decided_on,
        due_on=time.due_on,
    )
    return True


def _proofs() -> QuerySet[DeliveryRecord]:
    return DeliveryRecord.objects.filter(kind__in=PROVES_RECEIPT, strikes=None, struck_by=None)


def _sent_decisions(application: Application) -> Iterable[Decision]:
    return application.decisions.filter(dispatched_at__isnull=False)
