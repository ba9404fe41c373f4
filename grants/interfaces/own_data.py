"""What is stored about a person, in words for that person."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from django import forms

from accounts.assurance import level_words
from delmos.lib.dates import format_date, format_moment
from delmos.lib.identity import format_organisation_number
from grants.domain.queries.general_history import BATCH_EVENTS, GENERAL_EVENTS, RELEASE_EVENTS
from grants.domain.queries.own_data import Row
from grants.domain.queries.timeline import STAFF_EVENTS
from grants.interfaces.readings import part_words

LABELS = {
    "name": "Namn",
    "email": "E-postadress",
    "username": "Kontots beteckning",
    "roles": "Roller",
    "registered_at": "Registrerad",
    "last_signed_in_at": "Senast inloggad",
    "since": "sedan",
    "last_used_at": "använd senast",
    "from": "från",
    "to": "till",
    "ended_at": "avslutad",
    "proven_at": "legitimerad",
    "last_saved_at": "sparat senast",
    "comments": "antal kommentarer av dig:",
    "sent_at": "skickat",
    "confirmed_at": "bekräftad",
}
ACTS = {
    **STAFF_EVENTS,
    **GENERAL_EVENTS,
    **RELEASE_EVENTS,
    **BATCH_EVENTS,
    "sign_in_linked": "Ett sätt att logga in kopplades till kontot",
    "roles_set": "Rollerna ändrades",
    "name_corrected": "Namnet ändrades",
    "address_confirmed": "E-postadressen bekräftades",
    "account_closed": "Kontot avslutades",
    "organisation_registered": "Organisationen registrerades",
    "organisation_changed": "Organisationens uppgifter ändrades",
    "mandate_given": "En behörighet gavs",
    "mandate_changed": "En behörighet ändrades",
    "mandate_ended": "En behörighet avslutades",
    "mandate_reviewed": "En behörighet granskades",
    "mandate_revoked": "Myndigheten avslutade en behörighet",
    "evidence_handed_in": "Underlag för en behörighet lämnades",
    "invitation_sent": "En inbjudan skickades",
    "invitation_accepted": "En inbjudan accepterades",
    "invitation_withdrawn": "En inbjudan togs tillbaka",
    "account_stated": "Ett betalkonto uppgavs",
    "account_verified": "Ett betalkonto kontrollerades",
    "worklist_file_ordered": "En lista över ärenden beställdes som fil",
    "worklist_file_removed": "En lista över ärenden som fil togs bort",
    "call_created": "En utlysning skapades",
    "call_changed": "En utlysning ändrades",
    "call_published": "En utlysning publicerades",
    "call_cancelled": "En utlysning ställdes in",
    "form_changed": "Ett formulär ändrades",
    "form_version_begun": "En ny version av ett formulär påbörjades",
    "form_version_discarded": "En ny version av ett formulär kastades",
    "form_version_published": "En ny version av ett formulär publicerades",
    "criteria_set": "Kriterier sattes",
    "frame_set": "En ram beslutades",
    "authority_set": "Ett bemyndigande beslutades",
    "scenario_adopted": "Ett scenario antogs",
    "scenario_proposals_ordered": "Förslag efter ett scenario beställdes",
    "letter_text_written": "En brevtext skrevs",
    "letter_text_published": "En brevtext publicerades",
    "letter_text_discarded": "Ett utkast till en brevtext kastades",
    "condition_written": "Ett villkor i biblioteket skrevs",
    "delegation_given": "En delegation gavs",
    "delegation_ended": "En delegation återkallades",
    "draft_versions_removed": "Gamla versioner av ett utkast togs bort",
}
STREAMS = {"organisation": "organisation", "call": "utlysning", "person": "ditt konto"}


class CloseForm(forms.Form):
    """The last question before an account ends."""

    without_signatory = forms.BooleanField(
        label="Jag vet att ingen kan skriva under när jag har slutat",
        error_messages={
            "required": "Gör någon annan till firmatecknare först, eller kryssa i rutan om du vill sluta ändå."
        },
    )
    sure = forms.BooleanField(
        label="Ja, jag vill avsluta mitt konto",
        error_messages={"required": "Kryssa i rutan om du vill avsluta kontot."},
    )

    def __init__(self, *args: Any, is_last: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_last:
            del self.fields["without_signatory"]


def shown(row: Row) -> str:
    """A row as one line to read: what is known, each with its label where the value does not speak for itself."""
    said = ((LABELS.get(name, ""), _words(name, value)) for name, value in row.items() if value)
    return ", ".join(f"{label} {words}".strip() for label, words in said if words)


def facts(row: Row, *, change: Mapping[str, str]) -> list[dict[str, str]]:
    """What is known, or can be filled in, as rows of the summary list. ``change`` has the page that changes a fact."""
    return [
        {"term": LABELS[name], "description": _words(name, value), "url": change.get(name, "")}
        for name, value in row.items()
        if value or name in change
    ]


def _words(name: str, value: str | datetime | date | None) -> str:
    if isinstance(value, datetime):
        return format_moment(value)
    if isinstance(value, date):
        return format_date(value)
    text = str(value or "")
    return _READ[name](text) if name in _READ else text


def _place(stream: str) -> str:
    """Where it happened: a case by its number, anything else by what it is."""
    kind, _, key = stream.partition(":")
    if kind == "person":
        return STREAMS[kind]
    named = format_organisation_number(key) if kind == "organisation" else key
    return f"{STREAMS[kind]} {named}" if kind in STREAMS else f"ärende {stream}"


# How the values that are codes are read.
_READ: dict[str, Callable[[str], str]] = {
    "what": lambda act: ACTS.get(act, "En annan händelse"),
    "in": _place,
    "level": level_words,
    "part": part_words,
}
