"""Proposals by a scenario that are too many to wait for: ordered on a page, made in the background, exactly once."""

from datetime import datetime
from uuid import UUID

import structlog
from celery import current_app
from django.core.cache import cache
from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from accounts.permissions import Permission
from delmos.lib.gate import one
from delmos.lib.refusal import Refusals, Refused
from grants.domain import adoption
from grants.enums import ProposalOrderStatus
from grants.models import ProposalOrder, Scenario
from grants.permissions import check_may
from journal.domain import events

TASK = "grants.tasks.make_proposals"
AT_ONCE = 50  # so many a person waits for on the page
KEPT_SECONDS = 3600  # the word of how far it has come

log = structlog.get_logger(__name__)


def order_of(person: User, pk: UUID) -> ProposalOrder:
    """An order of the person's own. Raises NotYours for another's."""
    rows: QuerySet[ProposalOrder] = ProposalOrder.objects.select_related("scenario__call")
    return one(rows.filter(ordered_by=person), pk=pk)


@transaction.atomic
def order(scenario: Scenario, *, digest: str, total: int, by: User, now: datetime) -> ProposalOrder:
    """Put the person's proposals by the scenario in the queue. A second click gives the order that waits already."""
    check_may(by, Permission.ASSESS_CASES)
    ordered, is_new = ProposalOrder.objects.get_or_create(
        scenario=scenario,
        ordered_by=by,
        status=ProposalOrderStatus.WAITING,
        defaults={"digest": digest, "total": total, "ordered_at": now},
    )
    if is_new:
        events.record(
            scenario.stream, "scenario_proposals_ordered", by=by, now=now, scenario=scenario.pk, digest=digest
        )
        # Robust: with the broker away the row waits for the sweep.
        transaction.on_commit(lambda: current_app.send_task(TASK, [str(ordered.pk)]), robust=True)
    return ordered


def waiting() -> list[UUID]:
    """The orders that are not carried out, oldest first."""
    rows = ProposalOrder.objects.filter(status=ProposalOrderStatus.WAITING).order_by("ordered_at", "pk")
    return list(rows.values_list("pk", flat=True))


def carry_out(pk: UUID, *, now: datetime) -> bool:
    """Make the proposals of the order, if it waits and nobody else is at it; whether it was looked at.

    One transaction, whose first act is to lock the order: a worker that dies leaves all as it was, and the next one
    begins anew. What stands in the way is kept for whoever ordered it.
    """
    try:
        with transaction.atomic():
            rows = ProposalOrder.objects.select_for_update(skip_locked=True, of=("self",))
            found = rows.select_related("scenario__call", "ordered_by")
            ordered = found.filter(pk=pk, status=ProposalOrderStatus.WAITING).first()
            if ordered is None:
                return False
            _carry_out(ordered, now=now)
    except Exception:
        log.exception("proposals_not_made", order=str(pk))
        waits = ProposalOrder.objects.filter(pk=pk, status=ProposalOrderStatus.WAITING)
        waits.update(status=ProposalOrderStatus.FAILED, done_at=now)
        return False
    return True


def done_of(ordered: ProposalOrder) -> int:
    """How many proposals are made so far. A word on the way: nothing stands until all of them are."""
    return int(cache.get(_key(ordered), 0))


def _carry_out(ordered: ProposalOrder, *, now: datetime) -> None:
    def tell(done: int) -> None:
        cache.set(_key(ordered), done, KEPT_SECONDS)

    scenario, person = ordered.scenario, ordered.ordered_by
    try:
        if scenario.is_adopted:
            adoption.propose_own(scenario, by=person, now=now, told=tell)
        else:
            adoption.adopt(scenario, digest=ordered.digest, by=person, now=now, told=tell)
        ordered.status = ProposalOrderStatus.DONE
    except Refused as refused:
        said = refused.refusals if isinstance(refused, Refusals) else (refused,)
        ordered.status, ordered.obstacles = ProposalOrderStatus.REFUSED, [str(one) for one in said]
    ordered.done_at = now
    ordered.save(update_fields=["status", "obstacles", "done_at"])


def _key(ordered: ProposalOrder) -> str:
    return f"proposal-order:{ordered.pk}"
