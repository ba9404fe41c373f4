"""Forms for a published call: why it is called off, and another size of a frame."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from delmos.lib.forms import DayField, LongTextField, MoneyField, TextField
from grants.ordinances.profile import ApplicantGroup


class CancelForm(forms.Form):
    """Why the call is called off."""

    reason = LongTextField(
        rows=5,
        max_length=1000,
        label="Varför ställs utlysningen in?",
        help_text="Skälet står på utlysningens sida och kan läsas av alla.",
        missing="Skriv varför utlysningen ställs in.",
    )


class FrameChangeForm(forms.Form):
    """Another size of the frame of one group and budget year, from a day on."""

    amount = MoneyField(
        label="Nytt belopp",
        help_text="I kronor, till exempel 25 000 000. Hela ramen, inte skillnaden.",
        error_messages={"required": "Skriv beloppet."},
    )
    effective_from = DayField(label="Gäller från")
    basis = TextField(
        max_length=200,
        label="Grund",
        help_text="Det beslut som ändringen bygger på, till exempel ett ändrat regleringsbrev och dess datum.",
        error_messages={"required": "Skriv vilket beslut ändringen bygger på."},
    )

    def __init__(
        self, data: Any = None, *, groups: tuple[ApplicantGroup, ...], years: Sequence[int], today: date
    ) -> None:
        group = groups[0].code if len(groups) == 1 else None
        super().__init__(data, initial={"effective_from": today, "group": group, "budget_year": years[0]})
        self.fields["budget_year"] = forms.TypedChoiceField(
            choices=[(str(year), str(year)) for year in years],
            coerce=int,
            label="Budgetår",
            error_messages={"required": "Välj ett budgetår.", "invalid_choice": "Välj ett budgetår i listan."},
        )
        self.fields["group"] = forms.ChoiceField(
            choices=[(group.code, group.name) for group in groups],
            label="Vilken ram?",
            widget=forms.RadioSelect,
            error_messages={"required": "Välj en ram.", "invalid_choice": "Välj en ram i listan."},
        )
        self.order_fields(["group", "budget_year"])
        self.fields["effective_from"].error_messages["required"] = "Ange en dag."

    @property
    def frame(self) -> dict[str, Any]:
        """What grants.domain.frames.set_amount takes, once the form is valid."""
        data = self.cleaned_data
        return {
            "group": data["group"],
            "budget_year": data["budget_year"],
            "amount_ore": data["amount"],
            "effective_from": data["effective_from"],
            "basis": data["basis"],
        }
