"""The size of an authority to commit coming budget years, as an officer writes it."""

from datetime import date
from typing import Any

from django import forms

from delmos.lib.forms import DayField, MoneyField, TextField
from grants.ordinances import VERSIONS


def ordinance_choices() -> list[tuple[str, str]]:
    """Every ordinance the portal knows, once whatever its wordings."""
    names = {version.sfs: f"{version.short_title} ({version.sfs})" for version in VERSIONS}
    return list(names.items())


class CommitmentForm(forms.Form):
    """Under which ordinance, made in which year, how much and from when, and the decision it rests on."""

    sfs = forms.ChoiceField(
        choices=ordinance_choices,
        label="Vilken förordning?",
        widget=forms.RadioSelect,
        error_messages={"required": "Välj en förordning.", "invalid_choice": "Välj en förordning i listan."},
    )
    budget_year = forms.IntegerField(
        min_value=2000,
        max_value=2100,
        label="Budgetår",
        help_text="Det år då besluten fattas. Bemyndigandet gäller det som besluten binder för åren därefter.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "required": "Skriv budgetåret.",
            "invalid": "Skriv ett årtal med fyra siffror.",
            "min_value": "Skriv ett årtal från 2000 till 2100.",
            "max_value": "Skriv ett årtal från 2000 till 2100.",
        },
    )
    amount = MoneyField(
        label="Belopp",
        help_text="I kronor, till exempel 25 000 000. Hela bemyndigandet, inte skillnaden.",
        error_messages={"required": "Skriv beloppet."},
    )
    effective_from = DayField(label="Gäller från")
    basis = TextField(
        max_length=200,
        label="Grund",
        help_text="Det beslut som bemyndigandet bygger på, till exempel regleringsbrevet och dess datum.",
        error_messages={"required": "Skriv vilket beslut bemyndigandet bygger på."},
    )

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data, initial={"effective_from": today, "budget_year": today.year})
        self.fields["effective_from"].error_messages["required"] = "Ange en dag."

    @property
    def amount_stated(self) -> dict[str, Any]:
        """What grants.domain.commitments.set_amount takes, once the form is valid."""
        data = self.cleaned_data
        return {
            "sfs": data["sfs"],
            "budget_year": data["budget_year"],
            "amount_ore": data["amount"],
            "effective_from": data["effective_from"],
            "basis": data["basis"],
        }
