"""The virus check of files from outside. The row is the queue: a lost message or a killed worker loses nothing."""

from datetime import datetime, timedelta
from typing import BinaryIO, Protocol, cast

import structlog
from django.conf import settings
from django.db import transaction

from delmos.lib.scanning import Infected, scan
from journal.actors import Actor
from journal.domain import documents
from journal.enums import ScanStatus
from journal.models import Document, Scan

# Below clamd's own limit (MaxScanTime, 120 s), at which it lets go of a file without having seen all of it.
SCAN_SECONDS = 30
FIRST_WAIT, LONGEST_WAIT = 5, 60  # seconds until the next try when the scanner gave no answer
MOST_AT_ONCE = 100  # files a sweep


class Teller(Protocol):
    """Tells those who sent a file that it is rejected: whose it is, is known in the rooms above this one."""

    def __call__(self, document: Document, *, now: datetime) -> None: ...


log = structlog.get_logger(__name__)


def ask(document: Document, *, by: Actor, now: datetime) -> Scan:
    """Put ``document`` in the scanner's queue."""
    return Scan.objects.create(document=document, asked_at=now, asked_by=by.actor_key, next_try_at=now)


def sweep(*, tell: Teller | None = None, now: datetime) -> int:
    """Have the files that are due scanned, those that have waited longest first; returns how many got a verdict.

    Without an answer from the scanner a file waits, for ever if need be: it never passes. The sweep then leaves, for
    the scanner is down for every other file too. Several sweeps may run at once. Does nothing where no scanner is
    configured. ``tell`` is told of each file that is rejected, in the transaction of the verdict.
    """
    done = 0
    while settings.CLAMD_ADDRESS and done < MOST_AT_ONCE and _scan_next(tell, now=now):
        done += 1
    return done


@transaction.atomic
def _scan_next(tell: Teller | None, *, now: datetime) -> bool:
    """Scan the first file that is due, with its row locked; whether there was one and it got a verdict."""
    due = Scan.objects.filter(status=ScanStatus.CHECKING, next_try_at__lte=now).order_by("next_try_at", "document")
    waiting = due.select_for_update(of=("self",), skip_locked=True).select_related("document").first()
    if waiting is None:
        return False
    try:
        with documents.open_unchecked(waiting.document) as content:
            scan(cast(BinaryIO, content), address=settings.CLAMD_ADDRESS, timeout=SCAN_SECONDS)
    except Infected as found:
        # Neither the name of the file nor who sent it: a draft is the applicant's own space (INV-4).
        log.warning("upload_infected", signature=found.signature)
        _decide(waiting, ScanStatus.REJECTED, signature=found.signature, now=now)
        if tell:
            _tell(tell, waiting.document, now=now)
    except OSError as error:  # ScannerDown, or a store that has lost the bytes
        log.error("scanner_down", reason=str(error))
        _postpone(waiting, reason=str(error), now=now)
        return False
    else:
        _decide(waiting, ScanStatus.CLEAN, now=now)
    return True


def _tell(tell: Teller, document: Document, *, now: datetime) -> None:
    """Whoever cannot be told must not keep every other file waiting: the verdict stands, and the page says it."""
    try:
        with transaction.atomic():
            tell(document, now=now)
    except Exception:
        log.exception("rejection_not_told")


def _decide(waiting: Scan, status: ScanStatus, *, signature: str = "", now: datetime) -> None:
    waiting.status, waiting.signature, waiting.scanned_at, waiting.last_error = status, signature[:200], now, ""
    waiting.save(update_fields=["status", "signature", "scanned_at", "last_error"])


def _postpone(waiting: Scan, *, reason: str, now: datetime) -> None:
    """Try again after 5 seconds, then twice as long each time, up to a minute."""
    seconds = min(FIRST_WAIT << min(waiting.attempts, 8), LONGEST_WAIT)
    waiting.attempts, waiting.last_error = waiting.attempts + 1, reason[:200]
    waiting.next_try_at = now + timedelta(seconds=seconds)
    waiting.save(update_fields=["attempts", "last_error", "next_try_at"])
