"""Celery's side of the accounts."""

import structlog
from celery import shared_task
from django.utils import timezone

from accounts.domain import sign_ins

log = structlog.get_logger(__name__)


@shared_task
def forget_old_sign_ins() -> None:
    """Delete the sign-ins that have been kept for a year."""
    if forgotten := sign_ins.forget_old(now=timezone.now()):
        log.info("old_sign_ins_forgotten", sign_ins=forgotten)
