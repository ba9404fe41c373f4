from datetime import UTC, date, datetime

import pytest

from applicants.enums import OrganisationType
from delmos.lib.geography import COUNTIES
from grants.domain import reports
from grants.enums import DecisionKind, DecisionStatus, PaymentStatus, ReportStatus
from reporting.domain.county_table import COLUMNS, CountyRow, county_table, years
from reporting.domain.roll_up import roll_up
from reporting.enums import Basis
from tests import factories
from tests.reporting.ledger import TYPES, book

pytestmark = pytest.mark.django_db
NOW = datetime(2018, 12, 31, 22, 30, tzinfo=UTC)
YEAR_END = date(2018, 12, 31)
NOTHING = (0, 0, 0, 0, 0)


def table(*, basis: Basis = Basis.DISBURSED, year: int = 2018, as_of: date = YEAR_END) -> dict[str, tuple[int, ...]]:
    """The rows that hold anything: counts by column, and öre."""
    roll_up(now=NOW)
    rows = county_table(year=year, basis=basis, as_of=as_of).rows
    numbers = {
        row.county: (row.regions, row.municipalities, row.associations, row.foundations, row.amount_ore) for row in rows
    }
    return {county: found for county, found in numbers.items() if found != NOTHING}


def total(**asked) -> CountyRow:
    roll_up(now=NOW)
    return county_table(**{"year": 2018, "basis": Basis.DISBURSED, "as_of": YEAR_END, **asked}).total


def test_rows_are_the_counties_in_swedish_order_and_then_several():
    rows = county_table(year=2018, basis=Basis.NET, as_of=YEAR_END).rows
    assert [(row.county_code, row.county) for row in rows] == [
        *((county.code, county.name) for county in COUNTIES),
        ("", "Fler än ett län"),
    ]


def test_an_empty_ledger_gives_a_table_of_nothing():
    assert (table(), total()) == ({}, CountyRow("", "SUMMA", 0, 0, 0, 0, 0))


@pytest.mark.parametrize(
    ("kind", "counts"),
    [
        ("region", (1, 0, 0, 0)),
        ("municipality", (0, 1, 0, 0)),
        ("municipal_federation", (0, 1, 0, 0)),
        ("association", (0, 0, 1, 0)),
        ("faith_community", (0, 0, 1, 0)),
        ("foundation", (0, 0, 0, 1)),
    ],
)
def test_each_type_of_applicant_has_its_column(kind, counts):
    book("disbursed", 100_00, of=kind, area="21")
    assert table() == {"Gävleborgs län": (*counts, 100_00)}


def test_no_type_of_applicant_is_left_without_a_column():
    assert set(COLUMNS) == set(OrganisationType)


def test_summa_is_the_sum_of_unrounded_ore():
    for area in ("21", "01", "several"):
        book("disbursed", 400_49, area=area)
    assert total() == CountyRow("", "SUMMA", 0, 0, 3, 0, 1_201_47)


def test_every_grant_counts_once_in_the_row_and_in_the_sum():
    for number, kind in enumerate(TYPES * 4):
        book("disbursed", 100_00, of=kind, area=COUNTIES[number % 21].code)
    assert (sum(sum(row[:4]) for row in table().values()), total().grants) == (24, 24)


def test_granted_is_what_was_granted_minus_what_was_withdrawn():
    book("granted", 300_00)
    book("withdrawn", 100_00)
    book("disbursed", 50_00)
    assert table(basis=Basis.GRANTED) == {"Gävleborgs län": (0, 0, 1, 0, 200_00)}


def test_net_is_what_was_paid_minus_what_was_repaid():
    book("disbursed", 300_00)
    book("repaid", 100_00)
    book("repayable", 120_00)
    assert table(basis=Basis.NET) == {"Gävleborgs län": (0, 0, 1, 0, 200_00)}


def test_disbursed_does_not_heed_repayments():
    book("disbursed", 300_00)
    book("repaid", 100_00)
    assert table() == {"Gävleborgs län": (0, 0, 1, 0, 300_00)}


def test_a_second_instalment_adds_money_and_no_grant():
    book("disbursed", 300_00, day=date(2018, 6, 1))
    book("disbursed", 100_00, grants=0, day=date(2018, 9, 1))
    assert table() == {"Gävleborgs län": (0, 0, 1, 0, 400_00)}


@pytest.mark.parametrize(
    ("day", "amount"), [(date(2018, 5, 31), 0), (date(2018, 6, 1), 100_00), (date(2018, 6, 2), 100_00)]
)
def test_the_day_of_the_table_is_included(day, amount):
    book("disbursed", 100_00, day=date(2018, 6, 1))
    assert total(as_of=day).amount_ore == amount


def test_the_table_between_two_days_holds_the_first_only():
    book("disbursed", 100_00, day=date(2018, 6, 1))
    book("disbursed", 200_00, day=date(2018, 6, 3))
    assert total(as_of=date(2018, 6, 2)).amount_ore == 100_00


def test_a_budget_year_is_not_the_calendar_year_of_the_payment():
    book("disbursed", 100_00, year=2018, day=date(2019, 1, 2))
    assert (total(as_of=date(2019, 1, 2)).amount_ore, total(year=2019, as_of=date(2019, 1, 2)).amount_ore) == (
        100_00,
        0,
    )


def test_years_are_those_with_figures_the_latest_first():
    for year in (2018, 2020, 2018):
        book(year=year)
    roll_up(now=NOW)
    assert years() == (2020, 2018)


def test_the_table_is_one_query_however_many_cells(django_assert_num_queries):
    for number in range(30):
        book(area=COUNTIES[number % 21].code, day=date(2018, 6, 1 + number % 3))
    roll_up(now=NOW)
    with django_assert_num_queries(1):
        county_table(year=2018, basis=Basis.NET, as_of=YEAR_END)


# --- the same through the real verbs ----------------------------------------------------------------------------------


def test_a_decision_is_seen_on_the_basis_granted_only():
    factories.decision_at(DecisionStatus.DISPATCHED)
    assert (table(basis=Basis.GRANTED), table()) == ({"Gävleborgs län": (0, 0, 1, 0, factories.AMOUNT)}, {})


def test_a_rejection_is_seen_nowhere():
    factories.decision_at(DecisionStatus.DISPATCHED, kind=DecisionKind.REJECT)
    assert table(basis=Basis.GRANTED) == {}


def test_a_payment_is_seen_in_its_county():
    factories.payment_at(PaymentStatus.PAID)
    assert table() == {"Gävleborgs län": (0, 0, 1, 0, factories.AMOUNT)}


def test_a_project_in_two_counties_is_counted_once_under_several():
    factories.payment_at(PaymentStatus.PAID, counties=["21", "01"])
    assert table() == {"Fler än ett län": (0, 0, 1, 0, factories.AMOUNT)}


def test_a_municipality_is_counted_as_one():
    call = factories.a_call(factories.MUNICIPALITIES)
    factories.payment_at(PaymentStatus.PAID, call=call, organisation=factories.gavle())
    assert table() == {"Gävleborgs län": (0, 1, 0, 0, factories.AMOUNT)}


def test_money_that_comes_back_lowers_the_net_and_keeps_the_grant():
    report = factories.report_at(ReportStatus.APPROVED, spent=[200_000_00, 50_000_00])
    reports.register_repayment(
        report.application,
        amount_ore=50_000_00,
        received_on=factories.TODAY,
        reference="BG 1",
        by=factories.person("farah"),
        now=factories.NOW,
    )
    assert table(basis=Basis.NET) == {"Gävleborgs län": (0, 0, 1, 0, factories.AMOUNT - 50_000_00)}
