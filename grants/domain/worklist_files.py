"""A work list as a file: ordered, made in the background, fetched by whoever ordered it, removed after some days."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from functools import partial
from tempfile import TemporaryFile
from typing import BinaryIO
from uuid import UUID

import structlog
from celery import current_app
from django.core.files.base import File
from django.core.files.storage import storages
from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from accounts.permissions import Permission
from delmos.lib.dates import stockholm_date
from delmos.lib.gate import NotYours, one
from delmos.lib.refusal import Refused
from delmos.lib.sweep import each
from grants.domain.alone import alone
from grants.domain.queries.worklist import Selection, listed
from grants.enums import SheetKind, WorklistFileStatus
from grants.models import Application, WorklistFile
from grants.permissions import check_may, without_conflict
from grants.workflow import CONFLICT
from journal.actors import SYSTEM
from journal.domain import events

TASK = "grants.tasks.make_worklist_file"
KEPT = timedelta(days=3)
MOST_WAITING = 5  # files of one person that are not made yet
STRIDE = 1000  # rows between two words of how far it has come
MOST_AT_ONCE = 200  # files that a night removes
Reader = Callable[[str, User], Selection]
Writer = Callable[[SheetKind, BinaryIO, Iterable[Application]], None]

log = structlog.get_logger(__name__)


def files_of(person: User) -> QuerySet[WorklistFile]:
    """The files that the person has ordered, the newest first; none for who may not see cases any more."""
    if not person.may(Permission.SEE_CASES):
        return WorklistFile.objects.none()
    return WorklistFile.objects.filter(ordered_by=person).order_by("-ordered_at", "pk")


def file_of(person: User, pk: UUID) -> WorklistFile:
    """One of them. Raises NotYours for another's."""
    return one(files_of(person), pk=pk)


def removed_from(file: WorklistFile) -> datetime:
    """When the file is removed, at the earliest (UTC)."""
    return file.ordered_at + KEPT


@transaction.atomic
def order(query: str, *, kind: SheetKind, by: User, now: datetime) -> WorklistFile:
    """Put a file of the list that ``query`` gives in the queue. Raises Refused while too many wait already."""
    check_may(by, Permission.SEE_CASES)
    if files_of(by).filter(status=WorklistFileStatus.WAITING).count() >= MOST_WAITING:
        raise Refused(f"Du har redan {MOST_WAITING} filer som väntar på att bli gjorda. Vänta tills någon är klar.")
    file = WorklistFile.objects.create(query=query, kind=kind, ordered_at=now, ordered_by=by)
    events.record(f"worklist_file:{file.pk}", "worklist_file_ordered", by=by, now=now, query=query, kind=kind)
    # Robust: with the broker away the row waits for the sweep.
    transaction.on_commit(lambda: current_app.send_task(TASK, [str(file.pk)]), robust=True)
    return file


def waiting() -> list[UUID]:
    """The files that are not made, oldest first."""
    rows = WorklistFile.objects.filter(status=WorklistFileStatus.WAITING).order_by("ordered_at", "pk")
    return list(rows.values_list("pk", flat=True))


def make(pk: UUID, *, read: Reader, write: Writer, now: datetime) -> bool:
    """Make the file, if it waits and nobody else is making it; whether it was made.

    A worker that dies leaves the row as it was, and the next one begins anew. What cannot be made is logged and said to
    whoever ordered it. ``read`` says what a query selects, ``write`` makes the bytes.
    """
    with alone("worklist_file", pk) as mine:
        file = (
            WorklistFile.objects.select_related("ordered_by").filter(pk=pk, status=WorklistFileStatus.WAITING).first()
        )
        if not mine or file is None:
            return False
        try:
            _make(file, read=read, write=write, now=now)
        except Exception:
            log.exception("worklist_file_not_made", file=str(pk))
            WorklistFile.objects.filter(pk=pk).update(status=WorklistFileStatus.FAILED)
            return False
        return True


def open_file(file: WorklistFile) -> "File[bytes]":
    """The bytes of a file that is done, to stream from. Raises NotYours before that.

    Raises Refused when the person has become jävig, since the file was made, in a case that it may hold (INV-8).
    """
    if not file.is_done:
        raise NotYours
    if set(closed_to(file.ordered_by)) - set(file.closed_cases):
        raise Refused(
            "Efter att filen gjordes har det visat sig att du är eller kan vara jävig i ett ärende, som kan stå i den. "
            "Beställ en ny fil.",
            law=CONFLICT,
        )
    return storages["documents"].open(file.path)


def closed_to(person: User) -> list[int]:
    """The primary keys of the applications whose cases are closed to the person because of jäv."""
    return list(Application.objects.exclude(without_conflict(person)).order_by("pk").values_list("pk", flat=True))


def remove_due(*, now: datetime) -> int:
    """Remove the files whose days have passed, oldest first, each with an event; how many."""
    due = WorklistFile.objects.filter(ordered_at__lte=now - KEPT).order_by("ordered_at", "pk")
    return each(due.values_list("pk", flat=True)[:MOST_AT_ONCE], partial(_remove, now=now), sweep="worklist_files")


@transaction.atomic
def _remove(pk: UUID, *, now: datetime) -> bool:
    file = WorklistFile.objects.select_for_update(skip_locked=True).filter(pk=pk).first()
    if file is None:
        return False
    if file.path:
        storages["documents"].delete(file.path)
    events.record(f"worklist_file:{pk}", "worklist_file_removed", by=SYSTEM, now=now, rows=file.written)
    file.delete()
    return True


def _make(file: WorklistFile, *, read: Reader, write: Writer, now: datetime) -> None:
    person, own = file.ordered_by, WorklistFile.objects.filter(pk=file.pk)
    closed = closed_to(person)  # before the rows are read: what is declared meanwhile is noticed when it is fetched
    rows = listed(person, read(file.query, person), today=stockholm_date(now), with_call=True)
    own.update(total=rows.order_by().count(), written=0, closed_cases=closed)
    with TemporaryFile() as made:
        write(SheetKind(file.kind), made, _told(rows, own))
        made.seek(0)
        path = storages["documents"].save(f"arendelistor/{file.pk}.{file.kind}", File(made))
    own.update(status=WorklistFileStatus.DONE, path=path, done_at=now)


def _told(rows: QuerySet[Application], own: QuerySet[WorklistFile]) -> Iterator[Application]:
    """The rows out of a cursor in the database, a stretch at a time, with a word of how far it has come."""
    number = 0
    for number, application in enumerate(rows.iterator(chunk_size=STRIDE), start=1):
        yield application
        if number % STRIDE == 0:
            own.update(written=number)
    own.update(written=number, total=number)
