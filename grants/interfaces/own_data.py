"""What is stored about a person, in words for that person."""

from datetime import date, datetime

from django import forms

from delmos.lib.dates import format_date, format_moment
from grants.domain.queries.own_data import Row
from grants.domain.queries.timeline import STAFF_EVENTS

LABELS = {
    "name": "Namn",
    "email": "E-postadress",
    "username": "Användarnamn",
    "roles": "Roller",
    "registered_at": "Registrerad",
    "last_signed_in_at": "Senast inloggad",
    "since": "sedan",
    "last_used_at": "använd senast",
    "from": "från",
    "to": "till",
    "ended_at": "avslutad",
    "last_saved_at": "sparat senast",
    "sent_at": "skickat",
}
ACTS = {
    **STAFF_EVENTS,
    "sign_in_linked": "Ett sätt att logga in kopplades till kontot",
    "roles_set": "Rollerna ändrades",
    "name_corrected": "Namnet ändrades",
    "address_confirmed": "E-postadressen bekräftades",
    "account_closed": "Kontot avslutades",
}


class CloseForm(forms.Form):
    """The last question before an account ends."""

    sure = forms.BooleanField(
        label="Ja, jag vill avsluta mitt konto",
        error_messages={"required": "Kryssa i rutan om du vill avsluta kontot."},
    )


def shown(row: Row) -> str:
    """A row as one line to read: what is known, each with its label where the value does not speak for itself."""
    return ", ".join(f"{LABELS.get(name, '')} {_words(name, value)}".strip() for name, value in row.items() if value)


def _words(name: str, value: str | datetime | date | None) -> str:
    if isinstance(value, datetime):
        return format_moment(value)
    if isinstance(value, date):
        return format_date(value)
    return ACTS.get(str(value), str(value)) if name == "what" else str(value)
