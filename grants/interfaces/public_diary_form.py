"""The visitor's search in the public diary. Everything stands in the address."""

from typing import Any

from django import forms

from delmos.lib.forms import DayField, TextField
from grants.domain.queries.public_diary import PublicWish
from grants.interfaces.registry_forms import clean_day, plain


class PublicDiaryForm(forms.Form):
    """Number, words and days, none of them needed."""

    nummer = TextField(required=False, max_length=40, label="Diarienummer")
    ord = TextField(required=False, max_length=100, label="Ord i rubriken")
    fran = DayField(required=False, label="Registrerat från och med")
    till = DayField(required=False, label="Till och med")

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.asked_for = frozenset(self.fields)  # no field of a search must be filled, so none is marked as optional

    def clean_fran(self) -> Any:
        return clean_day(self.cleaned_data["fran"])

    def clean_till(self) -> Any:
        return clean_day(self.cleaned_data["till"])

    @property
    def wish(self) -> PublicWish:
        """What is looked for. A value that the form does not know is said on its field and does not narrow."""
        self.is_valid()
        data = self.cleaned_data
        return PublicWish(
            number=plain(data.get("nummer", "")),
            words=plain(data.get("ord", "")),
            first=data.get("fran"),
            last=data.get("till"),
        )
