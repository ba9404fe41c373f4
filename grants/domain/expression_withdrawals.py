"""An applicant takes its expression of interest back before it has been answered, and the case is closed."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse

from accounts.models import User
from applicants.permissions import check_may_manage
from delmos.lib.refusal import refusal_of
from grants.domain.invitations import close, locked
from grants.domain.telling import tell_party, without_conflict
from grants.domain.withdrawals import take_back
from grants.models import ConflictDeclaration, Expression, ExpressionWithdrawal
from grants.policies import check_may_take_back
from grants.workflow import EXPRESSION
from journal.domain import notices


@transaction.atomic
def withdraw(expression: Expression, *, reason: str = "", by: User, now: datetime) -> ExpressionWithdrawal:
    """Take the expression of interest back before the applicant has its answer.

    Whoever may hand it in may take it back. It leads to no decision, so the case is closed with it; what came in stays
    in the diary (INV-6), and the applicant may hand in another one while there is time. Returns the withdrawal, also
    when it is already made (a double click). Raises Refused for another mandate, and once it is answered.
    """
    expression = locked(expression)
    check_may_manage(by, expression.organisation, now=now)
    if made := ExpressionWithdrawal.objects.filter(expression=expression).first():
        return made
    check_may_take_back(expression)
    step = EXPRESSION.check("withdraw", expression.status)
    content = take_back(expression, step, reason=reason.strip(), by=by, now=now)
    withdrawal = ExpressionWithdrawal.objects.create(
        expression=expression, content=content, reason=reason.strip(), withdrawn_at=now, withdrawn_by=by
    )
    close(expression, by=by, now=now)
    _tell(expression, now=now)
    return withdrawal


def can_withdraw(person: User, expression: Expression, *, now: datetime) -> bool:
    """Whether the page offers it. The verb asks anew."""
    if "withdraw" not in EXPRESSION.acts_from(expression.status):
        return False
    return refusal_of(lambda: check_may_manage(person, expression.organisation, now=now)) is None


def _tell(expression: Expression, *, now: datetime) -> None:
    """Those who handle it at the agency are told, and everybody who acts for the party."""
    number = expression.case.number
    notices.notify(
        _handlers(expression),
        key=f"expression-withdrawn:{number}",
        title=f"Sökanden har återkallat intresseanmälan: {expression.title}",
        url=reverse("expression", args=[number]),
        case_number=number,
        now=now,
    )
    tell_party(
        expression,
        key=f"expression-withdrawn-own:{number}",
        title=f"Er intresseanmälan är återkallad: {expression.title}",
        page="own_expression",
        now=now,
    )


def _handlers(expression: Expression) -> list[User]:
    """Those who have taken the matter up and are not jäviga (INV-8); before anybody has, who published the call."""
    may_be_told = without_conflict(expression).order_by("pk")
    answered = ConflictDeclaration.objects.filter(case=expression.case_id)
    handlers = may_be_told.filter(pk__in=answered.values("person"))
    return list(handlers) or list(may_be_told.filter(pk__in=[expression.call.published_by_id]))
