"""Colleagues on one draft: who is where just now, and what they say to each other."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.gates import StaffRequest
from delmos.lib.forms import accepted
from grants.domain import comments, presence
from grants.domain.queries.drafts import comment_for
from grants.interfaces.draft_forms import CommentForm
from grants.views.draft_pages import colleagues, group_page, own_draft
from grants.views.draft_saving import group_of


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
    """Write a comment on a page of questions."""
    draft = own_draft(request, reference)
    questions = group_of(draft, key, {})
    form, now = CommentForm(request.POST), timezone.now()
    if form.is_valid() and accepted(
        form, lambda: comments.write(draft, group=key, text=form.cleaned_data["text"], by=request.user, now=now)
    ):
        messages.success(request, "Kommentaren är tillagd. Era kollegor får ett meddelande.")
        return redirect(_comments(draft.pk, key))
    return group_page(request, draft, questions, comment=form)


@require_POST
def resolve(request: StaffRequest, reference: UUID, pk: int) -> HttpResponse:
    """Mark a comment as dealt with."""
    found = comment_for(request.user, reference, pk, now=timezone.now())
    comments.resolve(found, by=request.user, now=timezone.now())
    return redirect(_comments(reference, found.group))


@require_POST
def reopen(request: StaffRequest, reference: UUID, pk: int) -> HttpResponse:
    """Take up a comment again."""
    found = comment_for(request.user, reference, pk, now=timezone.now())
    comments.reopen(found, by=request.user, now=timezone.now())
    return redirect(_comments(reference, found.group))


def _comments(reference: UUID, key: str) -> str:
    return f"{reverse('draft_group', args=[reference, key])}#kommentarer"
