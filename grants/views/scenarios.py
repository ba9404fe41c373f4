"""Scenarios: write one, see what it gives, change, copy and remove it, and compare several."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.gates import StaffRequest, requires
from accounts.permissions import Permission
from delmos.lib.forms import accepted, page_status
from delmos.lib.refusal import Refused
from grants.domain import scenarios
from grants.domain.queries.outcomes import allocation_of, waiting_by_officer
from grants.domain.queries.ranking import Ranking, cases_of, group_for, group_of, ranking_of
from grants.domain.scenario_words import rules_in_words
from grants.interfaces import scenario_pictures as pictures
from grants.interfaces.outcome_rows import outcome_page
from grants.interfaces.scenario_form import ScenarioForm, written_rules
from grants.models import Scenario

LEAST_COMPARED, MOST_COMPARED = 2, len(pictures.LETTERS)


@requires(Permission.ASSESS_CASES)
def scenario_new(request: StaffRequest, slug: str, group: str) -> HttpResponse:
    """Write a scenario."""
    call, applicants = group_for(request.user, slug, group)
    form, made = ScenarioForm(request.POST or None), []

    def save() -> None:
        name = form.cleaned_data["name"]
        made.append(
            scenarios.save(call, group=applicants, name=name, rules=form.rules, by=request.user, now=timezone.now())
        )

    if form.is_valid() and accepted(form, save):
        return redirect("scenario", made[0].pk)
    context = {"call": call, "group": applicants, "form": form, "title": "Nytt scenario"}
    return render(request, "ranking/scenario_form.html", context, status=page_status(form))


@requires(Permission.ASSESS_CASES)
def scenario_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Change a scenario of one's own."""
    scenario = scenarios.scenario_for(request.user, pk)
    form = ScenarioForm(request.POST or None, initial=written_rules(scenario))

    def change() -> None:
        name = form.cleaned_data["name"]
        scenarios.change(scenario, name=name, rules=form.rules, by=request.user, now=timezone.now())

    if form.is_valid() and accepted(form, change):
        return redirect("scenario", pk)
    group = group_of(scenario.call, scenario.group)
    context = {"call": scenario.call, "group": group, "form": form, "title": "Ändra scenariot", "scenario": scenario}
    return render(request, "ranking/scenario_form.html", context, status=page_status(form))


@requires(Permission.SEE_RANKING)
def scenario(request: StaffRequest, pk: int) -> HttpResponse:
    """The rules, what they make of the frame, and what each case gets."""
    found = scenarios.scenario_for(request.user, pk)
    ranking = _ranking(request, found)
    allocation = allocation_of(found, ranking)
    columns = pictures.columns_of([(found, allocation)])
    counties = pictures.by_county(columns)
    shown = outcome_page(allocation, ranking, after=request.GET.get("efter", ""))
    context = {
        **_place(ranking),
        "scenario": found,
        "allocation": allocation,
        "rules": rules_in_words(found.rules),
        "counties": counties,
        "kinds": pictures.by_kind(columns),
        "total": pictures.total_of(columns),
        "columns": columns,
        "chart": pictures.chart_of(counties),
        "page": shown,
        "next_url": f"?efter={shown.next}" if shown.next else "",
        "waiting": waiting_by_officer(found) if found.is_adopted else [],
        "may_simulate": request.user.may(Permission.ASSESS_CASES),
        "is_own": found.made_by_id == request.user.pk,
        "is_officer": any(fact.officer_id == request.user.pk for fact in ranking.facts.values()),
    }
    return render(request, "ranking/scenario.html", context)


@requires(Permission.SEE_RANKING)
def scenario_compare(request: StaffRequest, slug: str, group: str) -> HttpResponse:
    """Two to four scenarios side by side."""
    call, applicants = group_for(request.user, slug, group)
    asked = [int(pk) for pk in request.GET.getlist("s") if pk.isascii() and pk.isdigit() and len(pk) < 18]
    found = scenarios.scenarios_in(call, applicants).filter(pk__in=asked).order_by("made_at", "pk")
    chosen = list(found[: MOST_COMPARED + 1])
    if not LEAST_COMPARED <= len(chosen) <= MOST_COMPARED:
        messages.info(request, f"Markera {LEAST_COMPARED} till {MOST_COMPARED} scenarier att jämföra.")
        return redirect("ranking", slug, group)
    ranking = ranking_of(call, applicants, person=request.user, now=timezone.now())
    columns = pictures.columns_of((one, allocation_of(one, ranking)) for one in chosen)
    counties, kinds = pictures.by_county(columns), pictures.by_kind(columns)
    context = {
        **_place(ranking),
        "columns": columns,
        "rules": [(column, rules_in_words(column.scenario.rules)) for column in columns],
        "counties": counties,
        "kinds": kinds,
        "total": pictures.total_of(columns),
        "county_chart": pictures.chart_of(counties),
        "kind_chart": pictures.chart_of(kinds),
        **_differing(columns, ranking),
    }
    return render(request, "ranking/compare.html", context)


@require_POST
@requires(Permission.ASSESS_CASES)
def scenario_copy(request: StaffRequest, pk: int) -> HttpResponse:
    """A copy of one's own to go on with."""
    found = scenarios.scenario_for(request.user, pk)
    made = scenarios.copy(found, by=request.user, now=timezone.now())
    messages.success(request, "Här är din kopia. Ändra den som du vill.")
    return redirect("scenario_edit", made.pk)


@require_POST
@requires(Permission.ASSESS_CASES)
def scenario_remove(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a scenario of one's own away."""
    found = scenarios.scenario_for(request.user, pk)
    _said(request, lambda: scenarios.remove(found, by=request.user, now=timezone.now()), "Scenariot är borttaget.")
    return redirect("ranking", found.call.slug, found.group)


def _said(request: StaffRequest, act: Callable[[], Any], sentence: str) -> None:
    try:
        act()
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, sentence)


def _ranking(request: StaffRequest, found: Scenario) -> Ranking:
    group = group_of(found.call, found.group)
    return ranking_of(found.call, group, person=request.user, now=timezone.now())


def _place(ranking: Ranking) -> dict[str, Any]:
    return {"call": ranking.call, "group": ranking.group, "ranking": ranking}


def _differing(columns: list[pictures.Column], ranking: Ranking) -> dict[str, Any]:
    """The cases that differ, the first of them by name; closed ones are counted alone."""
    rows = pictures.differing(columns)
    shown = [row for row in rows if not ranking.facts[row[0]].is_closed][: pictures.MOST_DIFFERING]
    cases = cases_of(key for key, _ in shown)
    return {"differing": [(cases[key], outcomes) for key, outcomes in shown], "differing_count": len(rows)}
