"""The queue of files for the court: each is put together by a task, stored once, and found again after a crash."""

from collections.abc import Callable, Iterable
from datetime import datetime
from tempfile import TemporaryFile
from typing import BinaryIO

import structlog
from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission
from delmos.lib.gate import NotYours
from grants.domain.alone import alone
from grants.domain.applications import locked
from grants.enums import AppealBundleStatus
from grants.models import AppealBundle
from grants.permissions import check_case_act
from grants.workflow import READING
from journal.actors import SYSTEM
from journal.domain import documents, events, readings
from journal.models import Document, RegistryEntry

# Puts the file together: the bundle, its documents in the order of the diary, where to write, who hears how far it is.
Writer = Callable[[AppealBundle, Iterable[RegistryEntry], BinaryIO, Callable[[int], None]], None]

log = structlog.get_logger(__name__)


def waiting() -> list[int]:
    """The bundles that are not made, oldest first."""
    rows = AppealBundle.objects.filter(status=AppealBundleStatus.WAITING).order_by("ordered_at", "pk")
    return list(rows.values_list("pk", flat=True))


def make(pk: int, *, write: Writer, now: datetime) -> bool:
    """Put the file together, if it waits and nobody else is at it; whether it was made.

    It holds what stood in the diary when it was begun. A worker that dies leaves the row as it was, and the next one
    begins anew. What cannot be made is logged and said on the page.
    """
    with alone("appeal_bundle", pk) as mine:
        found = AppealBundle.objects.filter(pk=pk, status=AppealBundleStatus.WAITING)
        bundle = found.select_related("appeal__application__case", "appeal__application__organisation").first()
        if not mine or bundle is None:
            return False
        try:
            _make(bundle, write=write, now=now)
        except Exception:
            log.exception("appeal_bundle_not_made", bundle=pk)
            found.update(status=AppealBundleStatus.FAILED)
            return False
        return True


@transaction.atomic
def read(bundle: AppealBundle, *, by: User, now: datetime) -> Document:
    """Let ``by`` read the file before it is handed over, and log it: it holds everything in the case (INV-31).

    Raises Refused for whoever may not hand it over or is jävig, and NotYours while it is not done.
    """
    application = locked(bundle.appeal.application)
    check_case_act(by, Permission.DISPATCH_DECISIONS, application, law=READING)
    if bundle.document is None:
        raise NotYours
    readings.record(application.case, readings.of_bundle(bundle.appeal.number), by=by, now=now)
    return bundle.document


def _make(bundle: AppealBundle, *, write: Writer, now: datetime) -> None:
    case = bundle.appeal.application.case
    case.refresh_from_db()
    entries = case.entries.filter(serial__lte=case.last_entry, document__isnull=False)
    own = AppealBundle.objects.filter(pk=bundle.pk)
    bundle.total, bundle.upto = entries.count(), case.last_entry
    own.update(total=bundle.total, written=0, upto=bundle.upto)
    with TemporaryFile() as made:
        ordered = entries.select_related("document__scan", "case").order_by("serial")
        write(bundle, ordered.iterator(chunk_size=100), made, lambda number: _told(bundle, number))
        document, _ = documents.store_stream(made, content_type="application/pdf", by=SYSTEM, now=now)
    _keep(bundle, document, now=now)


def _told(bundle: AppealBundle, number: int) -> None:
    AppealBundle.objects.filter(pk=bundle.pk).update(written=number)


@transaction.atomic
def _keep(bundle: AppealBundle, document: Document, *, now: datetime) -> None:
    application = locked(bundle.appeal.application)
    AppealBundle.objects.filter(pk=bundle.pk).update(
        status=AppealBundleStatus.DONE, document=document, made_at=now, written=bundle.total
    )
    events.record(
        application.stream,
        "appeal_bundle_made",
        by=SYSTEM,
        now=now,
        number=bundle.appeal.number,
        bundle_sha256=document.sha256,
        documents=bundle.total,
    )
