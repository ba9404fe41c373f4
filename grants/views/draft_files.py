"""The files of a draft: attach, fetch, remove. What is written on the page meanwhile is saved too."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
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
from grants.views.draft_pages import group_page, own_draft, upload_forms
from grants.views.draft_saving import go_on, group_of, keep_along
from journal.interfaces.downloads import download


@require_POST
def attach(request: StaffRequest, reference: UUID, question: str) -> HttpResponse:
    """Attach a file under a question."""
    draft = own_draft(request, reference)
    questions = _page_that_asks(request, draft, question)
    if question not in upload_forms(questions):
        raise NotYours
    form, kept = keep_along(request, draft, questions)
    if refused := add_chosen(request, draft, questions, demanded=question):
        return group_page(request, draft, questions, form=form, kept=kept, refused=refused)
    return go_on(request, draft, questions, form, kept, to=_address(draft, questions))


@require_POST
def detach(request: StaffRequest, reference: UUID, pk: int) -> HttpResponse:
    """Remove a file."""
    file = draft_file_for(request.user, reference, pk, now=timezone.now())
    draft = own_draft(request, reference)
    questions = _page_that_asks(request, draft, file.question)
    form, kept = keep_along(request, draft, questions)
    drafts.detach(file, by=request.user, now=timezone.now())
    messages.success(request, f"Bilagan {file.name} är borttagen.")
    return go_on(request, draft, questions, form, kept, to=_address(draft, questions))


def add_chosen(
    request: StaffRequest, draft: Draft, questions: QuestionGroup, *, demanded: str = ""
) -> dict[str, UploadForm]:
    """Attach every file that is chosen on the page, whichever button was pressed; returns those that are refused.

    ``demanded``: the question whose own button was pressed, where it is an error to have chosen none.
    """
    refused = {}
    for key, upload in upload_forms(questions, request.POST, request.FILES).items():
        if key != demanded and upload.add_prefix("file") not in request.FILES:
            continue
        if upload.is_valid() and accepted(upload, partial(_attach, request, draft, key, upload)):
            messages.success(request, f"Bilagan {upload.cleaned_data['file'].name} är tillagd.")
        else:
            refused[key] = upload
    return refused


def fetch(request: StaffRequest, reference: UUID, pk: int) -> HttpResponseBase:
    """Fetch one's own attachment."""
    found = draft_file_for(request.user, reference, pk, now=timezone.now())
    return download(request, found.document, found.name)


def _page_that_asks(request: StaffRequest, draft: Draft, question: str) -> QuestionGroup:
    """The page with ``question``, which stands there although another answer may have ruled it out since."""
    for group in draft.form.form.groups:
        if question in {asked.key for asked in group.questions}:
            return group_of(draft, group.key, {**request.POST.dict(), question: ""})
    raise NotYours


def _address(draft: Draft, questions: QuestionGroup) -> str:
    return reverse("draft_group", args=[draft.pk, questions.key])


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
