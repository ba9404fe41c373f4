"""Collective decisions by real workers: shared between two, killed in the middle, and every letter exists once."""

import threading
import time
from collections import Counter
from collections.abc import Callable
from subprocess import Popen

import pytest
from django.db import connection, transaction
from django.utils import timezone

from grants.domain import batch_work, batches, frames, ledger
from grants.enums import BatchItemStatus, BatchStatus, DecisionStatus
from grants.models import BatchDecision, Decision, Posting
from grants.tasks import work_on_batch, work_on_batches
from journal.domain import events
from journal.models import Document, Event, Mail, Notice
from tests import factories
from tests.database import at_once
from tests.factories import person
from tests.processes import kill_tree, wait_until

pytestmark = pytest.mark.django_db(transaction=True)
Worker = Callable[[], "Popen[bytes]"]
CASES = 200
PATIENCE = 300.0  # seconds, on a machine with much else to do


def a_batch_today(count: int) -> BatchDecision:
    """Proposed cases by the real clock, and eva's collective decision on them."""
    now = timezone.now()
    call = factories.an_open_call_today(frame_ore=count * factories.AMOUNT)
    return factories.a_batch(
        factories.some_proposed(count, call=call, now=now), now=now, report_due_on=call.report_due_on
    )


def done(batch: BatchDecision, *statuses: BatchItemStatus) -> int:
    return batch.items.filter(status__in=statuses).count()


def reaches(batch: BatchDecision, status: BatchStatus) -> Callable[[], bool]:
    """Whether the batch has come so far; it sends what beat's sweep would, now and then."""
    asked = [0.0]

    def look() -> bool:
        if time.monotonic() - asked[0] > 5:
            asked[0] = time.monotonic()
            work_on_batches.delay()
        return BatchDecision.objects.filter(pk=batch.pk, status=status).exists()

    return look


