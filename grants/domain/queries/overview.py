"""The state of things in a few figures, for management."""

from dataclasses import dataclass

from django.db.models import Count, Sum

from accounts.models import User
from delmos.lib.faces import Face
from grants.domain.ledger import Balance, balance_from
from grants.domain.queries.cases import cases_for
from grants.enums import APPLICATION_FACES, ApplicationStatus
from grants.models import Posting


@dataclass(frozen=True, slots=True)
class Overview:
    """Cases per state, in the order of the process, and the money of one budget year in öre."""

    budget_year: int
    states: list[tuple[str, Face, int]]
    money: Balance


def overview_for(person: User, budget_year: int) -> Overview:
    """What ``person`` may see, in two queries."""
    counted = dict(cases_for(person).order_by().values_list("status").annotate(Count("pk")))
    sums = dict(
        Posting.objects.filter(budget_year=budget_year).order_by().values_list("kind").annotate(total=Sum("amount_ore"))
    )
    return Overview(
        budget_year=budget_year,
        states=[
            (status.value, APPLICATION_FACES[status], counted[status.value])
            for status in ApplicationStatus
            if status.value in counted
        ],
        money=balance_from(sums),
    )
