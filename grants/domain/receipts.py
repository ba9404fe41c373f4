"""The receipt of what has come in: promised in the same transaction, drawn, stored and mailed right after."""

from collections.abc import Callable, Iterable
from datetime import datetime

import structlog
from django.db import transaction
from django.urls import reverse

from accounts.models import User
from applicants.domain.queries.people import people_acting_for
from grants.domain.telling import name_of
from grants.models import Application, Expression, ExpressionReceipt, Receipt, Signature
from grants.permissions import Matter
from journal.actors import SYSTEM
from journal.domain import cases, documents, events, outbox
from journal.domain.notices import notify
from journal.enums import Direction

MOST_AT_ONCE = 50  # receipts a sweep, of each kind
# Makes the PDF of a receipt: the room of letters stands above this one and is handed in.
ReceiptWriter = Callable[[Matter], bytes]
Queue = type[Receipt] | type[ExpressionReceipt]

log = structlog.get_logger(__name__)


def promise(matter: Matter) -> None:
    """Put the receipt in the queue, in the transaction that takes the matter in (INV-3).

    It is drawn later: the series of case numbers is locked until the submission is committed, and many submit in the
    last minute.
    """
    if isinstance(matter, Expression):
        ExpressionReceipt.objects.create(expression=matter)
    else:
        Receipt.objects.create(application=matter)


def write_due(*, draw: ReceiptWriter, now: datetime) -> int:
    """Draw and mail every receipt that is promised, oldest first; returns how many.

    One that cannot be drawn is logged and stays in the queue, and the others are not made to wait for it.
    """
    done = 0
    for queue, pk in [*_due(Receipt), *_due(ExpressionReceipt)]:
        try:
            done += write(queue, pk, draw=draw, now=now)
        except Exception:
            log.exception("receipt_not_written", queue=queue.__name__, pk=pk)
    return done


@transaction.atomic
def write(queue: Queue, pk: int, *, draw: ReceiptWriter, now: datetime) -> bool:
    """Draw the receipt ``pk`` of ``queue``, enter it in the diary and mail it; False when that is done already.

    Several workers may try at once: the row is locked, and drawn once.
    """
    receipt = queue._default_manager.select_for_update(skip_locked=True).filter(pk=pk, drawn_at=None).first()
    if receipt is None:
        return False
    matter = receipt.matter
    pdf = documents.store(draw(matter), content_type="application/pdf", by=SYSTEM, now=now)
    receipt.entry = cases.register(
        matter.case,
        direction=Direction.OUT,
        title=f"Kvitto på {name_of(matter)}",
        counterpart=matter.organisation.name,
        document=pdf,
        by=SYSTEM,
        now=now,
    )
    receipt.drawn_at = now
    receipt.save(update_fields=["entry", "drawn_at"])
    events.record(
        matter.stream,
        "receipt_sent",
        by=SYSTEM,
        now=now,
        receipt_sha256=pdf.sha256,
        entries=[receipt.entry.serial],
    )
    _send(matter, now=now)
    return True


def signers_of(application: Application) -> list[Signature]:
    """The signatures over exactly what was submitted, first signed first."""
    return list(
        Signature.objects.filter(draft__application=application, content_sha256=application.content_id)
        .select_related("signed_by")
        .order_by("signed_at", "pk")
    )


def _due(queue: Queue) -> list[tuple[Queue, int]]:
    """The oldest of what is promised."""
    due = queue._default_manager.filter(drawn_at=None).order_by("pk").values_list("pk", flat=True)
    return [(queue, pk) for pk in due[:MOST_AT_ONCE]]


def _send(matter: Matter, *, now: datetime) -> None:
    """The receipt by mail to those who sent it in; a notice to everybody who acts for the organisation."""
    number, what = matter.case.number, name_of(matter)
    if isinstance(matter, Expression):
        key, page, senders = f"expression-receipt:{number}", "own_expression", [matter.submitted_by]
    else:
        key, page = f"receipt:{number}", "receipt"
        senders = [signature.signed_by for signature in signers_of(matter)]
    for sender in _addressed(senders):
        outbox.queue(
            "receipt",
            key=f"{key}:{sender.actor_key}",
            to=sender.email,
            context={
                "name": sender.name,
                "what": what,
                "signed": not isinstance(matter, Expression),
                "number": number,
                "received_at": matter.received_at,
                "late": matter.is_late,
                "sha256": matter.content_id,
                "url": outbox.absolute(reverse(page, args=[number])),
            },
            now=now,
        )
    notify(
        people_acting_for(matter.organisation, now=now),
        key=key,
        title=f"{what.capitalize()} ”{matter.title}” har kommit in till oss",
        url=reverse(page, args=[number]),
        case_number=number,
        now=now,
        mail=False,
    )


def _addressed(people: Iterable[User]) -> list[User]:
    return [person for person in people if person.email]
