"""Every verb of the room, ready to be done: what it needs, who may do it, and the event it leaves.

The table drives the tests that hold for all verbs alike.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from accounts.enums import Role
from accounts.models import User
from grants.domain import (
    adoption,
    appeal_hand_overs,
    appeal_timeliness,
    appeals,
    applications,
    assessment,
    assessors,
    batches,
    calls,
    cancelling,
    commitments,
    communications,
    completion_requests,
    conflict_questions,
    conflicts,
    consensus,
    corrections,
    court_rulings,
    decision_requests,
    decisions,
    delay_notices,
    delegations,
    deliveries,
    dissents,
    expression_withdrawals,
    form_versions,
    frames,
    instalments,
    invitations,
    messages,
    notes,
    payment_stops,
    payments,
    proposal_orders,
    reopenings,
    reports,
    withdrawals,
)
from grants.domain.appeals import Incoming
from grants.domain.calls import CriterionText
from grants.domain.completion_requests import Lacking
from grants.domain.deliveries import Evidence
from grants.domain.signals import review as signal_reviews
from grants.domain.signals import search as signal_search
from grants.domain.wording import Planned
from grants.enums import (
    AppealStatus,
    AppealWay,
    ApplicationStatus,
    BatchStatus,
    CheckResult,
    ConflictAnswer,
    ConflictOutcome,
    ConflictPoint,
    CorrectedPart,
    CourtOutcome,
    DecisionKind,
    DecisionStatus,
    DeliveryKind,
    ExpressionOutcome,
    ExpressionStatus,
    InstalmentCondition,
    NoteWay,
    PaymentStatus,
    ReconsideredOutcome,
    ReopeningGround,
    ReportStatus,
    SignalOutcome,
    TimelinessGround,
)
from grants.interfaces.sealing import seal
from grants.models import (
    Appeal,
    AppealBundle,
    Application,
    AuthorityAmount,
    BatchDecision,
    Call,
    Communication,
    Completion,
    CompletionRequest,
    ConflictQuestion,
    Criterion,
    Decision,
    DecisionRequest,
    DelayNotice,
    Delegation,
    Dissent,
    Draft,
    Expression,
    FinalReport,
    Instalment,
    Message,
    Note,
    Payment,
    PaymentStop,
    ProposalOrder,
    Scenario,
    Signal,
)
from grants.question_edits import add_group, add_question
from grants.question_text import QuestionText
from grants.questions import QuestionKind
from tests.factories import (
    AFTER_FIVE_MONTHS,
    AFTER_SIX_MONTHS,
    AMOUNT,
    ASKED,
    ASSOCIATIONS,
    CLOSES_AT,
    DETAILS,
    DUE,
    EXPECTED,
    INVITED_CLOSE_AT,
    NOW,
    REASON,
    TODAY,
    a_batch,
    a_call,
    a_delay_letter,
    a_dissent,
    a_letter,
    a_question,
    a_refusal_letter,
    a_ruling,
    a_scenario,
    a_signal,
    a_write_off,
    adopted,
    an_account,
    an_expression_draft,
    an_unpublished_call,
    anybody,
    application_at,
    batch_at,
    checked,
    communicated,
    completion_requested,
    completion_saved,
    decided,
    decision_at,
    decision_requested,
    declare_no_conflict,
    delay_drafted,
    delegated,
    digest_of,
    dispatched,
    expression_at,
    hand_in_completion,
    handed_in,
    invited,
    payment_at,
    person,
    pointed,
    prepared,
    report_at,
    scored,
    verified_account,
    wording,
)
from tests.factories import appeals as after
from tests.factories import payment_stops as stops

STAFF = ("dag", "disa", "eva", "farah", "filip", "gun", "lars", "rut")


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


def edit_form(call: Call, by: User) -> None:
    calls.edit_form(call, edit=lambda form: form, by=by, now=NOW)


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


def reassign(application: Application, by: User) -> Application:
    return applications.reassign(application, officer=person("disa"), by=by, now=NOW)


def declare(application: Application, by: User) -> Any:
    return conflicts.declare(application, answer=ConflictAnswer.CONFLICT, ground="Svåger", by=by, now=NOW)


def an_officer(username: str) -> User:
    return anybody(username, roles=(Role.CASE_OFFICER,))


def with_an_officer() -> Application:
    an_officer("olle")
    return in_review()


def raise_question(application: Application, by: User) -> ConflictQuestion:
    return conflict_questions.raise_about(
        application, person=an_officer("olle"), point=ConflictPoint.OTHER, ground="Vänner", by=by, now=NOW
    )


def object_to_officer(application: Application, by: User) -> ConflictQuestion:
    return conflict_questions.object_to(
        application, name="Dag Dahl", point=ConflictPoint.OTHER, ground="Vänner", by=by, now=NOW
    )


def open_question() -> ConflictQuestion:
    application = in_review()
    declare_no_conflict(application, "eva", "gun")
    return a_question(application, an_officer("olle"))


def rule(question: ConflictQuestion, by: User) -> Any:
    return conflict_questions.rule(
        question, outcome=ConflictOutcome.UPHELD, reasons="Syskon.", write_letter=a_ruling, by=by, now=NOW
    )


def record_check(application: Application, by: User) -> Any:
    return assessment.record_check(
        application, requirement="years_active", result=CheckResult.MET, source="Register", by=by, now=NOW
    )


def search_signals(application: Application, by: User) -> Any:
    return signal_search.search(application, by=by, now=NOW)


def signalled() -> Signal:
    return a_signal(in_review())


def review_signal(signal: Signal, by: User) -> Any:
    return signal_reviews.review(signal, outcome=SignalOutcome.DISMISSED, note="Vanligt.", by=by, now=NOW)


def score(application: Application, by: User) -> Any:
    criterion: Criterion = application.call.criteria.earliest("order")
    return assessment.score(application, criterion=criterion, points=3, reasons="Tydligt.", by=by, now=NOW)


def with_assessors() -> Application:
    application = in_review()
    assessors.invite(application, people=[person("disa"), person("ines")], by=person("dag"), now=NOW)
    return application


def with_points() -> Application:
    application = in_review()
    invited(application, "disa", "ines")
    return pointed(pointed(application, "disa"), "ines")


def invite_assessor(application: Application, by: User) -> Any:
    return assessors.invite(application, people=[person("ines")], by=by, now=NOW)


def end_assessor(application: Application, by: User) -> Any:
    return assessors.end(application.assessors.latest("pk"), reason="Hinner inte.", by=by, now=NOW)


def begin_assessing(application: Application, by: User) -> None:
    assessors.begin(application, answer=ConflictAnswer.CONFLICT, ground="Svåger", by=by, now=NOW)


def hand_in_points(application: Application, by: User) -> Any:
    return assessors.hand_in(application, by=by, now=NOW)


def note_meeting(application: Application, by: User) -> Any:
    return consensus.note(
        application, held_on=TODAY, participants="Dag och Disa", text="Vi är överens.", by=by, now=NOW
    )


def propose(application: Application, by: User) -> Any:
    return assessment.propose(
        application, kind=DecisionKind.GRANT, amount_ore=application.requested_ore, reasons="Bra.", by=by, now=NOW
    )


def return_to_officer(application: Application, by: User) -> Application:
    return assessment.return_to_officer(application, reason="Skälen är för korta.", by=by, now=NOW)


def prepare_decision(application: Application, by: User) -> Decision:
    return decisions.prepare(application, wording=wording(application), write_letter=a_letter, by=by, now=NOW)


def decide(decision: Decision, by: User) -> Decision:
    return decisions.decide(decision, letter_sha256=decision.letter_id, seal=seal, by=by, now=NOW)


def dissent(decision: Decision, by: User) -> Dissent:
    return dissents.note(decision, text="Avslag hade varit rätt.", write_page=a_dissent, by=by, now=NOW)


def waiting_instalment() -> Instalment:
    waits = Planned(2018, AMOUNT, TODAY, InstalmentCondition.STATUS_REPORT)
    return dispatched(decided(prepared(proposed(), instalments=(waits,)))).instalments.get()


def approve_status_report(instalment: Instalment, by: User) -> Instalment:
    return instalments.approve_status_report(instalment, note="Enligt plan.", by=by, now=NOW)


def set_authority(_: None, by: User) -> AuthorityAmount:
    return commitments.set_amount(
        "2018:119",
        budget_year=2018,
        amount_ore=1_000_000_00,
        effective_from=TODAY,
        basis="Regleringsbrevet",
        by=by,
        now=NOW,
    )


def dispatch(decision: Decision, by: User) -> Decision:
    return decisions.dispatch(decision, by=by, now=NOW)


def prepare_payment(application: Application, by: User) -> Payment:
    return payments.prepare(application, instalment=1, by=by, now=NOW)


def attest(payment: Payment, by: User) -> Payment:
    return payments.attest(payment, by=by, now=NOW)


def mark_paid(payment: Payment, by: User) -> Payment:
    return payments.mark_paid(payment, paid_on=TODAY, by=by, now=NOW)


def cancel(payment: Payment, by: User) -> Payment:
    return payments.cancel(payment, reason="Fel belopp", not_executed=True, by=by, now=NOW)


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


def note(application: Application, by: User) -> Note:
    return notes.write(application, text="Ringde.", way=NoteWay.PHONE, received_on=TODAY, by=by, now=NOW)


def give_delegation(decider: User, by: User) -> Delegation:
    kinds = [DecisionKind.REJECT]
    return delegations.give(
        decider, kinds=kinds, most_ore=None, starts_on=TODAY, ends_on=None, basis="Arbetsordningen", by=by, now=NOW
    )


def end_delegation(delegation: Delegation, by: User) -> Delegation:
    return delegations.end(delegation, by=by, now=NOW)


def drafted_notice() -> Application:
    return delay_drafted().application


def asked_to_decide() -> Application:
    return decision_requested().application


def send_delay_notice(application: Application, by: User) -> DelayNotice:
    return delay_notices.send(
        application,
        reasons="Många har sökt.",
        expected_on=EXPECTED,
        write_letter=a_delay_letter,
        by=by,
        now=AFTER_FIVE_MONTHS,
    )


def decline_delay_notice(application: Application, by: User) -> DelayNotice:
    return delay_notices.decline(application, reasons="Beslutet fattas i morgon.", by=by, now=AFTER_FIVE_MONTHS)


def ask_for_decision(application: Application, by: User) -> DecisionRequest:
    return decision_requests.ask(application, by=by, now=AFTER_SIX_MONTHS)


def enter_request(application: Application, by: User) -> DecisionRequest:
    return decision_requests.enter(
        application, came_in_on=AFTER_SIX_MONTHS.date(), text="Avgör ärendet.", by=by, now=AFTER_SIX_MONTHS
    )


def refuse_request(application: Application, by: User) -> DecisionRequest:
    return decision_requests.refuse(
        application, reasons="Kontroller återstår.", write_letter=a_refusal_letter, by=by, now=AFTER_SIX_MONTHS
    )


def open_letter(decision: Decision, by: User) -> Any:
    return deliveries.receive(after.the_letter(decision), by=by, now=NOW)


def enter_receipt(decision: Decision, by: User) -> Any:
    evidence = Evidence(DeliveryKind.OTHER_PROOF, TODAY, "Lästes upp i telefon.")
    return deliveries.enter(after.the_letter(decision), evidence=evidence, by=by, now=NOW)


def entered_receipt() -> Any:
    return enter_receipt(after.dispatched_rejection(), person("rut"))


def strike_receipt(record: Any, by: User) -> Any:
    return deliveries.strike(record, reason="Fel brev.", by=by, now=NOW)


def file_appeal(decision: Decision, by: User) -> Appeal:
    return appeals.file(decision, text="Ändra.", by=by, now=NOW)


def enter_appeal(decision: Decision, by: User) -> Appeal:
    return appeals.enter(decision, incoming=Incoming(AppealWay.LETTER, TODAY, "Ändra."), by=by, now=NOW)


def find_in_time(appeal: Appeal, by: User) -> Appeal:
    return appeal_timeliness.test(appeal, ground=TimelinessGround.WITHIN, by=by, now=NOW)


def find_late(appeal: Appeal, by: User) -> Appeal:
    return appeal_timeliness.test(appeal, ground=TimelinessGround.LATE, by=by, now=after.LATER)


def find_again(appeal: Appeal, by: User) -> Appeal:
    return appeal_timeliness.test_again(appeal, reason="Fel dag.", by=by, now=after.LATER)


def dismiss_appeal(appeal: Appeal, by: User) -> Appeal:
    return appeal_timeliness.dismiss(
        appeal, reasons="För sent.", write_letter=after.a_dismissal, by=by, now=after.LATER
    )


def appeal_in_time() -> Appeal:
    return after.tested_in_time(after.appealed())


def reconsider(appeal: Appeal, by: User) -> Appeal:
    return appeal_hand_overs.reconsider(appeal, outcome=ReconsideredOutcome.STANDS, note="Inget nytt.", by=by, now=NOW)


def order_bundle(appeal: Appeal, by: User) -> Any:
    return appeal_hand_overs.order_bundle(appeal, court=after.COURT, by=by, now=NOW)


def hand_over(bundle: AppealBundle, by: User) -> Appeal:
    return appeal_hand_overs.hand_over(bundle, by=by, now=NOW)


def an_upheld_decision() -> Appeal:
    return after.appeal_at(AppealStatus.SETTLED)


def note_final(appeal: Appeal, by: User) -> Any:
    return court_rulings.note_final(
        appeal, final_on=after.RULED_AT.date(), proof=after.a_file(), by=by, now=after.RULED_AT
    )


def settle_appeal(appeal: Appeal, by: User) -> Any:
    found = court_rulings.Found(CourtOutcome.ANNULLED, after.COURT, "1-18", after.RULED_AT.date())
    return court_rulings.settle(appeal, found=found, ruling=after.a_file(), by=by, now=after.RULED_AT)


def reopen(decision: Decision, by: User) -> Any:
    return reopenings.reopen(decision, ground=ReopeningGround.TO_ADVANTAGE, reasons="Fel.", by=by, now=NOW)


def correct(decision: Decision, by: User) -> Any:
    slip = corrections.Slip(CorrectedPart.REASONS, "minska", "motverka", "Ett ord blev fel.")
    return corrections.correct(decision, slip=slip, write_letter=after.a_correction, by=by, now=NOW)


def propose_stop(decision: Decision, by: User) -> PaymentStop:
    said = {"ground": "conditions", "from_instalment": 2, "reasons": "Har upphört.", "not_heard": "Brådskar."}
    return payment_stops.propose(decision.application, **said, by=by, now=stops.STOPPED_AT)


def drop_stop(stop: PaymentStop, by: User) -> PaymentStop:
    return payment_stops.drop(stop, by=by, now=stops.STOPPED_AT)


def decide_stop(stop: PaymentStop, by: User) -> PaymentStop:
    return payment_stops.decide(stop, write_letter=stops.a_stop_letter, by=by, now=stops.STOPPED_AT)


def lift_stop(stop: PaymentStop, by: User) -> PaymentStop:
    letter = stops.a_stop_letter
    return payment_stops.lift(stop, reasons="Ny uppgift.", write_letter=letter, by=by, now=stops.STOPPED_AT)


def adopt_scenario(scenario: Scenario, by: User) -> Scenario:
    return adoption.adopt(scenario, digest=digest_of(scenario), by=by, now=NOW)


def adopted_by_disa() -> Scenario:
    return adopted(a_scenario(), "disa")


def propose_own(scenario: Scenario, by: User) -> int:
    return adoption.propose_own(scenario, by=by, now=NOW)


def order_proposals(scenario: Scenario, by: User) -> ProposalOrder:
    return proposal_orders.order(scenario, digest=digest_of(scenario), total=60, by=by, now=NOW)


def start_batch(application: Application, by: User) -> BatchDecision:
    shared = batches.SharedWording("3 §")
    return batches.start(application.call, chosen=[application], wording=shared, by=by, now=NOW)


def take_out_of_batch(batch: BatchDecision, by: User) -> int:
    return batches.take_out(batch, items=[batch.items.earliest("pk").pk], by=by, now=NOW)


def renew_batch(batch: BatchDecision, by: User) -> BatchDecision:
    return batches.renew(batch, by=by, now=NOW)


def cancel_batch(batch: BatchDecision, by: User) -> BatchDecision:
    return batches.cancel(batch, by=by, now=NOW)


def approve_batch(batch: BatchDecision, by: User) -> BatchDecision:
    return batches.approve(batch, listing_sha256=batch.listing_id or "", by=by, now=NOW)


def dispatch_batch(batch: BatchDecision, by: User) -> BatchDecision:
    return batches.dispatch(batch, by=by, now=NOW)


OFFICERS, ECONOMISTS, SENDERS = ("dag", "disa"), ("farah", "filip"), ("dag", "disa", "rut")
A, P, R, D = ApplicationStatus, PaymentStatus, ReportStatus, DecisionStatus

ACTS = (
    Act("calls.create", nothing, create, OFFICERS, "call_created"),
    Act("calls.change", an_unpublished_call, change, OFFICERS, "call_changed"),
    Act("calls.set_criteria", an_unpublished_call, set_criteria, OFFICERS, "criteria_set"),
    Act("calls.edit_form", an_unpublished_call, edit_form, OFFICERS, "form_changed"),
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
    Act("applications.reassign", in_review, reassign, ("rut",), "officer_changed"),
    Act("applications.assign", lambda: application_at(A.RECEIVED), assign, ("rut",), "case_assigned"),
    Act("conflicts.declare", lambda: application_at(A.PROPOSED), declare, STAFF, "conflict_declared"),
    Act("conflict_questions.raise_about", with_an_officer, raise_question, STAFF, "conflict_raised"),
    Act("conflict_questions.object_to", in_review, object_to_officer, ("anna", "bo"), "conflict_raised"),
    Act("conflict_questions.rule", open_question, rule, ("eva", "gun"), "conflict_ruled"),
    Act("assessment.record_check", in_review, record_check, ("dag",), "check_recorded"),
    Act("signals.search", in_review, search_signals, ("dag",), "signals_searched"),
    Act("signals.review", signalled, review_signal, ("dag",), "signal_reviewed"),
    Act("assessment.score", in_review, score, ("dag",), "criterion_scored"),
    Act("assessors.invite", in_review, invite_assessor, ("dag",), "assessor_invited"),
    Act("assessors.end", with_assessors, end_assessor, ("dag",), "assessor_ended"),
    Act("assessors.begin", with_assessors, begin_assessing, ("disa", "ines"), "conflict_declared"),
    Act("assessors.hand_in", with_points, hand_in_points, ("disa", "ines"), "assessment_handed_in"),
    Act("consensus.note", ready_to_propose, note_meeting, ("dag",), "consensus_noted"),
    Act("completion_requests.request", in_review, request_completion, ("dag",), "completion_requested"),
    Act("completion_requests.extend", completion_requested, extend_completion, ("dag",), "completion_extended"),
    Act("completions.submit", being_completed, complete, ("anna", "bo"), "completion_submitted"),
    Act("communications.send", in_review, communicate, ("dag",), "communication_sent"),
    Act("communications.answer", shown_material, answer_communication, ("anna", "bo"), "communication_answered"),
    Act("messages.send", in_review, write_to_party, ("dag",), "message_sent"),
    Act("messages.receive", in_review, write_to_agency, ("anna", "bo"), "message_received"),
    Act("delay_notices.send", in_review, send_delay_notice, ("dag",), "delay_notice_sent"),
    Act("delay_notices.decline", drafted_notice, decline_delay_notice, ("dag",), "delay_notice_declined"),
    Act("decision_requests.ask", in_review, ask_for_decision, ("anna", "bo"), "decision_requested"),
    Act("decision_requests.enter", in_review, enter_request, ("rut",), "decision_requested"),
    Act("decision_requests.refuse", asked_to_decide, refuse_request, ("dag",), "decision_request_refused"),
    Act("notes.write", in_review, note, ("dag", "eva", "rut"), "note_written"),
    Act("assessment.propose", ready_to_propose, propose, ("dag",), "decision_proposed"),
    Act("adoption.adopt", a_scenario, adopt_scenario, OFFICERS, "scenario_adopted"),
    Act("adoption.propose_own", adopted_by_disa, propose_own, ("dag",), "decision_proposed"),
    Act("proposal_orders.order", a_scenario, order_proposals, OFFICERS, "scenario_proposals_ordered"),
    Act("assessment.return_to_officer", proposed, return_to_officer, ("eva",), "case_returned"),
    Act("withdrawals.withdraw", proposed, withdraw, ("anna",), "application_withdrawn"),
    Act("withdrawals.write_off", lambda: application_at(A.WITHDRAWN), write_off, ("dag",), "case_written_off"),
    Act("decisions.prepare", proposed, prepare_decision, ("eva",), "decision_prepared"),
    Act("decisions.decide", lambda: decision_at(D.PREPARED), decide, ("eva",), "decision_made"),
    Act("dissents.note", lambda: decision_at(D.DECIDED), dissent, ("dag",), "dissent_noted"),
    Act(
        "instalments.approve_status_report",
        waiting_instalment,
        approve_status_report,
        OFFICERS,
        "status_report_approved",
    ),
    Act("commitments.set_amount", nothing, set_authority, OFFICERS, "authority_set"),
    Act("decisions.dispatch", lambda: decision_at(D.DECIDED), dispatch, ("dag", "disa", "rut"), "decision_dispatched"),
    Act("batches.start", proposed, start_batch, ("eva",), "batch_started"),
    Act("batches.take_out", a_batch, take_out_of_batch, ("eva",), "batch_cases_taken_out"),
    Act("batches.renew", lambda: batch_at(BatchStatus.READY), renew_batch, ("eva",), "batch_renewed"),
    Act("batches.cancel", a_batch, cancel_batch, ("eva",), "batch_cancelled"),
    Act("batches.approve", lambda: batch_at(BatchStatus.READY), approve_batch, ("eva",), "batch_approved"),
    Act(
        "batches.dispatch",
        lambda: batch_at(BatchStatus.DECIDED),
        dispatch_batch,
        ("dag", "disa", "rut"),
        "batch_dispatch_began",
    ),
    Act("deliveries.receive", after.dispatched_rejection, open_letter, ("anna", "bo"), "letter_received"),
    Act("deliveries.enter", after.dispatched_rejection, enter_receipt, ("rut",), "letter_received"),
    Act("deliveries.strike", entered_receipt, strike_receipt, ("rut",), "delivery_struck"),
    Act("appeals.file", after.opened_decision, file_appeal, ("anna", "bo"), "appeal_received"),
    Act("appeals.enter", after.opened_decision, enter_appeal, ("rut",), "appeal_received"),
    Act("appeal_timeliness.test", after.appealed, find_in_time, SENDERS, "appeal_tested"),
    Act("appeal_timeliness.test_again", after.tested_late, find_again, ("eva",), "appeal_test_returned"),
    Act("appeal_timeliness.dismiss", after.tested_late, dismiss_appeal, ("eva",), "appeal_dismissed"),
    Act("appeal_hand_overs.reconsider", appeal_in_time, reconsider, ("eva",), "appeal_reconsidered"),
    Act("appeal_hand_overs.order_bundle", appeal_in_time, order_bundle, SENDERS, "appeal_bundle_ordered"),
    Act("appeal_hand_overs.hand_over", after.bundle_made, hand_over, SENDERS, "appeal_handed_over"),
    Act("court_rulings.settle", after.handed_over_appeal, settle_appeal, ("rut",), "appeal_settled"),
    Act("court_rulings.settle higher", an_upheld_decision, settle_appeal, ("rut",), "appeal_settled"),
    Act("court_rulings.note_final", an_upheld_decision, note_final, ("rut",), "appeal_final"),
    Act("reopenings.reopen", after.dispatched_rejection, reopen, ("eva",), "case_reopened"),
    Act("corrections.correct", after.dispatched_rejection, correct, ("eva",), "decision_corrected"),
    Act("payment_stops.propose", stops.a_granted_case, propose_stop, ("dag",), "payment_stop_proposed"),
    Act("payment_stops.drop", stops.stop_proposed, drop_stop, ("dag", "eva"), "payment_stop_dropped"),
    Act("payment_stops.decide", stops.stop_proposed, decide_stop, ("eva",), "payment_stopped"),
    Act("payment_stops.lift", stops.stop_decided, lift_stop, ("eva",), "payment_stop_lifted"),
    Act("delegations.give", lambda: person("eva"), give_delegation, ("gun",), "delegation_given"),
    Act("delegations.end", lambda: delegated(person("eva")), end_delegation, ("gun",), "delegation_ended"),
    Act("payments.prepare", dispatched_with_account, prepare_payment, ECONOMISTS, "payment_prepared"),
    Act("payments.attest", lambda: payment_at(P.PREPARED), attest, ("filip",), "payment_attested"),
    Act("payments.mark_paid", lambda: payment_at(P.ATTESTED), mark_paid, ECONOMISTS, "payment_made"),
    Act("payments.cancel", lambda: payment_at(P.ATTESTED), cancel, ECONOMISTS, "payment_cancelled"),
    Act("reports.submit", lambda: report_at(R.DRAFT), submit, ("anna",), "report_submitted"),
    Act("reports.approve", lambda: report_at(R.SUBMITTED), approve, OFFICERS, "report_approved"),
    Act("reports.register_repayment", half_spent, register_repayment, ECONOMISTS, "repayment_booked"),
)

__all__ = ["ACTS", "CLOSES_AT", "STAFF", "Act", "paid", "save_report"]
