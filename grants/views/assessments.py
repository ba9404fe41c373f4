"""The pages of whoever is invited to assess: their cases, and of each what the assessment needs and nothing more."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.gates import StaffRequest, requires
from accounts.permissions import Permission
from delmos.lib.forms import accepted, page_status
from delmos.lib.gate import one
from grants.domain import assessors
from grants.domain.queries.assessments import assessments_for, for_assessor
from grants.domain.queries.documents import shown_to_assessors
from grants.domain.queries.results import result_of
from grants.enums import ApplicationStatus, ConflictAnswer, ConflictPoint
from grants.interfaces.answers import answer_sections, open_only
from grants.interfaces.bearing import Beside, bearing
from grants.interfaces.conflict_forms import DeclareForm
from grants.models import Application
from grants.views.assessment import own_assessment, saves_score, score_form
from journal.interfaces.downloads import download_entry

MOST = 200  # of the list: more is no longer a person's own pile


@requires(Permission.ASSESS_INVITED)
def assessments(request: StaffRequest) -> HttpResponse:
    """The applications that the person is invited to assess, oldest first."""
    rows = list(assessments_for(request.user).order_by("received_at", "pk")[:MOST])
    return render(request, "assessments/list.html", {"rows": rows})


@requires(Permission.ASSESS_INVITED)
def assessment(request: StaffRequest, number: str) -> HttpResponse:
    """One application: the answers, one's own points, and the others' when one's own are in."""
    application = for_assessor(request.user, number)
    if not application.is_declared:
        return redirect("assessment_conflict", number)
    own = own_assessment(application, request.user)
    context = _context(
        application,
        **own,
        sections=open_only(application.form.form, answer_sections(application)),
        documents=list(shown_to_assessors(application)),
        result=result_of(application) if own["is_in"] else None,
    )
    return render(request, "assessments/assessment.html", context)


@requires(Permission.ASSESS_INVITED)
def assessment_conflict(request: StaffRequest, number: str) -> HttpResponse:
    """Answer whether one is jävig, before anything else of the case is shown."""
    application = for_assessor(request.user, number)
    form = DeclareForm(request.POST or None)
    if form.is_valid() and accepted(form, lambda: _begin(request, application, form)):
        if form.cleaned_data["answer"] == ConflictAnswer.CONFLICT:
            messages.success(request, f"Du har anmält jäv i {number} och bedömer inte den ansökan.")
            return redirect("assessments")
        messages.success(request, "Du har tagit ställning till jäv.")
        return redirect("assessment", number)
    return render(request, "assessments/conflict.html", _context(application, form=form), status=page_status(form))


@requires(Permission.ASSESS_INVITED)
def assessment_score(request: StaffRequest, number: str, order: int) -> HttpResponse:
    """Score one criterion, with the answers beside."""
    application = for_assessor(request.user, number)
    if not application.is_declared:
        return redirect("assessment_conflict", number)
    criterion = one(application.call.criteria.all(), order=order)
    form = score_form(request, application, criterion)
    if saves_score(request, form, application, criterion):
        return redirect("assessment", number)
    questions = application.form.form
    sections = open_only(questions, answer_sections(application))
    asked = {row["key"] for _, _, rows in sections for row in rows}
    bear = tuple(found for found in bearing(questions, criterion.law) if found.key in asked)
    context = _context(application, form=form, criterion=criterion, beside=Beside(sections, bear))
    return render(request, "assessments/score.html", context, status=page_status(form))


@require_POST
@requires(Permission.ASSESS_INVITED)
def assessment_hand_in(request: StaffRequest, number: str) -> HttpResponse:
    """Hand the assessment in."""
    application = for_assessor(request.user, number)
    assessors.hand_in(application, by=request.user, now=timezone.now())
    messages.success(request, "Din bedömning är inlämnad. Nu ser du de andras.")
    return redirect("assessment", number)


@never_cache
@require_POST
@requires(Permission.ASSESS_INVITED)
def assessment_document(request: StaffRequest, number: str, serial: int) -> HttpResponseBase:
    """A file of the application, by POST: that it was read is logged."""
    application = for_assessor(request.user, number)
    entry = one(shown_to_assessors(application), serial=serial)
    with transaction.atomic():
        assessors.open_document(application, entry, by=request.user, now=timezone.now())
        return download_entry(request, entry)


def _begin(request: StaffRequest, application: Application, form: DeclareForm) -> None:
    assessors.begin(
        application,
        answer=ConflictAnswer(form.cleaned_data["answer"]),
        point=ConflictPoint(form.cleaned_data["point"] or ConflictPoint.OTHER),
        ground=form.cleaned_data["ground"],
        by=request.user,
        now=timezone.now(),
    )


def _context(application: Application, **more: Any) -> dict[str, Any]:
    """What every page of an application shows at its head."""
    number = application.case.number
    crumbs = [
        {"label": "Bedömningar", "url": reverse("assessments")},
        {"label": number, "url": reverse("assessment", args=[number])},
    ]
    return {
        "application": application,
        "number": number,
        "crumbs": crumbs,
        "waits": application.status == ApplicationStatus.COMPLETING,
        **more,
    }
