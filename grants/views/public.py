"""Calls as anybody may read them."""

from datetime import date, datetime
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.gates import StaffRequest
from applicants.domain.queries.organisations import organisations_of
from delmos.lib.dates import stockholm_date
from delmos.lib.keyset import page
from grants.call_times import listed, steps
from grants.domain import frames
from grants.domain.queries.call_search import ORDER, search_calls
from grants.domain.queries.calls import form_of, public_call
from grants.domain.queries.expressions import own_expressions
from grants.enums import CallState, ExpressionStatus
from grants.interfaces.call_questions import preview_pages
from grants.interfaces.call_search_form import CallSearchForm
from grants.interfaces.scales import told_scales
from grants.models import Call, Expression
from grants.views.manage_gates import chosen_stage

PER_PAGE = 20
OVER = (CallState.CLOSED, CallState.CANCELLED)


@login_not_required
def call_list(request: HttpRequest) -> HttpResponse:
    """The calls that answer to the search, the open ones first."""
    now = timezone.now()
    form = CallSearchForm(request.GET)
    found = page(search_calls(form.wish, now=now), after=request.GET.get("efter"), order=ORDER, size=PER_PAGE)
    context = {
        "form": form,
        "searched": any(request.GET.get(name) for name in form.fields),
        "rows": listed(found.items, now),
        "next_url": _same_search(request, found.next) if found.next else "",
    }
    return render(request, "public/call_list.html", context)


def _same_search(request: HttpRequest, after: str) -> str:
    query = request.GET.copy()
    query["efter"] = after
    return f"?{query.urlencode()}"


@login_not_required
def call_detail(request: StaffRequest, slug: str) -> HttpResponse:
    """One call: what it funds, who may apply, frames, dates, criteria, and the way to apply."""
    now = timezone.now()
    call = public_call(slug)
    criteria = list(call.criteria.all())
    context = {
        **call_context(call, now),
        **application_way(request, now),
        "frames": _frames(call, stockholm_date(now)),
        "criteria": criteria,
        "scales": told_scales(criteria),
        "pages": [group.title for group in form_of(call).groups],
        "steps": steps(call, now),
        "invitations": _invitations(request, call, now),
    }
    return render(request, "public/call_detail.html", context)


@login_not_required
def call_form(request: StaffRequest, slug: str) -> HttpResponse:
    """Every page and question of one step's form, to read before signing in."""
    call = public_call(slug)
    stage = chosen_stage(request, call)
    context = {"call": call, "pages": preview_pages(form_of(call, stage), times=call.times), "stage": stage}
    return render(request, "public/call_form.html", context)


def call_context(call: Call, now: datetime) -> dict[str, Any]:
    """What every public page of a call says of it."""
    return {
        "call": call,
        "ordinance": call.ordinance,
        "face": call.face(now),
        "state": call.state(now).name,
        "now": now,
    }


def application_way(request: StaffRequest, now: datetime) -> dict[str, Any]:
    """For whom the person may apply, and whether the person applies at all; nothing for a visitor."""
    if not request.user.is_authenticated:
        return {"organisations": [], "may_apply": False}
    return {
        "organisations": list(organisations_of(request.user, now=now)),
        "may_apply": not request.user.works_at_agency,
    }


def _invitations(request: StaffRequest, call: Call, now: datetime) -> list[Expression]:
    """The person's own expressions of interest that are invited to apply, while there is time."""
    if not (request.user.is_authenticated and call.has_two_steps) or call.state(now) in OVER:
        return []
    return list(own_expressions(request.user, now=now).filter(call=call, status=ExpressionStatus.INVITED))


def _frames(call: Call, day: date) -> list[tuple[str, int, int]]:
    """Group, budget year and size in öre of each frame on ``day``; the newest amount in force counts."""
    sizes = frames.amounts_of_years_on(call, day)
    years = sorted({year for _, year in sizes})
    return [
        (group.name, year, sizes[group.code, year])
        for year in years
        for group in call.ordinance.groups
        if (group.code, year) in sizes
    ]