@pytest.mark.slow
def test_workers_that_are_killed_lose_nothing_and_do_nothing_twice(start_celery_worker: Worker) -> None:
    """Killed once while the letters are drawn up, and once while the decisions are carried out."""
    batch, eva, rut = a_batch_today(CASES), person("eva"), person("rut")
    first = start_celery_worker()
    wait_until(lambda: done(batch, BatchItemStatus.READY) >= CASES // 4, PATIENCE)
    kill_tree(first)
    assert done(batch, BatchItemStatus.READY) < CASES
    second = start_celery_worker()
    wait_until(reaches(batch, BatchStatus.READY), PATIENCE)
    batch.refresh_from_db()
    batches.approve(batch, listing_sha256=batch.listing_id or "", by=eva, now=timezone.now())
    wait_until(lambda: done(batch, BatchItemStatus.DECIDED) >= CASES // 4, PATIENCE)
    kill_tree(second)
    assert done(batch, BatchItemStatus.DECIDED) < CASES
    start_celery_worker()
    wait_until(reaches(batch, BatchStatus.DECIDED), PATIENCE)
    batches.dispatch(batch, no_conflict=True, by=rut, now=timezone.now())
    wait_until(reaches(batch, BatchStatus.DISPATCHED), PATIENCE)
    everything_exists_once(batch)


def everything_exists_once(batch: BatchDecision) -> None:
    decisions = list(Decision.objects.order_by("pk"))
    assert [decision.status for decision in decisions] == [DecisionStatus.DISPATCHED] * CASES
    assert len({decision.letter_id for decision in decisions}) == CASES
    assert len({decision.sealed_letter_id for decision in decisions}) == CASES
    assert Document.objects.filter(content_type="application/pdf").count() == 2 * CASES + 2  # the list and the protocol
    assert Posting.objects.count() == CASES
    frame = decisions[0].frame
    granted = sum(decision.amount_ore for decision in decisions)
    assert ledger.granted_in(frame.call_id, frame.group, frame.budget_year) == frames.taken(frame) == granted
    names = ("decision_prepared", "decision_made", "decision_dispatched")
    written = Counter(Event.objects.filter(name__in=names).values_list("name", flat=True))
    assert written == dict.fromkeys(names, CASES)
    assert list(events.verify_all()) == []
    told = Notice.objects.filter(key__startswith="decision:")
    its_cases = batch.items.order_by("place").values_list("application__case__number", flat=True)
    assert sorted(told.values_list("case_number", flat=True)) == sorted(its_cases)
    assert Mail.objects.filter(key__in=[f"notice:{notice.pk}" for notice in told]).count() == CASES


def test_two_workers_share_a_batch_and_no_case_is_done_twice(start_celery_worker: Worker) -> None:
    batch = a_batch_today(12)
    start_celery_worker()
    start_celery_worker()
    wait_until(reaches(batch, BatchStatus.READY), PATIENCE)
    assert done(batch, BatchItemStatus.READY) == 12
    assert Event.objects.filter(name="decision_prepared").count() == 12
    assert Event.objects.filter(name="batch_drawn_up").count() == 1


def test_a_batch_has_places_for_two_and_a_third_goes_away() -> None:
    batch = factories.a_batch()

    def take_part() -> bool:
        with batch_work.taking_part(batch.pk) as may:
            time.sleep(1)
            return may

    assert sorted(at_once(take_part, take_part, take_part)) == [False, True, True]
    with batch_work.taking_part(batch.pk) as free:
        assert free


def test_a_case_that_somebody_works_on_is_passed_by() -> None:
    batch = factories.a_batch()
    first = batch.items.earliest("place")
    held, passed = threading.Event(), threading.Event()

    def hold_the_first() -> None:
        with transaction.atomic():
            batch.items.select_for_update().get(pk=first.pk)
            held.set()
            passed.wait(60)

    def do_the_next() -> list[int]:
        held.wait(60)
        try:
            batch_work.do_next(batch.pk, writers=factories.WRITERS, now=factories.NOW)
            return list(batch.items.filter(status=BatchItemStatus.READY).values_list("place", flat=True))
        finally:
            passed.set()

    assert at_once(hold_the_first, do_the_next)[1] == [2]


def test_tasks_that_come_when_there_is_nothing_to_do_do_nothing(broker) -> None:
    batch = factories.worked(factories.a_batch())
    before = Event.objects.count()
    work_on_batch(batch.pk)
    work_on_batch(batch.pk + 1)
    assert Event.objects.count() == before


def test_a_fault_while_drawing_up_is_a_hinder_and_the_others_go_on() -> None:
    batch = factories.a_batch()
    first = batch.items.earliest("place").application.case.number

    def faulty(decision: Decision) -> bytes:
        if decision.application.case.number == first:
            raise ValueError("no glyph")
        return factories.a_letter(decision)

    writers = batch_work.Writers(
        letter=faulty,
        listing=factories.WRITERS.listing,
        protocol=factories.WRITERS.protocol,
        seal=factories.WRITERS.seal,
    )
    factories.worked(batch, writers=writers)
    assert list(batch.items.order_by("place").values_list("status", "problem")) == [
        (BatchItemStatus.HINDERED, batch_work.FAULT),
        (BatchItemStatus.READY, ""),
    ]


def test_a_fault_while_carrying_out_is_tried_again_after_the_others() -> None:
    batch = factories.approved_batch()
    failing = [True]

    def seal(letter: bytes) -> bytes:
        if failing:
            failing.clear()
            raise OSError("the disk is full")
        return factories.WRITERS.seal(letter)

    writers = batch_work.Writers(
        letter=factories.a_letter,
        listing=factories.WRITERS.listing,
        protocol=factories.WRITERS.protocol,
        seal=seal,
    )
    assert not batch_work.do_next(batch.pk, writers=writers, now=factories.NOW)
    batch = factories.worked(batch, writers=writers)
    assert (batch.status, done(batch, BatchItemStatus.DECIDED)) == (BatchStatus.DECIDED, 2)
    assert list(batch.items.order_by("place").values_list("tries", flat=True)) == [1, 0]
    made = Decision.objects.order_by("sealed_letter__stored_at", "pk").values_list("application", flat=True)
    assert len(set(made)) == 2
    assert connection.in_atomic_block is False
