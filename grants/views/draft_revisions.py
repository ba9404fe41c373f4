"""The versions of a draft: what changed, by whom, and how to have it back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.gates import StaffRequest
from delmos.lib.gate import one
from grants.domain import culling, revisions
from grants.domain.merging import same
from grants.domain.queries.drafts import revisions_of
from grants.enums import RevisionAct
from grants.interfaces.draft_history import differences, entries
from grants.models import Draft, DraftRevision
from grants.views.draft_pages import draft_context, own_draft

ON_A_PAGE = 20


def revision_list(request: StaffRequest, reference: UUID) -> HttpResponse:
    """Every version, newest first, with what it changed."""
    draft = own_draft(request, reference)
    before = request.GET.get("fore", "")
    found = list(revisions_of(draft, before=_number(before))[: ON_A_PAGE + 1])
    context = draft_context(
        draft,
        entries=entries(draft, found[:ON_A_PAGE]),
        older=found[ON_A_PAGE - 1].number if len(found) > ON_A_PAGE else None,
        versions_go=culling.removed_from(draft),
        now=timezone.now(),
    )
    return render(request, "applicant/draft_revisions.html", context)


def revision(request: StaffRequest, reference: UUID, number: int) -> HttpResponse:
    """One version: the answers that would change if it were had back, and the button that does it."""
    draft = own_draft(request, reference)
    found = one(revisions_of(draft), number=number)
    if request.method == "POST":
        return _restore(request, draft, number)
    context = draft_context(draft, revision=found, rows=_differing(draft, found), now=timezone.now())
    return render(request, "applicant/draft_revision.html", context)


def _restore(request: StaffRequest, draft: Draft, number: int) -> HttpResponse:
    done = revisions.restore(draft, number=number, by=request.user, now=timezone.now())
    messages.success(request, f"Svaren från version {number} gäller nu. Det som gällde före finns kvar här.")
    for left in done.left_out:
        messages.warning(request, f"Ett svar kunde inte återställas: {left.reason}. Det finns kvar i version {number}.")
    return redirect("draft_revisions", draft.pk)


def _differing(draft: Draft, found: DraftRevision) -> list[dict[str, Any]]:
    """The answers of the version that are not those that stand, both as texts."""
    aside = found.act == RevisionAct.SET_ASIDE
    then = dict(found.after) if aside else revisions.answers_at(draft, found.number)
    differing = {key: value for key, value in then.items() if not same(value, draft.answers.get(key))}
    return differences(draft, found, differing)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
