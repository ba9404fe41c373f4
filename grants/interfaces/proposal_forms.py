"""The officer's proposal as a form: the kind, the amount row by row of the budget, and the reasons."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from delmos.lib.forms import LongTextField, MoneyField, TextField
from grants.domain.assessors import MAX_REASON
from grants.domain.proposal_lines import MAX_WHY, Line
from grants.interfaces.casework_forms import ProposalForm
from grants.models import BudgetRow
from grants.models.decision import GIVING


@dataclass(frozen=True, slots=True)
class Fields:
    """One row of the budget with its fields."""

    row: BudgetRow
    eligible: forms.BoundField
    why_less: forms.BoundField
    proposed: forms.BoundField


class ProposalByRowForm(ProposalForm):
    """The officer's proposal. ``budget``: the rows the amount is shared on; a case without any has the amount alone.

    ``waits``: somebody invited has not handed in, and the form asks why that is not waited for.
    """

    without = LongTextField(
        rows=3,
        max_length=MAX_REASON,
        label="Varför väntar du inte på alla bedömningar?",
        help_text="Skälet sparas med förslaget. Inbjudningarna till dem som inte är klara avslutas.",
    )

    def __init__(self, *args: Any, budget: Sequence[BudgetRow], waits: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.budget = budget
        if not waits:
            del self.fields["without"]
        if budget:
            del self.fields["amount"]
        for row in budget:
            self.fields[f"eligible_{row.pk}"] = MoneyField(required=False, label=f"Godtas av ”{row.label}”")
            self.fields[f"why_less_{row.pk}"] = TextField(
                required=False, max_length=MAX_WHY, label=f"Varför mindre av ”{row.label}” godtas"
            )
            self.fields[f"proposed_{row.pk}"] = MoneyField(required=False, label=f"Föreslås för ”{row.label}”")

    def clean(self) -> dict[str, Any]:
        """Money that is proposed is proposed for each row, even if it is nothing."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("kind") in GIVING:
            for row in self.budget:
                for name in (f"eligible_{row.pk}", f"proposed_{row.pk}"):
                    if name in cleaned and cleaned[name] is None:
                        self.add_error(name, "Skriv ett belopp, eller 0.")
        return cleaned

    @property
    def rows(self) -> list[Fields]:
        """The budget with its fields."""
        return [
            Fields(row, self[f"eligible_{row.pk}"], self[f"why_less_{row.pk}"], self[f"proposed_{row.pk}"])
            for row in self.budget
        ]

    @property
    def plain(self) -> list[forms.BoundField]:
        """The fields that stand below the rows."""
        return [self[name] for name in ("amount", "without", "reasons") if name in self.fields]

    @property
    def lines(self) -> list[Line]:
        """The rows as the verb takes them, once the form is valid; none when no money is proposed."""
        if self.cleaned_data["kind"] not in GIVING:
            return []
        return [
            Line(
                row.pk,
                self.cleaned_data[f"eligible_{row.pk}"],
                self.cleaned_data[f"proposed_{row.pk}"],
                self.cleaned_data[f"why_less_{row.pk}"],
            )
            for row in self.budget
        ]

    @property
    def amount_ore(self) -> int:
        """What is proposed in all, once the form is valid."""
        if self.budget:
            return sum(line.proposed_ore for line in self.lines)
        return super().amount_ore

    @property
    def sums(self) -> tuple[int, int, int]:
        """The costs, what of them is eligible and what is proposed, as the form stands now."""
        return sum(row.amount_ore for row in self.budget), self._sum("eligible"), self._sum("proposed")

    def _sum(self, stem: str) -> int:
        said = self.cleaned_data if self.is_bound else self.initial
        return sum(said.get(f"{stem}_{row.pk}") or 0 for row in self.budget)
