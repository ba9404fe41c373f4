"""All of 2018, once, by the command itself and on its own processes; what is said of it afterwards."""

from collections.abc import Iterator
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from pytest_django import DjangoDbBlocker

from applicants.models import Organisation
from grants.enums import PostingKind
from grants.models import Decision, Posting
from journal.domain import events
from reporting.domain.county_table import county_table
from reporting.domain.publication import published_rows
from reporting.enums import Basis
from tests.demo.counting import row_counts

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

TOTALS = "150 bidrag, 38\N{NO-BREAK SPACE}318\N{NO-BREAK SPACE}000\N{NO-BREAK SPACE}kr"


def load() -> str:
    """The last line that the command prints."""
    output = StringIO()
    call_command("load_2018", stdout=output)
    return output.getvalue().splitlines()[-1]


@pytest.fixture(scope="module")
def last_line(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """What the first run printed last. The year stays committed while this file's tests look at it."""
    with django_db_blocker.unblock():
        yield load()
        call_command("flush", verbosity=0, interactive=False)


def test_the_command_ends_with_the_totals(last_line: str) -> None:
    assert last_line == TOTALS


def test_all_22_rows_equal_the_published_ones(last_line: str) -> None:
    table = county_table(year=2018, basis=Basis.DISBURSED, as_of=date(2018, 12, 31))
    assert table.rows == published_rows()


def test_no_grant_is_above_300_000_kr(last_line: str) -> None:
    granted = Posting.objects.filter(kind=PostingKind.GRANTED)
    assert list(granted.filter(amount_ore__gt=300_000_00)) == []


def test_the_event_chain_of_every_case_holds(last_line: str) -> None:
    assert list(events.verify_all()) == []


def test_every_letter_is_another_document(last_line: str) -> None:
    assert Decision.objects.values("letter").distinct().count() == 150


def test_only_the_published_recipients_and_the_cast_are_not_marked_as_demonstration(last_line: str) -> None:
    assert Organisation.objects.filter(is_demonstration=False).count() == 6


def test_a_second_run_changes_nothing(last_line: str) -> None:
    before = row_counts()
    assert (load(), row_counts()) == (TOTALS, before)
