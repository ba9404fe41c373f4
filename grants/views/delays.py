"""The agency's side of a matter that is delayed: the notice to the party, and the party's request for a decision."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.gates import StaffRequest, requires
from accounts.permissions import Permission
from delmos.lib.dates import stockholm_date
from delmos.lib.forms import accepted, page_status
from grants.domain import decision_requests, delay_notices
from grants.domain.queries.cases import case_for
from grants.domain.queries.delays import notices_of, request_of
from grants.interfaces import letters
from grants.interfaces.delay_forms import DelayNoticeForm, NoDelayNoticeForm, PostedRequestForm, RefusalForm
from grants.models import Application
from grants.views.casework import case_context
from grants.workflow import APPLICATION


@requires(Permission.SEE_CASES)
def delay_notice(request: StaffRequest, number: str) -> HttpResponse:
    """The draft to edit and send, or to put aside with a reason; and what has been sent before."""
    application = case_for(request.user, number)
    notices = notices_of(application)
    draft = next((notice for notice in notices if notice.is_draft), None)
    declines = "avsta" in request.POST
    suggested = draft.reasons if draft else delay_notices.suggested_reasons(application)
    form = DelayNoticeForm(None if declines else request.POST or None, initial={"reasons": suggested})
    declined = NoDelayNoticeForm(request.POST if declines else None)
    if form.is_valid() and accepted(form, lambda: _send(request, application, form)):
        messages.success(request, "Underrättelsen är skickad till sökanden.")
        return redirect("delay_notice", number)
    if declined.is_valid() and accepted(declined, lambda: _decline(request, application, declined)):
        messages.success(request, "Anteckningen är sparad. Inget är skickat.")
        return redirect("delay_notice", number)
    bound = declined if declines else form
    context = case_context(
        application,
        form=bound,
        sending=form,
        declined=declined,
        draft=draft,
        notices=[notice for notice in notices if not notice.is_draft],
        may_act=_may_act(request, application, "send_delay_notice", without_officer=True),
    )
    return render(request, "casework/delay_notice.html", context, status=page_status(bound))


def _send(request: StaffRequest, application: Application, form: DelayNoticeForm) -> None:
    delay_notices.send(
        application,
        reasons=form.cleaned_data["reasons"],
        expected_on=form.cleaned_data["expected_on"],
        write_letter=letters.render_delay_notice,
        page_key=form.page_key,
        by=request.user,
        now=timezone.now(),
    )


def _decline(request: StaffRequest, application: Application, form: NoDelayNoticeForm) -> None:
    delay_notices.decline(application, reasons=form.cleaned_data["why_not"], by=request.user, now=timezone.now())


@requires(Permission.SEE_CASES)
def decision_request(request: StaffRequest, number: str) -> HttpResponse:
    """What the party has asked, until when it is answered, and the form that refuses it."""
    application = case_for(request.user, number)
    form = RefusalForm(request.POST or None)
    if form.is_valid() and accepted(form, lambda: _refuse(request, application, form)):
        messages.success(request, "Begäran är avslagen, och sökanden kan läsa beslutet.")
        return redirect("decision_request", number)
    found = request_of(application)
    context = case_context(
        application,
        form=form,
        found=found,
        is_open="refuse_decision_request" in APPLICATION.acts_from(application.status),
        rule=decision_requests.appeal_rule(application),
        may_refuse=found is not None
        and not found.refused_at
        and _may_act(request, application, "refuse_decision_request"),
        may_enter=found is None and request.user.may(Permission.REGISTER_CASES),
    )
    return render(request, "casework/decision_request.html", context, status=page_status(form))


def _refuse(request: StaffRequest, application: Application, form: RefusalForm) -> None:
    decision_requests.refuse(
        application,
        reasons=form.cleaned_data["reasons"],
        write_letter=letters.render_request_refused,
        by=request.user,
        now=timezone.now(),
    )


@requires(Permission.REGISTER_CASES)
def decision_request_enter(request: StaffRequest, number: str) -> HttpResponse:
    """Enter a request that came by post or e-mail."""
    application, now = case_for(request.user, number), timezone.now()
    form = PostedRequestForm(request.POST or None, initial={"came_in_on": stockholm_date(now)})
    if form.is_valid() and accepted(form, lambda: _enter(request, application, form)):
        messages.success(request, "Begäran är registrerad, och handläggaren har fått veta det.")
        return redirect("decision_request", number)
    context = case_context(application, form=form)
    return render(request, "casework/decision_request_enter.html", context, status=page_status(form))


def _enter(request: StaffRequest, application: Application, form: PostedRequestForm) -> None:
    decision_requests.enter(
        application,
        came_in_on=form.cleaned_data["came_in_on"],
        text=form.cleaned_data["text"],
        by=request.user,
        now=timezone.now(),
    )


def _may_act(request: StaffRequest, application: Application, act: str, *, without_officer: bool = False) -> bool:
    """Whether the page offers it. The verb asks anew."""
    own = application.officer_id == request.user.pk or (without_officer and application.officer_id is None)
    return own and request.user.may(Permission.ASSESS_CASES) and act in APPLICATION.acts_from(application.status)
