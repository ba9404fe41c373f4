"""A delegation as management writes it."""

from datetime import date
from typing import Any

from django import forms

from accounts.models import User
from accounts.permissions import Permission, roles_with
from delmos.lib.forms import DayField, MoneyField, TextField
from grants.enums import DecisionKind

DECIDERS = User.objects.filter(is_active=True, roles__overlap=roles_with(Permission.DECIDE_CASES)).order_by("name")


class DelegationForm(forms.Form):
    """Who may decide what, up to which amount, on which days, and where the rules of procedure say so."""

    decider = forms.ModelChoiceField(
        queryset=DECIDERS,
        label="Beslutsfattare",
        empty_label="Välj en person",
        error_messages={"required": "Välj en person.", "invalid_choice": "Välj en person i listan."},
    )
    kinds = forms.MultipleChoiceField(
        choices=DecisionKind.choices,
        widget=forms.CheckboxSelectMultiple,
        label="Vilka beslut?",
        error_messages={"required": "Välj minst ett slag av beslut.", "invalid_choice": "Välj bland de som finns."},
    )
    without_presentation = forms.MultipleChoiceField(
        choices=DecisionKind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label="Vilka av dem får beslutas utan föredragning?",
        help_text="Bara om arbetsordningen undantar dem. Då får den som har berett ärendet också besluta i det.",
        error_messages={"invalid_choice": "Välj bland de som finns."},
    )
    most = MoneyField(
        required=False,
        label="Högsta belopp för ett beslut",
        help_text="I kronor, till exempel 500 000. Lämna tomt om det inte finns någon gräns.",
    )
    starts_on = DayField(label="Gäller från")
    ends_on = DayField(required=False, label="Gäller till och med", help_text="Lämna tomt om den gäller tills vidare.")
    basis = TextField(
        max_length=200,
        label="Stöd i arbetsordningen",
        help_text="Till exempel: Arbetsordningen 2018-01-01, bilaga 2 punkt 4.",
        error_messages={"required": "Skriv var i arbetsordningen det står."},
    )

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data, initial={"starts_on": today})
        self.fields["starts_on"].error_messages["required"] = "Ange en dag."

    @property
    def delegation(self) -> dict[str, Any]:
        """What grants.domain.delegations.give takes, once the form is valid."""
        data = self.cleaned_data
        return {
            "decider": data["decider"],
            "kinds": [DecisionKind(kind) for kind in data["kinds"]],
            "without_presentation": [DecisionKind(kind) for kind in data["without_presentation"]],
            "most_ore": data["most"],
            "starts_on": data["starts_on"],
            "ends_on": data["ends_on"],
            "basis": data["basis"],
        }
