"""What the pages of a draft share: the gate, the head of the page, and the page of one group of questions."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.gates import StaffRequest
from delmos.lib.forms import page_status
from grants.domain import presence
from grants.domain.presence import Presence
from grants.domain.queries.drafts import comments_on, draft_for
from grants.domain.saving import Kept
from grants.interfaces.draft_forms import CommentForm, UploadForm
from grants.interfaces.kept_answers import beside
from grants.interfaces.question_forms import condition_attributes, condition_note, file_limits, group_form
from grants.models import Draft
from grants.questions import QuestionGroup, QuestionKind

CONFLICT = 409
NOT_ASKED = "Den här delen behövs inte med de svar ni har gett"


def own_draft(request: StaffRequest, reference: UUID) -> Draft:
    """The draft, for those who act for its organisation. Raises NotYours to everybody else."""
    return draft_for(request.user, reference, now=timezone.now())


def draft_context(draft: Draft, **more: Any) -> dict[str, Any]:
    """What every page of a draft shows at its head."""
    return {"draft": draft, "call": draft.call, "acting_for": draft.organisation.name, **more}


def saved_form(draft: Draft, questions: QuestionGroup, data: Any = None) -> forms.Form:
    """The form of one group with what is saved, or with ``data`` as it was typed."""
    answers = {question.key: draft.answers.get(question.key) for question in questions.questions}
    return group_form(
        questions,
        data=data,
        answers=answers,
        version=draft.version_of(questions.key),
        page=uuid4().hex,
        number=draft.form.number,
        times=draft.call.times,
    )


def group_page(
    request: StaffRequest,
    draft: Draft,
    questions: QuestionGroup,
    *,
    form: forms.Form | None = None,
    refused: Mapping[str, UploadForm] | None = None,
    comment: CommentForm | None = None,
    kept: Kept | None = None,
) -> HttpResponse:
    """The page of one group: its questions, and a place for files under each question that asks for them.

    ``refused``: the files that could not be added, by question. ``kept``: what became of the answers in ``form``.
    """
    draft = kept.draft if kept else draft
    form, comment = form or saved_form(draft, questions), comment or CommentForm()
    uploads = {**upload_forms(questions), **(refused or {})}
    context = draft_context(
        draft,
        form=form,
        group=questions,
        said=beside(questions, kept, form, first_year=draft.call.budget_year),
        kept=kept,
        now=timezone.now(),
        refused=refused,
        file_questions=_file_questions(draft, questions, uploads),
        position=_position(draft, questions.key),
        comments=list(comments_on(draft, questions.key)),
        comment_form=comment,
        colleagues=colleagues(request, draft),
        here=questions.key,
    )
    status = CONFLICT if kept and kept.conflicts else max(map(page_status, (form, comment, *uploads.values())))
    return render(request, "applicant/draft_group.html", context, status=status)


def upload_forms(questions: QuestionGroup, data: Any = None, files: Any = None) -> dict[str, UploadForm]:
    """A form for each question that asks for files, by key; with the ``data`` and ``files`` a browser has sent."""
    asked = (question.key for question in questions.questions if question.kind is QuestionKind.FILES)
    return {key: UploadForm(data, files, prefix=key) for key in asked}


def colleagues(request: StaffRequest, draft: Draft) -> list[tuple[Presence, str]]:
    """Who else is in the draft just now, each with the title of the page that is open there."""
    titles = {known.key: known.title for known in draft.form.form.groups}
    found = presence.others(draft, person=request.user, now=timezone.now())
    return [(who, titles[who.group]) for who in found if who.group in titles]


def _position(draft: Draft, key: str) -> str:
    keys = [known.key for known in draft.asked.groups]
    return f"Del {keys.index(key) + 1} av {len(keys)}" if key in keys else NOT_ASKED


def _file_questions(draft: Draft, questions: QuestionGroup, uploads: Mapping[str, UploadForm]) -> list[dict[str, Any]]:
    """Each question for files with what is attached, and when it is to be answered."""
    asked = [question for question in questions.questions if question.kind is QuestionKind.FILES]
    files = list(draft.files.select_related("document__scan")) if asked else []
    return [
        {
            "question": question,
            "files": [file for file in files if file.question == question.key],
            "upload": uploads[question.key],
            "note": condition_note(question, questions),
            "limits": file_limits(question),
            "condition": condition_attributes(question, questions),
        }
        for question in asked
    ]
