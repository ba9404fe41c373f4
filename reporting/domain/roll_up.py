"""The roll-up: postings of the ledger become cells of the county table, each posting exactly once.

The row is the queue. A posting waits until a roll-up has read it; how far the reading has come stands in the watermark.
A posting's entry number is given without gaps in the order of commit (the counter's row is locked until the commit), so
whoever sees entry n sees every entry before it, and "newer than the watermark" can never skip one. Cells and watermark
change in one transaction: a killed worker leaves both as they were, and a task that comes twice finds nothing to do.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import connection, transaction
from django.db.models import QuerySet

from grants.models import Posting
from reporting.models import CountyCell, Watermark

READER: Final = "county"
BATCH: Final = 5_000  # postings per transaction: little for a killed worker to repeat, and no long lock

KEY: Final = "budget_year, kind, day, area_code, applicant_type, call_id, ordinance_key"

_BRING_IN = f"""
    WITH fresh AS MATERIALIZED (
        SELECT entry, booked_on AS day, budget_year, kind, area_code, applicant_type, call_id, ordinance_key,
               amount_ore, grant_delta
        FROM grants_posting WHERE entry > %s ORDER BY entry LIMIT %s
    ), brought_in AS (
        INSERT INTO reporting_countycell AS cell ({KEY}, amount_ore, grants)
        SELECT {KEY}, sum(amount_ore), sum(grant_delta) FROM fresh GROUP BY {KEY}
        ON CONFLICT ({KEY}) DO UPDATE
        SET amount_ore = cell.amount_ore + excluded.amount_ore, grants = cell.grants + excluded.grants
    )
    SELECT count(*), max(entry) FROM fresh
"""


@dataclass(frozen=True, slots=True)
class Freshness:
    """How far the cells have come: last moved and last checked (UTC), postings that wait, and the alarm."""

    moved_at: datetime | None
    checked_at: datetime | None
    waiting: int
    difference_found: bool


def roll_up(*, now: datetime, limit: int = BATCH, wait: bool = False) -> int:
    """Bring every new posting into the cells, ``limit`` at a time; returns how many postings were read.

    One roll-up runs at a time. A second one leaves at once, since the first does its work; with ``wait`` it waits for
    its turn instead, so that every posting committed before the call is in the cells afterwards.
    """
    read = 0
    while batch := _roll_up_batch(now=now, limit=limit, wait=wait):
        read += batch
    return read


@transaction.atomic
def rebuild(*, now: datetime) -> int:
    """Throw the cells away and make them again from every posting; returns how many postings were read."""
    mark = _mark().select_for_update().get()
    CountyCell.objects.all().delete()
    mark.entry = 0
    return _bring_in(mark, now=now, limit=None)


def freshness() -> Freshness:
    """How far the cells have come, in two queries."""
    mark = _last_mark()
    return Freshness(mark.moved_at, mark.checked_at, _unread(mark).count(), mark.difference_found)


def _roll_up_batch(*, now: datetime, limit: int, wait: bool) -> int:
    if not _unread(_last_mark()).exists():  # most sweeps find nothing, and need no lock for that
        return 0
    with transaction.atomic():
        mark = _mark().select_for_update(skip_locked=not wait).first()
        return _bring_in(mark, now=now, limit=limit) if mark else 0


def _last_mark() -> Watermark:
    return Watermark.objects.filter(name=READER).first() or Watermark(name=READER)


def _unread(mark: Watermark) -> QuerySet[Posting]:
    return Posting.objects.filter(entry__gt=mark.entry)


def _mark() -> QuerySet[Watermark]:
    """The watermark, which is there from the first time somebody asks. Locking it is the right to write cells."""
    Watermark.objects.bulk_create([Watermark(name=READER)], ignore_conflicts=True)
    return Watermark.objects.filter(name=READER)


def _bring_in(mark: Watermark, *, now: datetime, limit: int | None) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_BRING_IN, [mark.entry, limit])
        read, last = cursor.fetchone()
    if last is not None:
        mark.entry, mark.moved_at = last, now
    mark.save(update_fields=["entry", "moved_at"])
    return int(read)
