"""An officer writes a call and publishes it."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.gates import StaffRequest
from delmos.lib.dates import format_date, format_moment
from delmos.lib.faces import Face
from delmos.lib.forms import UNPROCESSABLE, accepted, page_status
from delmos.lib.geography import county_name
from delmos.lib.keyset import page
from delmos.lib.refusal import Refused
from grants.domain import call_problems, calls
from grants.domain import frames as call_frames
from grants.domain.queries.calls import OWN_DRAFTS_FIRST, application_counts, call_for, calls_to_manage
from grants.enums import CallStatus
from grants.interfaces.call_forms import (
    CallDetailsForm,
    FramesForm,
    NewCallForm,
    suggested_details,
    written_details,
)
from grants.interfaces.criteria_forms import criteria_formset, written_criteria
from grants.models import Call
from grants.policies import can_be_cancelled
from grants.views.manage_gates import EXPRESSION_STEP, manages_calls, of_draft_call
from grants.views.manage_published import frame_history, what_has_come

DONE = Face("Klar", "Klar", "success")
LACKING = Face("Saknar något", "Saknar något", "warning")
READY = Face("Kan publiceras", "Kan publiceras", "active")
WAITING = Face("Kan inte publiceras än", "Kan inte publiceras än", "neutral")

# The parts of a call: address name, title, and the name under which problems point at it.
PARTS = (
    ("manage_call_details", "Uppgifter", "details"),
    ("manage_call_frames", "Ramar", "frames"),
    ("manage_call_form", "Frågor", "form"),
    ("manage_call_criteria", "Kriterier", "criteria"),
)
EXPRESSION_PART = ("manage_call_form", "Frågor i intresseanmälan", "expression_form")


@manages_calls
def call_list(request: StaffRequest) -> HttpResponse:
    """Every call, one's own drafts first."""
    now = timezone.now()
    found = page(calls_to_manage(request.user), after=request.GET.get("efter"), order=OWN_DRAFTS_FIRST)
    counts = application_counts(found.items)
    rows = [{"call": call, "face": call.face(now), "applications": counts.get(call.pk, 0)} for call in found.items]
    next_url = f"?efter={found.next}" if found.next else ""
    return render(request, "manage/call_list.html", {"rows": rows, "next_url": next_url})


@manages_calls
def new(request: StaffRequest) -> HttpResponse:
    """Make a call under an ordinance version."""
    now = timezone.now()
    form = NewCallForm(request.POST or None, initial=suggested_details(now))
    made: list[Call] = []

    def create() -> None:
        key = form.cleaned_data["ordinance_key"]
        made.append(calls.create(ordinance_key=key, details=form.details, by=request.user, now=now))

    if form.is_valid() and accepted(form, create):
        messages.success(request, "Utkastet är skapat. Ange ramar och gå igenom frågor och kriterier.")
        return redirect("manage_call", made[0].slug)
    return render(request, "manage/call_new.html", {"form": form}, status=page_status(form))


@manages_calls
def overview(request: StaffRequest, slug: str) -> HttpResponse:
    """A draft's task list, or what a published call says."""
    call = call_for(request.user, slug)
    context: dict[str, Any] = {"call": call, "face": call.face(timezone.now()), "facts": _facts(call)}
    if call.status == CallStatus.DRAFT:
        return render(request, "manage/call_draft.html", {**context, "tasks": _tasks(call)})
    context |= {
        "history": frame_history(call),
        "criteria": call.criteria.all(),
        **what_has_come(call),
        "may_cancel": can_be_cancelled(call, now=timezone.now()),
    }
    return render(request, "manage/call_published.html", context)


@of_draft_call
def details(request: StaffRequest, call: Call) -> HttpResponse:
    """Change what the call states."""
    form = CallDetailsForm(request.POST or None, initial=written_details(call))
    if form.is_valid() and accepted(
        form, lambda: calls.change(call, details=form.details, by=request.user, now=timezone.now())
    ):
        return _saved(request, call, "Uppgifterna är sparade.")
    return render(request, "manage/call_details.html", {"call": call, "form": form}, status=page_status(form))


