"""Forms about organisations and their payment accounts."""

from django import forms

from applicants.enums import AccountKind, OrganisationType
from applicants.interfaces.mandate_forms import OwnMandateForm
from applicants.models.organisation import OFFICIAL_TYPES
from delmos.lib.forms import DayField, TextField
from delmos.lib.geography import MUNICIPALITIES

SEATS = [("", "Välj kommun"), *((found.code, found.name) for found in MUNICIPALITIES)]


class OrganisationForm(OwnMandateForm):
    """A new organisation, as the first who acts for it states it. Municipalities and regions are claimed instead."""

    field_order = ["organisation_number", "name", "kind", "seat_municipality", "started_on", "address"]

    organisation_number = TextField(
        max_length=20,
        label="Organisationsnummer",
        help_text="Tio siffror, till exempel 802000-1234.",
        error_messages={"required": "Skriv organisationsnumret."},
    )
    name = TextField(max_length=200, label="Namn", error_messages={"required": "Skriv organisationens namn."})
    kind = forms.ChoiceField(
        choices=[
            ("", "Välj typ"),
            *((kind.value, kind.label) for kind in OrganisationType if kind not in OFFICIAL_TYPES),
        ],
        label="Typ av sökande",
        error_messages={"required": "Välj typ av sökande."},
    )
    seat_municipality = forms.ChoiceField(
        choices=SEATS, label="Säteskommun", error_messages={"required": "Välj säteskommun."}
    )
    started_on = DayField(required=False, label="När började verksamheten?")
    address = TextField(max_length=200, required=False, label="Postadress")


class DetailsForm(forms.Form):
    """What is stated about an organisation."""

    name = TextField(max_length=200, label="Namn", error_messages={"required": "Skriv organisationens namn."})
    seat_municipality = forms.ChoiceField(
        choices=SEATS, label="Säteskommun", error_messages={"required": "Välj säteskommun."}
    )
    started_on = DayField(required=False, label="När började verksamheten?")
    address = TextField(max_length=200, required=False, label="Postadress")
    contact_name = TextField(max_length=150, required=False, label="Kontaktperson")
    contact_email = TextField(
        max_length=254, required=False, label="Kontaktpersonens e-postadress", widget=forms.EmailInput
    )
    contact_phone = TextField(
        max_length=40,
        required=False,
        label="Kontaktpersonens telefon",
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )

    def fix_official(self) -> None:
        """A municipality or region keeps its name and seat, so they are shown and not asked for."""
        for name in ("name", "seat_municipality"):
            self.fields[name].disabled = True


class AccountForm(forms.Form):
    """Where the organisation is paid."""

    kind = forms.ChoiceField(choices=AccountKind.choices, widget=forms.RadioSelect, label="Typ av konto")
    clearing = TextField(
        max_length=8,
        required=False,
        label="Clearingnummer (bara för bankkonto)",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    number = TextField(
        max_length=20,
        label="Nummer",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": "Skriv numret."},
    )


class VerificationForm(forms.Form):
    """What the economist's verification rests on."""

    note = TextField(
        max_length=300,
        label="Vad bygger kontrollen på?",
        help_text="Till exempel ett utdrag från Bankgirot eller ett intyg från banken, med datum.",
        error_messages={"required": "Skriv vad kontrollen bygger på."},
    )
