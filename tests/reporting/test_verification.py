import logging
from datetime import UTC, date, datetime

import pytest

from reporting import tasks
from reporting.domain.roll_up import freshness, roll_up
from reporting.domain.verification import Difference, Verification, differences, verify
from reporting.models import CountyCell
from tests.reporting.ledger import a_grant, book, book_at_random

pytestmark = pytest.mark.django_db
NOW = datetime(2018, 12, 31, 22, 30, tzinfo=UTC)
LATER = datetime(2019, 1, 1, 2, 10, tzinfo=UTC)


def difference(**changes) -> Difference:
    """How a difference in the cell of the one posting that these tests book is told."""
    grant = a_grant()
    facts = {
        "budget_year": 2018,
        "kind": "disbursed",
        "day": date(2018, 6, 1),
        "area_code": "21",
        "applicant_type": "association",
        "call_id": grant.call_id,
        "ordinance_key": grant.ordinance_key,
        "rolled_up_ore": 100_00,
        "booked_ore": 100_00,
        "rolled_up_grants": 1,
        "booked_grants": 1,
    }
    return Difference(**{**facts, **changes})


@pytest.fixture
def rolled_up() -> None:
    book("disbursed", 100_00)
    roll_up(now=NOW)


def test_cells_that_are_right_have_no_differences():
    book_at_random(40, seed=21)
    roll_up(now=NOW)
    assert differences() == ()


def test_nothing_at_all_has_no_differences():
    assert differences() == ()


def test_a_changed_amount_is_found(rolled_up):
    CountyCell.objects.update(amount_ore=100_01)
    assert differences() == (difference(rolled_up_ore=100_01),)


def test_a_changed_count_is_found(rolled_up):
    CountyCell.objects.update(grants=2)
    assert differences() == (difference(rolled_up_grants=2),)


def test_a_missing_cell_is_found(rolled_up):
    CountyCell.objects.all().delete()
    assert differences() == (difference(rolled_up_ore=None, rolled_up_grants=None),)


def test_a_cell_without_postings_is_found(rolled_up):
    CountyCell.objects.update(area_code="01")
    assert differences() == (
        difference(area_code="01", booked_ore=None, booked_grants=None),
        difference(rolled_up_ore=None, rolled_up_grants=None),
    )


def test_a_difference_is_told_in_a_sentence():
    told = str(difference(call_id=7, rolled_up_ore=None, rolled_up_grants=None))
    assert told == (
        "2018 disbursed 2018-06-01 21 association 7: "
        "sammanställningen saknas, huvudboken 100\N{NO-BREAK SPACE}kr och 1 bidrag"
    )


def test_postings_that_wait_are_no_difference_but_are_told(rolled_up):
    book("disbursed", 200_00)
    assert verify(now=LATER) == Verification(differences=(), waiting=1)


def test_a_check_notes_when_it_was_made_and_that_all_is_right(rolled_up):
    verify(now=LATER)
    assert (freshness().checked_at, freshness().difference_found) == (LATER, False)


def test_a_check_raises_the_alarm_and_the_next_one_lowers_it(rolled_up):
    CountyCell.objects.update(amount_ore=1)
    verify(now=NOW)
    raised = freshness().difference_found
    CountyCell.objects.update(amount_ore=100_00)
    verify(now=LATER)
    assert (raised, freshness().difference_found) == (True, False)


def test_the_nightly_task_logs_an_error_for_a_difference(rolled_up, caplog):
    CountyCell.objects.update(amount_ore=1)
    tasks.verify_cells()
    assert [record.levelno for record in caplog.records if record.name == "reporting.tasks"] == [logging.ERROR]


def test_the_nightly_task_logs_no_error_when_all_is_right(rolled_up, caplog):
    tasks.verify_cells()
    assert [record.levelno for record in caplog.records if record.name == "reporting.tasks"] == [logging.INFO]
