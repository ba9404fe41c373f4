"""Forms of an expression of interest: handed in by the applicant, assessed and answered by the officer."""

from typing import Any

from django import forms

from delmos.lib.forms import TextField
from grants.enums import ExpressionOutcome

NO_CONFLICT = "no_conflict"


class HandInForm(forms.Form):
    """The hash of what was shown, that it is said for the applicant, and that lateness is understood."""

    content_sha256 = TextField(widget=forms.HiddenInput)
    statement = forms.BooleanField(error_messages={"required": "Kryssa i att du lämnar in för sökanden."})
    accepts_late = forms.BooleanField(
        required=False, label="Jag vill skicka in intresseanmälan fast tiden för den har gått ut."
    )

    def __init__(self, *args: Any, statement: str, late: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["statement"].label = statement
        if not late:
            del self.fields["accepts_late"]


class AssessmentForm(forms.Form):
    """The officer's assessment and what it leads to."""

    suggestion = forms.ChoiceField(
        choices=ExpressionOutcome.choices,
        widget=forms.RadioSelect,
        label="Vad leder bedömningen till?",
        error_messages={"required": "Välj vad bedömningen leder till."},
    )
    note = TextField(
        max_length=2000,
        label="Bedömning",
        help_text="Vad som talar för och emot. Anteckningen hör till ärendet.",
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Skriv hur du har bedömt intresseanmälan."},
    )


class AnswerForm(forms.Form):
    """The answer to the applicant."""

    outcome = forms.ChoiceField(
        choices=ExpressionOutcome.choices,
        widget=forms.RadioSelect,
        label="Besked",
        error_messages={"required": "Välj vilket besked sökanden ska få."},
    )
    reason = TextField(
        required=False,
        max_length=2000,
        label="Skäl",
        help_text="Sökanden läser det. Behövs när sökanden inte bjuds in.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class ManyForm(forms.Form):
    """The same act on every expression that is ticked in the list."""

    act = forms.ChoiceField(
        choices=[
            (NO_CONFLICT, "Jag är inte jävig i de valda ärendena"),
            (ExpressionOutcome.INVITE.value, "Bjud in de valda"),
            (ExpressionOutcome.DECLINE.value, "Bjud inte in de valda"),
        ],
        widget=forms.RadioSelect,
        label="Vad vill du göra med de valda?",
        error_messages={"required": "Välj vad du vill göra med de valda."},
    )
    reason = TextField(
        required=False,
        max_length=2000,
        label="Skäl",
        help_text="Alla som får beskedet läser samma skäl. Behövs när sökande inte bjuds in.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
