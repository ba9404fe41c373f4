"""Forms of the case before its decision: assign, propose."""

from typing import Any

from django import forms

from accounts.enums import Role
from accounts.models import User
from delmos.lib.forms import LongTextField, MoneyField, RadioField
from grants.enums import DecisionKind


class OfficerChoice(forms.ModelChoiceField):
    """Officers by name."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class AssignForm(forms.Form):
    """The registrar's choice of officer."""

    officer = OfficerChoice(
        queryset=User.objects.filter(roles__contains=[Role.CASE_OFFICER], is_active=True).order_by("name"),
        label="Handläggare",
        empty_label="Välj handläggare",
        error_messages={"required": "Välj en handläggare.", "invalid_choice": "Välj en handläggare i listan."},
    )


class ProposalForm(forms.Form):
    """What is proposed: the kind, the amount and the reasons."""

    kind = RadioField(choices=DecisionKind.choices, label="Förslag", missing="Välj vad du föreslår.")
    amount = MoneyField(required=False, label="Belopp", help_text="Lämna tomt vid avslag och avvisning.")
    reasons = LongTextField(
        rows=8,
        max_length=8000,
        label="Skäl",
        help_text="Skälen följer med till beslutet, där beslutsfattaren kan ändra dem.",
        missing="Skriv skälen för förslaget.",
    )

    @property
    def amount_ore(self) -> int:
        return self.cleaned_data["amount"] or 0
