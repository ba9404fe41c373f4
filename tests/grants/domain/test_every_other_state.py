"""For each verb, every state that the table does not name as its source is refused, and nothing changes."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import User
from delmos.lib.refusal import Refused
from delmos.lib.workflow import Workflow
from grants.enums import (
    AppealStatus,
    ApplicationStatus,
    BatchStatus,
    ConflictOutcome,
    DecisionStatus,
    ExpressionStatus,
    PaymentStatus,
    PaymentStopStatus,
    ReportStatus,
)
from grants.workflow import (
    APPEAL_PROCESS,
    APPLICATION,
    BATCH,
    CALL,
    DECISION,
    EXPRESSION,
    PAYMENT,
    PAYMENT_STOP,
    REPORT,
    WORKFLOWS,
)
from tests.database import everything
from tests.factories import (
    NOW,
    a_call,
    a_cancelled_call,
    a_letter,
    a_question,
    an_unpublished_call,
    appeals,
    application_at,
    batch_at,
    declare_no_conflict,
    expression_at,
    payment_at,
    payment_stops,
    person,
    report_at,
    ruled,
    wording,
)
from tests.grants.domain import acts

pytestmark = pytest.mark.django_db

Do = Callable[[Any, User], Any]


def prepare_decision(application: Any, by: User) -> Any:
    return acts.decisions.prepare(application, wording=wording(application), write_letter=a_letter, by=by, now=NOW)


# Acts on a case, by their name in the table, and who does them.
ON_A_CASE: dict[str, tuple[Do, str]] = {
    "register": (acts.assign, "rut"),
    "reassign": (acts.reassign, "rut"),
    "check": (acts.record_check, "dag"),
    "search_signals": (acts.search_signals, "dag"),
    "score": (acts.score, "dag"),
    "invite_assessor": (acts.invite_assessor, "dag"),
    "hand_in_assessment": (acts.hand_in_points, "dag"),
    "note_consensus": (acts.note_meeting, "dag"),
    "propose": (acts.propose, "dag"),
    "request_completion": (acts.request_completion, "dag"),
    "communicate": (acts.communicate, "dag"),
    "send_delay_notice": (acts.send_delay_notice, "dag"),
    "decline_delay_notice": (acts.decline_delay_notice, "dag"),
    "request_decision": (acts.ask_for_decision, "anna"),
    "refuse_decision_request": (acts.refuse_request, "dag"),
    "return_to_officer": (acts.return_to_officer, "eva"),
    "prepare_decision": (prepare_decision, "eva"),
    "withdraw": (acts.withdraw, "anna"),
    "write_off": (acts.write_off, "dag"),
}
ON_AN_EXPRESSION: dict[str, tuple[Do, str]] = {
    "assess": (acts.assess_expression, "dag"),
    "invite": (acts.invite, "dag"),
    "decline": (acts.decline, "dag"),
    "lapse": (acts.lapse, "dag"),
    "withdraw": (acts.withdraw_expression, "anna"),
}
ON_A_DECISION: dict[str, tuple[Do, str]] = {
    "decide": (acts.decide, "eva"),
    "dissent": (acts.dissent, "dag"),
    "dispatch": (acts.dispatch, "rut"),
}
ON_A_PAYMENT: dict[str, tuple[Do, str]] = {
    "attest": (acts.attest, "filip"),
    "mark_paid": (acts.mark_paid, "filip"),
    "cancel": (acts.cancel, "filip"),
}
ON_A_STOP: dict[str, tuple[Do, str]] = {
    "drop": (acts.drop_stop, "dag"),
    "decide": (acts.decide_stop, "eva"),
    "lift": (acts.lift_stop, "eva"),
}
ON_AN_APPEAL: dict[str, tuple[Do, str]] = {
    "find_in_time": (acts.find_in_time, "rut"),
    "find_late": (acts.find_late, "rut"),
    "test_again": (acts.find_again, "eva"),
    "dismiss_appeal": (acts.dismiss_appeal, "eva"),
    "reconsider": (acts.reconsider, "eva"),
    "order_bundle": (acts.order_bundle, "rut"),
    "settle_appeal": (acts.settle_appeal, "rut"),
    "note_final": (acts.note_final, "rut"),
}
ON_A_REPORT: dict[str, tuple[Do, str]] = {"submit": (acts.submit, "anna"), "approve": (acts.approve, "dag")}
ON_A_BATCH: dict[str, tuple[Do, str]] = {
    "take_out": (acts.take_out_of_batch, "eva"),
    "renew": (acts.renew_batch, "eva"),
    "call_off": (acts.cancel_batch, "eva"),
    "approve": (acts.approve_batch, "eva"),
    "dispatch": (acts.dispatch_batch, "rut"),
}
# The second time, these give back what is already done instead of refusing: a double click is no error.
DONE_BEFORE = {
    ("withdraw", "withdrawn"),
    ("withdraw", "written_off"),
    ("decide", "decided"),
    ("decide", "dispatched"),
    ("decide", "annulled"),
    ("decide", "superseded"),
    ("dismiss_appeal", "dismissed"),
    ("settle_appeal", "settled"),  # not done before: it is a higher court's ruling (settle_higher)
    ("note_final", "final"),
    ("mark_paid", "paid"),
    ("submit", "submitted"),
    ("call_off", "cancelled"),
    ("approve", "deciding"),
    ("approve", "decided"),
    ("approve", "dispatching"),
    ("approve", "dispatched"),
    ("dispatch", "dispatching"),
}


def assert_others_are_refused(table: Workflow, doers: dict[str, tuple[Do, str]], thing: Any) -> None:
    """Every act that may not start in the state of ``thing`` is refused, and changes nothing."""
    others = [
        act for act in doers if act not in table.acts_from(thing.status) and (act, thing.status) not in DONE_BEFORE
    ]
    for username in ("ines", *(username for _, username in doers.values())):
        person(username)  # who acts and who is invited are there before
    before = everything()
    for act in others:
        do, username = doers[act]
        with pytest.raises(Refused):
            do(thing, person(username))
    assert everything() == before


@pytest.mark.parametrize("status", ApplicationStatus)
def test_acts_on_a_case_in_another_state_are_refused(status: ApplicationStatus) -> None:
    application = application_at(status)
    declare_no_conflict(application, "rut", "dag", "eva")
    assert_others_are_refused(APPLICATION, ON_A_CASE, application)


@pytest.mark.parametrize("status", ExpressionStatus)
def test_acts_on_an_expression_in_another_state_are_refused(status: ExpressionStatus) -> None:
    expression = expression_at(status)
    declare_no_conflict(expression, "dag")
    assert_others_are_refused(EXPRESSION, ON_AN_EXPRESSION, expression)


@pytest.mark.parametrize("status", DecisionStatus)
def test_acts_on_a_decision_in_another_state_are_refused(status: DecisionStatus) -> None:
    decision = appeals.any_decision_at(status)
    declare_no_conflict(decision.application, "rut")
    assert_others_are_refused(DECISION, ON_A_DECISION, decision)


@pytest.mark.parametrize("status", AppealStatus)
def test_acts_on_an_appeal_in_another_state_are_refused(status: AppealStatus) -> None:
    assert_others_are_refused(APPEAL_PROCESS, ON_AN_APPEAL, appeals.appeal_at(status))


@pytest.mark.parametrize("status", PaymentStatus)
def test_acts_on_a_payment_in_another_state_are_refused(status: PaymentStatus) -> None:
    assert_others_are_refused(PAYMENT, ON_A_PAYMENT, payment_at(status))


@pytest.mark.parametrize("status", PaymentStopStatus)
def test_acts_on_a_payment_stop_in_another_state_are_refused(status: PaymentStopStatus) -> None:
    assert_others_are_refused(PAYMENT_STOP, ON_A_STOP, payment_stops.stop_at(status))


@pytest.mark.parametrize("status", ReportStatus)
def test_acts_on_a_report_in_another_state_are_refused(status: ReportStatus) -> None:
    assert_others_are_refused(REPORT, ON_A_REPORT, report_at(status))


@pytest.mark.parametrize("status", BatchStatus)
def test_acts_on_a_collective_decision_in_another_state_are_refused(status: BatchStatus) -> None:
    assert_others_are_refused(BATCH, ON_A_BATCH, batch_at(status))


@pytest.mark.parametrize("outcome", ConflictOutcome)
def test_a_ruled_question_of_jav_is_not_ruled_anew(outcome: ConflictOutcome) -> None:
    question = ruled(a_question(application_at(ApplicationStatus.IN_REVIEW)), outcome).question
    declare_no_conflict(question, "eva")
    before = everything()
    with pytest.raises(Refused, match="Det går inte att besluta"):
        acts.rule(question, person("eva"))
    assert everything() == before


def test_every_act_of_the_tables_is_tried() -> None:
    """What acts on a request or a communication is tried with them in `test_completions` and `test_communications`.

    ”recuse”, ”close”, ”apply” follow from other acts, ”replace” prepares anew, and the four outcomes of a case are one
    verb, as are the three of a question of jäv.
    """
    tried = {
        *ON_AN_EXPRESSION,
        *ON_A_CASE,
        *ON_A_DECISION,
        *ON_A_PAYMENT,
        *ON_A_STOP,
        *ON_A_REPORT,
        *ON_A_BATCH,
        *ON_AN_APPEAL,
        "publish",
        "cancel",
    }
    tried |= {"end_assessor"}  # in test_assessors: it needs somebody invited
    tried |= {"review_signal"}  # in test_signals: the signal is found before the case is finished
    tried |= {"draft_delay_notice"}  # in test_delay_notices: no state that it does not start in is looked for
    tried |= {"extend_completion", "complete", "complete_late", "expire_completion", "answer_communication"}
    followed = {"recuse", "close", "apply", "replace", "grant", "partial_grant", "reject", "dismiss"}
    followed |= set(ConflictOutcome.values)
    followed |= {"drawn_up", "carried_out", "halted", "dispatched"}  # by the portal, when a step has no case left
    followed |= {"reopen", "annul", "supersede", "reinstate"}  # in test_court_rulings: the first needs a decision
    followed |= {"settle_higher"}  # by the same verb as settle_appeal
    followed |= {"end"}  # in test_payment_stops: a stop goes with its grant
    followed |= {"hand_over"}  # in test_appeals: it needs a file
    assert tried | followed == {row.act for table in WORKFLOWS for row in table.transitions}


@pytest.mark.parametrize("act", [acts.change, acts.set_criteria, acts.edit_form, acts.publish])
def test_a_published_call_is_not_changed(act: Do) -> None:
    call = a_call()
    before = everything()
    with pytest.raises(Refused):
        act(call, person("dag"))
    assert everything() == before


@pytest.mark.parametrize("act", [acts.change, acts.set_criteria, acts.edit_form, acts.publish, acts.cancel_call])
def test_a_cancelled_call_is_not_changed(act: Do) -> None:
    call = a_cancelled_call()
    before = everything()
    with pytest.raises(Refused):
        act(call, person("dag"))
    assert everything() == before


def test_a_call_that_is_being_written_cannot_be_cancelled() -> None:
    call = an_unpublished_call()
    before = everything()
    with pytest.raises(Refused):
        acts.cancel_call(call, person("dag"))
    assert everything() == before


def test_every_act_on_a_call_is_tried() -> None:
    assert {row.act for row in CALL.transitions} == {"publish", "cancel"}
