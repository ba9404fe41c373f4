"""Copy answers from another application of the same organisation."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.gates import StaffRequest
from grants.domain import copying
from grants.domain.queries.drafts import source_for, sources_for
from grants.interfaces.question_forms import shown
from grants.models import Draft
from grants.views.draft_pages import draft_context, own_draft

MOST = 30


def sources(request: StaffRequest, reference: UUID) -> HttpResponse:
    """The applications and drafts that there is something to copy from."""
    draft = own_draft(request, reference)
    found = sources_for(request.user, draft, now=timezone.now())[:MOST]
    return render(request, "applicant/draft_sources.html", draft_context(draft, sources=found))


def copy(request: StaffRequest, reference: UUID, source: UUID) -> HttpResponse:
    """What a copy would do, question by question, and the button that does it."""
    draft = own_draft(request, reference)
    other = source_for(request.user, draft, source, now=timezone.now())
    if request.method == "POST":
        return _copy(request, draft, other)
    plan = copying.plan(draft, other)
    here = partial(shown, first_year=draft.call.budget_year)
    there = partial(shown, first_year=other.call.budget_year)
    context = draft_context(
        draft,
        source=other,
        fills=[(answer.question, here(answer.question, answer.value)) for answer in plan.fills],
        answered=[
            (answer.question, here(answer.question, answer.here), here(answer.question, answer.value))
            for answer in plan.answered
        ],
        left_out=[(answer.question, there(answer.question, answer.value), answer.reason) for answer in plan.left_out],
    )
    return render(request, "applicant/draft_copy.html", context)


def _copy(request: StaffRequest, draft: Draft, other: Draft) -> HttpResponse:
    overwrite = request.POST.getlist("overwrite")
    groups = copying.copy(draft, source=other, overwrite=overwrite, by=request.user, now=timezone.now())
    if groups:
        messages.success(request, "Svaren är kopierade. Läs igenom dem, så att de stämmer för den här ansökan.")
    else:
        messages.info(request, "Det fanns inget att kopiera.")
    return redirect("draft", draft.pk)
