"""The public's search form. Everything stands in the address, so that a search can be kept and shared."""

from typing import Any

from django import forms

from applicants.enums import OrganisationType
from delmos.lib.forms import TextField
from delmos.lib.geography import COUNTIES
from grants.domain.queries.call_search import Wish, sfs_numbers
from grants.enums import CallState


class CallSearchForm(forms.Form):
    """Words and four choices, none of them needed. The names are those of the address."""

    q = TextField(max_length=100, required=False, label="Sök i rubrik och ändamål")
    lage = forms.ChoiceField(required=False, label="Läge", choices=[("", "Alla"), *CallState.choices])
    sokande = forms.ChoiceField(required=False, label="Sökande", choices=[("", "Alla"), *OrganisationType.choices])
    lan = forms.ChoiceField(
        required=False,
        label="Län där arbetet görs",
        choices=[("", "Alla"), *((county.code, county.name) for county in COUNTIES)],
    )
    forordning = forms.ChoiceField(
        required=False,
        label="Förordning",
        choices=[("", "Alla"), *((sfs, f"{title} ({sfs})") for sfs, title in sfs_numbers())],
    )

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.asked_for = frozenset(self.fields)  # no field of a search must be filled, so none is marked as optional
        for field in self.fields.values():
            field.error_messages |= {"invalid_choice": "Välj i listan."}

    @property
    def wish(self) -> Wish:
        """What is looked for. A value that the form does not know is said on its field and does not narrow."""
        self.is_valid()
        data = self.cleaned_data
        return Wish(
            text=data.get("q", ""),
            state=CallState(data["lage"]) if data.get("lage") else None,
            kind=OrganisationType(data["sokande"]) if data.get("sokande") else None,
            county=data.get("lan", ""),
            sfs=data.get("forordning", ""),
        )
