"""The applicant's own expressions of interest, after they are handed in."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.gates import StaffRequest
from grants.domain import expressions
from grants.domain.expression_withdrawals import can_withdraw
from grants.domain.queries.expressions import WAITING, own_expression
from grants.domain.queries.timeline import timeline_of
from grants.enums import ExpressionStatus
from grants.interfaces.answers import expression_sections
from grants.interfaces.timeline import entries
from grants.policies import can_still_apply


def own_expression_page(request: StaffRequest, number: str) -> HttpResponse:
    """The receipt, the answer when there is one, and the way to the application for those who are invited."""
    now = timezone.now()
    expression = own_expression(request.user, number, now=now)
    invited = expression.status == ExpressionStatus.INVITED
    context = {
        "expression": expression,
        "call": expression.call,
        "face": expression.face,
        "invited": invited,
        "in_time": can_still_apply(expression, now=now),
        "begun": invited and expressions.application_begun(expression),
        "declined": expression.status == ExpressionStatus.NOT_INVITED,
        "applied": expression.status == ExpressionStatus.APPLIED,
        "may_withdraw": can_withdraw(request.user, expression, now=now),
        "receipt": getattr(expression, "receipt", None),
        "waits": expression.status in WAITING,
        "sections": expression_sections(expression),
        "entries": entries(timeline_of(expression, party=True), "own_document", number),
        "acting_for": expression.organisation.name,
        "now": now,
    }
    return render(request, "applicant/expression.html", context)


@require_POST
def start_application(request: StaffRequest, number: str) -> HttpResponse:
    """Begin the application that the organisation is invited to make, or go on with it."""
    now = timezone.now()
    expression = own_expression(request.user, number, now=now)
    return redirect("draft", expressions.start_application(expression, by=request.user, now=now).pk)
