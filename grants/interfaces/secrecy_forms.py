"""Forms of secrecy marks: set with its rule, lifted with the reason."""

from typing import Any

from django import forms

from delmos.lib.forms import LongTextField, TextField
from grants.domain.secrecy import MAX_RULE
from journal.secrecy import IDENTITY_RULES, RULES, SecrecyRule


def _choices(rules: tuple[SecrecyRule, ...]) -> list[tuple[str, str]]:
    return [(rule.section, f"{rule.short}: {rule.protects}") for rule in rules]


class SectionsField(forms.MultipleChoiceField):
    """The usual rules, to tick."""

    def __init__(self, rules: tuple[SecrecyRule, ...], **kwargs: Any) -> None:
        super().__init__(
            required=False,
            choices=_choices(rules),
            widget=forms.CheckboxSelectMultiple,
            label="Bestämmelse",
            error_messages={"invalid_choice": "Välj bestämmelser i listan."},
            **kwargs,
        )


class MarkForm(forms.Form):
    """A mark on a document."""

    sections = SectionsField(RULES)
    own_words = TextField(
        required=False, max_length=MAX_RULE, label="Annan bestämmelse", help_text="Till exempel 15 kap. 2 § OSL."
    )
    note = LongTextField(rows=2, max_length=500, label="Anteckning", help_text="Vilka uppgifter det gäller.")
    asked_for = frozenset({"sections", "own_words"})  # one of them is needed


class ProtectForm(forms.Form):
    """A mark on who the counterpart is."""

    sections = SectionsField(IDENTITY_RULES)
    own_words = TextField(required=False, max_length=MAX_RULE, label="Annan bestämmelse")
    asked_for = frozenset({"sections", "own_words"})


class LiftForm(forms.Form):
    """Why a mark is lifted."""

    why = LongTextField(
        rows=2, max_length=500, label="Varför tas markeringen bort?", missing="Skriv varför markeringen tas bort."
    )
