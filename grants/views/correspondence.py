"""The officer's side of what goes back and forth: requests for completion, communication and messages."""

from django.contrib import messages as flash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.gates import StaffRequest, requires
from accounts.permissions import Permission
from delmos.lib.dates import stockholm_date
from delmos.lib.forms import accepted, page_status
from grants.domain import communications, completion_requests, messages
from grants.domain.letters_out import usual_day
from grants.domain.queries.cases import case_for
from grants.domain.queries.correspondence import (
    communications_of,
    messages_of,
    request_of,
    requests_of,
    submitted_completion,
)
from grants.enums import CompletionStatus
from grants.interfaces.answers import said_now
from grants.interfaces.completions import rows
from grants.interfaces.correspondence_forms import (
    CommunicationForm,
    CompletionRequestForm,
    ExtendForm,
    MessageForm,
    attachments,
)
from grants.models import Application
from grants.views.casework import case_context
from grants.workflow import APPLICATION


@requires(Permission.SEE_CASES)
def correspondence(request: StaffRequest, number: str) -> HttpResponse:
    """Everything that has been asked, shown and written, and a place to write a message."""
    application = case_for(request.user, number)
    form = MessageForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and accepted(form, lambda: _write(request, application, form)):
        flash.success(request, "Meddelandet är skickat.")
        return redirect("correspondence", number)
    context = case_context(
        application,
        form=form,
        requests=requests_of(application),
        communications=communications_of(application),
        sent=messages_of(application),
        today=stockholm_date(timezone.now()),
        is_officer=application.officer_id == request.user.pk,
        acts=APPLICATION.acts_from(application.status),
    )
    return render(request, "casework/correspondence.html", context, status=page_status(form))


def _write(request: StaffRequest, application: Application, form: MessageForm) -> None:
    messages.send(
        application,
        text=form.cleaned_data["text"],
        files=attachments(form),
        page_key=form.page_key,
        by=request.user,
        now=timezone.now(),
    )


@requires(Permission.ASSESS_CASES)
def completion_new(request: StaffRequest, number: str) -> HttpResponse:
    """Ask the applicant to complete the application."""
    application, now = case_for(request.user, number), timezone.now()
    form = CompletionRequestForm(
        request.POST or None,
        groups=completion_requests.may_be_asked(application),
        said=said_now(application),
        initial={"due_on": usual_day(now)},
    )
    if request.method == "POST" and form.is_valid() and accepted(form, lambda: _ask(request, application, form)):
        flash.success(request, "Begäran om komplettering är skickad.")
        return redirect("correspondence", number)
    return render(
        request, "casework/completion_new.html", case_context(application, form=form), status=page_status(form)
    )


def _ask(request: StaffRequest, application: Application, form: CompletionRequestForm) -> None:
    completion_requests.request(
        application,
        items=form.lacking,
        due_on=form.cleaned_data["due_on"],
        consequence=form.cleaned_data["consequence"],
        page_key=form.page_key,
        by=request.user,
        now=timezone.now(),
    )


@requires(Permission.SEE_CASES)
def completion_request(request: StaffRequest, number: str, order: int) -> HttpResponse:
    """One request with the answers beside the old ones, and longer time while it waits."""
    application = case_for(request.user, number)
    found = request_of(application, order)
    form = ExtendForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        due_on = form.cleaned_data["due_on"]
        if accepted(
            form, lambda: completion_requests.extend(found, due_on=due_on, by=request.user, now=timezone.now())
        ):
            flash.success(request, "Sökanden har fått längre tid.")
            return redirect("completion_request", number, order)
    completion = submitted_completion(found)
    context = case_context(
        application,
        form=form,
        found=found,
        completion=completion,
        rows=rows(found, completion, page="document"),
        may_extend=found.status == CompletionStatus.REQUESTED and application.officer_id == request.user.pk,
    )
    return render(request, "casework/completion_request.html", context, status=page_status(form))


@requires(Permission.ASSESS_CASES)
def communication_new(request: StaffRequest, number: str) -> HttpResponse:
    """Show the applicant material, with a time to answer."""
    application, now = case_for(request.user, number), timezone.now()
    documents = communications.may_be_shown(application)
    form = CommunicationForm(request.POST or None, documents=documents, initial={"due_on": usual_day(now)})
    if request.method == "POST" and form.is_valid() and accepted(form, lambda: _show(request, application, form)):
        flash.success(request, "Materialet är skickat till sökanden.")
        return redirect("correspondence", number)
    context = case_context(application, form=form)
    return render(request, "casework/communication_new.html", context, status=page_status(form))


def _show(request: StaffRequest, application: Application, form: CommunicationForm) -> None:
    communications.send(
        application,
        text=form.cleaned_data["text"],
        serials=form.cleaned_data["serials"],
        due_on=form.cleaned_data["due_on"],
        page_key=form.page_key,
        by=request.user,
        now=timezone.now(),
    )
