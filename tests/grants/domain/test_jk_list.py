"""The list to Justitiekanslern (29 § MF, INV-32): what came in before 1 July and was not decided at the year's end."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from accounts.models import User
from grants.domain import conflicts, invitations, withdrawals
from grants.domain.queries.jk_list import Delayed, delayed_cases, leaves_out
from grants.enums import ApplicationStatus, ConflictAnswer, DecisionKind, ExpressionOutcome, ExpressionStatus
from grants.interfaces.jk_list import as_csv
from grants.models import Application
from tests.factories import (
    DELAYED_BECAUSE,
    NOW,
    a_write_off,
    application_at,
    assigned,
    decided,
    delay_noticed,
    dispatched,
    expression_assessed,
    expression_at,
    expression_withdrawn,
    person,
    prepared,
    proposed,
    received,
    withdrawn,
)

pytestmark = pytest.mark.django_db
# The last second of a day in Stockholm, and the first of the next.
LAST_OF_JUNE = datetime(2018, 6, 30, 21, 59, 59, tzinfo=UTC)
FIRST_OF_JULY = datetime(2018, 6, 30, 22, 0, tzinfo=UTC)
LAST_OF_YEAR = datetime(2018, 12, 31, 22, 59, 59, tzinfo=UTC)
NEXT_YEAR = datetime(2018, 12, 31, 23, 0, tzinfo=UTC)
LATE_IN_DECEMBER = datetime(2018, 12, 31, 9, 0, tzinfo=UTC)
IN_JANUARY = datetime(2019, 1, 15, 9, 0, tzinfo=UTC)


def numbers(person: User, year: int = 2018) -> list[str]:
    return [case.number for case in delayed_cases(person, year)]


def decided_at(moment: datetime) -> Application:
    application = proposed(assigned(received()), now=moment)
    return decided(prepared(application, now=moment), now=moment).application


@pytest.mark.parametrize(("came_in", "is_listed"), [(LAST_OF_JUNE, True), (FIRST_OF_JULY, False)], ids=str)
def test_what_counts_is_the_swedish_day_it_came_in(came_in: datetime, is_listed: bool, rut: User) -> None:
    application = received(now=came_in)
    assert numbers(rut) == ([application.case.number] if is_listed else [])


@pytest.mark.parametrize(("moment", "is_listed"), [(LATE_IN_DECEMBER, False), (IN_JANUARY, True)], ids=str)
def test_what_counts_is_the_day_of_the_decision(moment: datetime, is_listed: bool, rut: User) -> None:
    application = decided_at(moment)
    assert numbers(rut) == ([application.case.number] if is_listed else [])


def test_a_decision_that_was_made_in_december_and_sent_in_january_was_made_in_time(rut: User) -> None:
    decision = decided_at(LATE_IN_DECEMBER).decisions.get()
    dispatched(decision, now=IN_JANUARY)
    assert numbers(rut) == []


def test_a_letter_that_was_drawn_up_and_not_decided_is_no_decision(rut: User) -> None:
    application = proposed(assigned(received()), kind=DecisionKind.REJECT, now=NOW)
    prepared(application, kind=DecisionKind.REJECT, now=NOW)
    assert numbers(rut) == [application.case.number]


def test_a_past_year_reads_as_it_did_then_when_the_case_has_been_decided_since(rut: User) -> None:
    application = decided_at(IN_JANUARY)
    dispatched(application.decisions.get(), now=IN_JANUARY)
    assert (numbers(rut, 2018), numbers(rut, 2019)) == ([application.case.number], [])


def test_a_case_stays_on_the_list_of_every_year_that_ends_without_a_decision(rut: User) -> None:
    application = application_at(ApplicationStatus.IN_REVIEW)
    assert [numbers(rut, year) for year in (2017, 2018, 2019)] == [[], *[[application.case.number]] * 2]


@pytest.mark.parametrize(("moment", "is_listed"), [(LAST_OF_YEAR, False), (NEXT_YEAR, True)], ids=str)
def test_a_case_that_was_taken_back_is_decided_when_it_is_written_off(
    moment: datetime, is_listed: bool, rut: User, dag: User
) -> None:
    application = assigned(received())
    withdrawn(application)
    withdrawals.write_off(application, write_letter=a_write_off, by=dag, now=moment)
    assert numbers(rut) == ([application.case.number] if is_listed else [])


def test_a_case_that_was_taken_back_and_not_written_off_is_not_decided(rut: User) -> None:
    application = application_at(ApplicationStatus.WITHDRAWN)
    assert numbers(rut) == [application.case.number]


def test_an_expression_that_nobody_answered_is_listed(rut: User) -> None:
    expression = expression_at(ExpressionStatus.ASSESSED)
    assert numbers(rut) == [expression.case.number]


@pytest.mark.parametrize(("moment", "is_listed"), [(LAST_OF_YEAR, False), (NEXT_YEAR, True)], ids=str)
def test_an_expression_is_decided_when_it_is_answered(moment: datetime, is_listed: bool, rut: User, dag: User) -> None:
    expression = expression_assessed(expression_at(ExpressionStatus.RECEIVED))
    outcome: dict[str, Any] = {"outcome": ExpressionOutcome.DECLINE, "reason": "Den passar inte."}
    invitations.settle(expression, **outcome, by=dag, now=moment)
    assert numbers(rut) == ([expression.case.number] if is_listed else [])


def test_an_expression_that_was_taken_back_is_closed(rut: User) -> None:
    expression_withdrawn(expression_at(ExpressionStatus.RECEIVED))
    assert numbers(rut) == []


def test_a_case_in_two_steps_is_listed_once_by_the_day_of_its_first_step(rut: User) -> None:
    expression = expression_at(ExpressionStatus.APPLIED)
    assert [(case.number, case.came_in_at) for case in delayed_cases(rut, 2018)] == [(expression.case.number, NOW)]


def test_it_says_what_the_party_was_told_of_the_delay(rut: User) -> None:
    application = assigned(received())
    delay_noticed(application, now=LATE_IN_DECEMBER, expected_on=date(2019, 2, 1))
    assert delayed_cases(rut, 2018) == [
        Delayed(
            application.case.number,
            NOW,
            "Grannar möts",
            application.call.title,
            application.organisation.name,
            LATE_IN_DECEMBER,
            DELAYED_BECAUSE,
        )
    ]


@pytest.mark.parametrize(
    ("told_at", "reasons"),
    [
        (datetime(2019, 2, 28, 22, 59, tzinfo=UTC), DELAYED_BECAUSE),
        (datetime(2019, 2, 28, 23, 0, tzinfo=UTC), ""),  # 1 March in Stockholm: the list has gone
    ],
)
def test_what_the_party_was_told_after_the_list_was_due_is_not_on_it(
    told_at: datetime, reasons: str, rut: User
) -> None:
    delay_noticed(assigned(received()), now=told_at, expected_on=date(2019, 6, 1))
    assert [case.reasons for case in delayed_cases(rut, 2018)] == [reasons]


def test_inv_8_a_case_in_which_one_is_javig_is_left_out_and_that_is_said(rut: User, gun: User) -> None:
    application = received()
    conflicts.declare(application, answer=ConflictAnswer.CONFLICT, ground="Svåger", by=rut, now=NOW)
    assert (numbers(rut), leaves_out(rut)) == ([], True)
    assert (numbers(gun), leaves_out(gun)) == ([application.case.number], False)


def test_the_sheet_has_a_heading_and_a_row_a_case() -> None:
    case = Delayed("BID-2018-00001", LAST_OF_JUNE, "Grannar", "Utlysning", "Föreningen", LATE_IN_DECEMBER, "Många.")
    assert as_csv([case]) == (
        "\ufeffDiarienummer;Inkom;Ärende;Utlysning;Sökande;Underrättad om försening;Varför det är försenat\r\n"
        "BID-2018-00001;2018-06-30;Grannar;Utlysning;Föreningen;2018-12-31;Många.\r\n"
    )


@pytest.mark.parametrize("title", ["=HYPERLINK()", "+1", "-1", "@SUM(A1)"])
def test_no_text_of_an_applicant_becomes_a_formula(title: str) -> None:
    assert f";'{title};" in as_csv([Delayed("BID-2018-00001", NOW, title, "Utlysning", "Föreningen")])


def test_somebody_outside_the_agency_gets_nothing(rut: User) -> None:
    received()
    assert numbers(person("anna")) == []
