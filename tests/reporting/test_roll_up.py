from collections import Counter
from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, connection, transaction

from reporting import tasks
from reporting.domain.roll_up import BATCH, Freshness, freshness, rebuild, roll_up
from reporting.domain.verification import differences
from reporting.models import CountyCell, Watermark
from tests.reporting.ledger import book, book_at_random

pytestmark = pytest.mark.django_db
NOW = datetime(2018, 12, 31, 22, 30, tzinfo=UTC)
LATER = datetime(2019, 1, 1, 8, 0, tzinfo=UTC)
KEY = ("budget_year", "kind", "day", "area_code", "applicant_type", "call_id", "ordinance_key")


def cells() -> dict[tuple, tuple[int, int]]:
    return {row[:-2]: row[-2:] for row in CountyCell.objects.values_list(*KEY, "amount_ore", "grants")}


def summed(postings) -> dict[tuple, tuple[int, int]]:
    """What the cells must be, added up in Python."""
    ore, grants = Counter(), Counter()
    for one in postings:
        key = (one.budget_year, one.kind, one.booked_on, one.area_code, one.applicant_type, one.call_id)
        ore[*key, one.ordinance_key] += one.amount_ore
        grants[*key, one.ordinance_key] += one.grant_delta
    return {key: (ore[key], grants[key]) for key in ore}


@pytest.mark.parametrize("seed", range(5))
def test_the_cells_are_the_sums_of_the_postings(seed):
    postings = book_at_random(60, seed=seed)
    roll_up(now=NOW)
    assert cells() == summed(postings)


def test_postings_that_come_in_many_turns_give_the_same_cells():
    postings = []
    for seed in range(6):
        postings += book_at_random(10, seed=seed)
        roll_up(now=NOW)
    assert cells() == summed(postings)


def test_small_batches_read_everything_once():
    postings = book_at_random(23, seed=1)
    assert roll_up(now=NOW, limit=5) == 23
    assert cells() == summed(postings)


def test_two_payments_of_one_day_share_a_cell():
    book("disbursed", 100_00, day=date(2018, 6, 1))
    roll_up(now=NOW)
    book("disbursed", 200_00, day=date(2018, 6, 1))
    roll_up(now=NOW)
    assert list(CountyCell.objects.values_list("amount_ore", "grants")) == [(300_00, 2)]


def test_a_counter_entry_brings_its_cell_back_to_nothing():
    book("disbursed", 100_00, grants=1)
    book("disbursed", -100_00, grants=-1)
    roll_up(now=NOW)
    assert list(CountyCell.objects.values_list("amount_ore", "grants")) == [(0, 0)]


def test_a_second_run_reads_nothing_and_changes_nothing():
    book_at_random(10, seed=2)
    roll_up(now=NOW)
    before = cells()
    assert (roll_up(now=LATER), cells()) == (0, before)


def test_a_task_that_comes_twice_counts_once():
    book("disbursed", 100_00)
    tasks.roll_up()
    tasks.roll_up()
    assert list(CountyCell.objects.values_list("amount_ore", "grants")) == [(100_00, 1)]


def test_a_run_with_nothing_to_read_leaves_the_time_stamp():
    book()
    roll_up(now=NOW)
    roll_up(now=LATER)
    assert Watermark.objects.get().moved_at == NOW


def test_the_watermark_is_the_last_entry_read():
    last = [book(), book(), book()][-1]
    roll_up(now=NOW, limit=2)
    assert Watermark.objects.get().entry == last.entry


def test_an_empty_ledger_gives_no_cells():
    assert (roll_up(now=NOW), cells()) == (0, {})


def test_freshness_counts_the_postings_that_wait():
    book()
    roll_up(now=NOW)
    book()
    book()
    assert freshness() == Freshness(moved_at=NOW, checked_at=None, waiting=2, difference_found=False)


def test_a_batch_is_one_transaction_with_its_watermark():
    """The database refuses the new place of the watermark, so the cells of the batch are refused with it."""
    book()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE reporting_watermark ADD CONSTRAINT stuck CHECK (entry = 0)")
    with pytest.raises(IntegrityError, match="stuck"), transaction.atomic():
        roll_up(now=NOW)
    assert cells() == {}


def test_fifty_postings_are_brought_in_by_one_statement(django_assert_num_queries):
    book_at_random(50, seed=3)
    # two looks at what waits, the mark made and locked, the cells, the mark moved, the transaction and its savepoint
    with django_assert_num_queries(10):
        roll_up(now=NOW, limit=BATCH)


def test_a_rebuild_gives_the_cells_that_the_roll_up_gave():
    book_at_random(40, seed=4)
    roll_up(now=NOW, limit=7)
    before = cells()
    assert (rebuild(now=LATER), cells()) == (40, before)


def test_a_rebuild_heals_cells_that_were_tampered_with():
    postings = book_at_random(20, seed=5)
    roll_up(now=NOW)
    CountyCell.objects.filter(pk=CountyCell.objects.earliest("pk").pk).update(amount_ore=1)
    CountyCell.objects.latest("pk").delete()
    rebuild(now=LATER)
    assert (cells(), differences()) == (summed(postings), ())


def test_a_rebuild_of_an_empty_ledger_gives_no_cells():
    assert (rebuild(now=NOW), cells()) == (0, {})


def test_postings_after_a_rebuild_are_counted_once():
    postings = book_at_random(5, seed=6)
    rebuild(now=NOW)
    postings += book_at_random(5, seed=7)
    roll_up(now=LATER)
    assert cells() == summed(postings)
