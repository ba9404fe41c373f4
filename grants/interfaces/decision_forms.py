"""Forms of the decision: what it states, that it is made, and that the case goes back."""

from typing import Any

from django import forms

from delmos.lib.forms import DayField, TextField
from grants.interfaces.casework_forms import ProposalForm


class DecisionForm(ProposalForm):
    """What the decider states; the letter is made from it."""

    field_order = [
        "kind",
        "amount",
        "report_due_on",
        "reasons",
        "rules_cited",
        "conditions",
        "communication",
        "participants",
    ]

    report_due_on = DayField(required=False, label="Sista dag för slutredovisning")
    rules_cited = TextField(
        max_length=1000,
        label="Bestämmelser som har tillämpats",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Ange de bestämmelser som har tillämpats."},
    )
    conditions = TextField(
        required=False,
        max_length=4000,
        label="Villkor",
        help_text="Ett villkor per rad. Behövs vid bifall.",
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    communication = TextField(
        required=False,
        max_length=500,
        label="Skäl för att inte kommunicera",
        help_text="Behövs vid avslag om en kontroll talar mot sökanden och inte har kommunicerats.",
    )
    participants = TextField(
        required=False, max_length=300, label="Andra som har deltagit i den slutliga handläggningen"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].label = "Beslut"
        self.fields["reasons"].help_text = ""


class DecideForm(forms.Form):
    """The decider decides exactly the letter that was shown."""

    letter_sha256 = TextField(widget=forms.HiddenInput)


class ReturnForm(forms.Form):
    """Why the case goes back to its officer."""

    reason = TextField(
        max_length=500,
        label="Vad behöver handläggaren göra?",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Skriv vad handläggaren behöver göra."},
    )
