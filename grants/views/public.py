"""Calls as anybody may read them."""

from datetime import date

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.gates import StaffRequest
from applicants.domain.queries.organisations import organisations_of
from delmos.lib.dates import stockholm_date
from delmos.lib.keyset import page
from grants.domain import frames
from grants.domain.queries.calls import published_call, published_calls
from grants.enums import Stage
from grants.models import Call


@login_not_required
def call_list(request: HttpRequest) -> HttpResponse:
    """Every published call, newest opening first."""
    now = timezone.now()
    found = page(published_calls(), after=request.GET.get("efter"), order=("-opens_at", "-pk"))
    rows = [(call, call.face(now)) for call in found.items]
    return render(request, "public/call_list.html", {"rows": rows, "next": found.next, "now": now})


@login_not_required
def call_detail(request: StaffRequest, slug: str) -> HttpResponse:
    """One call: who may apply, what it funds, dates, frame, criteria, and the form's questions."""
    now = timezone.now()
    call = published_call(slug)
    form = call.forms.filter(stage=Stage.APPLICATION).order_by("-number").first()
    context = {
        "call": call,
        "ordinance": call.ordinance,
        "face": call.face(now),
        "is_open": call.is_open(now),
        "frames": _frames(call, stockholm_date(now)),
        "criteria": list(call.criteria.all()),
        "form_groups": form.form.groups if form else (),
        "organisations": list(organisations_of(request.user, now=now)) if request.user.is_authenticated else [],
        "may_apply": request.user.is_authenticated and not request.user.works_at_agency,
        "now": now,
    }
    return render(request, "public/call_detail.html", context)


def _frames(call: Call, day: date) -> list[tuple[str, int, int]]:
    """Group, budget year and size in öre of each frame on ``day``; the newest amount in force counts."""
    sizes = frames.amounts_on(call, day)
    return [(group.name, call.budget_year, sizes[group.code]) for group in call.ordinance.groups if group.code in sizes]
