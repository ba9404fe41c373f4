"""The applicant writes: start, the task list, and one page of questions at a time."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.gates import StaffRequest
from applicants.domain.queries.organisations import organisation_for
from delmos.lib.faces import Face
from delmos.lib.forms import accepted
from delmos.lib.gate import NotYours
from grants.domain import drafts
from grants.domain.answers import is_empty
from grants.domain.queries.calls import public_call
from grants.interfaces.question_forms import answers_from, group_form, shown
from grants.models import Draft
from grants.questions import Question, QuestionGroup, QuestionKind
from grants.views.draft_pages import Saved, draft_context, group_page, own_draft, saved_form

DONE = Face("Klar", "Klar", "success")
STARTED = Face("Påbörjad", "Påbörjad", "active")
EMPTY = Face("Inte påbörjad", "Inte påbörjad", "neutral")
CONFLICT = 409


@require_POST
def start(request: StaffRequest, slug: str) -> HttpResponse:
    """Begin an application, or go on with the organisation's draft."""
    now = timezone.now()
    organisation = organisation_for(request.user, request.POST.get("organisation", ""), now=now)
    draft = drafts.start(public_call(slug), organisation=organisation, by=request.user, now=now)
    return redirect("draft", draft.pk)


def overview(request: StaffRequest, reference: UUID) -> HttpResponse:
    """The task list of a draft."""
    draft = own_draft(request, reference)
    if draft.application:
        return redirect("receipt", draft.application.case.number)
    with_files = {file.question for file in draft.files.all()}
    tasks = [
        {
            "title": group.title,
            "url": reverse("draft_group", args=[draft.pk, group.key]),
            "face": _group_face(group, draft, with_files),
            "hint": "",
        }
        for group in draft.form.form.groups
    ]
    return render(request, "applicant/draft.html", draft_context(draft, tasks=tasks, now=timezone.now()))


def group(request: StaffRequest, reference: UUID, key: str) -> HttpResponse:
    """One page of questions. Saving keeps what is written, also when it is not complete."""
    draft = own_draft(request, reference)
    questions = _group(draft, key)
    form = saved_form(draft, questions, request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return group_page(request, draft, questions, form=form)
    try:
        done = accepted(form, lambda: _save(request, draft, key, form), passing_on=(drafts.Stale,))
    except drafts.Stale as stale:
        form, saved = _show_both(stale, questions, request.POST)
        return group_page(request, draft, questions, form=form, saved=saved, status=CONFLICT)
    if not done:
        return group_page(request, draft, questions, form=form)
    messages.success(request, "Sparat.")
    return redirect(*_next(request, draft, key))


def _group(draft: Draft, key: str) -> QuestionGroup:
    try:
        return draft.form.form.group(key)
    except KeyError as error:
        raise NotYours from error


def _save(request: StaffRequest, draft: Draft, key: str, form: Any) -> None:
    drafts.save_group(
        draft,
        group=key,
        answers=answers_from(form),
        base_version=form.cleaned_data["version"],
        by=request.user,
        now=timezone.now(),
    )


def _show_both(stale: drafts.Stale, questions: QuestionGroup, posted: Any) -> tuple[Any, Saved]:
    """The person's own text stays in the fields, what is saved stands beside: saving again is a knowing choice."""
    data = posted.copy()
    data["version"] = stale.version
    form = group_form(questions, data=data)
    form.is_valid()
    mine = answers_from(form)
    form.add_error(None, stale.message)
    saved = [
        (question.label, shown(question, stale.saved.get(question.key)) or "Inget svar")
        for question in questions.questions
        if question.key in mine and question.key in stale.saved
    ]
    return form, saved


def _next(request: StaffRequest, draft: Draft, key: str) -> Sequence[Any]:
    keys = [known.key for known in draft.form.form.groups]
    place = keys.index(key) + 1
    if "stay" in request.POST:
        return "draft_group", draft.pk, key
    if "next" in request.POST and place < len(keys):
        return "draft_group", draft.pk, keys[place]
    return "draft", draft.pk


def _group_face(group: QuestionGroup, draft: Draft, with_files: set[str]) -> Face:
    def answered(question: Question) -> bool:
        if question.kind is QuestionKind.FILES:
            return question.key in with_files
        return not is_empty(draft.answers.get(question.key))

    some = any(map(answered, group.questions))
    if all(answered(question) for question in group.questions if question.required) and (
        some or draft.version_of(group.key)
    ):
        return DONE
    return STARTED if some else EMPTY
