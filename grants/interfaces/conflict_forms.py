"""Forms of jäv: one's own answer, a question about a colleague, the party's objection, the ruling."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.models import User
from delmos.lib.forms import LongTextField, RadioField, TextField
from grants.domain.conflict_questions import MAX_GROUND
from grants.enums import ConflictAnswer, ConflictOutcome, ConflictPoint
from grants.interfaces.casework_forms import OfficerChoice
from grants.interfaces.correspondence_forms import OnceForm

WHICH = "Välj vilken punkt i 16 § det gäller."
POINTS = [
    (point.value, f"{number}. {point.label}") for number, point in enumerate(ConflictPoint, start=1)
]  # as the paragraph numbers them


class DeclareForm(forms.Form):
    """The answer on one's own jäv."""

    answer = RadioField(
        choices=ConflictAnswer.choices, label="Är du jävig i ärendet?", missing="Ta ställning till om du är jävig."
    )
    point = forms.ChoiceField(
        choices=POINTS,
        required=False,
        widget=forms.RadioSelect,
        label="Om du är jävig: vilken punkt i 16 § gäller det?",
    )
    ground = LongTextField(
        rows=3,
        max_length=MAX_GROUND,
        label="Om du är jävig: vilken omständighet gäller det?",
        help_text="Den som prövar frågan läser det. Frågan prövas av någon annan, och ärendet väntar på en annan "
        "handläggare så länge.",
    )

    def clean(self) -> dict[str, Any]:
        """A conflict has its point; the verb asks for the circumstance."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("answer") == ConflictAnswer.CONFLICT and not cleaned.get("point") and "point" in cleaned:
            self.add_error("point", WHICH)
        return cleaned


class RaiseForm(OnceForm):
    """A question about a colleague."""

    point = RadioField(choices=POINTS, label="Vilken punkt i 16 § gäller det?", missing=WHICH)
    ground = LongTextField(
        max_length=MAX_GROUND,
        label="Vilken omständighet gäller det?",
        help_text="Skriv vad du vet och hur du vet det. Den som prövar frågan läser det.",
        missing="Skriv vilken omständighet det gäller.",
    )

    def __init__(self, *args: Any, colleagues: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"] = OfficerChoice(
            queryset=colleagues,
            label="Vem gäller det?",
            empty_label="Välj person",
            error_messages={"required": "Välj vem det gäller.", "invalid_choice": "Välj en person i listan."},
        )
        self.order_fields(["person"])


class ObjectForm(OnceForm):
    """The party's objection: it knows names, not accounts."""

    name = TextField(
        max_length=150,
        label="Vem gäller det?",
        help_text="Skriv för- och efternamn på den som arbetar hos oss.",
        error_messages={"required": "Skriv vem det gäller."},
    )
    point = RadioField(choices=POINTS, label="Varför kan personen vara jävig?", missing="Välj varför.")
    ground = LongTextField(
        rows=6,
        max_length=MAX_GROUND,
        label="Beskriv vad ni känner till",
        help_text="Till exempel hur personen hänger ihop med er, en annan sökande eller projektet.",
        missing="Beskriv vad ni känner till.",
    )


class RulingForm(forms.Form):
    """What the agency finds, with reasons."""

    outcome = RadioField(choices=ConflictOutcome.choices, label="Beslut", missing="Välj vad du beslutar.")
    reasons = LongTextField(
        rows=6,
        max_length=4000,
        label="Skäl",
        help_text="Skälen står i beslutet. Har parten väckt frågan får den läsa dem.",
        missing="Skriv skälen för beslutet.",
    )
