"""The work on collective decisions, a case at a time: whoever is killed loses at most the case it was on.

A case is taken by its row's lock, which others pass by, so workers share a batch and none does a case twice: the lock,
the act and the word of it are one transaction. What is done is done by the verbs of one decision.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime

import structlog
from django.db import transaction
from django.db.models import F

from accounts.models import User
from delmos.lib.dates import stockholm_date
from delmos.lib.refusal import Refused
from grants.domain import batch_ends, conflicts, decisions
from grants.domain.alone import alone
from grants.domain.batch_ends import Writers
from grants.domain.batches import SHARED_BY
from grants.domain.granting import frames_of
from grants.domain.queries.conditions import library_for
from grants.domain.requested import requested_by_year, spread
from grants.domain.wording import Wording
from grants.enums import BatchItemStatus, BatchStatus, ConflictAnswer, DecisionKind, DecisionStatus
from grants.models import Application, BatchDecision, BatchItem
from grants.models.decision import GIVING
from grants.permissions import conflict_answer
from grants.policies import newest_proposal
from grants.workflow import PRESENTATION

CHUNK = 10  # cases in one task; between tasks the worker may be replaced and others get their turn
MOST_SAID = 500  # characters of a problem, as its column takes
JAV = "Beslutsfattaren är eller kan vara jävig i ärendet."
FAULT = "Ett tekniskt fel kom emellan. Det är loggat. Försök igen, eller ta bort ärendet."

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the work: the cases it takes, what it does with one, and where one goes that an error stops.

    ``failed``: None when the case is tried again until it is done, after the others.
    """

    source: BatchItemStatus
    do: Callable[[BatchDecision, BatchItem, Writers, datetime], None]
    failed: BatchItemStatus | None


def waiting() -> list[int]:
    """The batches that there is work on, the oldest first."""
    return list(BatchDecision.objects.filter(status__in=STEPS).order_by("pk").values_list("pk", flat=True))


@contextmanager
def taking_part(pk: int) -> Iterator[bool]:
    """Whether there is a place free for one more worker on the batch, which is then held.

    The database lets the place go by itself when the worker's connection ends.
    """
    with ExitStack() as stack:
        places = (f"{pk}:{place}" for place in range(SHARED_BY))
        yield any(stack.enter_context(alone("batch", place)) for place in places)


def do_next(pk: int, *, writers: Writers, now: datetime) -> bool:
    """Do one case of the step that the batch is in, or end the step; whether to go on at once.

    What a rule refuses is written on the case, with its sentence. Another error is logged; the case then has a hinder,
    or, once the batch is approved, is tried again after the others.
    """
    batch = BatchDecision.objects.select_related("case", "call", "started_by", "approved_by", "sent_by")
    found = batch.filter(pk=pk, status__in=STEPS).first()
    if found is None:
        return False
    step = STEPS[BatchStatus(found.status)]
    item: BatchItem | None = None
    try:
        with transaction.atomic():
            item = _take(found, step)
            if item:
                step.do(found, item, writers, now)
                item.save(update_fields=["status", "decision", "problem"])
    except Exception:
        if item is None:
            raise
        log.exception("batch_case_failed", batch=found.stream, item=item.pk)
        return _failed(item, step)
    return item is not None or batch_ends.end_step(found, step.source, writers=writers, now=now)


def _take(batch: BatchDecision, step: Step) -> BatchItem | None:
    """The next case that nobody else has, its row locked."""
    rows = BatchItem.objects.select_for_update(of=("self",), skip_locked=True).filter(
        batch=batch, status=step.source, problem=""
    )
    return (
        rows.select_related("application__case", "application__organisation", "decision")
        .order_by("tries", "place")
        .first()
    )


def _failed(item: BatchItem, step: Step) -> bool:
    rows = BatchItem.objects.filter(pk=item.pk, status=step.source)
    if step.failed is None:
        rows.update(tries=F("tries") + 1)
        return False
    rows.update(status=step.failed, problem=FAULT)
    return True


