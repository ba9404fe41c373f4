"""A chosen scenario becomes proposals: look at what is in the way, adopt, and see how far it has come."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.gates import StaffRequest, requires
from accounts.models import User
from accounts.permissions import Permission
from delmos.lib.dates import stockholm_date
from delmos.lib.forms import accepted, page_status
from delmos.lib.refusal import Refusals, Refused
from grants.domain import adoption, proposal_orders, scenarios
from grants.domain.queries.outcomes import by_officer, obstacles, waiting_in
from grants.domain.queries.ranking import cases_of, group_of, ranking_of
from grants.models import Scenario

MOST_OBSTACLES = 100


class AdoptForm(forms.Form):
    """The outcome that the person has looked at."""

    digest = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)


@requires(Permission.ASSESS_CASES)
def scenario_adopt(request: StaffRequest, pk: int) -> HttpResponse:
    """Adopt: what follows, and whose cases are in it. More than a few proposals are made in the background."""
    scenario = scenarios.scenario_for(request.user, pk)
    if scenario.is_adopted and request.method != "POST":
        return redirect("scenario", pk)
    form = AdoptForm(request.POST or None)
    if form.is_valid():
        digest, own = form.cleaned_data["digest"], _own_count(request, scenario)
        if own > proposal_orders.AT_ONCE and not scenario.is_adopted:
            ordered = proposal_orders.order(scenario, digest=digest, total=own, by=request.user, now=timezone.now())
            return redirect("proposal_order", ordered.pk)
        if accepted(form, lambda: adoption.adopt(scenario, digest=digest, by=request.user, now=timezone.now())):
            messages.success(request, "Scenariot är antaget.")
            return redirect("scenario", pk)
    return render(request, "ranking/adopt.html", _context(request.user, scenario, form), status=page_status(form))


@require_POST
@requires(Permission.ASSESS_CASES)
def scenario_propose(request: StaffRequest, pk: int) -> HttpResponse:
    """Make one's own proposals by a scenario that is adopted."""
    scenario = scenarios.scenario_for(request.user, pk)
    own, now = waiting_in(scenario).filter(application__officer=request.user).count(), timezone.now()
    if own > proposal_orders.AT_ONCE:
        ordered = proposal_orders.order(scenario, digest=scenario.digest, total=own, by=request.user, now=now)
        return redirect("proposal_order", ordered.pk)
    try:
        made = adoption.propose_own(scenario, by=request.user, now=now)
    except Refused as refused:
        said = refused.refusals if isinstance(refused, Refusals) else (refused,)
        context = {"scenario": scenario, "obstacles": said, "heading": "Inga förslag är lämnade"}
        return render(request, "ranking/obstacles.html", context, status=422)
    messages.success(request, "1 förslag är lämnat." if made == 1 else f"{made} förslag är lämnade.")
    return redirect("scenario", pk)


@requires(Permission.ASSESS_CASES)
def proposal_order(request: StaffRequest, pk: UUID) -> HttpResponse:
    """How far the proposals have come; when they are refused, by which cases."""
    ordered = proposal_orders.order_of(request.user, pk)
    context = {"order": ordered, "scenario": ordered.scenario, "done": proposal_orders.done_of(ordered)}
    return render(request, "ranking/order.html", context)


def _own_count(request: StaffRequest, scenario: Scenario) -> int:
    group = group_of(scenario.call, scenario.group)
    ranking = ranking_of(scenario.call, group, person=request.user, now=timezone.now())
    return len(by_officer(ranking.by(scenario.rules), ranking).get(request.user.pk, []))


def _context(person: User, scenario: Scenario, form: AdoptForm) -> dict[str, Any]:
    now = timezone.now()
    ranking = ranking_of(scenario.call, group_of(scenario.call, scenario.group), person=person, now=now)
    allocation = ranking.by(scenario.rules)
    officers = by_officer(allocation, ranking)
    own = [one for one in officers.pop(person.pk, []) if one.candidate.key not in ranking.closed]
    cases = cases_of(outcome.candidate.key for outcome in own)
    names = dict(User.objects.filter(pk__in=[pk for pk in officers if pk]).values_list("pk", "name"))
    found = obstacles(person, own, cases, today=stockholm_date(now))
    return {
        "call": scenario.call,
        "group": ranking.group,
        "scenario": scenario,
        "form": form,
        "allocation": allocation,
        "is_closed": bool(ranking.closed),
        "is_blind": bool(ranking.hidden),
        "own": len(own),
        "obstacles": found[:MOST_OBSTACLES],
        "obstacle_count": len(found),
        "others": sorted((names.get(pk or 0, ""), len(theirs)) for pk, theirs in officers.items()),
        "in_background": len(own) > proposal_orders.AT_ONCE,
    }
