"""Forms about mandates: what one says of oneself, whom one invites, evidence, review, and the end."""

from typing import Any

from django import forms

from applicants.domain.claimable import CLAIMABLE
from applicants.domain.mandates import Terms
from applicants.enums import MandateRole, OrganisationType, SignRule
from delmos.lib.forms import DayField, TextField
from delmos.lib.geography import county_name, municipality
from delmos.lib.swedish import sort_key

SIGN_RULES = (
    (SignRule.ALONE.value, "En firmatecknare räcker"),
    (SignRule.JOINTLY.value, "Två firmatecknare tillsammans"),
)
ALL_ROLES = (
    (MandateRole.SIGNATORY.value, "Firmatecknare – skriver under, och allt nedan"),
    (MandateRole.AGENT.value, "Ombud – sköter uppgifter, konto, personer och ärenden, men skriver inte under"),
    (MandateRole.CONTRIBUTOR.value, "Medarbetare – skriver i ansökningar och redovisningar"),
    (MandateRole.READER.value, "Läsare – läser, men ändrar inget"),
)


def _sign_rule(label: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        choices=SIGN_RULES,
        initial=SignRule.ALONE.value,
        widget=forms.RadioSelect,
        label=label,
        help_text="Det står i protokollet eller stadgarna. Svaret har bara betydelse för en firmatecknare.",
        error_messages={"required": "Välj om en räcker eller om två ska skriva under."},
    )


class OwnMandateForm(forms.Form):
    """What somebody who registers, claims or asks says of their own mandate."""

    role = forms.ChoiceField(
        choices=ALL_ROLES[:2],
        initial=MandateRole.SIGNATORY.value,
        widget=forms.RadioSelect,
        label="Vad är du i organisationen?",
        error_messages={"required": "Välj om du är firmatecknare eller ombud."},
    )
    sign_rule = _sign_rule("Hur många behöver skriva under?")
    valid_to = DayField(
        required=False,
        label="Till och med vilken dag gäller din behörighet?",
        help_text="Lämna tomt om den gäller tills vidare.",
    )

    @property
    def terms(self) -> Terms:
        """The mandate that a valid form speaks of."""
        stated = self.cleaned_data
        return Terms(MandateRole(stated["role"]), SignRule(stated["sign_rule"]), valid_to=stated["valid_to"])


def _official_choices() -> list[tuple[str, Any]]:
    """The municipalities county by county, after the regions: a native list that a keyboard searches by letters."""
    regions = [(code, found.name) for code, found in CLAIMABLE.items() if found.kind is OrganisationType.REGION]
    counties: dict[str, list[tuple[str, str]]] = {}
    for code, found in CLAIMABLE.items():
        if found.kind is OrganisationType.MUNICIPALITY:
            counties.setdefault(county_name(municipality(code).county_code), []).append((code, found.name))
    groups = sorted(counties.items(), key=lambda group: sort_key(group[0]))
    return [("", "Välj kommun eller region"), ("Regioner", regions), *groups]


class ClaimForm(OwnMandateForm):
    """A municipality or region that is there from the start."""

    field_order = ["code", "organisation_number"]

    code = forms.ChoiceField(
        choices=_official_choices(),
        label="Kommun eller region",
        error_messages={"required": "Välj kommun eller region."},
    )
    organisation_number = TextField(
        max_length=20,
        label="Organisationsnummer",
        help_text="Kommuner har nummer som börjar 212000, regioner 232100.",
        error_messages={"required": "Skriv organisationsnumret."},
    )


class EvidenceForm(forms.Form):
    """A document that shows a mandate."""

    file = forms.FileField(
        label="Välj en fil",
        allow_empty_file=True,  # the verb refuses it, with its own sentence
        help_text="Stadgar, protokoll, delegationsordning eller fullmakt. PDF, bild eller dokument. Högst 25 MB.",
        error_messages={"required": "Välj en fil först."},
    )


class JoinForm(OwnMandateForm):
    """Asking for a mandate for an organisation that others already act for."""

    field_order = ["organisation_number"]

    organisation_number = TextField(
        max_length=20, label="Organisationsnummer", error_messages={"required": "Skriv organisationsnumret."}
    )


class RoleForm(forms.Form):
    """What a person may do for the organisation."""

    role = forms.ChoiceField(
        choices=ALL_ROLES,
        widget=forms.RadioSelect,
        label="Roll",
        error_messages={"required": "Välj roll."},
    )
    sign_rule = _sign_rule("Hur många firmatecknare behöver skriva under?")

    @property
    def terms(self) -> Terms:
        """The mandate that a valid form speaks of."""
        stated = self.cleaned_data
        days = stated.get("valid_from"), stated.get("valid_to")
        return Terms(MandateRole(stated["role"]), SignRule(stated["sign_rule"]), *days)


class InvitationForm(RoleForm):
    """Whom to invite, and to what."""

    field_order = ["email"]

    email = TextField(
        max_length=254,
        label="E-postadress",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Skriv e-postadressen."},
    )
    valid_from = DayField(required=False, label="Gäller från", help_text="Lämna tomt för genast.")
    valid_to = DayField(required=False, label="Gäller till och med", help_text="Lämna tomt för tills vidare.")


class EndForm(forms.Form):
    """When a mandate ends."""

    last_day = DayField(required=False, label="Sista dag", help_text="Lämna tomt för att avsluta genast.")


class RevokeForm(forms.Form):
    """Why the agency ends a mandate."""

    reason = TextField(
        max_length=200,
        label="Varför avslutas behörigheten?",
        help_text="Personen läser det här.",
        error_messages={"required": "Skriv varför behörigheten avslutas."},
    )


class ReviewForm(forms.Form):
    """What the review shows."""

    approved = forms.ChoiceField(
        choices=[("yes", "Underlaget visar behörigheten"), ("no", "Underlaget räcker inte")],
        widget=forms.RadioSelect,
        label="Resultat",
        error_messages={"required": "Välj resultat."},
    )
    note = TextField(
        max_length=500,
        label="Vad visar underlaget?",
        help_text="Den sökande läser det här, så skriv vad som saknas om underlaget inte räcker.",
        error_messages={"required": "Skriv vad granskningen visar och bygger på."},
    )
