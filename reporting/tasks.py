"""Celery's side of the county table. Beat sends both; the row is the queue, so a message may be lost or come twice."""

import structlog
from celery import shared_task
from django.utils import timezone

from reporting.domain import roll_up as rolling
from reporting.domain import verification

log = structlog.get_logger(__name__)


@shared_task
def roll_up() -> None:
    """Bring new postings into the county table. Leaves at once when another roll-up runs."""
    read = rolling.roll_up(now=timezone.now())
    if read:
        log.info("county_table_rolled_up", postings=read)


@shared_task
def verify_cells() -> None:
    """Compare the county table with the ledger. A difference is logged as an error, which is the alarm."""
    found = verification.verify(now=timezone.now())
    if found.differences:
        log.error("county_table_differs", cells=len(found.differences), first=str(found.differences[0]))
    else:
        log.info("county_table_verified", waiting=found.waiting)
