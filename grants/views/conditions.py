"""The lawyer's library of conditions for decisions."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.gates import StaffRequest, requires
from accounts.permissions import Permission
from delmos.lib.dates import format_date, stockholm_date
from delmos.lib.forms import accepted, page_status
from delmos.lib.gate import NotYours
from delmos.lib.word_diff import marks
from grants.domain import conditions
from grants.domain.queries.conditions import in_ordinance, shipped_with
from grants.enums import ConditionNeed
from grants.interfaces.letter_text_forms import ConditionForm
from grants.models import ConditionText
from grants.ordinances import VERSIONS


@requires(Permission.EDIT_LETTER_TEXTS)
def condition_list(request: StaffRequest) -> HttpResponse:
    """The conditions that are offered today, ordinance by ordinance."""
    today = stockholm_date(timezone.now())
    chosen = next((version for version in VERSIONS if version.key == request.GET.get("forordning")), VERSIONS[-1])
    context = {
        "versions": VERSIONS,
        "chosen": chosen,
        "library": in_ordinance(chosen, None, today),
        "coming": ConditionText.objects.filter(starts_on__gt=today).order_by("starts_on", "pk")[:50],
    }
    return render(request, "manage/condition_list.html", context)


@requires(Permission.EDIT_LETTER_TEXTS)
def condition_new(request: StaffRequest) -> HttpResponse:
    """A condition that the library does not have."""
    today = stockholm_date(timezone.now())
    form = ConditionForm(request.POST or None, initial={"starts_on": today, "need": ConditionNeed.OPTIONAL})
    if form.is_valid():
        code = conditions.new_code(form.cleaned_data["text"])
        if _saved(request, form, code):
            return redirect("condition_list")
    return render(request, "manage/condition.html", {"form": form, "history": []}, status=page_status(form))


@requires(Permission.EDIT_LETTER_TEXTS)
def condition(request: StaffRequest, code: str) -> HttpResponse:
    """One condition: its versions, and a new one."""
    rows = list(ConditionText.objects.filter(code=code).select_related("written_by"))
    shipped = shipped_with(code, [version.key for version in VERSIONS])
    if not rows and shipped is None:
        raise NotYours
    today = stockholm_date(timezone.now())
    form = ConditionForm(request.POST or None, initial=_initial(rows, shipped, today))
    if form.is_valid() and _saved(request, form, code):
        return redirect("condition", code)
    context = {"form": form, "code": code, "shipped": shipped, "history": _history(rows, shipped)}
    return render(request, "manage/condition.html", context, status=page_status(form))


def _saved(request: StaffRequest, form: ConditionForm, code: str) -> bool:
    done = accepted(form, lambda: conditions.write(code, wording=form.wording, by=request.user, now=timezone.now()))
    if done:
        day = format_date(form.cleaned_data["starts_on"])
        messages.success(request, f"Villkoret finns i biblioteket från {day}. Fattade beslut står fast.")
    return done


def _initial(rows: list[ConditionText], shipped: Any, today: date) -> dict[str, Any]:
    if rows:
        row = rows[-1]
        names = ("text", "law", "need", "ordinance_keys", "decision_kinds")
        return {**{name: getattr(row, name) for name in names}, "starts_on": today}
    found, key = shipped
    return {"text": found.text, "need": found.need, "ordinance_keys": [key], "starts_on": today}


def _history(rows: list[ConditionText], shipped: Any) -> list[dict[str, Any]]:
    """The versions, the newest first, each with what it changed of the one before."""
    before = [shipped[0].text if shipped else "", *(row.text for row in rows)]
    return [{"row": row, "marks": marks(old, row.text)} for old, row in zip(before, rows, strict=False)][::-1]
