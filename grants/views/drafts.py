"""The applicant writes: start, questions, files, check, sign."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.gates import StaffRequest
from applicants.domain.queries.organisations import organisation_for
from applicants.enums import MandateRole, SignRule
from applicants.permissions import mandate_of
from delmos.lib.faces import Face
from delmos.lib.forms import accepted, page_status
from delmos.lib.gate import NotYours
from delmos.lib.refusal import Refused
from grants.domain import drafts
from grants.domain.answers import is_empty
from grants.domain.queries.calls import published_call
from grants.domain.queries.drafts import draft_file_for, draft_for
from grants.interfaces.downloads import download
from grants.interfaces.forms import SignForm, UploadForm
from grants.interfaces.question_forms import answers_from, group_form, shown
from grants.models import Draft
from grants.policies import is_late
from grants.questions import Question, QuestionGroup, QuestionKind

DONE = Face("Klar", "Klar", "success")
STARTED = Face("Påbörjad", "Påbörjad", "active")
EMPTY = Face("Inte påbörjad", "Inte påbörjad", "neutral")
CONFLICT = 409


@require_POST
def start(request: StaffRequest, slug: str) -> HttpResponse:
    """Begin an application, or go on with the organisation's draft."""
    now = timezone.now()
    organisation = organisation_for(request.user, request.POST.get("organisation", ""), now=now)
    draft = drafts.start(published_call(slug), organisation=organisation, by=request.user, now=now)
    return redirect("draft", draft.pk)


def overview(request: StaffRequest, reference: UUID) -> HttpResponse:
    """The task list of a draft."""
    draft = _draft(request, reference)
    if draft.application:
        return redirect("receipt", draft.application.case.number)
    files = list(draft.files.all())
    tasks = [
        {
            "title": group.title,
            "url": reverse("draft_group", args=[draft.pk, group.key]),
            "face": _group_face(group, draft, {file.question for file in files}),
            "hint": "",
        }
        for group in draft.form.form.groups
    ]
    return render(request, "applicant/draft.html", _context(draft, tasks=tasks, now=timezone.now()))


def group(request: StaffRequest, reference: UUID, key: str) -> HttpResponse:
    """One page of questions. Saving keeps what is written, also when it is not complete."""
    draft = _draft(request, reference)
    questions = _group(draft, key)
    answers = {question.key: draft.answers.get(question.key) for question in questions.questions}
    form = group_form(questions, data=request.POST or None, answers=answers, version=draft.version_of(key))
    saved: list[tuple[str, str]] = []
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            done = accepted(form, lambda: _save(request, draft, key, form), passing_on=(drafts.Stale,))
        except drafts.Stale as stale:
            form, saved = _show_both(stale, questions, request.POST)
            status = CONFLICT
        else:
            if done:
                messages.success(request, "Sparat.")
                return redirect(*_next(request, draft, key))
    context = _context(
        draft,
        form=form,
        group=questions,
        saved=saved,
        upload=UploadForm(),
        file_questions=_file_questions(draft, questions),
        position=_position(draft, key),
    )
    return render(
        request,
        "applicant/draft_group.html",
        context,
        status=page_status(form) if status == 200 else status,
    )


@require_POST
def attach(request: StaffRequest, reference: UUID, question: str) -> HttpResponse:
    """Attach a file under a question."""
    draft = _draft(request, reference)
    questions = next((g for g in draft.form.form.groups if question in {q.key for q in g.questions}), None)
    if questions is None:
        raise NotYours
    upload = UploadForm(request.POST, request.FILES)
    if upload.is_valid():
        file = upload.cleaned_data["file"]
        done = accepted(
            upload,
            lambda: drafts.attach(
                draft,
                question=question,
                name=file.name,
                content=file,
                size=file.size,
                by=request.user,
                now=timezone.now(),
            ),
        )
        if done:
            messages.success(request, f"Bilagan {file.name} är tillagd.")
            return redirect("draft_group", draft.pk, questions.key)
    answers = {q.key: draft.answers.get(q.key) for q in questions.questions}
    context = _context(
        draft,
        form=group_form(questions, answers=answers, version=draft.version_of(questions.key)),
        group=questions,
        saved=[],
        upload=upload,
        file_questions=_file_questions(draft, questions),
        position=_position(draft, questions.key),
    )
    return render(request, "applicant/draft_group.html", context, status=page_status(upload))


@require_POST
def detach(request: StaffRequest, reference: UUID, pk: int) -> HttpResponse:
    """Remove a file."""
    file = draft_file_for(request.user, reference, pk, now=timezone.now())
    key = next(g.key for g in file.draft.form.form.groups if file.question in {q.key for q in g.questions})
    drafts.detach(file, by=request.user, now=timezone.now())
    messages.success(request, f"Bilagan {file.name} är borttagen.")
    return redirect("draft_group", reference, key)


