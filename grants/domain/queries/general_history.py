"""What has happened in a case that is no application, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from delmos.lib.dates import format_date
from journal.enums import PostWay
from journal.models import Event

# Events of the diary itself, which any case may have.
DIARY_EVENTS: dict[str, str] = {
    "post_registered": "Post registrerad",
    "secrecy_marked": "Sekretessmarkering satt",
    "secrecy_lifted": "Sekretessmarkering borttagen",
}
GENERAL_EVENTS: dict[str, str] = {
    **DIARY_EVENTS,
    "case_opened": "Ärendet öppnat",
    "answer_registered": "Svar registrerat",
    "general_case_assigned": "Ärendet fördelat",
    "general_case_closed": "Ärendet avslutat",
}
RELEASE_EVENTS: dict[str, str] = {
    "release_requested": "Begäran registrerad",
    "release_documents_chosen": "Handlingar valda",
    "release_document_dropped": "Handling borttagen ur begäran",
    "release_tried": "Handling prövad",
    "mask_added": "Maskering tillagd",
    "mask_removed": "Maskering borttagen",
    "masked_copy_ordered": "Maskerad kopia beställd",
    "masked_copy_drawn": "Maskerad kopia gjord",
    "release_answered": "Begäran besvarad",
    "written_refusal_wanted": "Skriftligt beslut begärt",
    "written_refusal_decided": "Skriftligt beslut fattat",
}
BATCH_EVENTS: dict[str, str] = {
    "batch_started": "Samlingsbeslutet påbörjat",
    "batch_drawn_up": "Breven upprättade och listan framlagd",
    "batch_renewed": "Det som återstod upprättas på nytt",
    "batch_cases_taken_out": "Ärenden borttagna ur listan",
    "batch_cancelled": "Samlingsbeslutet avbrutet",
    "batch_approved": "Alla beslut fattade",
    "batch_decided": "Besluten införda och protokollet förseglat",
    "batch_dispatch_began": "Utskicket påbörjat",
    "batch_dispatch_halted": "Alla beslut gick inte att skicka",
    "batch_dispatched": "Alla beslut skickade",
}


@dataclass(frozen=True, slots=True)
class Happened:
    """One thing that has happened, as the timeline shows it: when, what, by whom, and what else is said of it."""

    when: datetime
    title: str
    actor: str
    text: str


def history_of(stream: str) -> list[Happened]:
    """Everything that has happened under this number, the newest first. One query."""
    words = {**GENERAL_EVENTS, **RELEASE_EVENTS, **BATCH_EVENTS}
    events = Event.objects.filter(stream_id=stream, name__in=words).order_by("-serial")
    return [Happened(event.at, words[event.name], event.actor_name, _text(event)) for event in events]


def _text(event: Event) -> str:
    if event.name == "post_registered":
        return arrival_in_words(event.data)
    return str(event.data.get("reason", ""))


def arrival_in_words(data: Mapping[str, Any]) -> str:
    """How and on which day post came, out of what its event holds."""
    return f"{PostWay(data['way']).label}. Kom in {format_date(date.fromisoformat(data['arrived_on']))}."
