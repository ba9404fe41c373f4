"""Saving a page of a draft: by its buttons, and by itself while somebody writes."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from accounts.gates import StaffRequest
from delmos.lib.forms import UNPROCESSABLE, say
from delmos.lib.gate import NotYours
from delmos.lib.refusal import Refused
from grants.domain import drafts, presence
from grants.domain.queries.drafts import draft_to_write_for
from grants.domain.saving import Kept
from grants.interfaces.kept_answers import beside, opened
from grants.interfaces.question_forms import OPENED_FORM, answers_from
from grants.models import Draft
from grants.questions import Form, QuestionGroup
from grants.views.draft_pages import group_page, own_draft, saved_form

LATE = (
    "Ansökan har flyttats till en ny version av formuläret sedan du öppnade sidan. Det du skrev under frågor som har "
    "ändrats finns bland versionerna."
)


@require_POST
def autosave(request: StaffRequest, reference: UUID, key: str) -> HttpResponse:
    """Keep what is written so far. Answers with what to say on the page, which stays as it is otherwise."""
    draft = draft_to_write_for(request.user, reference, now=timezone.now())
    questions = group_of(draft, key, request.POST)
    form, kept = keep(request, draft, questions)
    presence.note(draft, group=key, person=request.user, writing=True)
    context = {
        "form": form,
        "kept": kept,
        "draft": kept.draft if kept else draft,
        "said": beside(questions, kept, form, first_year=draft.call.budget_year),
        "now": timezone.now(),
    }
    # Without the request: no part of the page's frame is drawn here.
    content = render_to_string("applicant/draft_autosaved.html", context)
    return HttpResponse(content, status=200 if kept else UNPROCESSABLE)


@require_GET
@never_cache
def token(request: StaffRequest, reference: UUID) -> JsonResponse:
    """A fresh token for a page whose person has signed in anew in another tab."""
    own_draft(request, reference)
    return JsonResponse({"token": get_token(request)})


def group_of(draft: Draft, key: str, sent: Mapping[str, str]) -> QuestionGroup:
    """The page of questions ``key``, as the draft's answers make it. Raises NotYours when the form has no such page.

    ``sent``: what a browser has sent. A question of another tab's page is there too, although it is no longer asked
    for, and a page that was opened before the draft moved is as it was: what was written is never dropped.
    """
    form = _opened_form(draft, sent.get(OPENED_FORM, ""))
    try:
        page = form.page(key, draft.answers)
    except KeyError as error:
        raise NotYours from error
    asked = {question.key: question for question in page.questions}
    names = tuple(sent)
    whole = form.group(key).questions
    there = (asked.get(q.key) or (q if _is_sent(q.key, names) else None) for q in whole)
    return replace(page, questions=tuple(filter(None, there)))


def keep_along(request: StaffRequest, draft: Draft, questions: QuestionGroup) -> tuple[forms.Form | None, Kept | None]:
    """Save the page's answers when a button beside them was pressed, for a file or a comment.

    Without JavaScript what is written is on the page alone, and the next page would take it away. Nothing is saved when
    the browser sent the button's own fields only.
    """
    return keep(request, draft, questions) if "version" in request.POST else (None, None)


def is_whole(form: forms.Form | None, kept: Kept | None) -> bool:
    """Whether nothing of what the page sent is left unsaved, so that another page may follow."""
    return form is None or (kept is not None and kept.whole and not form.errors)


def go_on(
    request: StaffRequest,
    draft: Draft,
    questions: QuestionGroup,
    form: forms.Form | None,
    kept: Kept | None,
    *,
    to: str,
) -> HttpResponse:
    """On to ``to`` when the page's answers are saved, else the page again with what is left to settle."""
    if not is_whole(form, kept):
        return group_page(request, draft, questions, form=form, kept=kept)
    return tell_of_move(request, draft) if kept and kept.late else redirect(to)


def tell_of_move(request: StaffRequest, draft: Draft) -> HttpResponse:
    """To the overview: what was written on a page of an older form is kept, but the page may be gone."""
    messages.warning(request, LATE)
    return redirect("draft", draft.pk)


def _opened_form(draft: Draft, number: str) -> Form:
    """The version of the draft's form that a page was opened on: its own, or an earlier one."""
    is_number = number.isascii() and number.isdigit() and len(number) < 6
    if is_number and 0 < int(number) < draft.form.number:
        return draft.call.forms.get(stage=draft.stage, number=int(number)).form
    return draft.form.form


def _is_sent(key: str, names: Iterable[str]) -> bool:
    return any(name == key or name.startswith((f"{key}_", f"{key}-")) for name in names)


def keep(request: StaffRequest, draft: Draft, questions: QuestionGroup) -> tuple[forms.Form, Kept | None]:
    """The form as it was sent, with what is wrong with it, and what became of it; None when nothing was saved."""
    form = saved_form(draft, questions, request.POST)
    form.is_valid()
    if "version" in form.errors:
        return form, None
    try:
        kept = drafts.keep_group(
            draft,
            group=questions.key,
            answers=answers_from(form),
            opened=opened(form, request.POST, questions),
            by=request.user,
            now=timezone.now(),
        )
    except Refused as refused:
        say(form, refused)
        return form, None
    for refusal in kept.refusals:
        say(form, refusal)
    for other in kept.conflicts:
        form.add_error(other.key, f"{other.saved_by} har ändrat samma svar. Välj vilken text som ska gälla.")
    return form, kept
