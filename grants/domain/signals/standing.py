"""What stands of signals in a case, and what they come to."""

from collections import Counter

from django.db.models import QuerySet

from grants.enums import SignalStatus
from grants.models import Application, CaseRisk, Signal


def standing(application: Application | int) -> QuerySet[Signal]:
    """The signals of the case that have not ended, with the stands taken on them. Two queries."""
    return Signal.objects.filter(application=application, ended_at=None).prefetch_related("reviews").order_by("pk")


def weigh(risk: CaseRisk) -> CaseRisk:
    """Count what stands into the case's row, which the work list reads. The caller holds the row's lock."""
    counted = Counter(signal.status for signal in standing(risk.pk))
    risk.open_signals, risk.confirmed_signals = counted[SignalStatus.OPEN], counted[SignalStatus.CONFIRMED]
    risk.save(update_fields=["is_due", "searched_at", "open_signals", "confirmed_signals"])
    return risk
