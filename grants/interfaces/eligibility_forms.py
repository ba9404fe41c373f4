"""The forms of ”Får vi söka?”: first what the applicant is, then what the rules ask of such an applicant."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from applicants.enums import OrganisationType
from delmos.lib.forms import DayField
from delmos.lib.geography import MUNICIPALITIES
from grants.domain.eligibility import Answer
from grants.ordinances.profile import Requirement, SelfCheck

OTHER = "annan"
YES, NO, UNKNOWN = "ja", "nej", "vet-inte"
EARLIEST = date(1600, 1, 1)


class ApplicantTypeForm(forms.Form):
    """What the applicant is. It says nothing that must be hidden, so it stands in the address."""

    typ = forms.ChoiceField(
        choices=[*OrganisationType.choices, (OTHER, "Något annat, till exempel ett företag eller en privatperson")],
        label="Vad är ni?",
        widget=forms.RadioSelect,
        error_messages={"required": "Välj vad ni är.", "invalid_choice": "Välj i listan."},
    )

    @property
    def kind(self) -> OrganisationType | None:
        """The type that was chosen, once the form is valid; None for something else."""
        chosen = self.cleaned_data["typ"]
        return None if chosen == OTHER else OrganisationType(chosen)


class EligibilityForm(forms.Form):
    """One field per demand that the applicant can try. What it is told is shown once and never kept."""

    def __init__(self, data: Any = None, *, requirements: Sequence[Requirement]) -> None:
        super().__init__(data)
        self.requirements = requirements
        self.asked_for = frozenset(requirement.code for requirement in requirements)
        for requirement in requirements:
            if check := requirement.self_check:
                self.fields[requirement.code] = _field(check, f"Regel: {requirement.law}")

    @property
    def answers(self) -> dict[str, Answer]:
        """By requirement code, once the form is valid."""
        return {code: _ANSWERS.get(value, value) for code, value in self.cleaned_data.items()}


_ANSWERS: dict[Any, Answer] = {YES: True, NO: False, UNKNOWN: None, "": None, None: None}


def _field(check: SelfCheck, rule: str) -> forms.Field:
    common: dict[str, Any] = {"label": check.question, "help_text": f"{check.help} {rule}".strip()}
    if check.kind == "started_on":
        return StartedField(required=False, **common)
    if check.kind == "municipality":
        places = [("", "Vet inte"), *((place.code, place.name) for place in MUNICIPALITIES)]
        return forms.ChoiceField(choices=places, required=False, **common)
    return forms.ChoiceField(
        choices=[(YES, "Ja"), (NO, "Nej"), (UNKNOWN, "Vet inte")],
        widget=forms.RadioSelect,
        error_messages={"required": "Svara på frågan.", "invalid_choice": "Välj ett av svaren."},
        **common,
    )


class StartedField(DayField):
    """The day an activity began; a year that nobody can mean is a slip of the pen."""

    def clean(self, value: Any) -> date | None:
        day: date | None = super().clean(value)
        if day and not EARLIEST <= day <= date(date.max.year - 100, 1, 1):
            raise forms.ValidationError("Kontrollera året.")
        return day
