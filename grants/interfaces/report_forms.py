"""Forms of the final report: the recipient's and the officer's."""

from collections.abc import Mapping
from typing import Any

from django import forms

from delmos.lib.forms import MoneyField, TextField
from grants.models import Application


class ReportForm(forms.Form):
    """The final report: three texts, and what was spent on each budget row.

    ``granted``: what the decision gives to each row, by primary key; the row as applied for is no longer the budget.
    """

    version = forms.IntegerField(widget=forms.HiddenInput)
    results = TextField(
        required=False, max_length=8000, label="Vilka resultat har ni nått?", widget=forms.Textarea(attrs={"rows": 6})
    )
    relation_to_purpose = TextField(
        required=False,
        max_length=8000,
        label="Hur förhåller sig resultaten till ändamålet med bidraget?",
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    follow_up = TextField(
        required=False,
        max_length=8000,
        label="Hur följs åtgärderna upp framöver?",
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def __init__(
        self, *args: Any, application: Application, granted: Mapping[int, int] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.granted = granted or {}
        self.budget = list(application.budget.all())
        for row in self.budget:
            self.fields[f"spent_{row.pk}"] = MoneyField(required=False, label=f"Använt till ”{row.label}”")
        self.asked_for = frozenset(self.fields)  # shown as required, demanded when the report is handed in

    @property
    def texts(self) -> list[forms.BoundField]:
        return [self[name] for name in ("results", "relation_to_purpose", "follow_up")]

    @property
    def money(self) -> list[tuple[Any, forms.BoundField]]:
        """Each budget row with its field."""
        return [(row, self[f"spent_{row.pk}"]) for row in self.budget]

    @property
    def beside_granted(self) -> list[tuple[Any, int | None, forms.BoundField]]:
        """The same, with what the decision gives to the row, where it says."""
        return [(row, self.granted.get(row.pk), field) for row, field in self.money]

    @property
    def spent(self) -> dict[int, int]:
        """The öre spent per budget row id, of the rows that were filled in."""
        amounts = {row.pk: self.cleaned_data.get(f"spent_{row.pk}") for row in self.budget}
        return {pk: amount for pk, amount in amounts.items() if amount is not None}


class ApprovalForm(forms.Form):
    """The officer's note when a final report is approved."""

    note = TextField(
        required=False, max_length=1000, label="Anteckning om granskningen", widget=forms.Textarea(attrs={"rows": 3})
    )
