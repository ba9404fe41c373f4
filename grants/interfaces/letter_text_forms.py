"""Forms of the lawyer: a standing text, the day it holds from, and a condition of the library."""

from datetime import date
from typing import Any

from django import forms

from delmos.lib.forms import DayField, LongTextField, RadioField, TextField
from grants.domain.conditions import LONGEST_LAW, LONGEST_TEXT, ConditionWording
from grants.enums import ConditionNeed, DecisionKind
from grants.letter_texts import Block
from grants.letter_texts.block import GIVING
from grants.ordinances import VERSIONS

EVERY_ORDINANCE, EVERY_KIND = "Alla förordningar", "Alla slag av beslut"
ORDINANCES = [
    (version.key, f"{version.short_title} ({version.sfs}), från {version.valid_from}") for version in VERSIONS
]


class ScopeForm(forms.Form):
    """What a version is for: one wording of an ordinance or all, and one kind of decision or all."""

    forordning = forms.ChoiceField(
        required=False, label="Förordning och lydelse", choices=[("", EVERY_ORDINANCE), *ORDINANCES]
    )
    slag = forms.ChoiceField(required=False, label="Slag av beslut", choices=[("", EVERY_KIND), *DecisionKind.choices])

    def __init__(self, data: Any, *, of_an_application: bool, block: Block) -> None:
        super().__init__(data)
        if not of_an_application:
            del self.fields["forordning"]
        if not block.has_kinds:
            del self.fields["slag"]

    @property
    def scope(self) -> tuple[str, str]:
        """The ordinance version's key and the kind of decision, each empty for all. What is not there is all."""
        chosen = self.cleaned_data if self.is_valid() else {}
        return chosen.get("forordning", ""), chosen.get("slag", "")


class LetterTextForm(forms.Form):
    """The words of a text. What it may hold is checked by the verb, which says which field is wrong."""

    text = LongTextField(rows=14, missing="Skriv en text.", label="Text")

    def __init__(self, *args: Any, block: Block, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if block.inline:
            self.fields["text"].widget.attrs["rows"] = 2


class PublishTextForm(forms.Form):
    """The day from which the text holds."""

    starts_on = DayField(label="Gäller från")

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data, initial={"starts_on": today})
        self.fields["starts_on"].error_messages["required"] = "Ange en dag."


class ConditionForm(forms.Form):
    """A version of a condition."""

    text = TextField(
        max_length=LONGEST_TEXT,
        label="Villkor",
        help_text="En rad, så som den ska stå i beslutet.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Skriv villkoret."},
    )
    law = TextField(
        required=False,
        max_length=LONGEST_LAW,
        label="Bestämmelse",
        help_text="Till exempel: 17 § förordningen (2024:199).",
    )
    need = RadioField(choices=ConditionNeed.choices, missing="Välj hur villkoret används.", label="Hur används det?")
    ordinance_keys = forms.MultipleChoiceField(
        required=False,
        choices=ORDINANCES,
        widget=forms.CheckboxSelectMultiple,
        label="Vilka förordningar gäller det?",
        help_text="Välj ingen om det gäller alla.",
    )
    decision_kinds = forms.MultipleChoiceField(
        required=False,
        choices=[(kind.value, kind.label) for kind in GIVING],
        widget=forms.CheckboxSelectMultiple,
        label="Vilka beslut gäller det?",
        help_text="Välj inget om det gäller alla beslut som ger bidrag.",
    )
    starts_on = DayField(label="Gäller från")
    ends_on = DayField(required=False, label="Gäller till och med", help_text="Lämna tomt om det gäller tills vidare.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["starts_on"].error_messages["required"] = "Ange en dag."

    @property
    def wording(self) -> ConditionWording:
        """What the verb takes, once the form is valid."""
        data = self.cleaned_data
        return ConditionWording(
            text=data["text"],
            law=data["law"],
            need=ConditionNeed(data["need"]),
            starts_on=data["starts_on"],
            ends_on=data["ends_on"],
            ordinance_keys=data["ordinance_keys"],
            decision_kinds=[DecisionKind(kind) for kind in data["decision_kinds"]],
        )
