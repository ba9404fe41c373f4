from django import forms

from delmos.lib.forms import TextField
from grants.interfaces.worklist_form import LONGEST_ADDRESS


class SavedViewForm(forms.Form):
    """The name of a list that is to be kept."""

    name = TextField(max_length=60, label="Vad ska vyn heta?", error_messages={"required": "Skriv vad vyn ska heta."})
    is_start = forms.BooleanField(required=False, label="Visa den först när jag öppnar Ärenden")
    query = TextField(widget=forms.HiddenInput, required=False, max_length=LONGEST_ADDRESS)
