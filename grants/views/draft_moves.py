"""A draft written on an older version of its form: what a move to the new one would keep, and the move."""

from collections.abc import Iterable
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.gates import StaffRequest
from delmos.lib.forms import accepted, page_status
from grants.domain import form_moves
from grants.domain.form_moves import LeftOver
from grants.interfaces.form_diff import changes
from grants.interfaces.question_words import shown
from grants.models import Draft
from grants.views.draft_pages import draft_context, own_draft


def move(request: StaffRequest, reference: UUID) -> HttpResponse:
    """What has changed in the form, what is kept and what is left over. Posting moves the draft."""
    draft = own_draft(request, reference)
    newer = None if draft.submission else form_moves.newer_form(draft)
    if newer is None:
        return redirect("draft", draft.pk)
    form = forms.Form(request.POST if request.method == "POST" else None)
    now = timezone.now()
    if form.is_valid() and accepted(form, lambda: form_moves.move(draft, to=newer, by=request.user, now=now)):
        messages.success(request, "Ansökan är flyttad till den nya versionen av formuläret.")
        return redirect("draft", draft.pk)
    planned = form_moves.plan(draft, newer.form)
    context = draft_context(
        draft,
        form=form,
        newer=newer,
        changes=changes(draft.form.form, newer.form),
        kept=len(planned.kept),
        left_over=readable(draft, planned.left_over),
        files=form_moves.without_question(draft.files.all(), newer.form),
    )
    return render(request, "applicant/draft_move.html", context, status=page_status(form))


def left_over(request: StaffRequest, reference: UUID) -> HttpResponse:
    """The answers that were left over when the draft moved, to be read and copied."""
    draft = own_draft(request, reference)
    context = draft_context(
        draft,
        left_over=readable(draft, form_moves.left_over(draft)),
        files=form_moves.without_question(draft.files.all(), draft.form.form),
    )
    return render(request, "applicant/draft_left_over.html", context)


def readable(draft: Draft, items: Iterable[LeftOver]) -> list[dict[str, str]]:
    """Answers left over, in words."""
    year = draft.call.budget_year
    return [
        {
            "term": item.question.label,
            "description": shown(item.question, item.answer, first_year=year),
            "reason": item.reason,
        }
        for item in items
    ]
