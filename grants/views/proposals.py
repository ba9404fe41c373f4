"""The officer's proposal to the decider."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.gates import StaffRequest, requires
from accounts.permissions import Permission
from delmos.lib.forms import accepted, page_status
from grants.domain import assessment
from grants.domain.proposal_lines import shared
from grants.domain.queries.assessments import not_in_yet
from grants.domain.queries.cases import case_for
from grants.enums import DecisionKind
from grants.interfaces.proposal_forms import ProposalByRowForm
from grants.models import Application, BudgetRow, Proposal
from grants.policies import can_only_be_dismissed, newest_proposal, newest_scores
from grants.views.casework import case_context

Initial = dict[str, object]


@requires(Permission.ASSESS_CASES)
def proposal(request: StaffRequest, number: str) -> HttpResponse:
    """Propose a decision. ”Räkna om” shows the sums of what is written and saves nothing."""
    application = case_for(request.user, number)
    budget = list(application.budget.all())
    missing = [] if can_only_be_dismissed(application) else list(not_in_yet(application))
    form = ProposalByRowForm(
        request.POST or None, budget=budget, waits=bool(missing), initial=_initial(request, application, budget)
    )
    counting = "recount" in request.POST
    if form.is_valid() and not counting and accepted(form, lambda: _propose(request, application, form)):
        messages.success(request, "Förslaget är lämnat. Nu väntar ärendet på beslut.")
        return redirect("case", number)
    context = case_context(application, form=form, missing=missing)
    return render(request, "casework/proposal.html", context, status=page_status(form))


def _propose(request: StaffRequest, application: Application, form: ProposalByRowForm) -> None:
    assessment.propose(
        application,
        kind=DecisionKind(form.cleaned_data["kind"]),
        amount_ore=form.amount_ore,
        reasons=form.cleaned_data["reasons"],
        lines=form.lines,
        without=form.cleaned_data.get("without", ""),
        by=request.user,
        now=timezone.now(),
    )


def _initial(request: StaffRequest, application: Application, budget: list[BudgetRow]) -> Initial:
    """What the form starts with: the last proposal, or the whole budget and reasons built from the officer's points."""
    before = newest_proposal(application)
    if before:
        said: Initial = {"kind": before.kind, "amount": before.amount_ore or None, "reasons": before.reasons}
        return {**_whole(application, budget), **_lines_of(before), **said}
    if can_only_be_dismissed(application):
        reasons = "Ansökan kom in efter att utlysningen hade stängt."
        return {**_whole(application, budget), "kind": DecisionKind.DISMISS, "reasons": reasons}
    given = newest_scores(application, request.user)
    texts = [
        f"{criterion.name} ({given[criterion.pk].points} av {criterion.highest}): {given[criterion.pk].reasons}"
        for criterion in application.call.criteria.all()
        if criterion.pk in given
    ]
    return {**_whole(application, budget), "reasons": "\n\n".join(texts)}


def _whole(application: Application, budget: list[BudgetRow]) -> Initial:
    if not budget:
        return {}
    return {
        name: ore
        for line in shared(budget, application.requested_ore)
        for name, ore in ((f"eligible_{line.row}", line.eligible_ore), (f"proposed_{line.row}", line.proposed_ore))
    }


def _lines_of(before: Proposal) -> Initial:
    return {
        f"{name}_{line.budget_row_id}": value
        for line in before.lines.all()
        for name, value in (
            ("eligible", line.eligible_ore),
            ("why_less", line.why_less),
            ("proposed", line.proposed_ore),
        )
    }
