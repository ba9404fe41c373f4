"""Final reports: what was spent, what is left, and books that balance (INV-24, INV-26)."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from accounts.models import User
from delmos.lib.refusal import Refusals, Refused
from grants.domain import ledger, payments, reports
from grants.domain.ledger import Balance
from grants.domain.reports import Account
from grants.domain.wording import Planned
from grants.enums import ApplicationStatus, PaymentStatus, ReportStatus
from grants.models import Application, FinalReport, Posting
from journal.domain import documents
from journal.enums import Direction
from tests.factories import (
    AMOUNT,
    NOW,
    TODAY,
    an_account,
    application_at,
    decided,
    dispatched,
    payment_at,
    payment_prepared,
    prepared,
    received,
    report_at,
)
from tests.grants.domain.acts import paid

pytestmark = pytest.mark.django_db


def save(application: Application, by: User, *, account: Account | None = None, base_version: int = 0) -> FinalReport:
    return reports.save(
        application, account=account or an_account(application), base_version=base_version, by=by, now=NOW
    )


def repay(application: Application, by: User, amount_ore: int, **changes: Any) -> None:
    stated: dict[str, Any] = {"received_on": TODAY, "reference": "BG 17", **changes}
    reports.register_repayment(application, amount_ore=amount_ore, by=by, now=NOW, **stated)


# --- writing ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("username", ["anna", "bo"])
def test_those_with_a_mandate_write_the_report(cast: dict[str, User], username: str) -> None:
    report = save(paid(), cast[username])
    assert (report.status, report.version, report.saved_by, reports.spent(report)) == (
        ReportStatus.DRAFT,
        1,
        cast[username],
        AMOUNT,
    )


def test_nobody_else_does(cast: dict[str, User]) -> None:
    application = paid()
    for username in sorted(set(cast) - {"anna", "bo"}):
        with pytest.raises(Refused, match="Du saknar behörighet"):
            save(application, cast[username])
    assert FinalReport.objects.count() == 0


def test_before_the_money_has_come_there_is_nothing_to_report(anna: User) -> None:
    application = payment_at(PaymentStatus.ATTESTED).decision.application
    with pytest.raises(Refused, match="Bidraget är inte utbetalt än"):
        save(application, anna)


def test_a_report_may_be_saved_half_done(anna: User) -> None:
    application = paid()
    report = save(application, anna, account=Account("", "", "", {}))
    assert (report.version, report.rows.count()) == (1, 0)


def test_a_second_tab_is_told_and_nothing_is_lost(anna: User, bo: User) -> None:
    application = paid()
    report = save(application, anna)
    with pytest.raises(Refused, match="Redovisningen sparades av Anna Andersson"):
        save(application, bo, account=Account("Bos ord", "", "", {}), base_version=0)
    report.refresh_from_db()
    assert report.results == "Grannarna känner varandra."


def test_a_row_left_out_the_second_time_is_no_longer_reported(anna: User) -> None:
    application = paid()
    save(application, anna)
    [first, _] = application.budget.all()
    report = save(application, anna, account=Account("", "", "", {first.pk: 5}), base_version=1)
    assert list(report.rows.values_list("budget_row", "spent_ore")) == [(first.pk, 5)]


def test_a_negative_amount_is_refused(anna: User) -> None:
    application = paid()
    with pytest.raises(Refused, match="kan inte vara negativt"):
        save(application, anna, account=an_account(application, spent=[-1, 0]))


def test_a_budget_row_of_another_application_is_refused(anna: User) -> None:
    foreign = received().budget.earliest("order")
    with pytest.raises(Refused, match="En budgetrad hör till en annan ansökan"):
        save(paid(), anna, account=Account("", "", "", {foreign.pk: 1}))


# --- handing in -------------------------------------------------------------------------------------------------------


def test_a_report_is_handed_in_by_the_signatory_frozen_and_entered_in_the_diary(anna: User) -> None:
    """INV-6."""
    report = report_at(ReportStatus.SUBMITTED)
    entry = report.application.case.entries.latest("serial")
    frozen = json.loads(documents.read(entry.document))
    assert (report.submitted_at, report.submitted_by, entry.direction, entry.title) == (
        NOW,
        anna,
        Direction.IN,
        "Slutredovisning",
    )
    assert [row["spent_ore"] for row in frozen["rows"]] == [200_000_00, 100_000_00]


def test_an_agent_does_not_hand_in(bo: User) -> None:
    report = report_at(ReportStatus.DRAFT)
    with pytest.raises(Refused, match="skrivas under av en firmatecknare"):
        reports.submit(report, base_version=1, by=bo, now=NOW)


def test_everything_a_report_lacks_is_said_at_once(anna: User) -> None:
    application = paid()
    report = save(application, anna, account=Account("", "", "", {}))
    with pytest.raises(Refusals) as refused:
        reports.submit(report, base_version=1, by=anna, now=NOW)
    rows = [f"spent_{row.pk}" for row in application.budget.all()]
    assert [refusal.field for refusal in refused.value.refusals] == [
        "results",
        "relation_to_purpose",
        "follow_up",
        *rows,
    ]


def test_a_report_changed_since_it_was_shown_is_not_handed_in(anna: User, bo: User) -> None:
    application = paid()
    report = save(application, anna)
    save(application, bo, base_version=1)
    with pytest.raises(Refused, match="Redovisningen sparades av Bo Berg"):
        reports.submit(report, base_version=1, by=anna, now=NOW)


def test_handing_in_twice_changes_nothing(anna: User) -> None:
    report = report_at(ReportStatus.SUBMITTED)
    before = report.application.case.entries.count()
    reports.submit(report, base_version=1, by=anna, now=NOW)
    assert report.application.case.entries.count() == before


def test_a_report_that_is_handed_in_is_not_changed(anna: User) -> None:
    report = report_at(ReportStatus.SUBMITTED)
    with pytest.raises(Refused, match="redan inlämnad och kan inte ändras"):
        save(report.application, anna, base_version=1)


# --- approving --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("spent", "approved", "repayable"),
    [
        ([200_000_00, 100_000_00], AMOUNT, 0),
        ([150_000_00, 49_999_99], 199_999_99, 100_000_01),
        ([400_000_00, 0], AMOUNT, 0),
        ([0, 0], 0, AMOUNT),
    ],
    ids=["all spent", "some left", "more than paid", "nothing spent"],
)
def test_what_was_spent_is_approved_up_to_what_was_paid_and_the_rest_is_to_repay(
    spent: list[int], approved: int, repayable: int
) -> None:
    """INV-26."""
    application = report_at(ReportStatus.APPROVED, spent=spent).application
    assert ledger.balance_of(application) == Balance(
        granted=AMOUNT, disbursed=AMOUNT, cost_approved=approved, repayable=repayable
    )


def test_nothing_is_approved_while_money_is_still_to_be_paid(anna: User, dag: User, farah: User, filip: User) -> None:
    half = Planned(TODAY.year, AMOUNT // 2, TODAY)
    parts = (half, replace(half, planned_on=date(2018, 12, 1)))
    payment = payment_prepared(
        dispatched(decided(prepared(application_at(ApplicationStatus.PROPOSED), instalments=parts)))
    )
    payments.mark_paid(payments.attest(payment, by=filip, now=NOW), paid_on=TODAY, by=farah, now=NOW)
    report = save(payment.decision.application, anna)
    reports.submit(report, base_version=1, by=anna, now=NOW)
    with pytest.raises(Refused, match="Det återstår"):
        reports.approve(report, by=dag, now=NOW)


def test_the_review_stands_in_the_diary() -> None:
    entry = report_at(ReportStatus.APPROVED).application.case.entries.latest("serial")
    assert (entry.direction, entry.title) == (Direction.DRAWN_UP, "Granskning av slutredovisning")


# --- repaying ---------------------------------------------------------------------------------------------------------


def half_spent() -> Application:
    return report_at(ReportStatus.APPROVED, spent=[200_000_00, 0]).application


def test_a_repayment_of_everything_closes_the_case(farah: User) -> None:
    """INV-26."""
    application = half_spent()
    repay(application, farah, 100_000_00)
    application.refresh_from_db()
    assert application.status == ApplicationStatus.CLOSED
    assert ledger.balance_of(application).outstanding == 0


def test_a_repayment_in_parts_closes_the_case_with_the_last(farah: User) -> None:
    application = half_spent()
    repay(application, farah, 99_999_99, reference="BG 1")
    application.refresh_from_db()
    assert application.status == ApplicationStatus.GRANTED
    repay(application, farah, 1, reference="BG 2")
    application.refresh_from_db()
    assert application.status == ApplicationStatus.CLOSED


@pytest.mark.parametrize(
    ("amount_ore", "changes", "field"),
    [
        (100_000_01, {}, "amount"),
        (0, {}, "amount"),
        (-1, {}, "amount"),
        (1, {"received_on": date(2018, 5, 3)}, "received_on"),
        (1, {"reference": " "}, "reference"),
    ],
)
def test_a_repayment_that_cannot_be_is_refused(
    farah: User, amount_ore: int, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refused) as refused:
        repay(half_spent(), farah, amount_ore, **changes)
    assert (refused.value.field, Posting.objects.filter(kind="repaid").count()) == (field, 0)


def test_the_same_bank_reference_is_booked_once(farah: User) -> None:
    application = half_spent()
    repay(application, farah, 100)
    with pytest.raises(Refused, match="är redan bokförd"):
        repay(application, farah, 100)
    assert ledger.balance_of(application).repaid == 100
