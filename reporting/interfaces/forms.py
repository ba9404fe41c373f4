"""What a reader may ask of the county table."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from django import forms

from delmos.lib.dates import format_date
from delmos.lib.forms import DayField
from reporting.domain.county_table import CountyTable, county_table
from reporting.enums import Basis

# The words of the address, which people send to each other.
BASIS_WORDS: Final = {"beviljat": Basis.GRANTED, "utbetalt": Basis.DISBURSED, "netto": Basis.NET}
YEAR_DIGITS: Final = 4
_YEAR = "Skriv budgetåret med fyra siffror, till exempel 2018."


class CountyTableForm(forms.Form):
    """The budget year, the basis and the day. What the address leaves out has a default, so a plain address works."""

    ar = forms.IntegerField(
        label="Budgetår",
        min_value=1900,
        max_value=2100,
        widget=forms.Select,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), _YEAR),
    )
    grund = forms.ChoiceField(
        label="Belopp",
        choices=[(word, basis.label) for word, basis in BASIS_WORDS.items()],
        error_messages={"invalid_choice": "Välj beviljat, utbetalt eller netto."},
    )
    datum = DayField(label="Till och med")

    def __init__(self, query: Mapping[str, str], *, years: Iterable[int], today: date) -> None:
        """``query`` is the address's; ``years`` those with figures, the latest first; ``today`` in Stockholm."""
        known = tuple(years) or (today.year,)
        defaults = {"ar": str(known[0]), "grund": "utbetalt", "datum": today.isoformat()}
        super().__init__({name: query.get(name, "").strip() or default for name, default in defaults.items()})
        asked = self.data["ar"]
        offered = {*map(str, known), asked} if asked.isdecimal() and len(asked) == YEAR_DIGITS else set(map(str, known))
        self.fields["ar"].widget.choices = [(year, year) for year in sorted(offered, reverse=True)]
        self.today = today

    def clean_datum(self) -> date:
        day: date = self.cleaned_data["datum"]
        if day > self.today:
            raise forms.ValidationError(f"Den {format_date(day)} har inte varit än. Välj i dag eller en tidigare dag.")
        return day

    def table(self) -> CountyTable:
        """The table that was asked for. The form must be valid."""
        return county_table(
            year=self.cleaned_data["ar"],
            basis=BASIS_WORDS[self.cleaned_data["grund"]],
            as_of=self.cleaned_data["datum"],
        )

    def address(self) -> dict[str, str]:
        """The parameters that give the same table on any later day."""
        return {name: str(value) for name, value in self.cleaned_data.items()}

    def sentences(self) -> list[str]:
        """What is wrong, one sentence each."""
        return [str(error) for errors in self.errors.values() for error in errors]
