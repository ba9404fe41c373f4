"""What must hold of a case whatever has been done in it: the invariants, reckoned anew from the rows.

Nothing here asks the policies that the verbs ask: a rule that is wrong there must show here.
"""

from collections.abc import Iterable
from typing import Any

from grants.models import Appeal, Application, Correction, CourtRuling, Decision, DeliveryRecord, Reopening
from journal.domain import events
from journal.models import EventStream
from tests.grants.casework.laws import afterwards, deciding, money, people
from tests.grants.casework.laws.afterwards import not_noted
from tests.grants.casework.laws.money import overdrawn
from tests.grants.casework.laws.people import has_answered, kept_out

LATER = {"status", "dispatched_at", "dispatched_by_id"}  # what is written on a decision after it is made


def broken(case: Application) -> list[str]:
    """Every invariant that the case breaks, by its number and what is wrong."""
    found = [*deciding.broken(case), *people.broken(case), *money.broken(case), *afterwards.broken(case)]
    return [*found, *(f"INV-35: {flaw}" for flaw in events.verify(EventStream.objects.get(key=case.stream)))]


def kept_for_ever(case: Application) -> dict[str, Any]:
    """What never changes once it stands: the content, decisions, postings, rows of the diary (INV-6, 23)."""
    made = case.decisions.filter(status__in=deciding.EVER_MADE)
    fields = [field.attname for field in Decision._meta.concrete_fields if field.attname not in LATER]
    entries = case.case.entries.values("serial", "document", "occurred_at", "title")
    return {
        "content": (case.content_id, case.ordinance_key, case.answers),
        **{f"decision {row['id']}": row for row in made.values(*fields)},
        **{f"entry {row['serial']}": row for row in entries},
        **_whole(case.postings.all()),
        **_whole(case.checks.all()),
        **_whole(case.scores.all()),
        **_whole(DeliveryRecord.objects.filter(application=case)),
        **_whole(Correction.objects.filter(decision__application=case)),
        **_whole(Reopening.objects.filter(application=case)),
        **_whole(CourtRuling.objects.filter(appeal__application=case)),
        **_incoming(case),
    }


def _whole(rows: Any) -> dict[str, Any]:
    return {f"{rows.model._meta.model_name} {row['id']}": row for row in rows.values()}


def _incoming(case: Application) -> dict[str, Any]:
    came: Iterable[dict[str, Any]] = Appeal.objects.filter(application=case).values(
        "number", "way", "came_in_on", "text", "entry", "of_dismissal"
    )
    return {f"appeal {row['number']}": row for row in came}


__all__ = ["broken", "has_answered", "kept_for_ever", "kept_out", "not_noted", "overdrawn"]
