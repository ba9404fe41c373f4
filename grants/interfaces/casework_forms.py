"""Forms of the case before its decision: assign, jäv, check, score, propose."""

from typing import Any

from django import forms

from accounts.enums import Role
from accounts.models import User
from delmos.lib.forms import LongTextField, MoneyField, RadioField, TextField
from grants.enums import CheckResult, ConflictAnswer, DecisionKind
from grants.models import Criterion
from grants.ordinances.profile import Requirement


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


class ConflictForm(forms.Form):
    """The answer on jäv."""

    answer = RadioField(
        choices=ConflictAnswer.choices, label="Är du jävig i ärendet?", missing="Ta ställning till om du är jävig."
    )
    ground = LongTextField(rows=3, max_length=500, label="Om du är jävig: vilken omständighet gäller det?")


class CheckForm(forms.Form):
    """The result of one formal check."""

    result = RadioField(choices=CheckResult.choices, label="Resultat", missing="Välj om kravet är uppfyllt.")
    source = TextField(
        max_length=200,
        label="Var har du hämtat uppgiften?",
        error_messages={"required": "Skriv var uppgiften är hämtad."},
    )
    note = LongTextField(rows=3, max_length=1000, label="Anteckning", help_text="Behövs om kravet inte är uppfyllt.")

    def __init__(self, *args: Any, requirement: Requirement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["result"].label = requirement.question
        if requirement.sources:
            self.fields["source"].help_text = f"Till exempel {', '.join(requirement.sources)}."


class ScoreForm(forms.Form):
    """Points and reasons on one criterion."""

    points = forms.TypedChoiceField(
        choices=[(str(n), str(n)) for n in range(Criterion.MAX_POINTS + 1)],
        coerce=int,
        widget=forms.RadioSelect,
        label="Poäng, 0 är sämst och 5 är bäst",
        error_messages={"required": "Välj en poäng."},
    )
    reasons = LongTextField(max_length=2000, label="Motivering", missing="Motivera poängen.")


class ProposalForm(forms.Form):
    """The officer's proposal."""

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