@of_draft_call
def frames(request: StaffRequest, call: Call) -> HttpResponse:
    """Set how much may be granted to each group of applicants."""
    form = FramesForm(
        request.POST or None,
        groups=call.ordinance.groups,
        years=call_frames.asked_years(call),
        sizes=call_frames.sizes_of_years(call),
    )
    if form.is_valid() and accepted(
        form, lambda: call_frames.set_sizes(call, sizes=form.written, by=request.user, now=timezone.now())
    ):
        return _saved(request, call, "Ramarna är sparade.")
    return render(request, "manage/call_frames.html", {"call": call, "form": form}, status=page_status(form))


@of_draft_call
def criteria(request: StaffRequest, call: Call) -> HttpResponse:
    """Write what applications are weighed by."""
    rows = criteria_formset(request.POST or None, call.criteria.all())
    form = forms.Form(request.POST or None)  # carries what the verb says of all rows together
    if (
        form.is_valid()
        and rows.is_valid()
        and accepted(
            form, lambda: calls.set_criteria(call, criteria=written_criteria(rows), by=request.user, now=timezone.now())
        )
    ):
        return _saved(request, call, "Kriterierna är sparade.")
    status = UNPROCESSABLE if rows.is_bound and rows.total_error_count() else page_status(form)
    return render(request, "manage/call_criteria.html", {"call": call, "form": form, "rows": rows}, status=status)


@of_draft_call
def publish(request: StaffRequest, call: Call) -> HttpResponse:
    """Say what is missing, or ask once more and publish."""
    form = forms.Form(request.POST if request.method == "POST" else None)
    if form.is_valid() and accepted(form, lambda: calls.publish(call, by=request.user, now=timezone.now())):
        return _saved(request, call, "Utlysningen är publicerad.")
    context = {"call": call, "form": form, "problems": _with_pages(call), "facts": _facts(call)}
    return render(request, "manage/call_publish.html", context, status=page_status(form))


def _saved(request: StaffRequest, call: Call, sentence: str) -> HttpResponse:
    messages.success(request, sentence)
    return redirect("manage_call", call.slug)


def _with_pages(call: Call) -> list[tuple[Refused, str]]:
    """Each problem with the address of the page where it is mended, when there is one."""
    pages = {part: address for address, _, part in _parts(call)}
    return [(problem, pages.get(problem.field or "", "")) for problem in call_problems.problems(call)]


def _tasks(call: Call) -> list[dict[str, Any]]:
    """The steps to a published call, each with what it still lacks and by which rule."""
    problems = call_problems.problems(call)

    def task(address: str, title: str, face: Face | None, lacks: list[Refused]) -> dict[str, Any]:
        hint = " ".join(str(problem) for problem in lacks)
        return {"title": title, "url": address, "face": face, "hint": hint}

    steps, parts = [], _parts(call)
    for address, title, part in parts:
        lacks = [problem for problem in problems if problem.field == part]
        steps.append(task(address, title, LACKING if lacks else DONE, lacks))
    mended = {part for _, _, part in parts}
    elsewhere = [problem for problem in problems if problem.field not in mended]
    return [
        *steps,
        task(reverse("manage_call_preview", args=[call.slug]), "Förhandsgranska", None, []),
        task(reverse("manage_call_publish", args=[call.slug]), "Publicera", WAITING if problems else READY, elsewhere),
    ]


def _parts(call: Call) -> list[tuple[str, str, str]]:
    """Address, title and name of each part of the call; a call in two steps has the questions of the first too."""
    parts = [(reverse(address, args=[call.slug]), title, part) for address, title, part in PARTS]
    if call.has_two_steps:
        name, title, part = EXPRESSION_PART
        parts.insert(2, (reverse(name, args=[call.slug]) + EXPRESSION_STEP, title, part))
    return parts


def _facts(call: Call) -> list[dict[str, str]]:
    """What the call states, as a list to read."""
    return [
        {"term": str(field.label), "description": _in_words(getattr(call, name))}
        for name, field in CallDetailsForm.base_fields.items()
        if name != "invited_close_at" or call.has_two_steps
    ]


def _in_words(value: Any) -> str:
    if isinstance(value, datetime):
        return format_moment(value)
    if isinstance(value, list):
        return ", ".join(county_name(code) for code in value) or "Hela landet"
    return format_date(value) if isinstance(value, date) else str(value)
