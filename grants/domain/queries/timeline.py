"""The timeline of a case: what has happened, each act with the documents it brought, for staff or for the party."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from delmos.lib.dates import format_date
from delmos.lib.money import format_sek
from grants.domain import after_words, delay_words, signal_words
from grants.domain.facts import in_words
from grants.domain.queries.cases import shown_to_party
from grants.domain.queries.general_history import DIARY_EVENTS, arrival_in_words
from grants.permissions import Matter
from journal.enums import Direction
from journal.models import Document, Event, RegistryEntry
from journal.policies import can_open, is_sensitive, scan_of

# The events the party sees, in its own words. What is not here is not there for the party.
PARTY_EVENTS: dict[str, str] = {
    "expression_received": "Vi har tagit emot er intresseanmälan",
    "expression_invited": "Ni är inbjudna att ansöka",
    "expression_declined": "Ni är inte inbjudna att ansöka",
    "expression_lapsed": "Ärendet avslutades utan ansökan",
    "expression_withdrawn": "Ni har återkallat intresseanmälan",
    "application_received": "Vi har tagit emot er ansökan",
    "receipt_sent": "Vi har skickat ett kvitto",
    "case_assigned": "Ärendet har fått en handläggare",
    "officer_changed": "Ärendet har fått en ny handläggare",
    "completion_requested": "Vi har begärt komplettering",
    "completion_extended": "Ni har fått längre tid för kompletteringen",
    "completion_reminded": "Vi har påmint om kompletteringen",
    "completion_submitted": "Ni har lämnat komplettering",
    "facts_changed": "Uppgifter i ansökan är ändrade efter er komplettering",
    "completion_expired": "Tiden för komplettering har gått ut",
    "communication_sent": "Vi har skickat material att yttra sig över",
    "communication_answered": "Ni har yttrat er",
    "message_sent": "Meddelande från oss",
    "message_received": "Meddelande från er",
    "application_withdrawn": "Ni har återkallat ansökan",
    "case_written_off": "Vi har skrivit av ärendet",
    "decision_dispatched": "Vi har skickat beslutet",
    **after_words.FOR_THE_PARTY,
    "status_report_approved": "Vi har godkänt lägesrapporten",
    "payment_made": "Vi har betalat ut bidraget",
    "report_submitted": "Ni har lämnat slutredovisningen",
    "report_approved": "Vi har godkänt slutredovisningen",
    "repayment_booked": "Vi har tagit emot återbetalningen",
    "case_closed": "Ärendet är avslutat",
    **delay_words.FOR_THE_PARTY,
}
# Of these the party reads who did them, being its own people.
PARTY_OWN_ACTS = frozenset(
    {"application_received", "application_withdrawn", "expression_received", "expression_withdrawn"}
)
# Of these the party reads the reason too: it was written to the party, or by it.
REASONS_FOR_THE_PARTY = frozenset(
    {"expression_invited", "expression_declined", "expression_withdrawn", "application_withdrawn"}
)
# What else is said of an act, out of what its event holds: both sides may read it.
DETAILS: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "post_registered": arrival_in_words,
    **dict.fromkeys(
        ("completion_requested", "completion_extended", "completion_reminded", "communication_sent"),
        lambda data: f"Svar senast {format_date(date.fromisoformat(data['due_on']))}.",
    ),
    "completion_submitted": lambda data: "Svaret kom in efter svarstiden." if data["late"] else "",
    "facts_changed": lambda data: in_words(data["changes"]),
    "assessor_invited": lambda data: f"{data['name']}.",
    "assessor_ended": lambda data: f"{data['name']}: {data['reason']}",
    "payment_made": lambda data: f"{format_sek(data['amount_ore'])}.",
    "repayment_booked": lambda data: f"{format_sek(data['amount_ore'])}.",
    **signal_words.DETAILS,
    **delay_words.DETAILS,
    **after_words.DETAILS,
}
STAFF_EVENTS: dict[str, str] = {
    **PARTY_EVENTS,
    **DIARY_EVENTS,
    "expression_received": "Intresseanmälan kom in",
    "expression_assessed": "Intresseanmälan bedömd",
    "expression_invited": "Sökanden inbjuden att ansöka",
    "expression_declined": "Sökanden inte inbjuden",
    "expression_withdrawn": "Sökanden återkallade intresseanmälan",
    "application_received": "Ansökan kom in",
    "receipt_sent": "Kvitto skickat",
    "case_assigned": "Registrerat och fördelat",
    "officer_changed": "Ny handläggare",
    "note_written": "Tjänsteanteckning",
    "conflict_declared": "Ställningstagande till jäv",
    "conflict_raised": "Fråga om jäv väckt",
    "conflict_ruled": "Fråga om jäv prövad",
    "officer_recused": "Handläggaren lämnade ärendet på grund av jäv",
    "check_recorded": "Formell kontroll",
    "signals_searched": "Sökning efter signaler",
    "signal_reviewed": "Ställningstagande till en signal",
    "criterion_scored": "Kriterium bedömt",
    "assessor_invited": "Bedömare inbjuden",
    "assessor_ended": "Inbjudan att bedöma avslutad",
    "assessment_handed_in": "Bedömning inlämnad",
    "consensus_noted": "Samsynsmöte antecknat",
    "completion_requested": "Komplettering begärd",
    "completion_extended": "Längre tid för komplettering",
    "completion_reminded": "Påminnelse om komplettering",
    "completion_submitted": "Komplettering inkommen",
    "facts_changed": "Uppgifter i ansökan ändrade efter komplettering",
    "completion_expired": "Svarstiden för komplettering har gått ut",
    "communication_sent": "Material kommunicerat med parten",
    "communication_answered": "Parten har yttrat sig",
    "message_sent": "Meddelande till parten",
    "message_received": "Meddelande från parten",
    "decision_proposed": "Förslag till beslut",
    "case_returned": "Återlämnat till handläggaren",
    "decision_prepared": "Beslutsbrev upprättat",
    "officials_left_out": "Tjänstemäns namn utelämnas i det som skickas",
    "officials_named_again": "Tjänstemän namnges igen i det som skickas",
    "decision_made": "Beslut fattat",
    "dissent_noted": "Avvikande mening antecknad",
    "status_report_approved": "Lägesrapport godkänd",
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
    **delay_words.FOR_STAFF,
    **after_words.FOR_STAFF,
}


@dataclass(frozen=True, slots=True)
class Paper:
    """A document of the diary: its number there, its title, and its media type.

    ``note`` is what is said of a file that the virus scanner has not called clean; only one that ``opens`` is served.
    ``visible``: the party sees it. ``sensitive``: at the agency, each opening of it is logged (INV-31).
    """

    serial: int
    title: str
    content_type: str
    note: str
    opens: bool
    visible: bool
    sensitive: bool


@dataclass(frozen=True, slots=True)
class Moment:
    """One entry of the timeline: an act with the ``papers`` that it brought, or a document that came by itself.

    ``event`` is the name of what happened, and ``number`` that of the request or communication it is about.
    ``visible``: the party has it in its own timeline. ``note``: the primary key of the note that it is.
    """

    when: datetime
    title: str
    actor: str = ""
    text: str = ""
    event: str = ""
    number: int | None = None
    papers: tuple[Paper, ...] = ()
    visible: bool = False
    note: int | None = None


def timeline_of(matter: Matter, *, party: bool) -> list[Moment]:
    """Everything that has happened, newest first; for the party only what is public to it. Two queries."""
    words = PARTY_EVENTS if party else STAFF_EVENTS
    events = Event.objects.filter(stream_id=matter.stream, name__in=words).order_by("-serial")
    entries = matter.case.entries.select_related("document__scan").order_by("-serial")
    if party:
        entries = entries.filter(shown_to_party())
    left = {entry.serial: entry for entry in entries}
    found = [act(event, words, left, party=party) for event in events]
    return sorted([*found, *map(alone, left.values())], key=lambda moment: moment.when, reverse=True)


def act(
    event: Event, words: Mapping[str, str], left: dict[int, RegistryEntry], *, party: bool, note: str = ""
) -> Moment:
    """An act, and out of what is ``left`` of the diary the documents that it brought; ``note`` is what it says."""
    brought = [left.pop(serial) for serial in event.data.get("entries", ()) if serial in left]
    return Moment(
        event.at,
        words[event.name],
        actor="" if party and event.name not in PARTY_OWN_ACTS else event.actor_name,
        text=note or _text(event, party=party),
        event=event.name,
        number=event.data.get("number"),
        papers=_papers(brought),
        visible=event.name in PARTY_EVENTS or any(entry.visible_to_party for entry in brought),
        note=event.data.get("note"),
    )


def _text(event: Event, *, party: bool) -> str:
    if event.name in DETAILS:
        return DETAILS[event.name](event.data)
    return event.data.get("reason", "") if not party or event.name in REASONS_FOR_THE_PARTY else ""


def alone(entry: RegistryEntry) -> Moment:
    """A document that no act of the timeline brought."""
    title = f"{Direction(entry.direction).label}: {entry.title}"
    return Moment(entry.occurred_at, title, papers=_papers([entry]), visible=entry.visible_to_party)


def _papers(entries: Iterable[RegistryEntry]) -> tuple[Paper, ...]:
    return tuple(_paper(entry, entry.document) for entry in entries if entry.document)


def _paper(entry: RegistryEntry, document: Document) -> Paper:
    scan = scan_of(document)
    note = scan.note if scan else ""
    return Paper(
        entry.serial,
        entry.title,
        document.content_type,
        note,
        can_open(document),
        visible=entry.visible_to_party,
        sensitive=is_sensitive(entry),
    )
