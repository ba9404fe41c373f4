"""Forms about organisations and their payment accounts."""

from django import forms

from applicants.enums import AccountKind, OrganisationType
from delmos.lib.forms import DayField, TextField
from delmos.lib.geography import MUNICIPALITIES


class OrganisationForm(forms.Form):
    """A new organisation, as its signatory states it."""

    organisation_number = TextField(
        max_length=20,
        label="Organisationsnummer",
        help_text="Tio siffror, till exempel 802000-1234.",
        error_messages={"required": "Skriv organisationsnumret."},
    )
    name = TextField(max_length=200, label="Namn", error_messages={"required": "Skriv organisationens namn."})
    kind = forms.ChoiceField(
        choices=[("", "Välj typ"), *OrganisationType.choices],
        label="Typ av sökande",
        error_messages={"required": "Välj typ av sökande."},
    )
    seat_municipality = forms.ChoiceField(
        choices=[("", "Välj kommun"), *((found.code, found.name) for found in MUNICIPALITIES)],
        label="Säteskommun",
        error_messages={"required": "Välj säteskommun."},
    )
    started_on = DayField(required=False, label="När började verksamheten?")
    address = TextField(max_length=200, required=False, label="Postadress")


class AccountForm(forms.Form):
    """Where the organisation is paid."""

    kind = forms.ChoiceField(choices=AccountKind.choices, widget=forms.RadioSelect, label="Typ av konto")
    number = TextField(max_length=20, label="Nummer", error_messages={"required": "Skriv numret."})


class VerificationForm(forms.Form):
    """What the economist's verification rests on."""

    note = TextField(
        max_length=300,
        label="Vad bygger kontrollen på?",
        help_text="Till exempel ett utdrag från Bankgirot eller ett intyg från banken, med datum.",
        error_messages={"required": "Skriv vad kontrollen bygger på."},
    )
