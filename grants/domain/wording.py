"""What a decider states in a decision, before there is a letter: kind, amounts, instalments, reasons, who took part."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from accounts.models import User
from grants.enums import DecisionKind, InstalmentCondition


@dataclass(frozen=True, slots=True)
class Planned:
    """An instalment as it is planned: öre of one budget year, paid on a day at the earliest."""

    budget_year: int
    amount_ore: int
    planned_on: date
    condition: InstalmentCondition = InstalmentCondition.NONE


@dataclass(frozen=True, slots=True)
class Wording:
    """What the decider states. ``conditions``: one per line; ``report_due_on`` is needed when money is given.

    ``amounts``: öre per budget year, of which ``amount_ore`` is the sum; empty means all of it in the call's own year.
    ``instalments``: empty means one for each year. ``present``: who took part and has an account; ``participants``:
    others, by name.
    """

    kind: DecisionKind
    amount_ore: int
    reasons: str
    rules_cited: str
    conditions: str = ""
    communication: str = ""
    participants: str = ""
    report_due_on: date | None = None
    amounts: Mapping[int, int] = field(default_factory=dict)
    instalments: tuple[Planned, ...] = ()
    present: tuple[User, ...] = ()

    def __post_init__(self) -> None:
        if self.amounts and sum(self.amounts.values()) != self.amount_ore:
            raise ValueError("the amounts per year do not sum to the amount")

    @property
    def condition_lines(self) -> list[str]:
        """The conditions, one by one."""
        return [line.strip() for line in self.conditions.splitlines() if line.strip()]

    def given(self, own_year: int) -> dict[int, int]:
        """Öre by budget year, the earliest first, without the years that get nothing."""
        amounts = self.amounts or {own_year: self.amount_ore}
        return {year: amounts[year] for year in sorted(amounts) if amounts[year]}

    def planned(self, own_year: int, *, on: date) -> tuple[Planned, ...]:
        """The instalments in the order they are paid; when none is stated, one for each year."""
        if self.instalments:
            return tuple(sorted(self.instalments, key=lambda part: (part.planned_on, part.budget_year)))
        return tuple(
            Planned(year, amount, first_day(year, on=on)) for year, amount in self.given(own_year).items() if amount > 0
        )


def first_day(year: int, *, on: date) -> date:
    """The first day on which money of a budget year can be paid, for a decision made ``on`` that day."""
    return max(on, date(year, 1, 1))


def amount_field(year: int, own_year: int) -> str:
    """The name of the field that holds the amount of a year."""
    return "amount" if year == own_year else f"amount_{year}"
