"""The form of a note."""

from typing import Any

from django import forms

from delmos.lib.forms import DayField, LongTextField, RadioField, TextField
from grants.domain.notes import MAX_TEXT
from grants.enums import NoteWay
from grants.interfaces.correspondence_forms import OnceForm


class NoteForm(OnceForm):
    """What was said or seen, how and when it came, and whether the party shall see it in the portal."""

    text = LongTextField(
        rows=5,
        max_length=MAX_TEXT,
        label="Vad har sagts eller hänt?",
        help_text="Skriv bara det som har betydelse för ärendet.",
        missing="Skriv vad som har sagts eller hänt.",
    )
    way = RadioField(choices=NoteWay.choices, label="Hur kom uppgiften?", missing="Välj hur uppgiften kom.")
    source = TextField(
        max_length=200, required=False, label="Från vem?", help_text="Till exempel namn och organisation."
    )
    received_on = DayField(label="Dag då uppgiften kom")
    visible_to_party = forms.BooleanField(
        required=False,
        label="Visa anteckningen för sökanden i portalen",
        help_text="Utan kryss syns den bara hos oss. Den är en allmän handling i båda fallen.",
    )

    @property
    def said(self) -> dict[str, Any]:
        """The note as the verb takes it, of a valid form."""
        names = ("text", "source", "received_on", "visible_to_party")
        given = {name: self.cleaned_data[name] for name in names}
        return {**given, "way": NoteWay(self.cleaned_data["way"]), "page_key": self.page_key}
