"""The timeline of a case: documents and events in one list, for staff or for the party."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from grants.permissions import Matter
from journal.enums import Direction
from journal.models import Event, RegistryEntry
from journal.policies import can_open, scan_of

# The events the party sees, in its own words. What is not here is not there for the party.
PARTY_EVENTS: dict[str, str] = {
    "expression_received": "Vi har tagit emot er intresseanmälan",
    "expression_invited": "Ni är inbjudna att ansöka",
    "expression_declined": "Ni är inte inbjudna att ansöka",
    "expression_lapsed": "Ärendet avslutades utan ansökan",
    "expression_withdrawn": "Ni har återkallat intresseanmälan",
    "application_received": "Vi har tagit emot er ansökan",
    "case_assigned": "Ärendet har fått en handläggare",
    "completion_requested": "Vi har begärt komplettering",
    "completion_extended": "Ni har fått längre tid för kompletteringen",
    "completion_reminded": "Vi har påmint om kompletteringen",
    "completion_submitted": "Ni har lämnat komplettering",
    "completion_expired": "Tiden för komplettering har gått ut",
    "communication_sent": "Vi har skickat material att yttra sig över",
    "communication_answered": "Ni har yttrat er",
    "message_sent": "Meddelande från oss",
    "message_received": "Meddelande från er",
    "application_withdrawn": "Ni har återkallat ansökan",
    "case_written_off": "Vi har skrivit av ärendet",
    "decision_dispatched": "Vi har skickat beslutet",
    "payment_made": "Vi har betalat ut bidraget",
    "report_submitted": "Ni har lämnat slutredovisningen",
    "report_approved": "Vi har godkänt slutredovisningen",
    "repayment_booked": "Vi har tagit emot återbetalningen",
    "case_closed": "Ärendet är avslutat",
}
# Of these the party reads who did them, being its own people.
PARTY_OWN_ACTS = frozenset(
    {"application_received", "application_withdrawn", "expression_received", "expression_withdrawn"}
)
# Of these the party reads the reason too: it was written to the party, or by it.
REASONS_FOR_THE_PARTY = frozenset(
    {"expression_invited", "expression_declined", "expression_withdrawn", "application_withdrawn"}
)
STAFF_EVENTS: dict[str, str] = {
    **PARTY_EVENTS,
    "expression_received": "Intresseanmälan kom in",
    "expression_assessed": "Intresseanmälan bedömd",
    "expression_invited": "Sökanden inbjuden att ansöka",
    "expression_declined": "Sökanden inte inbjuden",
    "expression_withdrawn": "Sökanden återkallade intresseanmälan",
    "application_received": "Ansökan kom in",
    "case_assigned": "Registrerat och fördelat",
    "conflict_declared": "Ställningstagande till jäv",
    "officer_recused": "Handläggaren lämnade ärendet på grund av jäv",
    "check_recorded": "Formell kontroll",
    "criterion_scored": "Kriterium bedömt",
    "completion_requested": "Komplettering begärd",
    "completion_extended": "Längre tid för komplettering",
    "completion_reminded": "Påminnelse om komplettering",
    "completion_submitted": "Komplettering inkommen",
    "completion_expired": "Svarstiden för komplettering har gått ut",
    "communication_sent": "Material kommunicerat med parten",
    "communication_answered": "Parten har yttrat sig",
    "message_sent": "Meddelande till parten",
    "message_received": "Meddelande från parten",
    "decision_proposed": "Förslag till beslut",
    "case_returned": "Återlämnat till handläggaren",
    "decision_prepared": "Beslutsbrev upprättat",
    "decision_made": "Beslut fattat",
    "application_withdrawn": "Sökanden återkallade ansökan",
    "case_written_off": "Ärendet avskrivet",
    "decision_dispatched": "Beslut expedierat",
    "payment_prepared": "Utbetalning upprättad",
    "payment_attested": "Utbetalning attesterad",
    "payment_made": "Utbetalning gjord",
    "payment_cancelled": "Utbetalning avbruten",
    "report_submitted": "Slutredovisning inlämnad",
    "report_approved": "Slutredovisning godkänd",
    "repayment_booked": "Återbetalning bokförd",
}


@dataclass(frozen=True, slots=True)
class Moment:
    """One entry of the timeline. ``serial`` is the number of a document to open, if there is one.

    ``event`` is the name of what happened, and ``number`` that of the request or communication it is about.
    """

    when: datetime
    title: str
    actor: str = ""
    text: str = ""
    serial: int | None = None
    event: str = ""
    number: int | None = None


def timeline_of(matter: Matter, *, party: bool) -> list[Moment]:
    """Everything that has happened, newest first; for the party only what is public to it. Two queries."""
    words = PARTY_EVENTS if party else STAFF_EVENTS
    events = Event.objects.filter(stream_id=matter.stream, name__in=words)
    entries = matter.case.entries.select_related("document__scan")
    if party:
        entries = entries.filter(visible_to_party=True)
    found = [*(_event(event, words, party=party) for event in events), *_documents(entries)]
    return sorted(found, key=lambda moment: moment.when, reverse=True)


def _event(event: Event, words: dict[str, str], *, party: bool) -> Moment:
    actor = "" if party and event.name not in PARTY_OWN_ACTS else event.actor_name
    reason = event.data.get("reason", "") if not party or event.name in REASONS_FOR_THE_PARTY else ""
    number = event.data.get("number")
    return Moment(event.at, words[event.name], actor=actor, text=reason, event=event.name, number=number)


def _documents(entries: Iterable[RegistryEntry]) -> Iterator[Moment]:
    for entry in entries:
        yield Moment(
            entry.occurred_at,
            f"{Direction(entry.direction).label}: {entry.title}",
            text=_document_text(entry),
            serial=entry.serial if entry.document and can_open(entry.document) else None,
        )


def _document_text(entry: RegistryEntry) -> str:
    """The document's number, and what is said of a file that the virus scanner has not called clean."""
    scan = scan_of(entry.document) if entry.document else None
    return f"Handling {entry.serial}. {scan.note}" if scan and scan.note else f"Handling {entry.serial}"
