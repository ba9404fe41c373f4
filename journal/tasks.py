"""Celery's side of the outbox. A message may be lost or come twice: the row says what is to do."""

import structlog
from celery import shared_task
from django.utils import timezone

from journal.domain import delivery

log = structlog.get_logger(__name__)


@shared_task
def send_mail(pk: int) -> None:
    """Send one mail that has just been queued."""
    delivery.send(pk, now=timezone.now())


@shared_task
def send_due_mail() -> None:
    """Send every mail whose time has come: those whose message was lost, and those that are tried again."""
    if sent := delivery.send_due(now=timezone.now()):
        log.info("mails_sent_by_the_sweep", mails=sent)
