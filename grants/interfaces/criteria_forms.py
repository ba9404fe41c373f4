"""The criteria of a call being written: what is weighed, how much, and on which scale."""

from collections.abc import Iterable
from typing import Any

from django import forms

from delmos.lib.forms import TextField
from grants.domain.calls import CriterionText
from grants.models import Criterion
from grants.weighing import MOST_POINTS

SPARE_CRITERIA = 3
_PLAIN = ("name", "description", "weight", "law", "lowest", "highest")


class PointsField(forms.IntegerField):
    """One end of a scale."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            min_value=0,
            max_value=MOST_POINTS,
            widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
            error_messages={
                "required": "Skriv poängen.",
                "invalid": "Skriv poängen som ett heltal.",
                "min_value": "Poängen kan inte vara lägre än 0.",
                "max_value": f"Poängen kan vara högst {MOST_POINTS}.",
            },
            **kwargs,
        )


class CriterionForm(forms.Form):
    """One criterion. An empty spare row is left out."""

    name = TextField(max_length=100, label="Kriterium", error_messages={"required": "Skriv kriteriet."})
    description = TextField(
        max_length=500,
        label="Beskrivning",
        help_text="Vad den som bedömer ska titta efter.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Beskriv kriteriet."},
    )
    weight = forms.IntegerField(
        min_value=1,
        max_value=100,
        label="Vikt i procent",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "required": "Skriv vikten.",
            "invalid": "Skriv vikten som ett heltal.",
            "min_value": "Vikten ska vara minst 1 procent.",
            "max_value": "Vikten kan vara högst 100 procent.",
        },
    )
    law = TextField(max_length=120, required=False, label="Bestämmelse")
    lowest = PointsField(label="Lägsta poäng", initial=0)
    highest = PointsField(label="Högsta poäng", initial=5)
    words = TextField(
        required=False,
        max_length=2500,
        label="Vad varje poäng betyder",
        help_text="En rad för varje poäng, med den lägsta först. Kan lämnas tomt.",
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def has_changed(self) -> bool:
        """A spare row in which only the scale stands, as it was given, is still empty."""
        return any(name not in ("lowest", "highest") for name in self.changed_data)

    @property
    def text(self) -> CriterionText:
        """The criterion as written, once the form is valid."""
        written = {name: self.cleaned_data[name] for name in _PLAIN}
        words = tuple(line.strip() for line in self.cleaned_data["words"].splitlines())
        return CriterionText(**written, words=words)


CriteriaFormSet = forms.formset_factory(
    CriterionForm, extra=SPARE_CRITERIA, can_delete=True, can_delete_extra=False, max_num=30
)


def criteria_formset(data: Any, criteria: Iterable[Criterion]) -> "forms.BaseFormSet[CriterionForm]":
    """The rows of a call's criteria, and spare rows."""
    initial = [
        {**{name: getattr(criterion, name) for name in _PLAIN}, "words": "\n".join(criterion.words)}
        for criterion in criteria
    ]
    rows = CriteriaFormSet(data, initial=initial, prefix="criteria")
    for row in rows:
        if "DELETE" in row.fields:
            row.fields["DELETE"].label = "Ta bort kriteriet"
    return rows


def written_criteria(rows: "forms.BaseFormSet[CriterionForm]") -> list[CriterionText]:
    """The criteria that stay, in order, once the rows are valid."""
    return [row.text for row in rows if row.cleaned_data and not row.cleaned_data.get("DELETE")]
