"""Who assesses an application beside its officer, and the meeting where they talk their points through."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.gates import StaffRequest, requires
from accounts.permissions import Permission
from delmos.lib.dates import stockholm_date
from delmos.lib.forms import accepted, page_status
from delmos.lib.gate import NotYours, one
from grants.domain import assessors as verbs
from grants.domain import consensus as meetings
from grants.domain.queries.assessments import hides_others, invited_to, may_be_invited
from grants.domain.queries.cases import case_for
from grants.domain.queries.results import result_of
from grants.interfaces.assessment_forms import ConsensusForm, EndForm, InviteForm
from grants.models import Application
from grants.views.casework import case_context


@requires(Permission.ASSESS_CASES)
def assessors(request: StaffRequest, number: str) -> HttpResponse:
    """Who is invited, and more to invite."""
    application = case_for(request.user, number)
    form = InviteForm(request.POST or None, people=may_be_invited(application))
    if form.is_valid() and accepted(
        form,
        lambda: verbs.invite(application, people=form.cleaned_data["people"], by=request.user, now=timezone.now()),
    ):
        messages.success(request, "Inbjudan är skickad.")
        return redirect("assessors", number)
    context = case_context(
        application,
        form=form,
        invited=list(invited_to(application)),
        is_officer=application.officer_id == request.user.pk,
        ended=list(application.assessors.exclude(ended_at=None).select_related("person", "ended_by")),
    )
    return render(request, "casework/assessors.html", context, status=page_status(form))


@requires(Permission.ASSESS_CASES)
def assessor_end(request: StaffRequest, number: str, pk: int) -> HttpResponse:
    """End an invitation, with a reason."""
    application = case_for(request.user, number)
    assessor = one(application.assessors.select_related("person"), pk=pk)
    form = EndForm(request.POST or None)
    if form.is_valid() and accepted(
        form,
        lambda: verbs.end(assessor, reason=form.cleaned_data["reason"], by=request.user, now=timezone.now()),
    ):
        messages.success(request, f"Inbjudan till {assessor.person.name} är avslutad.")
        return redirect("assessors", number)
    context = case_context(application, form=form, assessor=assessor)
    return render(request, "casework/assessor_end.html", context, status=page_status(form))


@requires(Permission.ASSESS_CASES)
def consensus(request: StaffRequest, number: str) -> HttpResponse:
    """Write the note of a meeting, with everybody's points in sight. Nobody sees it before their own are in."""
    application = case_for(request.user, number)
    if hides_others(request.user, application):
        raise NotYours
    now = timezone.now()
    result = result_of(application)
    form = ConsensusForm(
        request.POST or None,
        criteria=[row.criterion for row in result.rows],
        initial={
            "held_on": stockholm_date(now),
            "participants": ", ".join(person.name for person in result.assessors),
        },
    )
    if form.is_valid() and accepted(form, lambda: _note(request, application, form, now=now)):
        messages.success(request, "Mötet är antecknat.")
        return redirect("scores", number)
    context = case_context(application, form=form, result=result)
    return render(request, "casework/consensus.html", context, status=page_status(form))


def _note(request: StaffRequest, application: Application, form: ConsensusForm, *, now: datetime) -> None:
    meetings.note(
        application,
        held_on=form.cleaned_data["held_on"],
        participants=form.cleaned_data["participants"],
        text=form.cleaned_data["text"],
        points=form.agreed,
        page_key=form.page_key,
        by=request.user,
        now=now,
    )
