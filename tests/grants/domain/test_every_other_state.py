"""For each verb, every state that the table does not name as its source is refused, and nothing changes."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import User
from delmos.lib.refusal import Refused
from delmos.lib.workflow import Workflow
from grants.domain import applications
from grants.enums import ApplicationStatus, DecisionStatus, PaymentStatus, ReportStatus
from grants.workflow import APPLICATION, CALL, DECISION, PAYMENT, REPORT
from tests.database import everything
from tests.factories import (
    NOW,
    a_call,
    a_letter,
    application_at,
    decision_at,
    declare_no_conflict,
    payment_at,
    person,
    report_at,
    wording,
)
from tests.grants.domain import acts

pytestmark = pytest.mark.django_db

Status = ApplicationStatus | DecisionStatus | PaymentStatus | ReportStatus
Do = Callable[[Any, User], Any]


def prepare_decision(application: Any, by: User) -> Any:
    return acts.decisions.prepare(application, wording=wording(application), write_letter=a_letter, by=by, now=NOW)


# Acts on a case, by their name in the table, and who does them. ”recuse” and ”close” are no acts of their own.
ON_A_CASE: dict[str, tuple[Do, str]] = {
    "register": (acts.assign, "rut"),
    "check": (acts.record_check, "dag"),
    "score": (acts.score, "dag"),
    "propose": (acts.propose, "dag"),
    "return_to_officer": (acts.return_to_officer, "eva"),
    "prepare_decision": (prepare_decision, "eva"),
}
ON_A_DECISION: dict[str, tuple[Do, str]] = {"decide": (acts.decide, "eva"), "dispatch": (acts.dispatch, "rut")}
ON_A_PAYMENT: dict[str, tuple[Do, str]] = {
    "attest": (acts.attest, "filip"),
    "mark_paid": (acts.mark_paid, "filip"),
    "cancel": (acts.cancel, "filip"),
}
ON_A_REPORT: dict[str, tuple[Do, str]] = {"submit": (acts.submit, "anna"), "approve": (acts.approve, "dag")}
# The second time, these give back what is already done instead of refusing: a double click is no error.
DONE_BEFORE = {("decide", "decided"), ("decide", "dispatched"), ("mark_paid", "paid"), ("submit", "submitted")}


def others(table: Workflow, doers: dict[str, tuple[Do, str]], statuses: type) -> list[Any]:
    """Each act with each state it may not start in."""
    return [
        pytest.param(act, status, id=f"{act}-{status}")
        for act in doers
        for status in statuses
        if status not in table.transition(act).sources and (act, status) not in DONE_BEFORE
    ]


def assert_refused(doer: tuple[Do, str], thing: Any) -> None:
    act, username = doer
    before = everything()
    with pytest.raises(Refused):
        act(thing, person(username))
    assert everything() == before


@pytest.mark.parametrize(("act", "status"), others(APPLICATION, ON_A_CASE, ApplicationStatus))
def test_a_case_elsewhere_is_refused(act: str, status: ApplicationStatus) -> None:
    application = application_at(status)
    declare_no_conflict(application, ON_A_CASE[act][1])
    assert_refused(ON_A_CASE[act], application)


@pytest.mark.parametrize(("act", "status"), others(DECISION, ON_A_DECISION, DecisionStatus))
def test_a_decision_elsewhere_is_refused(act: str, status: DecisionStatus) -> None:
    decision = decision_at(status)
    declare_no_conflict(decision.application, ON_A_DECISION[act][1])
    assert_refused(ON_A_DECISION[act], decision)


@pytest.mark.parametrize(("act", "status"), others(PAYMENT, ON_A_PAYMENT, PaymentStatus))
def test_a_payment_elsewhere_is_refused(act: str, status: PaymentStatus) -> None:
    assert_refused(ON_A_PAYMENT[act], payment_at(status))


@pytest.mark.parametrize(("act", "status"), others(REPORT, ON_A_REPORT, ReportStatus))
def test_a_report_elsewhere_is_refused(act: str, status: ReportStatus) -> None:
    assert_refused(ON_A_REPORT[act], report_at(status))


@pytest.mark.parametrize("act", [acts.change, acts.set_criteria, acts.set_form, acts.publish])
def test_a_published_call_is_not_changed(act: Do) -> None:
    assert [row.act for row in CALL.transitions] == ["publish"]
    assert_refused((act, "dag"), a_call())


@pytest.mark.parametrize("status", sorted(set(ApplicationStatus) - {ApplicationStatus.IN_REVIEW}))
def test_a_conflict_takes_the_case_from_its_officer_only_while_it_is_handled(
    status: ApplicationStatus, dag: User
) -> None:
    application = application_at(status)
    acts.declare(application, dag)
    application.refresh_from_db()
    assert application.status == status


@pytest.mark.parametrize(
    "status", sorted(set(ApplicationStatus) - {ApplicationStatus.GRANTED, ApplicationStatus.PARTIALLY_GRANTED})
)
def test_only_a_granted_case_with_its_books_in_order_is_closed(status: ApplicationStatus, dag: User) -> None:
    application = application_at(status)
    before = everything()
    closed = status == ApplicationStatus.CLOSED
    if closed:
        with pytest.raises(Refused, match="Det går inte att avsluta ärendet nu"):
            applications.close_if_settled(application, by=dag, now=NOW)
    else:
        assert not applications.close_if_settled(application, by=dag, now=NOW)
    assert everything() == before
