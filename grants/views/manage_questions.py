"""An officer writes the form of a call: pages of questions, their order, and how it looks to the applicant."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.gates import StaffRequest
from delmos.lib.forms import accepted, page_status
from delmos.lib.gate import NotYours
from grants import question_edits as edits
from grants.domain import calls
from grants.domain.queries.calls import call_for, written_form_of
from grants.facts import FIXED
from grants.interfaces.call_questions import preview_form, preview_pages, written_pages
from grants.interfaces.question_builder import GroupForm, QuestionTextForm
from grants.models import Call
from grants.questions import Form, Question, QuestionGroup
from grants.views.manage_gates import chosen_stage, manages_calls, of_written_form, step_query

STEPS = {"upp": -1, "ner": 1}


@of_written_form
def overview(request: StaffRequest, call: Call) -> HttpResponse:
    """All pages with their questions."""
    context = _context(request, call, pages=written_pages(_form(request, call)), facts=tuple(FIXED))
    return render(request, "manage/form.html", context)


@manages_calls
def preview(request: StaffRequest, slug: str) -> HttpResponse:
    """The form as the applicant will see it, for looking only."""
    call = call_for(request.user, slug)
    pages = preview_pages(_form(request, call), times=call.times)
    return render(request, "manage/preview.html", _context(request, call, pages=pages))


@of_written_form
def new_group(request: StaffRequest, call: Call) -> HttpResponse:
    """Add a page."""
    form = GroupForm(request.POST or None, earlier=_form(request, call).questions)
    if form.is_valid() and _edited(request, call, form, lambda old: edits.add_group(old, **_told(form))):
        return _back(request, call, "Sidan är tillagd. Lägg till frågor på den.")
    return _page(request, "manage/group.html", call, form)


@of_written_form
def group(request: StaffRequest, call: Call, key: str) -> HttpResponse:
    """Give a page another title, and say when it is asked for."""
    known = _group(request, call, key)
    form = GroupForm(request.POST or None, group=known, earlier=_before(request, call, known))
    if form.is_valid() and _edited(request, call, form, lambda old: edits.rename_group(old, key, **_told(form))):
        return _back(request, call, "Sidan är sparad.", anchor=f"sida-{key}")
    return _page(request, "manage/group.html", call, form, group=known)


@of_written_form
def new_question(request: StaffRequest, call: Call, key: str) -> HttpResponse:
    """Add a question to a page."""
    known = _group(request, call, key)
    form = QuestionTextForm(request.POST or None, earlier=(*_before(request, call, known), *known.questions))
    if _only_looks(request):
        return _looked(request, call, form, group=known)
    if form.is_valid() and _edited(request, call, form, lambda old: edits.add_question(old, key, form.text)):
        return _back(request, call, "Frågan är tillagd.", anchor=f"sida-{key}")
    return _page(request, "manage/question.html", call, form, group=known)


@of_written_form
def question(request: StaffRequest, call: Call, key: str) -> HttpResponse:
    """Write a question anew."""
    known = _question(request, call, key)
    form = QuestionTextForm(request.POST or None, question=known, earlier=_before(request, call, known))
    if _only_looks(request):
        return _looked(request, call, form, question=known)
    if form.is_valid() and _edited(request, call, form, lambda old: edits.change_question(old, key, form.text)):
        return _back(request, call, "Frågan är sparad.", anchor=f"fraga-{key}")
    return _page(request, "manage/question.html", call, form, question=known)


@require_POST
@of_written_form
def remove_group(request: StaffRequest, call: Call, key: str) -> HttpResponse:
    """Take away a page with its questions."""
    known = _group(request, call, key)
    _edit(request, call, lambda old: edits.remove_group(old, key))
    return _back(request, call, f"Sidan ”{known.title}” är borttagen.")


@require_POST
@of_written_form
def move_group(request: StaffRequest, call: Call, key: str) -> HttpResponse:
    """Move a page one step."""
    known = _group(request, call, key)
    _edit(request, call, lambda old: edits.move_group(old, key, _steps(request)))
    return _back(request, call, f"Sidan ”{known.title}” är flyttad.", anchor=f"sida-{key}")


@require_POST
@of_written_form
def remove_question(request: StaffRequest, call: Call, key: str) -> HttpResponse:
    """Take away a question."""
    known = _question(request, call, key)
    _edit(request, call, lambda old: edits.remove_question(old, key))
    return _back(request, call, f"Frågan ”{known.label}” är borttagen.")


@require_POST
@of_written_form
def move_question(request: StaffRequest, call: Call, key: str) -> HttpResponse:
    """Move a question one step, also from one page to the next."""
    known = _question(request, call, key)
    _edit(request, call, lambda old: edits.move_question(old, key, _steps(request)))
    return _back(request, call, f"Frågan ”{known.label}” är flyttad.", anchor=f"fraga-{key}")


def _edit(request: StaffRequest, call: Call, edit: Callable[[Form], Form]) -> None:
    calls.edit_form(call, edit=edit, stage=chosen_stage(request, call), by=request.user, now=timezone.now())


def _edited(request: StaffRequest, call: Call, form: forms.Form, edit: Callable[[Form], Form]) -> bool:
    return accepted(form, lambda: _edit(request, call, edit))


def _group(request: StaffRequest, call: Call, key: str) -> QuestionGroup:
    try:
        return _form(request, call).group(key)
    except KeyError as error:
        raise NotYours from error


def _question(request: StaffRequest, call: Call, key: str) -> Question:
    found = next((known for known in _form(request, call).questions if known.key == key), None)
    if found is None:
        raise NotYours
    return found


def _before(request: StaffRequest, call: Call, item: Question | QuestionGroup) -> list[Question]:
    """The questions that come before a question or a page."""
    earlier: list[Question] = []
    for group in _form(request, call).groups:
        for question in group.questions:
            if item in (group, question):
                return earlier
            earlier.append(question)
        if item == group:
            return earlier
    return earlier


def _told(form: GroupForm) -> dict[str, Any]:
    return {"title": form.cleaned_data["title"], "when": form.cleaned_data.get("when")}


def _only_looks(request: StaffRequest) -> bool:
    return "look" in request.POST


def _looked(request: StaffRequest, call: Call, form: QuestionTextForm, **more: Any) -> HttpResponse:
    """The same page with the question as the applicant would see it. Nothing is saved."""
    question = form.looks_like()
    looks = preview_form(QuestionGroup("look", "", (question,)), times=call.times) if question else None
    return _page(request, "manage/question.html", call, form, looks=looks, **more)


def _steps(request: StaffRequest) -> int:
    return STEPS.get(request.POST.get("riktning", ""), 0)


def _back(request: StaffRequest, call: Call, sentence: str, *, anchor: str = "") -> HttpResponse:
    messages.success(request, sentence)
    address = reverse("manage_call_form", args=[call.slug]) + step_query(chosen_stage(request, call))
    return redirect(f"{address}#{anchor}" if anchor else address)


def _page(request: StaffRequest, template: str, call: Call, form: forms.Form, **more: Any) -> HttpResponse:
    return render(request, template, _context(request, call, form=form, **more), status=page_status(form))


def _form(request: StaffRequest, call: Call) -> Form:
    return written_form_of(call, chosen_stage(request, call))


def _context(request: StaffRequest, call: Call, **more: Any) -> dict[str, Any]:
    """What every page of a form shows; ``step`` ends every address to another page of the same form."""
    stage = chosen_stage(request, call)
    return {"call": call, "stage": stage, "step": step_query(stage), **more}
