"""The officer's desk: the list of cases, the case, registration and jäv."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.gates import StaffRequest, requires
from accounts.permissions import Permission
from delmos.lib.forms import accepted, page_status
from delmos.lib.keyset import page
from grants.domain import applications, conflicts, decisions, ledger
from grants.domain.queries.cases import case_for, cases_for, entry_of
from grants.domain.queries.expressions import began_the_case, matter_for
from grants.domain.queries.timeline import timeline_of
from grants.enums import APPLICATION_FACES, ApplicationStatus, ConflictAnswer
from grants.interfaces.answers import answer_sections
from grants.interfaces.casework_forms import AssignForm, ConflictForm
from grants.interfaces.timeline import entries
from grants.models import Expression
from grants.permissions import Matter, conflict_answer
from grants.views.next_steps import next_steps
from journal.interfaces.downloads import download_entry


@requires(Permission.SEE_CASES)
def worklist(request: StaffRequest) -> HttpResponse:
    """The cases, newest first; narrowed by state or to one's own."""
    rows = cases_for(request.user)
    status = request.GET.get("lage", "")
    if status in ApplicationStatus.values:
        rows = rows.filter(status=status)
    mine = request.GET.get("mina") == "1"
    if mine:
        rows = rows.filter(officer=request.user)
    found = page(rows, after=request.GET.get("efter"), order=("-received_at", "-pk"))
    query = request.GET.copy()
    if found.next:
        query["efter"] = found.next
    context = {
        "rows": found.items,
        "next_url": f"?{query.urlencode()}" if found.next else "",
        "statuses": [(value.value, face.staff) for value, face in APPLICATION_FACES.items()],
        "status": status,
        "mine": mine,
    }
    return render(request, "casework/worklist.html", context)


@requires(Permission.SEE_CASES)
def case(request: StaffRequest, number: str) -> HttpResponse:
    """Everything about one case."""
    application = matter_for(request.user, number)
    if isinstance(application, Expression):
        return redirect("expression", number)
    decision = decisions.decided(application)
    answer = conflict_answer(request.user, application)
    context = case_context(
        application,
        answer=answer,
        steps=next_steps(application, request.user, answer=answer, decision=decision),
        decision=decision,
        balance=ledger.balance_of(application) if decision else None,
        began_with_expression=began_the_case(application),
        sections=answer_sections(application),
        budget=list(application.budget.all()),
        entries=entries(timeline_of(application, party=False), "document", number),
    )
    return render(request, "casework/case.html", context)


@requires(Permission.SEE_CASES)
def document(request: StaffRequest, number: str, serial: int) -> HttpResponseBase:
    """A document of the case."""
    return download_entry(request, entry_of(matter_for(request.user, number), serial, party=False))


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


@requires(Permission.SEE_CASES)
def conflict(request: StaffRequest, number: str) -> HttpResponse:
    """Answer whether one is jävig, before the first act."""
    application = matter_for(request.user, number)
    form = ConflictForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answer = ConflictAnswer(form.cleaned_data["answer"])
        ground = form.cleaned_data["ground"]
        if accepted(
            form,
            lambda: conflicts.declare(application, answer=answer, ground=ground, by=request.user, now=timezone.now()),
        ):
            if answer is ConflictAnswer.CONFLICT:
                messages.success(request, f"Du har anmält jäv i {number}. Ärendet är inte längre ditt.")
                return redirect("home")
            messages.success(request, "Du har tagit ställning till jäv.")
            return redirect("case", number)
    return render(request, "casework/conflict.html", case_context(application, form=form), status=page_status(form))


def case_context(application: Matter, **more: Any) -> dict[str, Any]:
    """What every page of a case shows at its head."""
    number = application.case.number
    crumbs = [
        {"label": "Ärenden", "url": reverse("worklist")},
        {"label": number, "url": reverse("case", args=[number])},
    ]
    return {"application": application, "number": number, "face": application.face, "crumbs": crumbs, **more}
