"""The receipt of a submitted application: promised in the same transaction, drawn, stored and mailed right after."""

from collections.abc import Callable, Iterable
from datetime import datetime

import structlog
from django.db import transaction
from django.urls import reverse

from accounts.models import User
from applicants.domain.queries.people import people_acting_for
from grants.models import Application, Receipt, Signature
from journal.actors import SYSTEM
from journal.domain import cases, documents, events, outbox
from journal.domain.notices import notify
from journal.enums import Direction

TITLE = "Kvitto på ansökan"
MOST_AT_ONCE = 50  # receipts a sweep
# Makes the PDF of a receipt: the room of letters stands above this one and is handed in.
ReceiptWriter = Callable[[Application], bytes]

log = structlog.get_logger(__name__)


def promise(application: Application) -> None:
    """Put the receipt in the queue, in the transaction that takes the application in (INV-3).

    It is drawn later: the series of case numbers is locked until the submission is committed, and many submit in the
    last minute.
    """
    Receipt.objects.create(application=application)


def write_due(*, draw: ReceiptWriter, now: datetime) -> int:
    """Draw and mail every receipt that is promised, oldest first; returns how many.

    One that cannot be drawn is logged and stays in the queue, and the others are not made to wait for it.
    """
    due = Receipt.objects.filter(drawn_at=None).order_by("application").values_list("pk", flat=True)
    done = 0
    for pk in due[:MOST_AT_ONCE]:
        try:
            done += write(pk, draw=draw, now=now)
        except Exception:
            log.exception("receipt_not_written", application=pk)
    return done


@transaction.atomic
def write(pk: int, *, draw: ReceiptWriter, now: datetime) -> bool:
    """Draw the receipt of the application ``pk``, enter it in the diary and mail it; False when that is done already.

    Several workers may try at once: the row is locked, and drawn once.
    """
    receipt = Receipt.objects.select_for_update(of=("self",), skip_locked=True).filter(pk=pk, drawn_at=None).first()
    if receipt is None:
        return False
    application = Application.objects.select_related("case", "call", "organisation", "submitted_by").get(pk=pk)
    pdf = documents.store(draw(application), content_type="application/pdf", by=SYSTEM, now=now)
    receipt.entry = cases.register(
        application.case,
        direction=Direction.OUT,
        title=TITLE,
        counterpart=application.organisation.name,
        document=pdf,
        by=SYSTEM,
        now=now,
    )
    receipt.drawn_at = now
    receipt.save(update_fields=["entry", "drawn_at"])
    events.record(
        application.stream,
        "receipt_sent",
        by=SYSTEM,
        now=now,
        receipt_sha256=pdf.sha256,
        entries=[receipt.entry.serial],
    )
    _send(application, now=now)
    return True


def signers_of(application: Application) -> list[Signature]:
    """The signatures over exactly what was submitted, first signed first."""
    return list(
        Signature.objects.filter(draft__application=application, content_sha256=application.content_id)
        .select_related("signed_by")
        .order_by("signed_at", "pk")
    )


def _send(application: Application, *, now: datetime) -> None:
    """The receipt by mail to those who signed; a notice to everybody who acts for the organisation."""
    number, page = application.case.number, reverse("receipt", args=[application.case.number])
    for signer in _addressed(signature.signed_by for signature in signers_of(application)):
        outbox.queue(
            "receipt",
            key=f"receipt:{number}:{signer.actor_key}",
            to=signer.email,
            context={
                "name": signer.name,
                "number": number,
                "received_at": application.received_at,
                "late": application.is_late,
                "sha256": application.content_id,
                "url": outbox.absolute(page),
            },
            now=now,
        )
    notify(
        people_acting_for(application.organisation, now=now),
        key=f"receipt:{number}",
        title=f"Ansökan ”{application.title}” har kommit in till oss",
        url=page,
        case_number=number,
        now=now,
        mail=False,
    )


def _addressed(people: Iterable[User]) -> list[User]:
    return [person for person in people if person.email]
