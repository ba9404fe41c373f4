"""Colleagues on one draft: who is where just now, and what they say to each other."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.gates import StaffRequest
from delmos.lib.forms import accepted
from grants.domain import comments, presence
from grants.domain.queries.drafts import comment_for
from grants.interfaces.draft_forms import CommentForm
from grants.models import Draft, DraftComment
from grants.views.draft_pages import colleagues, group_page, own_draft
from grants.views.draft_saving import go_on, group_of, keep_along


@require_POST
def here(request: StaffRequest, reference: UUID) -> HttpResponse:
    """The open page says that it is open, and learns who else is in the draft. Answers with a part of the page."""
    draft = own_draft(request, reference)
    group = request.POST.get("group", "")
    if group in {known.key for known in draft.form.form.groups}:
        presence.note(draft, group=group, person=request.user)
    return render(request, "applicant/draft_colleagues.html", {"colleagues": colleagues(request, draft), "here": group})


@require_POST
def comment(request: StaffRequest, reference: UUID, key: str) -> HttpResponse:
    """Write a comment on a page of questions. What is written on the page meanwhile is saved too."""
    draft = own_draft(request, reference)
    questions = group_of(draft, key, request.POST)
    form, kept = keep_along(request, draft, questions)
    said, now = CommentForm(request.POST), timezone.now()
    written = said.is_valid() and accepted(
        said, lambda: comments.write(draft, group=key, text=said.cleaned_data["text"], by=request.user, now=now)
    )
    if not written:
        return group_page(request, draft, questions, form=form, kept=kept, comment=said)
    messages.success(request, "Kommentaren är tillagd. Era kollegor får ett meddelande.")
    return go_on(request, draft, questions, form, kept, to=_comments(draft, key))


@require_POST
def resolve(request: StaffRequest, reference: UUID, pk: int) -> HttpResponse:
    """Mark a comment as dealt with."""
    return _settle(request, reference, pk, comments.resolve)


@require_POST
def reopen(request: StaffRequest, reference: UUID, pk: int) -> HttpResponse:
    """Take up a comment again."""
    return _settle(request, reference, pk, comments.reopen)


def _settle(request: StaffRequest, reference: UUID, pk: int, verb: Callable[..., DraftComment]) -> HttpResponse:
    found = comment_for(request.user, reference, pk, now=timezone.now())
    draft = own_draft(request, reference)
    questions = group_of(draft, found.group, request.POST)
    form, kept = keep_along(request, draft, questions)
    verb(found, by=request.user, now=timezone.now())
    return go_on(request, draft, questions, form, kept, to=_comments(draft, found.group))


def _comments(draft: Draft, key: str) -> str:
    return f"{reverse('draft_group', args=[draft.pk, key])}#kommentarer"
