"""The case: everything about it, and registration."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.gates import StaffRequest, requires
from accounts.permissions import Permission
from delmos.lib.dates import stockholm_date
from delmos.lib.forms import accepted, page_status
from delmos.lib.gate import NotYours
from grants.domain import applications, decisions, ledger, notes
from grants.domain.queries.case_clocks import clocks_of
from grants.domain.queries.cases import case_for
from grants.domain.queries.expressions import matter_for
from grants.domain.queries.timeline_pages import timeline_page
from grants.domain.receipts import signers_of
from grants.interfaces.casework_forms import AssignForm
from grants.interfaces.clocks import case_rows
from grants.interfaces.note_forms import NoteForm
from grants.interfaces.timeline import entries
from grants.models import Application, Expression
from grants.permissions import Matter, conflict_answer
from grants.views.next_steps import next_steps
from grants.workflow import APPLICATION

NEWEST = 5  # of what has happened, on the first page of a case


@requires(Permission.SEE_CASES)
def case(request: StaffRequest, number: str) -> HttpResponse:
    """What there is to do in a case, what it is about, and how it stands; the rest is on pages of its own."""
    application = matter_for(request.user, number, clocks=True)
    if isinstance(application, Expression):
        return redirect("expression", number)
    decision, today = decisions.decided(application), stockholm_date(timezone.now())
    answer = conflict_answer(request.user, application)
    may_write = notes.can_write(request.user, application, answer=answer)
    context = case_context(
        application,
        answer=answer,
        steps=next_steps(application, request.user, answer=answer, decision=decision),
        decision=decision,
        balance=ledger.balance_of(application) if decision else None,
        clocks=case_rows(clocks_of(application, decision, today=today), application, today),
        signatures=signers_of(application),
        entries=entries(timeline_page(application, size=NEWEST).items, "document_page", number),
        note_form=NoteForm(initial={"received_on": today}) if may_write else None,
        may_reassign=request.user.may(Permission.REGISTER_CASES) and _may_change_officer(application),
    )
    return render(request, "casework/case.html", context)


def _may_change_officer(application: Application) -> bool:
    return "reassign" in APPLICATION.acts_from(application.status)


@requires(Permission.REGISTER_CASES)
def assign(request: StaffRequest, number: str) -> HttpResponse:
    """Confirm the registration and choose an officer."""
    application = case_for(request.user, number)
    form = AssignForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        officer = form.cleaned_data["officer"]
        if accepted(
            form,
            lambda: applications.assign(application, officer=officer, by=request.user, now=timezone.now()),
        ):
            messages.success(request, f"{number} är registrerat och fördelat till {officer.name}.")
            return redirect("home")
    context = case_context(application, form=form, registered=list(application.case.entries.all()))
    return render(request, "casework/assign.html", context, status=page_status(form))


@requires(Permission.REGISTER_CASES)
def reassign(request: StaffRequest, number: str) -> HttpResponse:
    """Choose another officer for a case that has one, or had."""
    application = case_for(request.user, number)
    if not _may_change_officer(application):
        raise NotYours
    form = AssignForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        officer = form.cleaned_data["officer"]
        if accepted(
            form,
            lambda: applications.reassign(application, officer=officer, by=request.user, now=timezone.now()),
        ):
            messages.success(request, f"{officer.name} handlägger nu ärendet, och behöver först ta ställning till jäv.")
            return redirect("case", number)
    context = case_context(application, form=form)
    return render(request, "casework/reassign.html", context, status=page_status(form))


def case_context(application: Matter, **more: Any) -> dict[str, Any]:
    """What every page of a case shows at its head."""
    number = application.case.number
    crumbs = [
        {"label": "Ärenden", "url": reverse("worklist")},
        {"label": number, "url": reverse("case", args=[number])},
    ]
    return {
        "application": application,
        "number": number,
        "face": application.face,
        "crumbs": crumbs,
        "is_expression": isinstance(application, Expression),
        **more,
    }
