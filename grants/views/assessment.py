"""Formal checks, scores and the proposal."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.gates import StaffRequest, requires
from accounts.permissions import Permission
from delmos.lib.dates import stockholm_date
from delmos.lib.faces import Face
from delmos.lib.forms import accepted, page_status
from delmos.lib.gate import NotYours, one
from delmos.lib.money import format_sek
from grants.domain import assessment
from grants.domain.declarations import obstacles
from grants.domain.queries.cases import case_for
from grants.domain.queries.correspondence import newest_answers
from grants.enums import CheckResult, DecisionKind
from grants.interfaces.casework_forms import CheckForm, ProposalForm, ScoreForm
from grants.models import Application, Check
from grants.ordinances.profile import Requirement
from grants.policies import is_late, newest_checks, newest_proposal, newest_scores
from grants.views.casework import case_context

NOT_DONE = Face("Inte gjord", "Inte gjord", "waiting")
RESULT_FACES = {
    CheckResult.MET: Face("Uppfyllt", "Uppfyllt", "success"),
    CheckResult.NOT_MET: Face("Inte uppfyllt", "Inte uppfyllt", "danger"),
}


@requires(Permission.ASSESS_CASES)
def checks(request: StaffRequest, number: str) -> HttpResponse:
    """The formal demands of the ordinance with their results."""
    application = case_for(request.user, number)
    found = newest_checks(application)
    rows = [
        (requirement, found.get(requirement.code), _check_face(found.get(requirement.code)))
        for requirement in application.ordinance.requirements_for(application.type)
    ]
    answers = newest_answers(application).answers
    received_on = stockholm_date(application.received_at)
    declared = obstacles(application.ordinance, application.type, answers, on=received_on)
    return render(request, "casework/checks.html", case_context(application, rows=rows, declared=declared))


@requires(Permission.ASSESS_CASES)
def check(request: StaffRequest, number: str, code: str) -> HttpResponse:
    """Record one check."""
    application = case_for(request.user, number)
    requirement = _requirement(application, code)
    form = CheckForm(request.POST or None, requirement=requirement)
    if (
        request.method == "POST"
        and form.is_valid()
        and accepted(
            form,
            lambda: assessment.record_check(
                application,
                requirement=code,
                result=CheckResult(form.cleaned_data["result"]),
                source=form.cleaned_data["source"],
                note=form.cleaned_data["note"],
                by=request.user,
                now=timezone.now(),
            ),
        )
    ):
        messages.success(request, f"Kontrollen ”{requirement.title}” är sparad.")
        return redirect("checks", number)
    context = case_context(application, form=form, requirement=requirement)
    return render(request, "casework/check.html", context, status=page_status(form))


@requires(Permission.ASSESS_CASES)
def scores(request: StaffRequest, number: str) -> HttpResponse:
    """The criteria with their points."""
    application = case_for(request.user, number)
    criteria = list(application.call.criteria.all())
    found = newest_scores(application)
    rows = [(criterion, found.get(criterion.pk)) for criterion in criteria]
    total = assessment.weighted_points(criteria, found)
    return render(request, "casework/scores.html", case_context(application, rows=rows, total=total))


@requires(Permission.ASSESS_CASES)
def score(request: StaffRequest, number: str, order: int) -> HttpResponse:
    """Score one criterion."""
    application = case_for(request.user, number)
    criterion = one(application.call.criteria.all(), order=order)
    before = newest_scores(application).get(criterion.pk)
    initial = {"points": str(before.points), "reasons": before.reasons} if before else None
    form = ScoreForm(request.POST or None, initial=initial)
    if (
        request.method == "POST"
        and form.is_valid()
        and accepted(
            form,
            lambda: assessment.score(
                application, criterion=criterion, by=request.user, now=timezone.now(), **form.cleaned_data
            ),
        )
    ):
        messages.success(request, f"Bedömningen av ”{criterion.name}” är sparad.")
        return redirect("scores", number)
    context = case_context(application, form=form, criterion=criterion)
    return render(request, "casework/score.html", context, status=page_status(form))


@requires(Permission.ASSESS_CASES)
def proposal(request: StaffRequest, number: str) -> HttpResponse:
    """Propose a decision."""
    application = case_for(request.user, number)
    form = ProposalForm(request.POST or None, initial=_suggestion(application))
    if (
        request.method == "POST"
        and form.is_valid()
        and accepted(
            form,
            lambda: assessment.propose(
                application,
                kind=DecisionKind(form.cleaned_data["kind"]),
                amount_ore=form.amount_ore,
                reasons=form.cleaned_data["reasons"],
                by=request.user,
                now=timezone.now(),
            ),
        )
    ):
        messages.success(request, "Förslaget är lämnat. Nu väntar ärendet på beslut.")
        return redirect("case", number)
    context = case_context(application, form=form, requested=format_sek(application.requested_ore))
    return render(request, "casework/proposal.html", context, status=page_status(form))


def _requirement(application: Application, code: str) -> Requirement:
    found = {requirement.code: requirement for requirement in application.ordinance.requirements_for(application.type)}
    if code not in found:
        raise NotYours
    return found[code]


def _check_face(check: Check | None) -> Face:
    return RESULT_FACES[CheckResult(check.result)] if check else NOT_DONE


def _suggestion(application: Application) -> dict[str, object]:
    """What the form starts with: the last proposal, or reasons built from the scores for the officer to edit."""
    before = newest_proposal(application)
    if before:
        return {"kind": before.kind, "amount": before.amount_ore or None, "reasons": before.reasons}
    if is_late(application.call, application.received_at):
        return {"kind": DecisionKind.DISMISS, "reasons": "Ansökan kom in efter att utlysningen hade stängt."}
    given = newest_scores(application)
    lines = [
        f"{criterion.name} ({given[criterion.pk].points} av {criterion.MAX_POINTS}): {given[criterion.pk].reasons}"
        for criterion in application.call.criteria.all()
        if criterion.pk in given
    ]
    return {"reasons": "\n\n".join(lines)}
