"""The case on its way to an officer, and to its end."""

from datetime import timedelta

import pytest

from accounts.models import User
from delmos.lib.refusal import Refused
from grants.domain import applications, assessment, conflicts
from grants.enums import ApplicationStatus, CheckResult, ConflictAnswer, PaymentStatus, ReportStatus
from grants.models import Application
from tests import factories
from tests.factories import LATE, NOW, application_at, declare_no_conflict, payment_at, received, report_at
from tests.factories import appeals as after

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


def reassign(application: Application, officer: User, by: User) -> Application:
    return applications.reassign(application, officer=officer, by=by, now=NOW)


def test_a_paid_grant_is_kept_going_by_another_officer(rut: User, disa: User) -> None:
    """The officer has left, and the checks that the next payment asks for are old."""
    payment = payment_at(PaymentStatus.PAID)
    application = reassign(payment.decision.application, disa, rut)
    declare_no_conflict(application, "disa")
    renewed = assessment.record_check(
        application,
        requirement="tax_debt",
        result=CheckResult.MET,
        source="Kronofogden",
        by=disa,
        now=NOW + timedelta(days=91),
    )
    assert (application.officer, renewed.checked_by) == (disa, disa)


def test_a_case_that_came_back_to_an_officer_with_jav_goes_on_with_another(rut: User, disa: User, eva: User) -> None:
    """INV-8: the officer was kept out while the case was decided; it is opened again, and somebody has to act."""
    decision = after.dispatched_rejection()
    factories.ruled(factories.an_objection(decision.application, "dag"))
    after.reopened(decision)
    application = reassign(Application.objects.get(pk=decision.application_id), disa, rut)
    declare_no_conflict(application, "disa")
    assert application.officer == disa


def test_the_officer_that_a_case_has_is_no_other_officer(rut: User, dag: User) -> None:
    with pytest.raises(Refused, match="Ärendet är redan fördelat till Dag Dahl"):
        reassign(application_at(ApplicationStatus.IN_REVIEW), dag, rut)


def test_a_new_officer_with_a_conflict_is_refused(rut: User, disa: User) -> None:
    """INV-8."""
    application = application_at(ApplicationStatus.IN_REVIEW)
    conflicts.declare(application, answer=ConflictAnswer.CONFLICT, ground="Svåger", by=disa, now=NOW)
    with pytest.raises(Refused, match="Disa Duvall är eller kan vara jävig i ärendet"):
        reassign(application, disa, rut)


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
