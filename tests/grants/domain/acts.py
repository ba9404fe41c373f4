"""Every verb of the room, ready to be done: what it needs, who may do it, and the event it leaves.

The table drives the tests that hold for all verbs alike.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from accounts.models import User
from grants.domain import (
    applications,
    assessment,
    calls,
    cancelling,
    communications,
    completion_requests,
    conflicts,
    decisions,
    expression_withdrawals,
    form_versions,
    frames,
    invitations,
    messages,
    payments,
    reports,
    withdrawals,
)
from grants.domain.calls import CriterionText
from grants.domain.completion_requests import Lacking
from grants.enums import (
    ApplicationStatus,
    CheckResult,
    ConflictAnswer,
    DecisionKind,
    DecisionStatus,
    ExpressionOutcome,
    ExpressionStatus,
    PaymentStatus,
    ReportStatus,
)
from grants.models import (
    Application,
    Call,
    Communication,
    Completion,
    CompletionRequest,
    Criterion,
    Decision,
    Draft,
    Expression,
    FinalReport,
    Message,
    Payment,
)
from grants.question_edits import add_group, add_question
from grants.question_text import QuestionText
from grants.questions import QuestionKind
from tests.factories import (
    ASKED,
    ASSOCIATIONS,
    CLOSES_AT,
    DETAILS,
    DUE,
    INVITED_CLOSE_AT,
    NOW,
    REASON,
    TODAY,
    a_call,
    a_letter,
    a_write_off,
    an_account,
    an_expression_draft,
    an_unpublished_call,
    application_at,
    checked,
    communicated,
    completion_requested,
    completion_saved,
    decision_at,
    declare_no_conflict,
    expression_at,
    hand_in_completion,
    handed_in,
    payment_at,
    person,
    report_at,
    scored,
    verified_account,
    wording,
)

STAFF = ("dag", "disa", "eva", "farah", "filip", "gun", "rut")


@dataclass(frozen=True)
class Act:
    """``arrange`` makes the thing to act on, ``do`` acts on it; ``right`` are those of the cast who may."""

    name: str
    arrange: Callable[[], Any]
    do: Callable[[Any, User], Any]
    right: tuple[str, ...]
    event: str

    def __str__(self) -> str:
        return self.name

    def by(self, thing: Any, username: str) -> Any:
        """Do it as one of the cast."""
        return self.do(thing, person(username))


def nothing() -> None:
    """Acts that make something need nothing before."""


def in_review() -> Application:
    return application_at(ApplicationStatus.IN_REVIEW)


def being_completed() -> Completion:
    return completion_saved(completion_requested())


def shown_material() -> Communication:
    return communicated(in_review())


def ready_to_propose() -> Application:
    return scored(checked(in_review()))


def proposed() -> Application:
    return application_at(ApplicationStatus.PROPOSED)


def dispatched_with_account() -> Application:
    application = decision_at(DecisionStatus.DISPATCHED).application
    verified_account(application.organisation)
    declare_no_conflict(application, "farah", "filip")
    return application


def paid() -> Application:
    return payment_at(PaymentStatus.PAID).decision.application


def half_spent() -> Application:
    report = report_at(ReportStatus.APPROVED, spent=[100_000_00, 50_000_00])
    return report.application


def create(_: None, by: User) -> Call:
    return calls.create(ordinance_key=ASSOCIATIONS, details=DETAILS, by=by, now=NOW)


def change(call: Call, by: User) -> Call:
    return calls.change(call, details=DETAILS, by=by, now=NOW)


def set_criteria(call: Call, by: User) -> None:
    calls.set_criteria(call, criteria=[CriterionText("Relevans", "Hur väl det passar.", 100)], by=by, now=NOW)


def set_form(call: Call, by: User) -> None:
    calls.set_form(call, form=call.forms.get().form, by=by, now=NOW)


def publish(call: Call, by: User) -> Call:
    return calls.publish(call, by=by, now=NOW)


def cancel_call(call: Call, by: User) -> Call:
    return cancelling.cancel(call, reason="Riksdagen har dragit in anslaget.", by=by, now=NOW)


def set_frame(call: Call, by: User) -> Any:
    return frames.set_amount(
        call, group="civil_society", amount_ore=1_00, effective_from=TODAY, basis="Beslut", by=by, now=NOW
    )


def assign(application: Application, by: User) -> Application:
    return applications.assign(application, officer=person("dag"), by=by, now=NOW)


def declare(application: Application, by: User) -> Any:
    return conflicts.declare(application, answer=ConflictAnswer.CONFLICT, ground="Svåger", by=by, now=NOW)


def record_check(application: Application, by: User) -> Any:
    return assessment.record_check(
        application, requirement="years_active", result=CheckResult.MET, source="Register", by=by, now=NOW
    )


def score(application: Application, by: User) -> Any:
    criterion: Criterion = application.call.criteria.earliest("order")
    return assessment.score(application, criterion=criterion, points=3, reasons="Tydligt.", by=by, now=NOW)


def propose(application: Application, by: User) -> Any:
    return assessment.propose(
        application, kind=DecisionKind.GRANT, amount_ore=application.requested_ore, reasons="Bra.", by=by, now=NOW
    )


def return_to_officer(application: Application, by: User) -> Application:
    return assessment.return_to_officer(application, reason="Skälen är för korta.", by=by, now=NOW)


def prepare_decision(application: Application, by: User) -> Decision:
    return decisions.prepare(application, wording=wording(application), write_letter=a_letter, by=by, now=NOW)


def decide(decision: Decision, by: User) -> Decision:
    return decisions.decide(decision, letter_sha256=decision.letter_id, by=by, now=NOW)


def dispatch(decision: Decision, by: User) -> Decision:
    return decisions.dispatch(decision, by=by, now=NOW)


def prepare_payment(application: Application, by: User) -> Payment:
    return payments.prepare(application, amount_ore=application.requested_ore, by=by, now=NOW)


def attest(payment: Payment, by: User) -> Payment:
    return payments.attest(payment, by=by, now=NOW)


def mark_paid(payment: Payment, by: User) -> Payment:
    return payments.mark_paid(payment, paid_on=TODAY, by=by, now=NOW)


def cancel(payment: Payment, by: User) -> Payment:
    return payments.cancel(payment, reason="Fel belopp", by=by, now=NOW)


def submit(report: FinalReport, by: User) -> FinalReport:
    return reports.submit(report, base_version=report.version, by=by, now=NOW)


def approve(report: FinalReport, by: User) -> FinalReport:
    return reports.approve(report, by=by, now=NOW)


def save_report(application: Application, by: User) -> FinalReport:
    return reports.save(application, account=an_account(application), base_version=0, by=by, now=NOW)


def register_repayment(application: Application, by: User) -> None:
    reports.register_repayment(application, amount_ore=100_00, received_on=TODAY, reference="BG 17", by=by, now=NOW)


def submit_expression(draft: Draft, by: User) -> Expression:
    return handed_in(draft, by=by)


def assess_expression(expression: Expression, by: User) -> Any:
    return invitations.assess(
        expression, suggestion=ExpressionOutcome.INVITE, note="Ett tydligt behov.", by=by, now=NOW
    )


def invite(expression: Expression, by: User) -> Expression:
    return invitations.settle(expression, outcome=ExpressionOutcome.INVITE, by=by, now=NOW)


def decline(expression: Expression, by: User) -> Expression:
    return invitations.settle(expression, outcome=ExpressionOutcome.DECLINE, reason=REASON, by=by, now=NOW)


def settle_all(expression: Expression, by: User) -> list[Expression]:
    return invitations.settle_all([expression], outcome=ExpressionOutcome.INVITE, by=by, now=NOW)


def lapse(expression: Expression, by: User) -> Expression:
    return invitations.lapse(expression, by=by, now=INVITED_CLOSE_AT)


def withdraw_expression(expression: Expression, by: User) -> Any:
    return expression_withdrawals.withdraw(expression, reason="Vi har fått andra pengar.", by=by, now=NOW)


def lapse_all(expression: Expression, by: User) -> list[Expression]:
    return invitations.lapse_all([expression], by=by, now=INVITED_CLOSE_AT)


def received_expression() -> Expression:
    expression = expression_at(ExpressionStatus.RECEIVED)
    declare_no_conflict(expression, "dag")
    return expression


def assessed_expression() -> Expression:
    return expression_at(ExpressionStatus.ASSESSED)


def invited_expression() -> Expression:
    return expression_at(ExpressionStatus.INVITED)


def withdraw(application: Application, by: User) -> Any:
    return withdrawals.withdraw(application, reason="Vi har fått andra pengar.", by=by, now=NOW)


def write_off(application: Application, by: User) -> Any:
    return withdrawals.write_off(application, write_letter=a_write_off, by=by, now=NOW)


def with_new_version() -> Call:
    call = a_call()
    form_versions.begin(call, by=person("dag"), now=NOW)
    calls.edit_form(call, edit=lambda form: add_group(form, "Mer"), by=person("dag"), now=NOW)
    text = QuestionText("Något mer?", QuestionKind.TEXT)
    calls.edit_form(call, edit=lambda form: add_question(form, "mer", text), by=person("dag"), now=NOW)
    return call


def begin_version(call: Call, by: User) -> None:
    form_versions.begin(call, by=by, now=NOW)


def publish_version(call: Call, by: User) -> None:
    form_versions.publish(call, note="En ny sida.", by=by, now=NOW)


def discard_version(call: Call, by: User) -> None:
    form_versions.discard(call, by=by, now=NOW)


def request_completion(application: Application, by: User) -> CompletionRequest:
    items = [Lacking(ASKED, "Beskriv målen.")]
    return completion_requests.request(
        application, items=items, due_on=DUE, consequence="Ansökan kan avvisas.", by=by, now=NOW
    )


def extend_completion(request: CompletionRequest, by: User) -> CompletionRequest:
    return completion_requests.extend(request, due_on=DUE + timedelta(days=7), by=by, now=NOW)


def complete(completion: Completion, by: User) -> Completion:
    return hand_in_completion(completion, by=by)


def communicate(application: Application, by: User) -> Communication:
    return communications.send(application, text="Ni har en skuld.", due_on=DUE, by=by, now=NOW)


def answer_communication(communication: Communication, by: User) -> Message:
    return communications.answer(communication, nothing_to_add=True, by=by, now=NOW)


def write_to_party(application: Application, by: User) -> Message:
    return messages.send(application, text="Hej!", by=by, now=NOW)


def write_to_agency(application: Application, by: User) -> Message:
    return messages.receive(application, text="Hej!", by=by, now=NOW)


OFFICERS, ECONOMISTS = ("dag", "disa"), ("farah", "filip")
A, P, R, D = ApplicationStatus, PaymentStatus, ReportStatus, DecisionStatus

ACTS = (
    Act("calls.create", nothing, create, OFFICERS, "call_created"),
    Act("calls.change", an_unpublished_call, change, OFFICERS, "call_changed"),
    Act("calls.set_criteria", an_unpublished_call, set_criteria, OFFICERS, "criteria_set"),
    Act("calls.set_form", an_unpublished_call, set_form, OFFICERS, "form_changed"),
    Act("calls.publish", an_unpublished_call, publish, OFFICERS, "call_published"),
    Act("cancelling.cancel", a_call, cancel_call, OFFICERS, "call_cancelled"),
    Act("form_versions.begin", a_call, begin_version, OFFICERS, "form_version_begun"),
    Act("form_versions.publish", with_new_version, publish_version, OFFICERS, "form_version_published"),
    Act("form_versions.discard", with_new_version, discard_version, OFFICERS, "form_version_discarded"),
    Act("frames.set_amount", an_unpublished_call, set_frame, OFFICERS, "frame_set"),
    Act("expressions.submit", an_expression_draft, submit_expression, ("anna", "bo"), "expression_received"),
    Act("invitations.assess", received_expression, assess_expression, OFFICERS, "expression_assessed"),
    Act("invitations.settle invite", assessed_expression, invite, OFFICERS, "expression_invited"),
    Act("invitations.settle decline", assessed_expression, decline, OFFICERS, "expression_declined"),
    Act("invitations.settle_all", assessed_expression, settle_all, OFFICERS, "expression_invited"),
    Act("invitations.lapse", invited_expression, lapse, OFFICERS, "expression_lapsed"),
    Act("invitations.lapse_all", invited_expression, lapse_all, OFFICERS, "expression_lapsed"),
    Act(
        "expression_withdrawals.withdraw",
        assessed_expression,
        withdraw_expression,
        ("anna", "bo"),
        "expression_withdrawn",
    ),
    Act("applications.assign", lambda: application_at(A.RECEIVED), assign, ("rut",), "case_assigned"),
    Act("conflicts.declare", lambda: application_at(A.PROPOSED), declare, STAFF, "conflict_declared"),
    Act("assessment.record_check", in_review, record_check, ("dag",), "check_recorded"),
    Act("assessment.score", in_review, score, ("dag",), "criterion_scored"),
    Act("completion_requests.request", in_review, request_completion, ("dag",), "completion_requested"),
    Act("completion_requests.extend", completion_requested, extend_completion, ("dag",), "completion_extended"),
    Act("completions.submit", being_completed, complete, ("anna", "bo"), "completion_submitted"),
    Act("communications.send", in_review, communicate, ("dag",), "communication_sent"),
    Act("communications.answer", shown_material, answer_communication, ("anna", "bo"), "communication_answered"),
    Act("messages.send", in_review, write_to_party, ("dag",), "message_sent"),
    Act("messages.receive", in_review, write_to_agency, ("anna", "bo"), "message_received"),
    Act("assessment.propose", ready_to_propose, propose, ("dag",), "decision_proposed"),
    Act("assessment.return_to_officer", proposed, return_to_officer, ("eva",), "case_returned"),
    Act("withdrawals.withdraw", proposed, withdraw, ("anna",), "application_withdrawn"),
    Act("withdrawals.write_off", lambda: application_at(A.WITHDRAWN), write_off, ("dag",), "case_written_off"),
    Act("decisions.prepare", proposed, prepare_decision, ("eva",), "decision_prepared"),
    Act("decisions.decide", lambda: decision_at(D.PREPARED), decide, ("eva",), "decision_made"),
    Act("decisions.dispatch", lambda: decision_at(D.DECIDED), dispatch, ("dag", "disa", "rut"), "decision_dispatched"),
    Act("payments.prepare", dispatched_with_account, prepare_payment, ECONOMISTS, "payment_prepared"),
    Act("payments.attest", lambda: payment_at(P.PREPARED), attest, ("filip",), "payment_attested"),
    Act("payments.mark_paid", lambda: payment_at(P.ATTESTED), mark_paid, ECONOMISTS, "payment_made"),
    Act("payments.cancel", lambda: payment_at(P.ATTESTED), cancel, ECONOMISTS, "payment_cancelled"),
    Act("reports.submit", lambda: report_at(R.DRAFT), submit, ("anna",), "report_submitted"),
    Act("reports.approve", lambda: report_at(R.SUBMITTED), approve, OFFICERS, "report_approved"),
    Act("reports.register_repayment", half_spent, register_repayment, ECONOMISTS, "repayment_booked"),
)

__all__ = ["ACTS", "CLOSES_AT", "STAFF", "Act", "paid", "save_report"]
