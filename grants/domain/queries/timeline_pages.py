"""The timeline of a case page by page, and narrowed to one sort of thing: what staff read it by."""

from collections.abc import Iterable

from django.db.models import F, Func, IntegerField, QuerySet, TextChoices, Value
from django.db.models.functions import Cast

from delmos.lib.keyset import Page, merged
from grants.domain.queries.notes import notes_of
from grants.domain.queries.timeline import STAFF_EVENTS, Moment, act, alone
from grants.permissions import Matter
from journal.enums import Direction
from journal.models import Event, RegistryEntry

ROWS = 30


class Sort(TextChoices):
    """What a reader of a long timeline looks for. An act may be of several sorts."""

    CAME_IN = "inkommet", "Inkommet"
    DRAWN_UP = "upprattat", "Upprättat"
    WENT_OUT = "utgatt", "Utgått"
    NOTES = "anteckningar", "Anteckningar"
    EXAMINATION = "granskning", "Kontroller och bedömning"
    DECISION = "beslut", "Förslag och beslut"
    MONEY = "pengar", "Pengar och redovisning"
    HANDLING = "gang", "Ärendets gång"


_NAMED: dict[Sort, frozenset[str]] = {
    Sort.CAME_IN: frozenset(
        {
            "appeal_received",
            "application_received",
            "application_withdrawn",
            "communication_answered",
            "completion_submitted",
            "decision_requested",
            "expression_received",
            "expression_withdrawn",
            "message_received",
            "post_registered",
            "report_submitted",
        }
    ),
    Sort.DRAWN_UP: frozenset({"decision_made", "decision_prepared", "note_written", "report_approved"}),
    Sort.WENT_OUT: frozenset(
        {
            "appeal_dismissed",
            "appeal_handed_over",
            "case_written_off",
            "communication_sent",
            "completion_extended",
            "completion_reminded",
            "completion_requested",
            "decision_corrected",
            "decision_dispatched",
            "decision_request_refused",
            "delay_notice_sent",
            "expression_declined",
            "expression_invited",
            "message_sent",
            "payment_stop_lifted",
            "payment_stopped",
            "receipt_sent",
        }
    ),
    Sort.NOTES: frozenset({"note_written"}),
    Sort.EXAMINATION: frozenset(
        {
            "assessment_handed_in",
            "assessor_ended",
            "assessor_invited",
            "check_recorded",
            "consensus_noted",
            "criterion_scored",
            "expression_assessed",
            "facts_changed",
        }
    ),
    Sort.DECISION: frozenset(
        {
            "appeal_dismissed",
            "appeal_final",
            "appeal_reconsidered",
            "appeal_settled",
            "case_reopened",
            "decision_corrected",
            "legal_force_noted",
            "legal_force_taken_back",
            "case_returned",
            "case_written_off",
            "decision_dispatched",
            "decision_made",
            "decision_prepared",
            "decision_proposed",
            "expression_declined",
            "expression_invited",
            "payment_stop_dropped",
            "payment_stop_ended",
            "payment_stop_lifted",
            "payment_stop_proposed",
            "payment_stopped",
        }
    ),
    Sort.MONEY: frozenset(
        {
            "payment_stop_ended",
            "payment_stop_lifted",
            "payment_stopped",
            "payment_attested",
            "payment_cancelled",
            "payment_made",
            "payment_prepared",
            "repayment_booked",
            "report_approved",
            "report_submitted",
        }
    ),
}
DIRECTIONS = {Sort.CAME_IN: Direction.IN, Sort.DRAWN_UP: Direction.DRAWN_UP, Sort.WENT_OUT: Direction.OUT}


def events_of(sort: Sort) -> frozenset[str]:
    """The names of the events of this sort; what no other sort has is the case's own way through the house."""
    if sort is Sort.HANDLING:
        return frozenset(STAFF_EVENTS).difference(*_NAMED.values())
    return _NAMED[sort]


def timeline_page(
    matter: Matter, *, sort: Sort | None = None, after: str | None = None, size: int = ROWS
) -> Page[Moment]:
    """A page of what has happened in the case, newest first, for staff. Five queries, however long the timeline.

    ``after`` is the key that the page before gave.
    """
    found = merged(
        [_acts(matter, sort), _papers(matter, sort)], after=after, order=("-when", "-source", "-pk"), size=size
    )
    acts = [row for row in found.items if isinstance(row, Event)]
    brought = _brought(matter, acts)
    notes = _notes(matter, acts)
    return Page([_moment(row, brought, notes) for row in found.items], found.next)


def _acts(matter: Matter, sort: Sort | None) -> "QuerySet[Event]":
    names = events_of(sort) if sort else frozenset(STAFF_EVENTS)
    return Event.objects.filter(stream=matter.stream, name__in=names).annotate(when=F("at"), source=Value(1))


def _papers(matter: Matter, sort: Sort | None) -> "QuerySet[RegistryEntry]":
    """The documents that no act of the timeline brought."""
    entries = matter.case.entries.select_related("document__scan").annotate(when=F("occurred_at"), source=Value(0))
    if sort is not None:
        entries = entries.filter(direction=DIRECTIONS[sort]) if sort in DIRECTIONS else entries.none()
    serials = Cast(Func(F("data__entries"), function="jsonb_array_elements"), IntegerField())
    acts = Event.objects.filter(stream=matter.stream, name__in=STAFF_EVENTS, data__has_key="entries")
    return entries.exclude(serial__in=acts.annotate(brought=serials).order_by().values("brought"))


def _brought(matter: Matter, acts: Iterable[Event]) -> dict[int, RegistryEntry]:
    serials = {serial for event in acts for serial in event.data.get("entries", ())}
    entries = matter.case.entries.filter(serial__in=serials).select_related("document__scan")
    return {entry.serial: entry for entry in entries} if serials else {}


def _notes(matter: Matter, acts: Iterable[Event]) -> dict[int, str]:
    """What the notes say. One that is sensitive is opened as a document: its page logs who reads it (INV-31)."""
    keys = [event.data["note"] for event in acts if event.name == "note_written"]
    shown = notes_of(matter).filter(pk__in=keys, entry__secrecy_rule="", entry__is_sensitive=False)
    return dict(shown.values_list("pk", "text")) if keys else {}


def _moment(row: Event | RegistryEntry, brought: dict[int, RegistryEntry], notes: dict[int, str]) -> Moment:
    if isinstance(row, Event):
        return act(row, STAFF_EVENTS, brought, party=False, note=notes.get(row.data.get("note", 0), ""))
    return alone(row)
