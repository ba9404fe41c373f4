"""What follows when no case is left in a step of a collective decision: the list, the protocol, the last word."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from grants.domain.batches import PROTOCOL
from grants.domain.decision_papers import LetterWriter, Seal
from grants.enums import BatchItemStatus, BatchStatus
from grants.models import BatchDecision, BatchItem
from grants.permissions import blocking
from grants.workflow import BATCH
from journal.actors import SYSTEM
from journal.domain import cases, documents, events
from journal.domain.notices import notify
from journal.enums import Direction

PDF = "application/pdf"
# Makes the list of what is to be decided, or the protocol of what was: the room of letters stands above this one.
PaperWriter = Callable[[BatchDecision], bytes]


@dataclass(frozen=True, slots=True)
class Writers:
    """What draws the papers and seals them, handed in by the task."""

    letter: LetterWriter
    listing: PaperWriter
    protocol: PaperWriter
    seal: Seal


@transaction.atomic
def end_step(batch: BatchDecision, source: BatchItemStatus, *, writers: Writers, now: datetime) -> bool:
    """End the step when no case is left in it; whether there is more to do at once, which there never is.

    Whoever is still on the last case comes here after it.
    """
    rows = BatchDecision.objects.select_for_update(of=("self",), skip_locked=True)
    found = rows.select_related("case", "call", "started_by", "sent_by").filter(pk=batch.pk).first()
    if found is None or found.status != batch.status or found.items.filter(status=source, problem="").exists():
        return False
    _ENDS[BatchStatus(found.status)](found, writers, now)
    return False


def _lay_before(batch: BatchDecision, writers: Writers, now: datetime) -> None:
    """The letters are drawn up: the list of them is made, and the decider is told."""
    step = BATCH.check("drawn_up", batch.status)
    ready = batch.items.filter(status=BatchItemStatus.READY).count()
    batch.status = str(step.target)
    batch.listing = documents.store(writers.listing(batch), content_type=PDF, by=SYSTEM, now=now) if ready else None
    batch.save(update_fields=["status", "listing"])
    events.record(batch.stream, step.event, by=SYSTEM, now=now, cases=ready, listing_sha256=batch.listing_id or "")
    _tell(
        batch,
        [batch.started_by],
        f"Breven i samlingsbeslutet {batch.stream} är klara att läsa",
        event=step.event,
        now=now,
    )


def _record(batch: BatchDecision, writers: Writers, now: datetime) -> None:
    """Every decision is carried out: the protocol says which, and is sealed."""
    step = BATCH.check("carried_out", batch.status)
    sealed = writers.seal(writers.protocol(batch))
    batch.status = str(step.target)
    batch.protocol = documents.store(sealed, content_type=PDF, by=SYSTEM, now=now)
    batch.save(update_fields=["status", "protocol"])
    entry = cases.register(
        batch.case, direction=Direction.DRAWN_UP, title=PROTOCOL, document=batch.protocol, by=SYSTEM, now=now
    )
    decided = batch.items.filter(status=BatchItemStatus.DECIDED).count()
    events.record(
        batch.stream,
        step.event,
        by=SYSTEM,
        now=now,
        cases=decided,
        left_out=batch.items.filter(status=BatchItemStatus.LEFT_OUT).count(),
        protocol_sha256=batch.protocol_id,
        entries=[entry.serial],
    )
    people = [batch.started_by, *_registrars(batch)] if decided else [batch.started_by]
    _tell(batch, people, f"Besluten i samlingsbeslutet {batch.stream} är fattade", event=step.event, now=now)


def _close(batch: BatchDecision, writers: Writers, now: datetime) -> None:
    """Everything is sent, and the case is closed in the diary; or what could not be sent waits for somebody."""
    unsent = batch.items.filter(status=BatchItemStatus.DECIDED).count()
    step = BATCH.check("halted" if unsent else "dispatched", batch.status)
    batch.status = str(step.target)
    batch.save(update_fields=["status"])
    events.record(batch.stream, step.event, by=SYSTEM, now=now, unsent=unsent)
    if not unsent:
        cases.close(batch.case, by=SYSTEM, now=now)
    said = "gick inte alla att skicka" if unsent else "är skickade"
    _tell(
        batch,
        [batch.sent_by or batch.started_by],
        f"Besluten i samlingsbeslutet {batch.stream} {said}",
        event=step.event,
        now=now,
    )


def _registrars(batch: BatchDecision) -> list[User]:
    """The registrars, who send the letters, but for those whom jäv keeps out of a case on the list."""
    its_cases = BatchItem.objects.filter(batch=batch).values("application__case")
    kept_out = blocking().filter(case__in=its_cases).values("person")
    return list(User.objects.filter(is_active=True, roles__contains=[Role.REGISTRAR]).exclude(pk__in=kept_out))


def _tell(batch: BatchDecision, people: list[User], title: str, *, event: str, now: datetime) -> None:
    notify(
        people,
        key=f"batch:{batch.pk}:{event}:{batch.step_began_at:%Y%m%d%H%M%S%f}",
        title=title,
        url=reverse("batch", args=[batch.stream]),
        case_number=batch.stream,
        now=now,
    )


_ENDS: Mapping[BatchStatus, Callable[[BatchDecision, Writers, datetime], None]] = {
    BatchStatus.DRAWING_UP: _lay_before,
    BatchStatus.DECIDING: _record,
    BatchStatus.DISPATCHING: _close,
}
