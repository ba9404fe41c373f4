"""Costs far from what others have asked for under the same name, by median and quartiles.

Quartiles hold however odd the odd ones are, and can be reckoned anew by hand. Those of the same call are compared when
there are enough of them; otherwise those under the same ordinance. The newest so many count, so the cost is bounded.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import F, QuerySet, Sum
from django.db.models.functions import Lower

from delmos.lib.money import format_sek
from grants.domain.signals.finding import MOST_OF_A_KIND, Finding
from grants.enums import SignalKind
from grants.models import Application, BudgetRow

FEWEST = 8  # comparable costs: fewer say nothing of what is usual
MOST = 500  # other applications that are compared
FENCE = 3  # quartile ranges outside the middle half
LEAST_TIMES = 2  # an odd cost is at least so many times the median, or the median so many times the cost


@dataclass(frozen=True, slots=True)
class Usual:
    """What others ask for, in öre: the quartiles and the median of ``number`` costs."""

    number: int
    lower: int
    median: int
    upper: int

    def is_far(self, amount: int) -> bool:
        """Whether ``amount`` is outside the fences, and not only by a little."""
        reach = FENCE * (self.upper - self.lower)
        high = amount > self.upper + reach and amount >= LEAST_TIMES * self.median
        low = amount < self.lower - reach and LEAST_TIMES * amount <= self.median
        return high or low


def budgets(application: Application) -> Iterator[Finding]:
    """Each cost of the applicant's far from the same cost of others."""
    own = _sums(BudgetRow.objects.filter(application=application))
    amounts = {label: amounts[0] for label, amounts in own.items()}
    alike = Application.objects.filter(call=application.call_id)
    found = _compared(application, alike, amounts, "utlysning")
    missing = {label: amount for label, amount in amounts.items() if label not in found}
    if missing:
        wider = Application.objects.filter(ordinance_key=application.ordinance_key)
        found |= _compared(application, wider, missing, "förordning")
    far = [(label, *found[label]) for label in amounts if label in found and found[label][0].is_far(amounts[label])]
    names = dict(application.budget.values_list(Lower("label"), "label"))
    for label, usual, among in far[:MOST_OF_A_KIND]:
        yield Finding(
            SignalKind.BUDGET,
            (label, amounts[label]),
            f"Kostnaden ”{names[label]}” är {format_sek(amounts[label])}. Hos {usual.number} andra i samma "
            f"{among} är mittvärdet {format_sek(usual.median)}, och hälften ligger mellan "
            f"{format_sek(usual.lower)} och {format_sek(usual.upper)}.",
        )


def usual(amounts: Sequence[int]) -> Usual:
    """The quartiles and the median, each an amount that somebody has asked for."""
    ordered = sorted(amounts)
    last = len(ordered) - 1
    lower, median, upper = (ordered[last * part // 4] for part in (1, 2, 3))
    return Usual(len(ordered), lower, median, upper)


def _compared(
    application: Application, others: QuerySet[Application], own: dict[str, int], among: str
) -> dict[str, tuple[Usual, str]]:
    newest = others.exclude(organisation=application.organisation_id).order_by("-pk").values("pk")[:MOST]
    sums = _sums(BudgetRow.objects.filter(application__in=newest), only=list(own))
    return {label: (usual(amounts), among) for label, amounts in sums.items() if len(amounts) >= FEWEST}


def _sums(rows: QuerySet[BudgetRow], only: list[str] | None = None) -> dict[str, list[int]]:
    """By cost, what each application asks for under that name, in the budget that counts."""
    counting = rows.filter(facts_version=F("application__facts_version")).annotate(cost=Lower("label"))
    if only is not None:
        counting = counting.filter(cost__in=only)
    found: dict[str, list[int]] = {}
    summed = counting.order_by().values_list("application", "cost").annotate(total=Sum("amount_ore"))
    for _, label, total in summed:
        found.setdefault(label, []).append(total)
    return found
