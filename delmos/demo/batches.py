"""Two collective decisions of eva's: one decided some days ago and sent, and one whose letters wait to be read."""

from datetime import datetime, timedelta

from delmos.demo.people import Cast
from delmos.demo.year_2018 import at
from delmos.lib.dates import stockholm_date
from grants.domain import batch_work, batches
from grants.domain.batches import SharedWording
from grants.domain.queries.batches import may_be_chosen
from grants.interfaces.decision_forms import usual_rules
from grants.models import BatchDecision, Call
from grants.tasks import WRITERS

IN_THE_FIRST = 2  # cases


def ensure_batches(call: Call, cast: Cast, *, now: datetime) -> None:
    """Begin them on the cases of the call that have been proposed, unless they are there."""
    if BatchDecision.objects.filter(call=call).exists():
        return
    decided_at = at(stockholm_date(now) - timedelta(days=4), 10)
    first = _begun(call, cast, most=IN_THE_FIRST, now=decided_at)
    _worked(first, now=decided_at + timedelta(minutes=1))
    first.refresh_from_db()
    batches.approve(first, listing_sha256=first.listing_id or "", by=cast["eva"], now=decided_at + timedelta(hours=1))
    _worked(first, now=decided_at + timedelta(minutes=61))
    batches.dispatch(first, no_conflict=True, by=cast["rut"], now=decided_at + timedelta(hours=3))
    _worked(first, now=decided_at + timedelta(minutes=181))
    _worked(_begun(call, cast, now=now), now=now)


def _begun(call: Call, cast: Cast, *, most: int = batches.MOST, now: datetime) -> BatchDecision:
    wording = SharedWording(
        rules_cited=usual_rules(call.ordinance),
        conditions="\n".join(call.ordinance.standard_conditions),
        report_due_on=call.report_due_on,
    )
    chosen = may_be_chosen(cast["eva"]).filter(call=call)[:most]
    return batches.start(call, chosen=chosen, wording=wording, no_conflict=True, by=cast["eva"], now=now)


def _worked(batch: BatchDecision, *, now: datetime) -> None:
    """Do what a worker would, before there is one."""
    while batch_work.do_next(batch.pk, writers=WRITERS, now=now):
        pass