def file(request: StaffRequest, reference: UUID, pk: int) -> FileResponse:
    """Fetch one's own attachment."""
    found = draft_file_for(request.user, reference, pk, now=timezone.now())
    return download(found.document, found.name)


def check(request: StaffRequest, reference: UUID) -> HttpResponse:
    """Check the answers, sign, and submit."""
    now = timezone.now()
    draft = _draft(request, reference)
    if draft.application:
        return redirect("receipt", draft.application.case.number)
    mandate = mandate_of(request.user, draft.organisation, now=now)
    frozen_hash = sha256(drafts.freeze(draft)).hexdigest()
    data = request.POST.copy() if request.method == "POST" else None
    form = SignForm(
        data,
        statement=drafts.STATEMENT,
        late=is_late(draft.call, now),
        initial={"content_sha256": frozen_hash},
    )
    if data is not None and form.is_valid() and accepted(form, lambda: _sign(request, draft, form)):
        draft.refresh_from_db()
        if draft.application:
            return redirect("receipt", draft.application.case.number)
        messages.success(request, "Du har skrivit under. Nu väntar ansökan på den andra firmatecknarens underskrift.")
        return redirect("draft_check", draft.pk)
    if data is not None:
        data["content_sha256"] = frozen_hash  # what is shown again is what the next signature is over
    context = _context(
        draft,
        form=form,
        sections=_sections(draft),
        problems=_problems(draft),
        may_sign=bool(mandate and mandate.role == MandateRole.SIGNATORY),
        jointly=bool(mandate and mandate.sign_rule == SignRule.JOINTLY),
        signatures=[s for s in draft.signatures.select_related("signed_by") if s.content_sha256 == frozen_hash],
        content_sha256=frozen_hash,
        late=is_late(draft.call, now),
    )
    return render(request, "applicant/draft_check.html", context, status=page_status(form))


def _draft(request: StaffRequest, reference: UUID) -> Draft:
    return draft_for(request.user, reference, now=timezone.now())


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


def _sign(request: StaffRequest, draft: Draft, form: SignForm) -> None:
    drafts.sign(
        draft,
        content_sha256=form.cleaned_data["content_sha256"],
        accepts_late=form.cleaned_data.get("accepts_late", False),
        by=request.user,
        now=timezone.now(),
    )


def _show_both(stale: drafts.Stale, questions: QuestionGroup, posted: Any) -> tuple[Any, list[tuple[str, str]]]:
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
        if question.key in mine and stale.saved.get(question.key) != mine[question.key]
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


def _position(draft: Draft, key: str) -> str:
    keys = [known.key for known in draft.form.form.groups]
    return f"Del {keys.index(key) + 1} av {len(keys)}"


def _file_questions(draft: Draft, questions: QuestionGroup) -> list[tuple[Question, list[Any]]]:
    asked = [question for question in questions.questions if question.kind is QuestionKind.FILES]
    files = list(draft.files.all()) if asked else []
    return [(question, [file for file in files if file.question == question.key]) for question in asked]


def _group_face(group: QuestionGroup, draft: Draft, with_files: set[str]) -> Face:
    def answered(question: Question) -> bool:
        if question.kind is QuestionKind.FILES:
            return question.key in with_files
        return not is_empty(draft.answers.get(question.key))

    if all(answered(question) for question in group.questions if question.required) and (
        draft.version_of(group.key) or any(map(answered, group.questions))
    ):
        return DONE
    return STARTED if any(map(answered, group.questions)) else EMPTY


def _sections(draft: Draft) -> list[tuple[str, str, list[dict[str, str]]]]:
    """Title, address and answers of every page, as the signer reads them."""
    files = list(draft.files.all())
    return [
        (
            group.title,
            reverse("draft_group", args=[draft.pk, group.key]),
            [
                {
                    "term": question.label,
                    "description": ", ".join(file.name for file in files if file.question == question.key)
                    if question.kind is QuestionKind.FILES
                    else shown(question, draft.answers.get(question.key)),
                }
                for question in group.questions
            ],
        )
        for group in draft.form.form.groups
    ]


def _problems(draft: Draft) -> list[tuple[Refused, str]]:
    """Each problem with the page where it is mended."""
    pages = {question.key: group.key for group in draft.form.form.groups for question in group.questions}
    return [
        (
            problem,
            f"{reverse('draft_group', args=[draft.pk, pages[problem.field]])}#div_id_{problem.field}"
            if problem.field in pages
            else "",
        )
        for problem in drafts.problems(draft)
    ]


def _context(draft: Draft, **more: Any) -> dict[str, Any]:
    return {"draft": draft, "call": draft.call, "acting_for": draft.organisation.name, **more}
