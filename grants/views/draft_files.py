"""The files of a draft: attach, fetch, remove."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.gates import StaffRequest
from delmos.lib.forms import accepted
from delmos.lib.gate import NotYours
from grants.domain import drafts
from grants.domain.queries.drafts import draft_file_for
from grants.interfaces.draft_forms import UploadForm
from grants.models import Draft
from grants.questions import QuestionGroup
from grants.views.draft_pages import group_page, own_draft
from journal.interfaces.downloads import download


@require_POST
def attach(request: StaffRequest, reference: UUID, question: str) -> HttpResponse:
    """Attach a file under a question."""
    draft = own_draft(request, reference)
    questions = _group_that_asks(draft, question)
    upload = UploadForm(request.POST, request.FILES)
    if upload.is_valid() and accepted(upload, lambda: _attach(request, draft, question, upload)):
        messages.success(request, f"Bilagan {upload.cleaned_data['file'].name} är tillagd.")
        return redirect("draft_group", draft.pk, questions.key)
    return group_page(request, draft, questions, upload=upload)


@require_POST
def detach(request: StaffRequest, reference: UUID, pk: int) -> HttpResponse:
    """Remove a file."""
    file = draft_file_for(request.user, reference, pk, now=timezone.now())
    drafts.detach(file, by=request.user, now=timezone.now())
    messages.success(request, f"Bilagan {file.name} är borttagen.")
    return redirect("draft_group", reference, _group_that_asks(file.draft, file.question).key)


def fetch(request: StaffRequest, reference: UUID, pk: int) -> HttpResponseBase:
    """Fetch one's own attachment."""
    found = draft_file_for(request.user, reference, pk, now=timezone.now())
    return download(request, found.document, found.name)


def _group_that_asks(draft: Draft, question: str) -> QuestionGroup:
    for group in draft.form.form.groups:
        if question in {asked.key for asked in group.questions}:
            return group
    raise NotYours


def _attach(request: StaffRequest, draft: Draft, question: str, upload: UploadForm) -> None:
    file = upload.cleaned_data["file"]
    drafts.attach(
        draft,
        question=question,
        name=file.name,
        content=file,
        size=file.size,
        by=request.user,
        now=timezone.now(),
    )
