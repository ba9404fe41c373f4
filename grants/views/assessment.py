"""Scores in the case, and the hand-in of the officer's own."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.gates import StaffRequest, requires
from accounts.models import User
from accounts.permissions import Permission
from delmos.lib.forms import accepted, page_status
from delmos.lib.gate import one
from grants.domain import assessment, assessors
from grants.domain.queries.assessments import UNDER_ASSESSMENT, invited_to
from grants.domain.queries.cases import case_for
from grants.domain.queries.results import criteria_of, own_assessment_of, own_total, result_of
from grants.enums import ApplicationStatus
from grants.interfaces.assessment_forms import ScoreForm
from grants.interfaces.bearing import beside
from grants.models import Application, Criterion
from grants.policies import newest_scores
from grants.views.casework import case_context


@requires(Permission.ASSESS_CASES)
def scores(request: StaffRequest, number: str) -> HttpResponse:
    """The criteria with one's own points; the others' when one's own are in, or for who does not assess here."""
    application = case_for(request.user, number)
    invited = list(invited_to(application))
    is_officer = application.officer_id == request.user.pk
    assesses = is_officer or any(assessor.person_id == request.user.pk for assessor in invited)
    own = own_assessment(application, request.user) if assesses else {}
    hidden = bool(own) and not own["is_in"] and application.status in UNDER_ASSESSMENT
    context = case_context(
        application,
        invited=invited,
        is_officer=is_officer,
        assesses=assesses,
        hidden=hidden,
        result=None if hidden else result_of(application),
        **own,
    )
    return render(request, "casework/scores.html", context)


@requires(Permission.ASSESS_CASES)
def score(request: StaffRequest, number: str, order: int) -> HttpResponse:
    """Score one criterion."""
    application = case_for(request.user, number)
    criterion = one(application.call.criteria.all(), order=order)
    form = score_form(request, application, criterion)
    if saves_score(request, form, application, criterion):
        return redirect("scores", number)
    context = case_context(application, form=form, criterion=criterion, beside=beside(application, law=criterion.law))
    return render(request, "casework/score.html", context, status=page_status(form))


@require_POST
@requires(Permission.ASSESS_CASES)
def scores_hand_in(request: StaffRequest, number: str) -> HttpResponse:
    """Hand in one's assessment, as the officer or as a colleague who is invited."""
    application = case_for(request.user, number)
    assessors.hand_in(application, by=request.user, now=timezone.now())
    messages.success(request, "Din bedömning är inlämnad.")
    return redirect("scores", number)


def own_assessment(application: Application, person: User) -> dict[str, Any]:
    """What the person has given so far: each criterion with its points, the total, and what is handed in."""
    criteria, own = criteria_of(application), own_assessment_of(application, person)
    return {
        "rows": [(criterion, own.scores.get(criterion.pk)) for criterion in criteria],
        "total": own_total(criteria, own.scores),
        "is_in": own.handed_in,
        "may_hand_in": len(own.scores) == len(criteria) and own.changed,
        "may_score": application.status == ApplicationStatus.IN_REVIEW,
    }


def score_form(request: StaffRequest, application: Application, criterion: Criterion) -> ScoreForm:
    """The form of one criterion, with what the person gave before."""
    before = newest_scores(application, request.user).get(criterion.pk)
    initial = {"points": str(before.points), "reasons": before.reasons} if before else None
    return ScoreForm(request.POST or None, criterion=criterion, initial=initial)


def saves_score(request: StaffRequest, form: ScoreForm, application: Application, criterion: Criterion) -> bool:
    """Whether the points that were sent are saved; otherwise the form says why not."""
    if not form.is_valid() or not accepted(
        form,
        lambda: assessment.score(
            application, criterion=criterion, by=request.user, now=timezone.now(), **form.cleaned_data
        ),
    ):
        return False
    messages.success(request, f"Bedömningen av ”{criterion.name}” är sparad.")
    return True
