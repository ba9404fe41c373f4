"""The applicant answers a request for completion: writes, checks, signs."""

from functools import partial
from hashlib import sha256
from typing import Any

from django.contrib import messages as flash
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.views.decorators.http import require_POST

from accounts.freshness import check_fresh, shown_by
from accounts.gates import StaffRequest
from applicants.permissions import mandate_of, may_manage
from delmos.lib.dates import stockholm_date
from delmos.lib.forms import UNPROCESSABLE, accepted, page_status
from delmos.lib.gate import NotYours
from grants.domain import completion_content, completions
from grants.domain.queries.cases import own_case
from grants.domain.queries.correspondence import newest_answers, own_completion_file, request_of
from grants.domain.queries.correspondence import own_completion as completion_of
from grants.interfaces.completions import rows
from grants.interfaces.correspondence_forms import HandInForm
from grants.interfaces.draft_forms import UploadForm
from grants.interfaces.question_forms import answers_from, group_form, shown
from grants.models import Completion, CompletionRequest
from grants.questions import QuestionKind
from journal.interfaces.downloads import download

CONFLICT = 409
FILE = "file_"


def own_completion(request: StaffRequest, number: str, order: int) -> HttpResponse:
    """What is asked for, and the answer to it. Every button saves first, so that nothing written is lost."""
    found = _own_request(request, number, order)
    completion = completion_of(found)
    if completion and completion.submitted_at:
        return render(request, "applicant/completion_done.html", _context(found, completion=completion))
    form = _form(found, completion, request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, found, completion, form)
    try:
        saved = accepted(form, lambda: _save(request, found, form), passing_on=(completions.Stale,))
    except completions.Stale as stale:
        form.data = form.data.copy()
        form.data["version"] = str(stale.saved.version)
        form.add_error(None, stale.message)
        return _page(request, found, completion, form, stale=stale.saved, status=CONFLICT)
    upload = _attach(request, found) if saved else None
    if not saved or (upload and upload.errors):
        return _page(request, found, completion_of(found), form if not saved else None, upload=upload)
    flash.success(request, "Sparat.")
    return redirect("own_completion_check" if "check" in request.POST else "own_completion", number, order)


def own_completion_check(request: StaffRequest, number: str, order: int) -> HttpResponse:
    """Exactly what will be signed, what is not answered, and the signature."""
    found = _own_request(request, number, order)
    completion = completion_of(found)
    if completion is None or completion.submitted_at:
        return redirect("own_completion", number, order)
    if request.method == "POST" and (detour := check_fresh(request)):
        return detour
    frozen_hash = sha256(completion_content.freeze(completion)).hexdigest()
    data = request.POST.copy() if request.method == "POST" else None
    form = HandInForm(data, statement=completion_content.STATEMENT, initial={"content_sha256": frozen_hash})
    if data is not None and form.is_valid() and accepted(form, lambda: _submit(request, completion, form)):
        flash.success(request, "Kompletteringen är inskickad.")
        return redirect("own_completion", number, order)
    if data is not None:
        data["content_sha256"] = frozen_hash  # what is shown again is what the next signature is over
    organisation = found.application.organisation
    context = _context(
        found,
        form=form,
        completion=completion,
        unanswered=completion_content.unanswered(completion),
        problems=completion_content.problems(completion, now=timezone.now()),
        changes_facts=completion_content.changes_facts(completion),
        may_sign=may_manage(mandate_of(request.user, organisation, now=timezone.now())),
        content_sha256=frozen_hash,
    )
    return render(request, "applicant/completion_check.html", context, status=page_status(form))


@require_POST
def own_completion_detach(request: StaffRequest, number: str, order: int, pk: int) -> HttpResponse:
    """Remove a file from the answer."""
    file = own_completion_file(_own_request(request, number, order), pk)
    completions.detach(file, by=request.user, now=timezone.now())
    flash.success(request, f"Bilagan {file.name} är borttagen.")
    return redirect("own_completion", number, order)


def own_completion_fetch(request: StaffRequest, number: str, order: int, pk: int) -> HttpResponseBase:
    """Fetch one's own attachment."""
    file = own_completion_file(_own_request(request, number, order), pk)
    return download(request, file.document, file.name)


def _own_request(request: StaffRequest, number: str, order: int) -> CompletionRequest:
    return request_of(own_case(request.user, number, now=timezone.now()), order)


def _form(found: CompletionRequest, completion: Completion | None, data: Any) -> Any:
    """The asked questions with what is saved; the first time with the answers that stand."""
    answers = completion.answers if completion else newest_answers(found.application).answers
    version = completion.version if completion else 0
    times = found.application.call.times
    return group_form(completion_content.asked_group(found), data=data, answers=answers, version=version, times=times)


def _save(request: StaffRequest, found: CompletionRequest, form: Any) -> None:
    version = form.cleaned_data["version"]
    completions.save(found, answers=answers_from(form), base_version=version, by=request.user, now=timezone.now())


def _attach(request: StaffRequest, found: CompletionRequest) -> UploadForm | None:
    """Attach the file that was chosen, if any; the form says when it was refused."""
    for name, file in request.FILES.items():
        if not name.startswith(FILE) or not isinstance(file, UploadedFile):
            raise NotYours
        upload = UploadForm(request.POST, MultiValueDict({"file": [file]}))
        take = partial(_take, request, found, name.removeprefix(FILE), file)
        if not upload.is_valid() or not accepted(upload, take):
            return upload
    return None


def _take(request: StaffRequest, found: CompletionRequest, question: str, file: Any) -> None:
    completions.attach(
        found, question=question, name=file.name, content=file, size=file.size, by=request.user, now=timezone.now()
    )


def _submit(request: StaffRequest, completion: Completion, form: HandInForm) -> None:
    completions.submit(
        completion,
        content_sha256=form.cleaned_data["content_sha256"],
        shown=shown_by(request, request.user),
        by=request.user,
        now=timezone.now(),
    )


def _page(
    request: StaffRequest,
    found: CompletionRequest,
    completion: Completion | None,
    form: Any,
    *,
    upload: UploadForm | None = None,
    stale: Completion | None = None,
    status: int = 0,
) -> HttpResponse:
    form = form or _form(found, completion, None)
    files = list(completion.files.select_related("document__scan")) if completion else []
    group, year = completion_content.asked_group(found), found.application.call.budget_year
    context = _context(
        found,
        form=form,
        is_open=completions.can_be_answered(found),
        upload=upload,
        upload_help=UploadForm.base_fields["file"].help_text,
        file_questions=[
            (question, f"{FILE}{question.key}", [file for file in files if file.question == question.key])
            for question in group.questions
            if question.kind is QuestionKind.FILES
        ],
        saved=[
            (question.label, shown(question, stale.answers.get(question.key), first_year=year) or "Inget svar")
            for question in group.questions
            if stale and question.kind is not QuestionKind.FILES
        ],
    )
    refused = UNPROCESSABLE if upload and upload.errors else 0
    return render(request, "applicant/completion.html", context, status=status or refused or page_status(form))


def _context(found: CompletionRequest, *, completion: Completion | None = None, **more: Any) -> dict[str, Any]:
    application = found.application
    return {
        "application": application,
        "found": found,
        "completion": completion,
        "rows": rows(found, completion, page="own_document") if completion else [],
        "is_late": stockholm_date(timezone.now()) > found.due_on,
        "acting_for": application.organisation.name,
        **more,
    }
