"""A case that is no application: its documents, what has happened, and the acts that are possible."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.gates import StaffRequest, requires
from accounts.permissions import Permission
from delmos.lib.forms import accepted, page_status
from grants.domain import general_cases
from grants.domain.queries.diary import general_case_for
from grants.domain.queries.general_history import history_of
from grants.interfaces.casework_forms import AssignForm
from grants.interfaces.correspondence_forms import attachments
from grants.interfaces.registry import PROTECTED, entry_rows
from grants.interfaces.registry_forms import AnswerForm, CloseForm
from grants.models import GeneralCase
from grants.views.registry import crumbs


@requires(Permission.SEE_CASES)
def general_case(request: StaffRequest, number: str) -> HttpResponse:
    """The case, for the registrars and for its officer."""
    general = general_case_for(request.user, number)
    entries = general.case.entries.select_related("case", "document__scan").order_by("-serial")
    context = _context(
        request,
        general,
        rows=entry_rows(entries),
        history=history_of(general.stream),
        counterpart=PROTECTED if general.case.counterpart_rule else general.case.counterpart,
    )
    return render(request, "registry/case.html", context)


@requires(Permission.SEE_CASES)
def answer(request: StaffRequest, number: str) -> HttpResponse:
    """Register what has been sent to the counterpart."""
    general = general_case_for(request.user, number)
    form = AnswerForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and accepted(form, lambda: _answer(request, general, form)):
        messages.success(request, "Svaret är registrerat.")
        return redirect("general_case", number)
    return render(request, "registry/answer.html", _context(request, general, form=form), status=page_status(form))


def _answer(request: StaffRequest, general: GeneralCase, form: AnswerForm) -> None:
    general_cases.answer(
        general,
        title=form.cleaned_data["title"],
        title_is_checked=form.cleaned_data["title_is_checked"],
        files=attachments(form),
        page_key=form.page_key,
        by=request.user,
        now=timezone.now(),
    )


@requires(Permission.REGISTER_CASES)
def assign(request: StaffRequest, number: str) -> HttpResponse:
    """Give the case to an officer."""
    general = general_case_for(request.user, number)
    form = AssignForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        officer = form.cleaned_data["officer"]
        if accepted(form, lambda: general_cases.assign(general, officer=officer, by=request.user, now=timezone.now())):
            messages.success(request, f"{number} är fördelat till {officer.name}.")
            return redirect("general_case", number)
    return render(request, "registry/assign.html", _context(request, general, form=form), status=page_status(form))


@requires(Permission.SEE_CASES)
def close(request: StaffRequest, number: str) -> HttpResponse:
    """Close the case, with the reason."""
    general = general_case_for(request.user, number)
    form = CloseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if accepted(form, lambda: general_cases.close(general, reason=reason, by=request.user, now=timezone.now())):
            messages.success(request, f"{number} är avslutat.")
            return redirect("general_case", number)
    return render(request, "registry/close.html", _context(request, general, form=form), status=page_status(form))


def _context(request: StaffRequest, general: GeneralCase, **more: Any) -> dict[str, Any]:
    is_registrar = request.user.may(Permission.REGISTER_CASES)
    return {
        "crumbs": crumbs() if is_registrar else [],
        "general": general,
        "case": general.case,
        "number": general.case.number,
        "is_registrar": is_registrar,
        **more,
    }
