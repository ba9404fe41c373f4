"""Expressions of interest at the agency: assessed, and answered with an invitation to apply or without one."""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission
from delmos.lib.dates import format_moment
from delmos.lib.refusal import Refused, each
from grants.domain import cancelling
from grants.domain.telling import tell_party
from grants.enums import ExpressionOutcome, ExpressionStatus, Stage
from grants.models import Expression, ExpressionAssessment
from grants.permissions import check_case_act
from grants.policies import check_may_invite, check_may_lapse
from grants.workflow import DOCUMENTATION, EXPRESSION, REASONS
from journal.domain import cases, documents, events
from journal.enums import Direction
from journal.models import Case, RegistryEntry


@transaction.atomic
def assess(
    expression: Expression, *, suggestion: ExpressionOutcome, note: str, by: User, now: datetime
) -> ExpressionAssessment:
    """Write down the assessment of an expression of interest and what it leads to. The newest one counts.

    Raises Refused for the wrong role, unanswered or open jäv, a note that is missing, or an answer already given.
    """
    expression = locked(expression)
    check_case_act(by, Permission.ASSESS_CASES, expression)
    step = EXPRESSION.check("assess", expression.status)
    if not note.strip():
        raise Refused("Skriv hur du har bedömt intresseanmälan.", law=DOCUMENTATION, field="note")
    assessment = ExpressionAssessment.objects.create(
        expression=expression, suggestion=suggestion, note=note.strip(), assessed_at=now, assessed_by=by
    )
    expression.status = str(step.target)
    expression.save(update_fields=["status"])
    events.record(expression.stream, step.event, by=by, now=now, suggestion=suggestion)
    return assessment


@transaction.atomic
def settle(
    expression: Expression, *, outcome: ExpressionOutcome, reason: str = "", by: User, now: datetime
) -> Expression:
    """Invite the applicant to apply, or say that it is not invited, with ``reason``; the latter closes the case.

    The applicant is told in the case and by a notice. Raises Refused for an expression that is not assessed, a late
    one to be invited, a refusal without its reason, the wrong role, and jäv.
    """
    expression = locked(expression)
    check_case_act(by, Permission.ASSESS_CASES, expression)
    step = EXPRESSION.check(outcome, expression.status)
    if outcome is ExpressionOutcome.INVITE:
        check_may_invite(expression)
        cancelling.keep_standing(expression.call)
    elif not reason.strip():
        raise Refused("Skriv varför sökanden inte bjuds in. Sökanden får läsa det.", law=REASONS, field="reason")
    expression.status, expression.reason = str(step.target), reason.strip()
    expression.settled_at, expression.settled_by = now, by
    expression.save(update_fields=["status", "reason", "settled_at", "settled_by"])
    entry = _register_answer(expression, by=by, now=now)
    events.record(expression.stream, step.event, by=by, now=now, reason=expression.reason, entries=[entry.serial])
    if outcome is ExpressionOutcome.DECLINE:
        close(expression, by=by, now=now)
    _tell(expression, now=now)
    return expression


@transaction.atomic
def settle_all(
    expressions: Iterable[Expression], *, outcome: ExpressionOutcome, reason: str = "", by: User, now: datetime
) -> list[Expression]:
    """Answer several expressions alike: all of them, or none.

    Raises Refusals that names every expression which cannot be answered so, by its number.
    """
    return _each(expressions, lambda found: settle(found, outcome=outcome, reason=reason, by=by, now=now))


@transaction.atomic
def lapse(expression: Expression, *, by: User, now: datetime) -> Expression:
    """Close the case of an invited applicant that never applied, or of any that waits when the call was called off.

    Raises Refused while an answer or an application may still come.
    """
    expression = locked(expression)
    check_case_act(by, Permission.ASSESS_CASES, expression)
    step = EXPRESSION.check("lapse", expression.status)
    check_may_lapse(expression, now=now)
    expression.status = str(step.target)
    expression.save(update_fields=["status"])
    events.record(expression.stream, step.event, by=by, now=now)
    close(expression, by=by, now=now)
    return expression


@transaction.atomic
def lapse_all(expressions: Iterable[Expression], *, by: User, now: datetime) -> list[Expression]:
    """Close the cases of several expressions without an application: all of them, or none, as settle_all."""
    return _each(expressions, lambda found: lapse(found, by=by, now=now))


def answered(invitation: Expression) -> Case | None:
    """The invited applicant has applied: the case to register the application in, in the caller's transaction.

    None when the case was closed before the application came. Then the application opens a case of its own, since
    what reaches the agency late is still received (INV-2).
    """
    invitation = locked(invitation)
    if invitation.status == ExpressionStatus.LAPSED:
        return None
    step = EXPRESSION.check("apply", invitation.status)
    invitation.status = str(step.target)
    invitation.save(update_fields=["status"])
    return invitation.case


def answer_text(expression: Expression) -> str:
    """What the applicant is told, in words that stand on their own in the diary."""
    call = expression.call
    if expression.status == ExpressionStatus.INVITED:
        text = (
            f"{expression.organisation.name} är inbjuden att ansöka om bidrag i utlysningen ”{call.title}”, efter "
            f"intresseanmälan ”{expression.title}”. Ansökan ska ha kommit in senast "
            f"{format_moment(call.closing_of(Stage.APPLICATION))}."
        )
        return f"{text}\n\n{expression.reason}".strip()
    return (
        f"{expression.organisation.name} är inte inbjuden att ansöka om bidrag i utlysningen ”{call.title}”, efter "
        f"intresseanmälan ”{expression.title}”.\n\nSkäl: {expression.reason}"
    )


def newest_assessment(expression: Expression) -> ExpressionAssessment | None:
    """The assessment that counts."""
    return expression.assessments.select_related("assessed_by").order_by("-pk").first()


def _each(expressions: Iterable[Expression], act: Callable[[Expression], Expression]) -> list[Expression]:
    """Do ``act`` to every one of the chosen, in one order whoever chose them, so that no two wait for each other."""
    if not (chosen := sorted(expressions, key=lambda found: found.pk)):
        raise Refused("Välj minst en intresseanmälan i listan.")
    return each(chosen, act, name=lambda found: found.case.number)


def _register_answer(expression: Expression, *, by: User, now: datetime) -> RegistryEntry:
    text = f"{answer_text(expression)}\n\n{expression.case.number}\n{by.name}, {format_moment(now)}\n"
    return cases.register(
        expression.case,
        direction=Direction.OUT,
        title="Besked om intresseanmälan",
        counterpart=expression.organisation.name,
        document=documents.store(text.encode(), content_type="text/plain; charset=utf-8", by=by, now=now),
        by=by,
        now=now,
    )


def _tell(expression: Expression, *, now: datetime) -> None:
    tell_party(
        expression,
        key=f"expression-settled:{expression.case.number}",
        title=f"{expression.face.applicant}: {expression.title}",
        page="own_case",
        now=now,
    )


def close(expression: Expression, *, by: User, now: datetime) -> None:
    """Close the case that came to no application, in the caller's transaction."""
    cases.close(expression.case, by=by, now=now)
    events.record(expression.stream, "case_closed", by=by, now=now)


def locked(expression: Expression) -> Expression:
    """The expression's row, locked until the transaction ends."""
    return (
        Expression.objects.select_for_update(of=("self",))
        .select_related("case", "call", "organisation")
        .get(pk=expression.pk)
    )
