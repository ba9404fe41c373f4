"""The checks panel: each formal demand of the ordinance with its result, what shows it, and what the portal knows."""

from dataclasses import dataclass
from datetime import date

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.gates import StaffRequest, requires
from accounts.permissions import Permission
from delmos.lib.dates import stockholm_date
from delmos.lib.faces import Face
from delmos.lib.forms import accepted, page_status
from delmos.lib.gate import NotYours
from grants.domain import assessment
from grants.domain.checks import confirm
from grants.domain.declarations import obstacles
from grants.domain.known_facts import Known, known_of
from grants.domain.queries.cases import case_for
from grants.domain.queries.correspondence import newest_answers
from grants.domain.readings import sensitive_checks
from grants.enums import CheckResult
from grants.interfaces.bearing import beside
from grants.interfaces.check_forms import CheckForm
from grants.models import Application, Check
from grants.ordinances.profile import Requirement
from grants.policies import is_too_old, newest_checks, valid_until
from grants.views.casework import case_context
from grants.workflow import APPLICATION

NOT_DONE = Face("Inte gjord", "Inte gjord", "waiting")
MADE = Face("Kontrollerat", "Kontrollerat", "neutral")
TOO_OLD = Face("För gammal", "För gammal", "warning")
RESULT_FACES = {
    CheckResult.MET: Face("Uppfyllt", "Uppfyllt", "success"),
    CheckResult.NOT_MET: Face("Inte uppfyllt", "Inte uppfyllt", "danger"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A demand with its newest check, the last day that counts, and what the portal knows of it.

    ``known_face`` is what a click would confirm; None when it is confirmed already, or for a person to judge.
    """

    requirement: Requirement
    check: Check | None
    face: Face
    until: date | None
    known: Known | None
    known_face: Face | None


@requires(Permission.ASSESS_CASES)
def checks(request: StaffRequest, number: str) -> HttpResponse:
    """The formal demands of the ordinance with their results."""
    return _panel(request, case_for(request.user, number))


@requires(Permission.ASSESS_CASES)
def check(request: StaffRequest, number: str, code: str) -> HttpResponse:
    """Record one check."""
    application = case_for(request.user, number)
    requirement = _requirement(application, code)
    form = CheckForm(
        request.POST or None,
        request.FILES or None,
        requirement=requirement,
        documents=application.case.entries.filter(document__isnull=False).order_by("serial"),
    )
    if form.is_valid() and accepted(form, lambda: _record(request, application, code, form)):
        messages.success(request, f"Kontrollen ”{requirement.title}” är sparad.")
        return redirect("checks", number)
    known = known_of(application, request.user).get(code)
    found = beside(application, law=str(requirement.law), requirement=code)
    context = case_context(application, form=form, requirement=requirement, known=known, beside=found)
    return render(request, "casework/check.html", context, status=page_status(form))


@require_POST
@requires(Permission.ASSESS_CASES)
def check_confirm(request: StaffRequest, number: str, code: str) -> HttpResponse:
    """Record what the portal knows of one demand, in the officer's name."""
    application = case_for(request.user, number)
    requirement = _requirement(application, code)
    form = forms.Form(request.POST)
    form.full_clean()
    if accepted(form, lambda: confirm(application, requirement=code, by=request.user, now=timezone.now())):
        messages.success(request, f"Kontrollen ”{requirement.title}” är bekräftad.")
        return redirect("checks", number)
    return _panel(request, application, form)


def _panel(request: StaffRequest, application: Application, form: forms.Form | None = None) -> HttpResponse:
    received_on = stockholm_date(application.received_at)
    answers = newest_answers(application).answers
    shut = sensitive_checks(application)
    declared = obstacles(application.ordinance, application.type, answers, on=received_on)
    may_check = application.officer_id == request.user.pk and "check" in APPLICATION.acts_from(application.status)
    context = case_context(
        application,
        form=form,
        rows=_rows(application, request, stockholm_date(timezone.now())),
        declared=[found for found in declared if found.requirement not in shut],
        may_check=may_check,
    )
    return render(request, "casework/checks.html", context, status=page_status(form) if form else 200)


def _rows(application: Application, request: StaffRequest, today: date) -> list[Row]:
    found, known = newest_checks(application), known_of(application, request.user)
    return [
        _row(requirement, found.get(requirement.code), known.get(requirement.code), today)
        for requirement in application.ordinance.requirements_for(application.type)
    ]


def _row(requirement: Requirement, newest: Check | None, known: Known | None, today: date) -> Row:
    face = _face(requirement, newest, today)
    until = valid_until(requirement, newest) if newest else None
    known_face = RESULT_FACES[known.result] if known and known.result else None
    return Row(requirement, newest, face, until, known, None if known_face is face else known_face)


def _face(requirement: Requirement, newest: Check | None, today: date) -> Face:
    """The result, or that it counts no more; of a sensitive demand only that there is one (INV-31)."""
    if newest is None:
        return NOT_DONE
    if requirement.sensitive:
        return MADE
    if newest.result == CheckResult.MET and is_too_old(requirement, newest, on=today):
        return TOO_OLD
    return RESULT_FACES[CheckResult(newest.result)]


def _record(request: StaffRequest, application: Application, code: str, form: CheckForm) -> None:
    assessment.record_check(
        application,
        requirement=code,
        result=CheckResult(form.cleaned_data["result"]),
        source=form.cleaned_data["source"],
        note=form.cleaned_data["note"],
        serial=form.cleaned_data["serial"],
        file=form.attachment,
        by=request.user,
        now=timezone.now(),
    )


def _requirement(application: Application, code: str) -> Requirement:
    found = {requirement.code: requirement for requirement in application.ordinance.requirements_for(application.type)}
    if code not in found:
        raise NotYours
    return found[code]
