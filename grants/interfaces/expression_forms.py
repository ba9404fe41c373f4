"""Forms of an expression of interest: handed in by the applicant, assessed and answered by the officer."""

from typing import Any

from django import forms

from delmos.lib.forms import LongTextField, RadioField
from grants.enums import ExpressionOutcome
from grants.interfaces.draft_forms import SignForm

NO_CONFLICT, LAPSE = "no_conflict", "lapse"
INVITE, DECLINE = ExpressionOutcome.INVITE.value, ExpressionOutcome.DECLINE.value


class HandInForm(SignForm):
    """What a signature takes, for an expression of interest: it is handed in by an agent too, unsigned."""

    statement = forms.BooleanField(error_messages={"required": "Kryssa i att du lämnar in för sökanden."})
    accepts_late = forms.BooleanField(
        required=False, label="Jag vill skicka in intresseanmälan fast tiden för den har gått ut."
    )


class AssessmentForm(forms.Form):
    """The officer's assessment and what it leads to."""

    suggestion = RadioField(
        choices=ExpressionOutcome.choices,
        label="Vad leder bedömningen till?",
        missing="Välj vad bedömningen leder till.",
    )
    note = LongTextField(
        rows=5,
        max_length=2000,
        label="Bedömning",
        help_text="Vad som talar för och emot. Anteckningen hör till ärendet.",
        missing="Skriv hur du har bedömt intresseanmälan.",
    )


class AnswerForm(forms.Form):
    """The answer to the applicant."""

    outcome = RadioField(
        choices=ExpressionOutcome.choices, label="Besked", missing="Välj vilket besked sökanden ska få."
    )
    reason = LongTextField(
        max_length=2000, label="Skäl", help_text="Sökanden läser det. Behövs när sökanden inte bjuds in."
    )


class ManyForm(forms.Form):
    """The same act on every expression that is ticked in the list."""

    reason = LongTextField(
        max_length=2000,
        label="Skäl",
        help_text="Alla som får beskedet läser samma skäl. Behövs när sökande inte bjuds in.",
    )

    def __init__(self, data: Any = None, *, cancelled: bool) -> None:
        """``cancelled``: the call is called off, so that nobody can be invited and all may be closed."""
        super().__init__(data)
        answers = {LAPSE: "Avsluta de valda utan ansökan"} if cancelled else {INVITE: "Bjud in de valda"}
        acts = {NO_CONFLICT: "Jag är inte jävig i de valda ärendena", **answers, DECLINE: "Bjud inte in de valda"}
        self.fields["act"] = RadioField(
            choices=list(acts.items()),
            label="Vad vill du göra med de valda?",
            missing="Välj vad du vill göra med de valda.",
        )
        self.order_fields(["act"])
