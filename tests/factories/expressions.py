"""Expressions of interest in a call in two steps: handed in by the signatory, assessed and answered by dag."""

from datetime import datetime
from hashlib import sha256
from typing import Any

from accounts.models import User
from applicants.models import Organisation
from grants import question_edits
from grants.domain import calls, drafts, expression_withdrawals, expressions, invitations
from grants.enums import ExpressionOutcome, ExpressionStatus, Stage
from grants.models import Call, Draft, Expression, ExpressionWithdrawal
from grants.question_edits import QuestionText
from grants.questions import SOUGHT, QuestionKind
from tests.factories.calls import a_call, an_unpublished_call
from tests.factories.drafts import a_pdf, answered, sign
from tests.factories.moments import BEFORE, INVITED_CLOSE_AT, LATE, NOW
from tests.factories.people import association, declare_no_conflict, person, signatory_of
from tests.factories.remembered import remembered

SOUGHT_ORE = 250_000_00
REASON = "Målgruppen är inte beskriven."
CHANGED_OUR_MINDS = "Vi gör det med egna pengar."


@remembered
def a_call_in_two_steps(**details: Any) -> Call:
    """A published call whose first step is open at NOW."""
    return a_call(**{"invited_close_at": INVITED_CLOSE_AT, **details})


@remembered
def a_call_asking_for_a_file() -> Call:
    """A published call in two steps whose first form asks for the statutes as a file."""
    call, dag = an_unpublished_call(invited_close_at=INVITED_CLOSE_AT), person("dag")
    statutes = QuestionText("Stadgar", QuestionKind.FILES)
    calls.edit_form(
        call,
        edit=lambda form: question_edits.add_question(form, "about", statutes),
        stage=Stage.EXPRESSION,
        by=dag,
        now=BEFORE,
    )
    return calls.publish(call, by=dag, now=BEFORE)


@remembered
def an_expression_draft(
    call: Call | None = None,
    *,
    organisation: Organisation | None = None,
    by: User | None = None,
    now: datetime = NOW,
    **answers: Any,
) -> Draft:
    """An expression of interest with every question answered, by a file too; ``answers`` replace single ones."""
    organisation = organisation or association()
    by = by or signatory_of(organisation)
    draft = drafts.start(call or a_call_in_two_steps(), organisation=organisation, by=by, now=now)
    for asked in draft.form.form.questions:
        if asked.kind is QuestionKind.FILES:
            drafts.attach(draft, question=asked.key, name="stadgar.pdf", content=a_pdf(), size=200, by=by, now=now)
    return answered(draft, by=by, now=now, **{SOUGHT: SOUGHT_ORE, **answers})


@remembered
def handed_in(draft: Draft, *, by: User | None = None, now: datetime = NOW, accepts_late: bool = True) -> Expression:
    """The draft handed in as it stands."""
    return expressions.submit(
        draft,
        content_sha256=sha256(drafts.freeze(draft)).hexdigest(),
        accepts_late=accepts_late,
        by=by or signatory_of(draft.organisation),
        now=now,
    )


@remembered
def expression_assessed(
    expression: Expression, *, suggestion: ExpressionOutcome = ExpressionOutcome.INVITE
) -> Expression:
    """Assessed by dag, who has answered on jäv."""
    declare_no_conflict(expression, "dag")
    invitations.assess(expression, suggestion=suggestion, note="Tydligt behov.", by=person("dag"), now=NOW)
    expression.refresh_from_db()
    return expression


@remembered
def expression_settled(expression: Expression, outcome: ExpressionOutcome) -> Expression:
    """Answered by dag."""
    reason = REASON if outcome is ExpressionOutcome.DECLINE else ""
    return invitations.settle(expression, outcome=outcome, reason=reason, by=person("dag"), now=NOW)


@remembered
def expression_withdrawn(expression: Expression) -> ExpressionWithdrawal:
    """Taken back by the signatory."""
    return expression_withdrawals.withdraw(
        expression, reason=CHANGED_OUR_MINDS, by=signatory_of(expression.organisation), now=NOW
    )


@remembered
def invited_draft(expression: Expression, **answers: Any) -> Draft:
    """The application of an invited organisation, with every question answered."""
    by = signatory_of(expression.organisation)
    return answered(expressions.start_application(expression, by=by, now=NOW), by=by, now=NOW, **answers)


@remembered
def expression_at(status: ExpressionStatus, **arrival: Any) -> Expression:
    """An expression of interest in this status. ``arrival`` is ``call``, ``organisation`` or single answers."""
    late = status == ExpressionStatus.RECEIVED_LATE
    expression = handed_in(an_expression_draft(**arrival), now=LATE if late else NOW)
    if status in (ExpressionStatus.RECEIVED, ExpressionStatus.RECEIVED_LATE):
        return expression
    if status == ExpressionStatus.WITHDRAWN:
        expression_withdrawn(expression)
        expression.refresh_from_db()
        return expression
    expression = expression_assessed(expression)
    if status == ExpressionStatus.ASSESSED:
        return expression
    if status == ExpressionStatus.NOT_INVITED:
        return expression_settled(expression, ExpressionOutcome.DECLINE)
    expression = expression_settled(expression, ExpressionOutcome.INVITE)
    if status == ExpressionStatus.APPLIED:
        sign(invited_draft(expression))
    if status == ExpressionStatus.LAPSED:
        invitations.lapse(expression, by=person("dag"), now=INVITED_CLOSE_AT)
    expression.refresh_from_db()
    return expression
