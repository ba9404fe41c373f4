"""Collective decisions: begun by eva on cases that dag has proposed, worked on as a worker does, sent by rut."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from grants.domain import batch_work, batches
from grants.domain.batch_ends import Writers
from grants.domain.batches import SharedWording
from grants.enums import BatchStatus, DecisionKind
from grants.interfaces.sealing import seal
from grants.models import Application, BatchDecision, Call, Draft
from tests.factories.applications import assigned, proposed
from tests.factories.calls import a_call
from tests.factories.decisions import a_letter
from tests.factories.drafts import a_draft, a_pdf, sign
from tests.factories.moments import NOW
from tests.factories.people import an_association, person
from tests.factories.remembered import remembered

SHARED = SharedWording(
    rules_cited="2 och 3 §§ förordningen (2018:119)",
    conditions="Bidraget får bara användas till insatsen.",
    report_due_on=date(2019, 1, 31),
)


def a_paper(batch: BatchDecision) -> bytes:
    """A list or a protocol that differs with its cases. The verbs take the writer of papers as an argument."""
    rows = batch.items.order_by("place").values_list("pk", "status", "decision__letter")
    said = [f"{pk} {status} {letter}" for pk, status, letter in rows]
    return a_pdf(f"{batch.case.number} {batch.status} {said}").read()


WRITERS = Writers(letter=a_letter, listing=a_paper, protocol=a_paper, seal=seal)


@remembered
def some_proposed(
    count: int, *, call: Call | None = None, kind: DecisionKind = DecisionKind.GRANT, now: datetime = NOW
) -> list[Application]:
    """Cases of one call, each of an association of its own, proposed by dag; eva may decide them."""
    call = call or a_call()
    known = Application.objects.count()
    return [
        _proposed(a_draft(call, organisation=an_association(500 + known + n), now=now), kind, now) for n in range(count)
    ]


@remembered
def _proposed(draft: Draft, kind: DecisionKind, now: datetime) -> Application:
    application = sign(draft, now=now)
    if application is None:
        raise ValueError("one signatory signs alone")
    return proposed(assigned(application, now=now), kind=kind, now=now)


@remembered
def a_batch(chosen: Iterable[Application] | None = None, *, now: datetime = NOW, **changes: Any) -> BatchDecision:
    """A collective decision begun by eva. ``changes``: of its wording, or ``no_conflict`` and ``page_key``."""
    applications = list(chosen) if chosen is not None else some_proposed(2)
    options = {name: changes.pop(name) for name in ("no_conflict", "page_key") if name in changes}
    return batches.start(
        applications[0].call,
        chosen=applications,
        wording=replace(SHARED, **changes),
        by=person("eva"),
        now=now,
        **options,
    )


@remembered
def worked(batch: BatchDecision, *, writers: Writers = WRITERS, now: datetime = NOW) -> BatchDecision:
    """The batch after a worker has done all there was to do."""
    while batch_work.do_next(batch.pk, writers=writers, now=now):
        pass
    return BatchDecision.objects.select_related("case", "call", "started_by").get(pk=batch.pk)


@remembered
def drawn_up_batch(
    chosen: Iterable[Application] | None = None, *, now: datetime = NOW, **changes: Any
) -> BatchDecision:
    """The letters drawn up, and the list laid before eva."""
    return worked(a_batch(chosen, now=now, **changes), now=now)


@remembered
def approved_batch(batch: BatchDecision | None = None, *, now: datetime = NOW) -> BatchDecision:
    """Approved by eva, and not yet carried out."""
    batch = batch or drawn_up_batch()
    return batches.approve(batch, listing_sha256=batch.listing_id or "", by=person("eva"), now=now)


@remembered
def batch_at(status: BatchStatus, chosen: Iterable[Application] | None = None) -> BatchDecision:
    """A collective decision in this status."""
    batch = a_batch(chosen)
    if status == BatchStatus.CANCELLED:
        return batches.cancel(batch, by=person("eva"), now=NOW)
    steps = list(BatchStatus)
    for reached in steps[1 : steps.index(status) + 1]:
        if reached == BatchStatus.DECIDING:
            batch = approved_batch(batch)
        elif reached == BatchStatus.DISPATCHING:
            batch = batches.dispatch(batch, no_conflict=True, by=person("rut"), now=NOW)
        else:
            batch = worked(batch)
    return batch
