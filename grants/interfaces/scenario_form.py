"""The form of a scenario: its rules as an officer writes them."""

from collections.abc import Mapping
from typing import Any

from django import forms

from delmos.lib.forms import MoneyField, RadioField, TextField
from grants.allocation import HUNDRED, Rules
from grants.enums import CutRule
from grants.models import Scenario

TIERS = (1, 2, 3)


class PerCentField(forms.IntegerField):
    """Whole per cent. What the bounds are, the verb says."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": 3})
        invalid = {"invalid": "Skriv hela procent med siffror, till exempel 60.", "required": "Skriv hela procent."}
        super().__init__(widget=widget, error_messages=invalid, **kwargs)


class ScenarioForm(forms.Form):
    """Name and rules. Limits that are left empty do not hold."""

    name = TextField(max_length=60, label="Namn", error_messages={"required": "Skriv vad scenariot ska heta."})
    least_per_cent = PerCentField(
        required=False, label="Lägsta resultat i procent", help_text="Lägre resultat ger inget bidrag."
    )
    cap_ore = MoneyField(required=False, label="Högst per bidrag")
    share = PerCentField(initial=HUNDRED, label="Andel av det sökta i procent")
    county_share = PerCentField(
        required=False,
        label="Högst till ett län, i procent av ramen",
        help_text="Det som redan är beviljat och föreslaget räknas med. ”Fler än ett län” räknas som ett län.",
    )
    kind_share = PerCentField(required=False, label="Högst till en typ av sökande, i procent av ramen")
    cut = RadioField(
        choices=CutRule.choices,
        initial=CutRule.LINE,
        label="När ramen inte räcker till nästa ansökan",
        missing="Välj vad som händer när ramen inte räcker.",
    )
    least_rest_ore = MoneyField(
        required=False,
        label="Minst så mycket ska vara kvar för att ges till den sista",
        help_text="Gäller när den sista får det som är kvar.",
    )
    whole_thousands = forms.BooleanField(required=False, label="Avrunda nedåt till hela tusental kronor")

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        for number in TIERS:
            self.fields[f"tier_least_{number}"] = PerCentField(
                required=False, label=f"Steg {number}: från resultat i procent"
            )
            self.fields[f"tier_share_{number}"] = PerCentField(
                required=False, label=f"Steg {number}: andel av det sökta i procent"
            )

    @property
    def tiers(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"tier_least_{number}"], self[f"tier_share_{number}"]) for number in TIERS]

    def clean(self) -> dict[str, Any]:
        """A step is written whole or not at all."""
        for number in TIERS:
            least, share = f"tier_least_{number}", f"tier_share_{number}"
            for there, lacking in ((least, share), (share, least)):
                is_empty = self.cleaned_data.get(lacking) is None and lacking not in self.errors
                if self.cleaned_data.get(there) is not None and is_empty:
                    self.add_error(lacking, f"Skriv båda talen i steg {number}, eller inget av dem.")
        return self.cleaned_data

    @property
    def rules(self) -> Rules:
        """The rules of a valid form."""
        said = self.cleaned_data
        tiers = ((said[f"tier_least_{number}"], said[f"tier_share_{number}"]) for number in TIERS)
        return Rules(
            cap_ore=said["cap_ore"],
            least_per_cent=said["least_per_cent"] or 0,
            county_share=said["county_share"],
            kind_share=said["kind_share"],
            share=said["share"],
            tiers=tuple((least, share) for least, share in tiers if least is not None),
            cut=CutRule(said["cut"]),
            least_rest_ore=said["least_rest_ore"] or 0,
            whole_thousands=said["whole_thousands"],
        )


def written_rules(scenario: Scenario) -> Mapping[str, Any]:
    """What the form starts with, for a scenario that is changed."""
    plain = ("name", "cap_ore", "county_share", "kind_share", "share", "cut", "whole_thousands")
    written = {name: getattr(scenario, name) for name in plain}
    written |= {"least_per_cent": scenario.least_per_cent or None, "least_rest_ore": scenario.least_rest_ore or None}
    for number, (least, share) in zip(TIERS, scenario.tiers, strict=False):
        written |= {f"tier_least_{number}": least, f"tier_share_{number}": share}
    return written
