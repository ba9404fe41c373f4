"""The officer's side of expressions of interest: the list of a call, one of them, and its assessment and answer."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.gates import StaffRequest, requires
from accounts.permissions import Permission
from delmos.lib.forms import accepted, page_status
from grants.domain import invitations
from grants.domain.queries.expressions import calls_with_expressions, expression_for
from grants.domain.queries.timeline import timeline_of
from grants.enums import ConflictAnswer, ExpressionOutcome, ExpressionStatus
from grants.interfaces.answers import closed, expression_sections
from grants.interfaces.expression_forms import AnswerForm, AssessmentForm
from grants.interfaces.timeline import entries
from grants.models import Expression
from grants.permissions import conflict_answer
from grants.policies import can_lapse
from grants.workflow import EXPRESSION


@requires(Permission.SEE_CASES)
def expression_calls(request: StaffRequest) -> HttpResponse:
    """The calls in two steps, with how many expressions have come and how many wait for an answer."""
    return render(request, "casework/expression_calls.html", {"rows": calls_with_expressions(request.user)})


@requires(Permission.SEE_CASES)
def expression(request: StaffRequest, number: str) -> HttpResponse:
    """Everything about one expression of interest, and what there is to do with it."""
    return _page(request, expression_for(request.user, number))


@require_POST
@requires(Permission.ASSESS_CASES)
def assess(request: StaffRequest, number: str) -> HttpResponse:
    """Write down the assessment."""
    found, form = expression_for(request.user, number), AssessmentForm(request.POST)

    def act() -> None:
        suggestion = ExpressionOutcome(form.cleaned_data["suggestion"])
        note = form.cleaned_data["note"]
        invitations.assess(found, suggestion=suggestion, note=note, by=request.user, now=timezone.now())

    return _done(request, found, form, act, "Bedömningen är sparad.", assessing=form)


@require_POST
@requires(Permission.ASSESS_CASES)
def settle(request: StaffRequest, number: str) -> HttpResponse:
    """Give the applicant its answer."""
    found, form = expression_for(request.user, number), AnswerForm(request.POST)

    def act() -> None:
        outcome = ExpressionOutcome(form.cleaned_data["outcome"])
        reason = form.cleaned_data["reason"]
        invitations.settle(found, outcome=outcome, reason=reason, by=request.user, now=timezone.now())

    return _done(request, found, form, act, "Sökanden har fått besked.", answering=form)


@require_POST
@requires(Permission.ASSESS_CASES)
def lapse(request: StaffRequest, number: str) -> HttpResponse:
    """Close the case of an invited applicant that never applied."""
    found, form = expression_for(request.user, number), forms.Form(request.POST)
    return _done(
        request,
        found,
        form,
        lambda: invitations.lapse(found, by=request.user, now=timezone.now()),
        "Ärendet är avslutat.",
    )


def _done(
    request: StaffRequest,
    found: Expression,
    form: forms.Form,
    act: Callable[[], Any],
    sentence: str,
    **shown: forms.Form,
) -> HttpResponse:
    """Act and go back to the page, or show the page with why it was refused."""
    if form.is_valid() and accepted(form, act):
        messages.success(request, sentence)
        return redirect("expression", found.case.number)
    return _page(request, found, form, **shown)


def _page(request: StaffRequest, found: Expression, refused: forms.Form | None = None, **shown: Any) -> HttpResponse:
    number = found.case.number
    answer = conflict_answer(request.user, found)
    acts = EXPRESSION.acts_from(found.status) if request.user.may(Permission.ASSESS_CASES) else ()
    may_act = answer is ConflictAnswer.NONE
    assessment = invitations.newest_assessment(found)
    suggested = {"outcome": assessment.suggestion} if assessment else None
    context = {
        "application": found,
        "number": number,
        "face": found.face,
        "is_expression": True,
        "crumbs": [
            {"label": "Intresseanmälningar", "url": reverse("expression_calls")},
            {"label": found.call.title, "url": reverse("expression_list", args=[found.call.slug])},
        ],
        "declares": bool(acts) and answer is None,
        "assessment": assessment,
        "assessing": AssessmentForm() if may_act and "assess" in acts else None,
        "answering": AnswerForm(initial=suggested) if may_act and "invite" in acts else None,
        "may_lapse": may_act and "lapse" in acts and can_lapse(found, now=timezone.now()),
        "applied": found.status == ExpressionStatus.APPLIED,
        "sections": closed(found.form.form, expression_sections(found)),
        "entries": entries(timeline_of(found, party=False), "document_page", number),
        "form": refused,
        **shown,
    }
    return render(request, "casework/expression.html", context, status=page_status(refused) if refused else 200)
