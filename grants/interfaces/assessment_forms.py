"""Forms of the assessment: points, who assesses, and the meeting afterwards."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.enums import Role
from accounts.models import User
from delmos.lib.forms import DayField, LongTextField, TextField
from grants.domain.assessors import MAX_REASON
from grants.domain.consensus import MAX_PARTICIPANTS, MAX_TEXT
from grants.interfaces.correspondence_forms import OnceForm
from grants.models import Criterion


class ScoreForm(forms.Form):
    """Points and reasons on one criterion, on its own scale."""

    reasons = LongTextField(max_length=2000, label="Motivering", missing="Motivera poängen.")

    def __init__(self, *args: Any, criterion: Criterion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["points"] = forms.TypedChoiceField(
            choices=step_choices(criterion),
            coerce=int,
            widget=forms.RadioSelect,
            label=f"Poäng, {criterion.lowest} är sämst och {criterion.highest} är bäst",
            error_messages={"required": "Välj en poäng."},
        )
        self.order_fields(["points"])


class AssessorChoice(forms.ModelMultipleChoiceField):
    """People by name; who comes from outside is said."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name}, extern bedömare" if Role.ASSESSOR in obj.roles else str(obj.name)


class InviteForm(forms.Form):
    """Whom to invite."""

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"] = AssessorChoice(
            queryset=people,
            widget=forms.CheckboxSelectMultiple,
            label="Vilka ska bedöma?",
            error_messages={"required": "Välj minst en bedömare.", "invalid_choice": "Välj personer i listan."},
        )


class InviteManyForm(OnceForm, InviteForm):
    """The same, to many cases at once."""


class EndForm(forms.Form):
    """Why an invitation is ended."""

    reason = TextField(
        max_length=MAX_REASON,
        label="Varför avslutas inbjudan?",
        error_messages={"required": "Skriv varför inbjudan avslutas."},
    )


class ConsensusForm(OnceForm):
    """The note of a meeting, with points where it agreed on any."""

    held_on = DayField(label="Mötesdag")
    participants = TextField(
        max_length=MAX_PARTICIPANTS, label="Deltagare", error_messages={"required": "Skriv vilka som deltog."}
    )
    text = LongTextField(
        rows=6,
        max_length=MAX_TEXT,
        label="Vad kom mötet fram till?",
        help_text="Skriv särskilt varför bedömningarna skilde sig åt och vad som avgjorde.",
        missing="Skriv vad mötet kom fram till.",
    )

    def __init__(self, *args: Any, criteria: Sequence[Criterion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["held_on"].error_messages["required"] = "Ange mötesdagen."
        self.criteria = criteria
        for criterion in criteria:
            self.fields[f"points_{criterion.pk}"] = forms.TypedChoiceField(
                choices=[("", "Ingen, medelvärdet gäller"), *step_choices(criterion)],
                coerce=int,
                empty_value=None,
                required=False,
                label=f"Överenskommen poäng på ”{criterion.name}”",
            )

    @property
    def agreed(self) -> dict[int, int]:
        """The points agreed on, by primary key of the criterion, once the form is valid."""
        found = {criterion.pk: self.cleaned_data[f"points_{criterion.pk}"] for criterion in self.criteria}
        return {pk: points for pk, points in found.items() if points is not None}


def step_choices(criterion: Criterion) -> list[tuple[str, str]]:
    """The points of the scale, each with what it means."""
    return [(str(points), f"{points} – {words}" if words else str(points)) for points, words in criterion.steps]
