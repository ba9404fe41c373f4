"""Celery's side of the cases. Beat sends these; the row is the queue, so a message may be lost or come twice."""

import structlog
from celery import shared_task
from django.utils import timezone

from grants.domain import announcements, completion_requests, culling, receipts, rejections, subscriptions
from grants.interfaces.receipts import render_receipt
from journal.domain import scans

log = structlog.get_logger(__name__)


@shared_task
def announce(pk: int) -> None:
    """Tell everybody whom an announcement concerns, a batch at a time. What was queued before a crash stays queued."""
    while announcements.tell_batch(pk, now=timezone.now()):
        pass


@shared_task
def announce_waiting() -> None:
    """Go on with the announcements whose message was lost or whose worker died."""
    for pk in announcements.waiting():
        announce(pk)


@shared_task
def forget_unconfirmed_subscriptions() -> None:
    """Delete the addresses that were never confirmed."""
    if forgotten := subscriptions.forget_unconfirmed(now=timezone.now()):
        log.info("unconfirmed_subscriptions_forgotten", addresses=forgotten)


@shared_task
def write_receipts() -> None:
    """Draw and mail the receipts of what has been submitted."""
    if written := receipts.write_due(draw=render_receipt, now=timezone.now()):
        log.info("receipts_written", receipts=written)


@shared_task
def scan_files() -> None:
    """Have the files that wait for the virus scanner scanned, and tell those who sent what it rejects."""
    if done := scans.sweep(tell=rejections.tell, now=timezone.now()):
        log.info("files_scanned", files=done)


@shared_task
def remove_old_versions() -> None:
    """Remove the old versions of drafts that were never sent in."""
    if removed := culling.remove_due(now=timezone.now()):
        log.info("draft_versions_removed", versions=removed)


@shared_task
def mind_completions() -> None:
    """Remind of completions that are soon due, and mark those that were not answered in time."""
    now = timezone.now()
    reminded, expired = completion_requests.remind(now=now), completion_requests.expire(now=now)
    if reminded or expired:
        log.info("completions_minded", reminded=reminded, expired=expired)
