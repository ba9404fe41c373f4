"""The form of a stand on a signal."""

from django import forms

from delmos.lib.forms import LongTextField, RadioField
from grants.domain.signals.review import MAX_NOTE
from grants.enums import SignalOutcome


class SignalForm(forms.Form):
    """Confirm or dismiss, and why."""

    outcome = RadioField(
        choices=SignalOutcome.choices, label="Vad kommer du fram till?", missing="Välj om du bekräftar eller avfärdar."
    )
    note = LongTextField(
        rows=4,
        max_length=MAX_NOTE,
        label="Anteckning",
        missing="Skriv varför du bekräftar eller avfärdar signalen.",
        help_text="Skriv hur du vet det, så att en kollega och parten kan förstå det.",
    )
