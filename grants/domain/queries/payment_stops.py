"""Payment stops: those of a case, and those that wait for a decider."""

from django.db.models import QuerySet

from accounts.models import User
from delmos.lib.gate import one
from grants.domain.queries.cases import cases_for
from grants.enums import PaymentStopStatus
from grants.models import Application, PaymentStop


def stops_of(application: Application) -> QuerySet[PaymentStop]:
    """The stops of a case, the newest first."""
    return application.payment_stops.select_related(
        "application__organisation",
        "application__case",
        "application__call",
        "decision",
        "proposed_by",
        "decided_by",
        "lifted_by",
        "dropped_by",
        "entry",
        "lift_entry",
    ).order_by("-pk")


def stop_in(application: Application, pk: int) -> PaymentStop:
    """One stop of the case. Raises NotYours for another's."""
    return one(stops_of(application), pk=pk)


def stops_to_decide(person: User) -> QuerySet[PaymentStop]:
    """What is proposed by somebody else, in the cases that ``person`` may open, oldest first."""
    rows = PaymentStop.objects.filter(status=PaymentStopStatus.PROPOSED, application__in=cases_for(person).order_by())
    rows = rows.exclude(proposed_by=person).select_related("application__case", "application__organisation")
    return rows.order_by("proposed_at", "pk")
