"""The whole draft on one page: to read, to print, and as PDF."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.gates import StaffRequest
from grants.interfaces.answers import sections
from grants.interfaces.drafts_as_pdf import draft_pdf
from grants.models import Draft
from grants.views.draft_pages import draft_context, own_draft


def preview(request: StaffRequest, reference: UUID) -> HttpResponse:
    """The whole application as it stands, to read or to print."""
    draft = own_draft(request, reference)
    if draft.submission:
        return redirect("receipt", draft.submission.case.number)
    context = draft_context(draft, now=timezone.now(), sections=_sections(draft))
    return render(request, "applicant/draft_preview.html", context)


def pdf(request: StaffRequest, reference: UUID) -> HttpResponse:
    """The same as PDF, marked as a draft."""
    draft = own_draft(request, reference)
    if draft.submission:
        return redirect("receipt", draft.submission.case.number)
    content = draft_pdf(draft, now=timezone.now())
    headers = {
        "Content-Disposition": 'attachment; filename="utkast.pdf"',
        "Cache-Control": "private, no-store",
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def _sections(draft: Draft) -> list[Any]:
    return sections(draft.form.form, draft.answers, draft.files.all(), first_year=draft.call.budget_year)
