"""Several runners, and runners that die: real threads, a real worker, real SIGKILL."""

import threading
from collections import Counter
from contextlib import closing
from datetime import UTC, date, datetime

import pytest
from django.db import connection, transaction
from django.db.models import Sum

from reporting import tasks
from reporting.domain.roll_up import roll_up
from reporting.domain.verification import differences
from reporting.models import CountyCell, Watermark
from tests.database import at_once, somebody_waits_for_a_lock
from tests.processes import kill_tree, wait_until
from tests.reporting.ledger import AREAS, book, book_at_random

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2018, 12, 31, 22, 30, tzinfo=UTC)


def county_sums() -> dict[str, int]:
    """The öre of each county, for tests with one cell in each."""
    return dict(CountyCell.objects.values_list("area_code", "amount_ore"))


def nobody_else_is_in_a_transaction() -> bool:
    """No other transaction is under way in the test database, so what a dead process did is undone."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND xact_start IS NOT NULL"
        )
        return not cursor.fetchone()[0]


def in_threads(count: int, work) -> None:
    """Do ``work`` in so many threads at the same moment. What one of them raises is an error of the test."""
    for outcome in at_once(*[work] * count):
        if isinstance(outcome, Exception):
            raise outcome


@pytest.mark.parametrize("wait", [True, False])
def test_runners_at_once_count_every_posting_once(wait):
    postings = book_at_random(60, seed=11)
    in_threads(4, lambda: roll_up(now=NOW, limit=3, wait=wait))
    rolled_up = CountyCell.objects.aggregate(ore=Sum("amount_ore"))["ore"]
    assert (rolled_up, differences()) == (sum(posting.amount_ore for posting in postings), ())


def test_runners_share_the_postings_between_them():
    book_at_random(60, seed=12)
    read = []
    in_threads(4, lambda: read.append(roll_up(now=NOW, limit=3, wait=True)))
    assert sum(read) == 60


def test_a_sweep_that_finds_another_runner_leaves_at_once(elsewhere):
    Watermark.objects.create(name="county")
    book()
    elsewhere.cursor().execute("SELECT 1 FROM reporting_watermark FOR UPDATE")
    assert (roll_up(now=NOW), county_sums()) == (0, {})


def test_a_command_waits_for_the_other_runner_and_then_finds_its_work_done():
    book("disbursed", 100_00)
    read = []

    def second() -> None:
        with closing(connection):
            read.append(roll_up(now=NOW, wait=True))

    with transaction.atomic():
        roll_up(now=NOW)
        thread = threading.Thread(target=second)
        thread.start()
        wait_until(somebody_waits_for_a_lock)
    thread.join()
    third = roll_up(now=NOW)
    assert (read, third, county_sums()) == ([0], 0, {"21": 100_00})


def test_a_posting_that_is_not_committed_yet_is_read_when_it_is():
    """The next entry number waits for this one's commit, so the watermark can never pass an entry in the making."""
    first = threading.Event()
    booked = threading.Event()

    def slow() -> None:
        with closing(connection), transaction.atomic():
            book("disbursed", 100_00, area="01")
            first.set()
            booked.wait(20)

    book("granted", 50_00, area="03")
    thread = threading.Thread(target=slow)
    thread.start()
    assert first.wait(20)
    roll_up(now=NOW)
    before = county_sums()
    booked.set()
    thread.join()
    book("disbursed", 200_00, area="04")
    roll_up(now=NOW)
    assert (before, county_sums()) == ({"03": 50_00}, {"03": 50_00, "01": 100_00, "04": 200_00})


def test_a_worker_killed_in_the_middle_of_the_roll_up_loses_nothing(start_celery_worker, broker, elsewhere):
    """The worker has written some cells and waits for the last one, which we hold, when SIGKILL comes."""
    held = AREAS[0]
    book("disbursed", 1_00, area=held)
    roll_up(now=NOW)
    expected = Counter({held: 1_00})
    for serial in range(40):
        area = AREAS[serial % 20]
        book("disbursed", 100_00 + serial, area=area)
        expected[area] += 100_00 + serial
    elsewhere.cursor().execute("SELECT 1 FROM reporting_countycell FOR UPDATE")
    worker = start_celery_worker()
    tasks.roll_up.delay()
    wait_until(somebody_waits_for_a_lock)

    kill_tree(worker)
    elsewhere.rollback()
    wait_until(nobody_else_is_in_a_transaction)
    assert (county_sums(), Watermark.objects.get().entry) == ({held: 1_00}, 1)

    start_celery_worker()
    tasks.roll_up.delay()
    tasks.roll_up.delay()
    wait_until(lambda: Watermark.objects.get().entry == 41)
    wait_until(lambda: not broker.llen("celery") and not somebody_waits_for_a_lock())
    assert (county_sums(), differences()) == (dict(expected), ())


def test_a_worker_brings_a_new_posting_into_the_table(celery_worker_process):
    book("disbursed", 100_00, area="14", day=date(2018, 5, 2))
    tasks.roll_up.delay()
    wait_until(county_sums)
    assert county_sums() == {"14": 100_00}
