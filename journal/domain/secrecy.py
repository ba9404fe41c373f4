"""Secrecy marks: each one set or lifted is a row of its own, and the diary's row shows how it stands (OSL 5:5)."""

from datetime import datetime

from journal.actors import Actor
from journal.domain import events
from journal.enums import MarkAct, MarkedPart
from journal.models import Case, RegistryEntry, SecrecyMark


def mark_document(entry: RegistryEntry, *, rule: str, note: str = "", by: Actor, now: datetime) -> SecrecyMark:
    """Mark the document of ``entry`` under ``rule``; a lifted mark has none. In the caller's transaction."""
    mark = _mark(entry.case, entry=entry, part=MarkedPart.DOCUMENT, rule=rule, note=note, by=by, now=now)
    entry.secrecy_rule = rule
    entry.save(update_fields=["secrecy_rule"])
    _record(mark, by=by, now=now, entry=entry.serial)
    return mark


def mark_counterpart(case: Case, *, rule: str, note: str = "", by: Actor, now: datetime) -> SecrecyMark:
    """Mark the identity of the counterpart of ``case`` as protected under ``rule``; a lifted mark has none."""
    mark = _mark(case, entry=None, part=MarkedPart.COUNTERPART, rule=rule, note=note, by=by, now=now)
    case.counterpart_rule = rule
    case.save(update_fields=["counterpart_rule"])
    _record(mark, by=by, now=now)
    return mark


def _mark(
    case: Case, *, entry: RegistryEntry | None, part: MarkedPart, rule: str, note: str, by: Actor, now: datetime
) -> SecrecyMark:
    return SecrecyMark.objects.create(
        case=case,
        entry=entry,
        part=part,
        act=MarkAct.SET if rule else MarkAct.LIFTED,
        rule=rule,
        note=note,
        marked_at=now,
        marked_by=by.actor_key,
        marker_name=by.actor_name,
    )


def _record(mark: SecrecyMark, *, by: Actor, now: datetime, **data: int) -> None:
    name = "secrecy_marked" if mark.act == MarkAct.SET else "secrecy_lifted"
    events.record(mark.case.number, name, by=by, now=now, mark=mark.pk, part=mark.part, **data)
