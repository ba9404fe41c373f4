"""Old versions of drafts that were never sent in are removed; the draft itself stays its applicant's (INV-34).

A draft is no public record: the agency only stores it for the applicant (2 kap. 9 and 13 §§ tryckfrihetsförordningen).
So no archive rule keeps its versions, and what people once wrote is not to be kept for ever (GDPR, article 5.1 e).
"""

from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Case, Exists, F, OuterRef, QuerySet, When

from delmos.lib.refusal import Law
from delmos.lib.sweep import each
from grants.enums import Stage
from grants.models import Draft, DraftRevision
from journal.actors import SYSTEM
from journal.domain import events

RULE = Law("dataskyddsförordningen (EU) 2016/679", "artikel 5.1 e")
MOST_AT_ONCE = 500  # drafts a night


def removed_from(draft: Draft) -> datetime:
    """When the versions of ``draft`` but the last may go (UTC), should it not be sent in.

    So long after its step closed, or after somebody last wrote in it: a page that is still open must find what others
    have written since.
    """
    return max(draft.closes_at, draft.saved_at) + timedelta(days=settings.DRAFT_VERSIONS_DAYS)


def remove_due(*, now: datetime) -> int:
    """Remove the versions whose time has come, draft by draft; returns how many. What a crash leaves is there tomorrow.

    Never those of a draft that was sent in, and never the last version of any.
    """
    due = _due(now).values_list("pk", flat=True)[:MOST_AT_ONCE]
    return each(due, partial(_remove, now=now), sweep="draft_versions")


@transaction.atomic
def _remove(pk: UUID, *, now: datetime) -> int:
    """All but the last version of one draft, and an event that says how many went and by which rule, never what."""
    draft = _due(now).select_for_update(of=("self",), skip_locked=True).filter(pk=pk).first()
    if draft is None:  # somebody writes in it, or sends it in, just now
        return 0
    _name_act("draft_versions")
    removed, _ = draft.revisions.filter(number__lt=draft.revision).delete()
    _name_act("")
    events.record(f"draft:{draft.pk}", "draft_versions_removed", by=SYSTEM, now=now, versions=removed, rule=str(RULE))
    return removed


def _name_act(act: str) -> None:
    """The database lets versions go only while the transaction has named the act."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('delmos.culling', %s, true)", [act])


def _due(now: datetime) -> QuerySet[Draft]:
    limit = now - timedelta(days=settings.DRAFT_VERSIONS_DAYS)
    invited = When(stage=Stage.APPLICATION, call__invited_close_at__isnull=False, then=F("call__invited_close_at"))
    older = DraftRevision.objects.filter(draft=OuterRef("pk"), number__lt=OuterRef("revision"))
    return (
        Draft.objects.alias(step_closed_at=Case(invited, default=F("call__closes_at")))
        .filter(Exists(older), application=None, expression=None, step_closed_at__lte=limit, saved_at__lte=limit)
        .order_by("saved_at", "pk")
    )
