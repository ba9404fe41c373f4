"""The applicant writes: start, the task list, and one page of questions at a time."""

from collections import Counter
from collections.abc import Container, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.gates import StaffRequest
from applicants.domain.queries.organisations import organisation_for
from applicants.permissions import mandate_of, may_write
from delmos.lib.faces import Face
from grants.domain import culling, drafts
from grants.domain.answers import is_empty, missing_answers
from grants.domain.form_moves import newer_form, without_question
from grants.domain.queries.calls import public_call
from grants.models import Draft
from grants.questions import QuestionGroup, QuestionKind
from grants.views.draft_files import add_chosen
from grants.views.draft_pages import colleagues, draft_context, group_page, own_draft
from grants.views.draft_saving import group_of, is_whole, keep, tell_of_move

DONE = Face("Klar", "Klar", "success")
STARTED = Face("Påbörjad", "Påbörjad", "active")
EMPTY = Face("Inte påbörjad", "Inte påbörjad", "neutral")
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
    if draft.submission:
        return redirect("receipt", draft.submission.case.number)
    attached = list(draft.files.all())
    files = Counter(file.question for file in attached)
    form = draft.form.form
    missing = {problem.field for problem in missing_answers(form, draft.answers, files=files)}
    counts = Counter(draft.comments.filter(resolved_at=None).values_list("group", flat=True))
    tasks = [
        {
            "title": group.title,
            "url": reverse("draft_group", args=[draft.pk, group.key]),
            "face": _group_face(group, draft, missing, files),
            "hint": _open_comments(counts[group.key]),
        }
        for group in form.asked(draft.answers).groups
    ]
    now = timezone.now()
    context = draft_context(
        draft,
        tasks=tasks,
        newer=newer_form(draft),
        left_over=draft.left_over or without_question(attached, form),
        colleagues=colleagues(request, draft),
        versions_go=culling.removed_from(draft),
        now=now,
    )
    return render(request, "applicant/draft.html", context)


@never_cache
def group(request: StaffRequest, reference: UUID, key: str) -> HttpResponse:
    """One page of questions. Saving keeps whatever can be kept, and says beside each question what could not.

    Whoever comes back to it gets what is saved now. A browser that wrote yesterday's text into today's page would undo
    what a colleague has written; so the page is not cached, and its form (autocomplete="off") not filled in again.
    """
    draft = own_draft(request, reference)
    questions = group_of(draft, key, request.POST)
    if request.method != "POST":
        return _open_page(request, draft, questions)
    form, kept = keep(request, draft, questions)
    refused = add_chosen(request, draft, questions)
    if kept is None or refused or not is_whole(form, kept):
        return group_page(request, draft, questions, form=form, kept=kept, refused=refused)
    if kept.late:
        return tell_of_move(request, draft)
    messages.success(request, "Sparat.")
    return redirect(*_next(request, kept.draft, key))


def _open_page(request: StaffRequest, draft: Draft, questions: QuestionGroup) -> HttpResponse:
    """The page to write on; who may only read is led to the same part of the whole application."""
    if may_write(mandate_of(request.user, draft.organisation, now=timezone.now())):
        return group_page(request, draft, questions)
    return redirect(f"{reverse('draft_preview', args=[draft.pk])}#{questions.key}")


def _open_comments(count: int) -> str:
    return f"{count} {'öppen kommentar' if count == 1 else 'öppna kommentarer'}" if count else ""


def _next(request: StaffRequest, draft: Draft, key: str) -> Sequence[Any]:
    if request.POST.keys() & STAYING:
        return "draft_group", draft.pk, key
    asked = {known.key for known in draft.asked.groups}
    keys = [known.key for known in draft.form.form.groups]
    further = [known for known in keys[keys.index(key) + 1 :] if known in asked]
    if "next" in request.POST and further:
        return "draft_group", draft.pk, further[0]
    return "draft", draft.pk


def _group_face(group: QuestionGroup, draft: Draft, missing: Container[str | None], files: Container[str]) -> Face:
    """How far one page has come; ``missing``: the questions that must be answered and are not."""
    some = any(
        question.key in files if question.kind is QuestionKind.FILES else not is_empty(draft.answers.get(question.key))
        for question in group.questions
    )
    lacks = any(question.key in missing for question in group.questions)
    if not lacks and (some or draft.version_of(group.key)):
        return DONE
    return STARTED if some else EMPTY
