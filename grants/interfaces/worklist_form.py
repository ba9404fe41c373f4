"""What an officer may ask of the work list. Everything stands in the address, so that a list can be kept and shared."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict

from accounts.enums import Role
from accounts.models import User
from applicants.enums import OrganisationType
from delmos.lib.dates import format_date
from delmos.lib.forms import DayField, MoneyField, TextField
from delmos.lib.geography import COUNTIES
from delmos.lib.money import format_sek
from grants.domain.queries.calls import public_calls
from grants.domain.queries.worklist import Selection
from grants.enums import APPLICATION_FACES, ApplicationStatus, RiskState, WorklistOrder, WorklistWay

LONGEST_ADDRESS = 2000  # characters of a query that is kept
ALWAYS_SHOWN = ("q", "lage", "utlysning")
HIDDEN = ("vy", "ordning")
ME = "jag"
_PERIODS = (
    ("belopp_fran", "belopp_till", "Det lägsta beloppet är högre än det högsta."),
    ("inkom_fran", "inkom_till", "Den första dagen ligger efter den sista."),
)


_OFFERED: Mapping[str, list[tuple[str, str]]] = {
    "lage": [(value.value, face.staff) for value, face in APPLICATION_FACES.items()],
    "typ": [(value.value, value.label) for value in OrganisationType],
    "lan": [(county.code, county.name) for county in COUNTIES],
    "risk": [(value.value, value.label) for value in RiskState],
}


@dataclass(frozen=True, slots=True)
class Chosen:
    """A filter that is on, in words, and the query without it."""

    label: str
    value: str
    without: str


def _choice(label: str) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, error_messages={"invalid_choice": "Välj i listan."})


class WorklistForm(forms.Form):
    """Way in, words, filters and order; none is needed. The names are those of the address."""

    vy = forms.ChoiceField(required=False, choices=WorklistWay.choices, widget=forms.HiddenInput)
    ordning = forms.ChoiceField(required=False, choices=WorklistOrder.choices, widget=forms.HiddenInput)
    q = TextField(required=False, max_length=100, label="Sök", widget=forms.TextInput(attrs={"type": "search"}))
    lage = _choice("Läge")
    utlysning = _choice("Utlysning")
    typ = _choice("Typ av sökande")
    lan = _choice("Län")
    handlaggare = _choice("Handläggare")
    risk = _choice("Signaler")
    belopp_fran = MoneyField(required=False, label="Sökt belopp från")
    belopp_till = MoneyField(required=False, label="Sökt belopp till")
    inkom_fran = DayField(required=False, label="Inkom från och med")
    inkom_till = DayField(required=False, label="Inkom till och med")

    def __init__(self, query: Mapping[str, Any], *, person: User) -> None:
        """``query``: the address's. ”Mig själv” is ``person``, whoever opens the same address."""
        super().__init__(query)
        self.person = person
        self.asked_for = frozenset(self.fields)  # no filter must be filled, so none is marked as optional
        self.offered = {**_OFFERED, "utlysning": _calls(), "handlaggare": [(ME, "Mig själv"), *_officers()]}
        for name, choices in self.offered.items():
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = [("", "Alla"), *choices]
        self.is_valid()

    def clean(self) -> dict[str, Any]:
        """From and to in order. A pair that is not does not narrow."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        for first, last, sentence in _PERIODS:
            if said.get(first) and said.get(last) and said[first] > said[last]:
                self.add_error(last, sentence)
                said.pop(first, None)
        return said

    @property
    def selection(self) -> Selection:
        """What is asked for. A value that the form does not know is said on its field and does not narrow."""
        said = self.cleaned_data
        officer = self.person.pk if said.get("handlaggare") == ME else said.get("handlaggare")
        return Selection(
            way=WorklistWay(said.get("vy") or WorklistWay.ALL),
            text=said.get("q", ""),
            status=ApplicationStatus(said["lage"]) if said.get("lage") else None,
            call=int(said["utlysning"]) if said.get("utlysning") else None,
            kind=OrganisationType(said["typ"]) if said.get("typ") else None,
            county=said.get("lan", ""),
            least_ore=said.get("belopp_fran"),
            most_ore=said.get("belopp_till"),
            officer=int(officer) if officer else None,
            risk=RiskState(said["risk"]) if said.get("risk") else None,
            first_day=said.get("inkom_fran"),
            last_day=said.get("inkom_till"),
            order=WorklistOrder(said.get("ordning") or WorklistOrder.NEWEST),
        )

    def address(self, **changes: str) -> str:
        """The query that gives the same list on another day, with ``changes`` (an empty one takes a value away)."""
        kept = {name: self.data.get(name, "") for name in self.fields if name in self.cleaned_data}
        return urlencode({name: value for name, value in {**kept, **changes}.items() if value})

    @property
    def chosen(self) -> list[Chosen]:
        """The filters that are on, in the order of the form."""
        return [
            Chosen(str(self.fields[name].label), self._in_words(name, value), self.address(**{name: ""}))
            for name, value in self.cleaned_data.items()
            if name not in HIDDEN and value not in (None, "")
        ]

    def _in_words(self, name: str, value: Any) -> str:
        field = self.fields[name]
        if name in self.offered:
            return dict(self.offered[name])[value]
        if isinstance(field, MoneyField):
            return format_sek(value)
        return format_date(value) if isinstance(field, DayField) else str(value)

    @property
    def always_shown(self) -> list[forms.BoundField]:
        return [self[name] for name in ALWAYS_SHOWN]

    @property
    def more(self) -> list[forms.BoundField]:
        """The filters behind ”Fler filter”."""
        return [self[name] for name in self.fields if name not in (*ALWAYS_SHOWN, *HIDDEN)]

    @property
    def more_is_used(self) -> bool:
        """Whether one of those is on, or has something wrong with it: then they are in sight."""
        return any(field.value() for field in self.more)


def _calls() -> list[tuple[str, str]]:
    calls = public_calls().order_by("-opens_at", "-pk").values_list("pk", "title", "budget_year")
    return [(str(pk), f"{title} ({year})") for pk, title, year in calls]


def _officers() -> list[tuple[str, str]]:
    officers = User.objects.filter(roles__contains=[Role.CASE_OFFICER]).order_by("name", "pk")
    return [(str(pk), name) for pk, name in officers.values_list("pk", "name")]


def selection_of(query: str, person: User) -> Selection:
    """What the kept query of an address asks for, as ``person`` sees it today."""
    return WorklistForm(QueryDict(query), person=person).selection


def query_of(query: str, person: User) -> str:
    """The query of an address as it is kept: what the list knows, without the place in it."""
    return WorklistForm(QueryDict(query), person=person).address()


def selection_in_words(query: str, person: User) -> list[Chosen]:
    """What a kept query narrows the list to, in words: the way in first."""
    form = WorklistForm(QueryDict(query), person=person)
    return [Chosen("Lista", str(form.selection.way.label), ""), *form.chosen]
