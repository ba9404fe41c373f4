"""The case on its way to an officer, and to its end."""

import pytest

from accounts.models import User
from delmos.lib.refusal import Refused
from grants.domain import applications, conflicts
from grants.enums import ApplicationStatus, ConflictAnswer, PaymentStatus, ReportStatus
from grants.models import Application
from tests.factories import LATE, NOW, application_at, payment_at, received, report_at

pytestmark = pytest.mark.django_db


def assign(application: Application, officer: User, by: User) -> Application:
    return applications.assign(application, officer=officer, by=by, now=NOW)


def test_the_registrar_gives_the_case_to_an_officer(rut: User, dag: User) -> None:
    application = assign(received(), dag, rut)
    assert (application.status, application.officer, application.assigned_at, application.assigned_by) == (
        ApplicationStatus.IN_REVIEW,
        dag,
        NOW,
        rut,
    )


def test_a_late_application_is_assigned_too(rut: User, dag: User) -> None:
    """INV-2: nobody but a human dismisses it."""
    assert assign(received(now=LATE), dag, rut).status == ApplicationStatus.IN_REVIEW


@pytest.mark.parametrize("username", ["anna", "eva", "farah", "gun", "rut"])
def test_only_an_officer_is_given_a_case(cast: dict[str, User], rut: User, username: str) -> None:
    with pytest.raises(Refused, match="Välj en handläggare i listan") as refused:
        assign(received(), cast[username], rut)
    assert refused.value.field == "officer"


def test_an_officer_with_a_conflict_is_not_given_the_case(rut: User, dag: User) -> None:
    """INV-8."""
    application = received()
    conflicts.declare(application, answer=ConflictAnswer.CONFLICT, ground="Svåger", by=dag, now=NOW)
    with pytest.raises(Refused, match="Dag Dahl är eller kan vara jävig i ärendet"):
        assign(application, dag, rut)


def test_a_case_whose_books_balance_is_closed_in_the_diary_too() -> None:
    """INV-26."""
    application = application_at(ApplicationStatus.CLOSED)
    assert (application.status, application.case.closed_at) == (ApplicationStatus.CLOSED, NOW)


def test_a_paid_grant_without_a_report_is_not_closed(dag: User) -> None:
    application = payment_at(PaymentStatus.PAID).decision.application
    assert not applications.close_if_settled(application, by=dag, now=NOW)


def test_a_grant_with_money_to_repay_is_not_closed() -> None:
    """INV-26."""
    report = report_at(ReportStatus.APPROVED, spent=[100_000_00, 0])
    report.application.refresh_from_db()
    assert report.application.status == ApplicationStatus.GRANTED
