"""The applicant's side: messages, and material to answer before the decision."""

from django.contrib import messages as flash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.gates import StaffRequest
from applicants.permissions import mandate_of, may_manage
from delmos.lib.dates import stockholm_date
from delmos.lib.forms import accepted, page_status
from grants.domain import communications, messages
from grants.domain.queries.cases import own_case
from grants.domain.queries.correspondence import communication_of, messages_of
from grants.interfaces.correspondence_forms import AnswerForm, MessageForm, attachments
from grants.models import Application, Communication


def own_messages(request: StaffRequest, number: str) -> HttpResponse:
    """The messages of the case, and a place to write one."""
    now = timezone.now()
    application = own_case(request.user, number, now=now)
    form = MessageForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and accepted(form, lambda: _write(request, application, form)):
        flash.success(request, "Meddelandet är skickat.")
        return redirect("own_messages", number)
    context = {
        "application": application,
        "form": form,
        "sent": messages_of(application),
        "may_write": may_manage(mandate_of(request.user, application.organisation, now=now)),
        "acting_for": application.organisation.name,
    }
    return render(request, "applicant/messages.html", context, status=page_status(form))


def own_communication(request: StaffRequest, number: str, order: int) -> HttpResponse:
    """Material that the applicant may answer before the decision."""
    now = timezone.now()
    application = own_case(request.user, number, now=now)
    found = communication_of(application, order)
    form = AnswerForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and accepted(form, lambda: _answer(request, found, form)):
        flash.success(request, "Ert svar är skickat.")
        return redirect("own_communication", number, order)
    context = {
        "application": application,
        "form": form,
        "found": found,
        "is_late": stockholm_date(now) > found.due_on,
        "is_open": communications.can_be_answered(found),
        "may_write": may_manage(mandate_of(request.user, application.organisation, now=now)),
        "acting_for": application.organisation.name,
    }
    return render(request, "applicant/communication.html", context, status=page_status(form))


def _write(request: StaffRequest, application: Application, form: MessageForm) -> None:
    messages.receive(
        application,
        text=form.cleaned_data["text"],
        files=attachments(form),
        page_key=form.page_key,
        by=request.user,
        now=timezone.now(),
    )


def _answer(request: StaffRequest, found: Communication, form: AnswerForm) -> None:
    communications.answer(
        found,
        text=form.cleaned_data["text"],
        nothing_to_add=form.cleaned_data["nothing_to_add"],
        files=attachments(form),
        page_key=form.page_key,
        by=request.user,
        now=timezone.now(),
    )
