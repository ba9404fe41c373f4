"""INV-14, 15, 22, 23 and 36: what was sent, when it was received, appeals, courts, changes and corrections."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from delmos.lib.dates import stockholm_date
from grants.enums import AppealStatus, CourtOutcome, DecisionStatus, DeliveryKind
from grants.models import Appeal, Application, Correction, CourtRuling, Decision, DeliveryRecord
from journal.enums import Direction
from tests.grants.casework.laws.people import holds_delegation

SENT = (DecisionStatus.DISPATCHED, DecisionStatus.ANNULLED, DecisionStatus.SUPERSEDED)
SHOWS_RECEIPT = ("opened", "acknowledged", "answered", "receipt", "other_proof")
MAY_WORSEN = {"court_annulled", "court_remitted", "court_changed", "reservation", "safety", "misled"}
RULED = (AppealStatus.SETTLED, AppealStatus.FINAL)
PENDING = (AppealStatus.IN_TIME, AppealStatus.RECONSIDERED, AppealStatus.HANDED_OVER)
LONGEST_WAIT = 4  # free days in a row after which a last day is moved: Christmas on a Thursday, Easter


def broken(case: Application) -> Iterator[str]:
    for decision in case.decisions.filter(status__in=SENT):
        yield from _delivery(case, decision)
        yield from _time_to_appeal(decision)
    for decision in case.decisions.filter(decided_at__isnull=False).exclude(earlier=None).select_related("earlier"):
        yield from _change(decision)
    for appeal in case.appeals.select_related("decision", "of_dismissal", "handed_over_entry"):
        yield from _dismissal(appeal)
        yield from _hand_over(appeal)
        yield from _rulings(appeal)
    for ruling in CourtRuling.objects.filter(appeal__application=case).select_related("appeal__of_dismissal"):
        yield from _ruling(case, ruling)
    for correction in Correction.objects.filter(decision__application=case).select_related("decision", "entry"):
        yield from _correction(correction)


def not_noted(case: Application, *, today: date) -> list[str]:
    """Decisions whose last day has passed with nothing in the way, and whose legal force nobody has noted."""
    if case.appeals.exclude(status__in=(AppealStatus.DISMISSED, *RULED)).exists():
        return []
    return [
        f"INV-14: no legal force though the last day was {decision.appeal_time.due_on}"
        for decision in case.decisions.filter(status=DecisionStatus.DISPATCHED, appeal_time__final_at=None)
        if hasattr(decision, "appeal_time") and decision.appeal_time.due_on < today and not _upheld(decision)
    ]


def _upheld(decision: Decision) -> bool:
    return decision.appeals.filter(status__in=RULED, of_dismissal=None).exists()


def _delivery(case: Application, decision: Decision) -> Iterator[str]:
    sent = _went_out(decision).select_related("entry").first()
    if sent is None or sent.entry.document_id != decision.sealed_letter_id or sent.entry.direction != Direction.OUT:
        yield "INV-36: what went out is not what was decided"


def _went_out(decision: Decision) -> Any:
    return DeliveryRecord.objects.filter(kind=DeliveryKind.PORTAL, notice_key=f"decision:{decision.pk}")


def _time_to_appeal(decision: Decision) -> Iterator[str]:
    received = _received(decision) if decision.appealable else None
    time = getattr(decision, "appeal_time", None)
    if (time and time.received_on) != received:
        yield "INV-14: the time to appeal does not count from what shows the receipt"
    if time is None:
        return
    late_by = time.due_on - time.received_on - timedelta(weeks=3)
    if not timedelta(0) <= late_by <= timedelta(days=LONGEST_WAIT) or time.due_on.weekday() > 4:
        yield "INV-14: the last day to appeal is not three weeks away"
    if time.final_at and stockholm_date(time.final_at) <= time.due_on:
        yield "INV-14: legal force before the last day has passed"
    if time.final_at and decision.appeals.filter(of_dismissal=None, status__in=PENDING).exists():
        yield "INV-14: legal force in spite of an appeal that is in time"


def _received(decision: Decision, *, known_at: datetime | None = None) -> date | None:
    """The first day that something shows, as far as it was known then. What was struck does not count."""
    letters = _went_out(decision).values("entry")
    shown = DeliveryRecord.objects.filter(entry__in=letters, kind__in=SHOWS_RECEIPT, strikes=None)
    days = [
        record.happened_on
        for record in shown.select_related("struck_by")
        if known_at is None or record.noted_at <= known_at
        if not _struck(record, known_at)
    ]
    return min(days, default=None)


def _struck(record: DeliveryRecord, known_at: datetime | None) -> bool:
    struck = getattr(record, "struck_by", None)
    return struck is not None and (known_at is None or struck.noted_at <= known_at)


def _change(decision: Decision) -> Iterator[str]:
    """A new decision comes after the one before it, and is worse only where the law lets it be."""
    earlier = decision.earlier
    if earlier is None or earlier.status not in (DecisionStatus.SUPERSEDED, DecisionStatus.ANNULLED):
        yield "INV-22: two decisions of one case are in force"
        return
    reopening = getattr(earlier, "reopening", None)
    if reopening is None:
        yield "INV-22: a decision was changed in a case that nobody opened again"
    elif decision.amount_ore < earlier.amount_ore and reopening.ground not in MAY_WORSEN:
        yield "INV-22: a favourable decision was made worse without a ground for it"


def _dismissal(appeal: Appeal) -> Iterator[str]:
    if appeal.dismissed_at is None:
        return
    if appeal.dismissal_entry is None or appeal.dismissal_entry.document_id != appeal.dismissal_letter_id:
        yield "INV-36: an appeal was dismissed without a letter"
    day = stockholm_date(appeal.dismissed_at)
    if not holds_delegation(appeal.dismissed_by_id or 0, "dismiss", 0, at=appeal.dismissed_at, on=day):
        yield "INV-9: an appeal was dismissed without delegation"
    received = _received(appeal.decision, known_at=appeal.tested_at) if appeal.of_dismissal is None else None
    if appeal.of_dismissal is None and (received is None or appeal.came_in_on <= received + timedelta(weeks=3)):
        yield "INV-14: an appeal was dismissed that may have come in time"


def _hand_over(appeal: Appeal) -> Iterator[str]:
    if appeal.status not in (AppealStatus.HANDED_OVER, *RULED):
        return
    entry = appeal.handed_over_entry
    file = appeal.bundles.filter(document__isnull=False).order_by("-pk").first()
    if entry is None or file is None or entry.document_id != file.document_id or file.upto != entry.serial - 1:
        yield "INV-15: the court did not get the whole file"


def _rulings(appeal: Appeal) -> Iterator[str]:
    """A court has ruled, as the status says; what it took away is tried by no court above it."""
    outcomes = list(appeal.rulings.order_by("pk").values_list("outcome", flat=True))
    if bool(outcomes) != (appeal.status in RULED):
        yield "INV-15: an appeal is settled without a ruling, or the other way round"
    if set(outcomes[:-1]) - {CourtOutcome.UPHELD}:
        yield "INV-23: a decision that a court has taken away was tried again"
    if (appeal.status == AppealStatus.FINAL) != (appeal.final_entry is not None):
        yield "INV-14: legal force after a court without what shows it"


def _ruling(case: Application, ruling: CourtRuling) -> Iterator[str]:
    """What a court takes away is out of force at once; when it finds a dismissal wrong, the appeal goes on."""
    if ruling.outcome == CourtOutcome.UPHELD:
        return
    if dismissed := ruling.appeal.of_dismissal:
        if dismissed.status == AppealStatus.DISMISSED:
            yield "INV-14: an appeal is dismissed in spite of the court"
    elif case.decisions.filter(status="dispatched", dispatched_at__lte=ruling.entered_at).exists():
        yield "INV-23: a decision is in force that a court has taken away"


def _correction(correction: Correction) -> Iterator[str]:
    entry = correction.entry
    if entry.document_id != correction.letter_id or entry.direction != Direction.OUT:
        yield "INV-23: a correction was not sent"
    if correction.old_text == correction.new_text or not correction.reasons:
        yield "INV-23: a correction corrects nothing"
