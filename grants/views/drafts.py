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
from grants.domain import drafts
from grants.domain.answers import is_empty
from grants.domain.queries.calls import public_call
from grants.models import Draft
from grants.questions import Question, QuestionGroup, QuestionKind
from grants.views.draft_pages import draft_context, group_page, own_draft
from grants.views.draft_saving import group_of, keep

DONE = Face("Klar", "Klar", "success")
STARTED = Face("Påbörjad", "Påbörjad", "active")
EMPTY = Face("Inte påbörjad", "Inte påbörjad", "neutral")
CONFLICT = 409
STAYING = {"stay", "keep", "take"}  # buttons after which the person goes on with the same page


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
    """One page of questions. Saving keeps whatever can be kept, and says beside each question what could not."""
    draft = own_draft(request, reference)
    questions = group_of(draft, key)
    if request.method != "POST":
        return group_page(request, draft, questions)
    form, kept = keep(request, draft, questions)
    if kept is None or not kept.whole or form.errors:
        status = CONFLICT if kept and kept.conflicts else 0
        return group_page(request, kept.draft if kept else draft, questions, form=form, kept=kept, status=status)
    messages.success(request, "Sparat.")
    return redirect(*_next(request, draft, key))


def _next(request: StaffRequest, draft: Draft, key: str) -> Sequence[Any]:
    keys = [known.key for known in draft.form.form.groups]
    place = keys.index(key) + 1
    if request.POST.keys() & STAYING:
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
