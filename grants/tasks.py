"""Celery's side of the cases. Beat sends these; the row is the queue, so a message may be lost or come twice."""

import structlog
from celery import shared_task
from django.utils import timezone

from grants.domain import receipts
from grants.interfaces.receipts import render_receipt

log = structlog.get_logger(__name__)


@shared_task
def write_receipts() -> None:
    """Draw and mail the receipts of what has been submitted."""
    if written := receipts.write_due(draw=render_receipt, now=timezone.now()):
        log.info("receipts_written", receipts=written)