def _draw_up(batch: BatchDecision, item: BatchItem, writers: Writers, now: datetime) -> None:
    application, decider = item.application, batch.started_by
    if _is_kept_out(decider, item, says_none=batch.no_conflict, now=now):
        item.status, item.problem = BatchItemStatus.TAKEN_OUT, JAV
        return
    try:
        item.decision = decisions.prepare(
            application, wording=_wording(batch, item, now=now), write_letter=writers.letter, by=decider, now=now
        )
        item.status = BatchItemStatus.READY
    except Refused as refused:
        item.status, item.problem = BatchItemStatus.HINDERED, refused.message[:MOST_SAID]


def _wording(batch: BatchDecision, item: BatchItem, *, now: datetime) -> Wording:
    """What the batch says in common with what the rapporteur proposes in the case.

    In a call of several budget years each is filled up to what is applied for in it, as the composer suggests.
    """
    proposal = newest_proposal(item.application)
    if proposal is None:
        raise Refused("Ärendet är inte föredraget.", law=PRESENTATION)
    kind = DecisionKind(proposal.kind)
    gives = kind in GIVING
    return Wording(
        kind=kind,
        amount_ore=proposal.amount_ore,
        amounts=_amounts(item.application, proposal.amount_ore) if gives else {},
        reasons=proposal.reasons,
        rules_cited=batch.rules_cited,
        conditions=_conditions(batch, item, kind, now=now) if gives else "",
        participants=batch.participants,
        report_due_on=batch.report_due_on if gives else None,
    )


def _amounts(application: Application, amount_ore: int) -> dict[int, int]:
    if len(frames_of(application)) == 1:
        return {application.call.budget_year: amount_ore}
    return spread(amount_ore, requested_by_year(application))


def _conditions(batch: BatchDecision, item: BatchItem, kind: DecisionKind, *, now: datetime) -> str:
    """The conditions of the batch, and those that the library demands of this kind of decision in this case."""
    own = [line.strip() for line in batch.conditions.splitlines() if line.strip()]
    library = library_for(item.application, kind, stockholm_date(now))
    return "\n".join([*own, *(found.line for found in library if found.is_required and found.line not in own)])


def _carry_out(batch: BatchDecision, item: BatchItem, writers: Writers, now: datetime) -> None:
    """Decide as of the moment of approval: what was decided then is written down in the case now."""
    if item.decision is None or batch.approved_by is None or batch.approved_at is None:
        raise ValueError("an approved case has its letter, its decider and its moment")
    try:
        decisions.decide(
            item.decision,
            letter_sha256=item.decision.letter_id,
            seal=writers.seal,
            by=batch.approved_by,
            now=batch.approved_at,
        )
        item.status = BatchItemStatus.DECIDED
    except Refused as refused:
        item.status, item.problem = BatchItemStatus.LEFT_OUT, refused.message[:MOST_SAID]


def _send(batch: BatchDecision, item: BatchItem, writers: Writers, now: datetime) -> None:
    """Send the decision, unless somebody has sent it from its own page meanwhile."""
    if item.decision is None or batch.sent_by is None:
        raise ValueError("a case to send has its decision and its sender")
    try:
        if item.decision.status != DecisionStatus.DISPATCHED:
            _is_kept_out(batch.sent_by, item, says_none=batch.sender_no_conflict, now=now)
            decisions.dispatch(item.decision, by=batch.sent_by, now=now)
        item.status = BatchItemStatus.DISPATCHED
    except Refused as refused:
        item.problem = refused.message[:MOST_SAID]


def _is_kept_out(person: User, item: BatchItem, *, says_none: bool, now: datetime) -> bool:
    """Whether jäv keeps the person out. An answer that was given for the whole list is written down in the case."""
    answer = conflict_answer(person, item.application)
    if answer is None and says_none:
        conflicts.declare(item.application, answer=ConflictAnswer.NONE, by=person, now=now)
    return answer is ConflictAnswer.CONFLICT


STEPS: Mapping[BatchStatus, Step] = {
    BatchStatus.DRAWING_UP: Step(BatchItemStatus.WAITING, _draw_up, BatchItemStatus.HINDERED),
    BatchStatus.DECIDING: Step(BatchItemStatus.READY, _carry_out, None),
    BatchStatus.DISPATCHING: Step(BatchItemStatus.DECIDED, _send, BatchItemStatus.DECIDED),
}
