"""The agency's published table of 2018, and ours beside it."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from reporting.domain.county_table import CountyTable, county_table
from reporting.domain.publication import PUBLISHED_AS_OF, Comparison, compare, published_rows
from reporting.domain.roll_up import roll_up
from reporting.enums import Basis
from tests.reporting.ledger import book_published

NOW = datetime(2018, 12, 31, 22, 30, tzinfo=UTC)
TKR = 1_000_00


def published() -> CountyTable:
    return CountyTable(2018, Basis.DISBURSED, PUBLISHED_AS_OF, published_rows())


def test_the_published_columns_sum_as_printed_and_the_amounts_do_not():
    total = published().total
    counts = (total.regions, total.municipalities, total.associations, total.foundations)
    assert (counts, total.amount_ore) == ((6, 48, 90, 6), 38_318 * TKR)


def test_no_published_row_exceeds_300_tkr_for_each_grant():
    assert [row.county for row in published_rows() if row.amount_ore > 300 * TKR * row.grants] == []


def test_the_printed_sum_exceeds_its_rows_by_291_tkr():
    found = compare(published())
    assert (found, found.excess_ore) == (Comparison(38_609 * TKR, 38_318 * TKR, 22, ()), 291 * TKR)


def test_a_row_that_differs_is_named():
    first, *others = published_rows()
    table = replace(published(), rows=(replace(first, associations=2), *others))
    assert compare(table).differing == ("Blekinge län",)


def test_an_amount_is_compared_as_printed_in_whole_tkr():
    first, *others = published_rows()
    nearly = replace(published(), rows=(replace(first, amount_ore=first.amount_ore + 499_99), *others))
    more = replace(published(), rows=(replace(first, amount_ore=first.amount_ore + 500_00), *others))
    assert (compare(nearly).differing, compare(more).differing) == ((), ("Blekinge län",))


@pytest.mark.parametrize(
    "other", [{"year": 2019}, {"basis": Basis.GRANTED}, {"basis": Basis.NET}, {"as_of": date(2018, 12, 30)}]
)
def test_another_table_is_not_compared(other):
    assert compare(replace(published(), **other)) is None


@pytest.mark.django_db
def test_the_grants_of_2018_give_the_published_table_row_by_row():
    book_published()
    roll_up(now=NOW)
    table = county_table(year=2018, basis=Basis.DISBURSED, as_of=PUBLISHED_AS_OF)
    assert table == published()
