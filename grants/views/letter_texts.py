"""The lawyer reads and writes the standing texts of letters, sees them in real letters, and publishes them."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.gates import StaffRequest, requires
from accounts.permissions import Permission
from delmos.lib.dates import format_date, stockholm_date
from delmos.lib.forms import accepted, page_status
from delmos.lib.gate import NotYours, one
from delmos.lib.word_diff import marks
from grants.domain import letter_texts
from grants.domain.queries.cases import case_for
from grants.domain.queries.letter_texts import drafts, history, in_force, written
from grants.enums import LetterKind
from grants.interfaces import letter_previews, letter_samples
from grants.interfaces.letter_text_forms import LetterTextForm, PublishTextForm, ScopeForm
from grants.letter_texts import BLOCKS, OF_AN_APPLICATION, Block
from grants.models import LetterText
from journal.interfaces.downloads import drawn


@requires(Permission.EDIT_LETTER_TEXTS)
def letter_text_list(request: StaffRequest) -> HttpResponse:
    """Every letter with its texts: what is written by the agency, and what is being written."""
    found = written()
    context = {
        "letters": [
            (letter.label, [(block, found.get((letter.value, block.code))) for block in blocks.values()], letter)
            for letter, blocks in BLOCKS.items()
        ]
    }
    return render(request, "manage/letter_text_list.html", context)


@requires(Permission.EDIT_LETTER_TEXTS)
def letter_text(request: StaffRequest, letter: str, block: str) -> HttpResponse:
    """One text, for all cases or for some: what it says now, what it said before, and the draft that is written."""
    kind, asked = _asked(letter, block)
    scope = ScopeForm(request.GET, of_an_application=kind in OF_AN_APPLICATION, block=asked)
    ordinance_key, decision_kind = scope.scope
    draft = drafts().filter(letter=kind, block=block, ordinance_key=ordinance_key, decision_kind=decision_kind).first()
    today = stockholm_date(timezone.now())
    now_said = in_force(kind, ordinance_key=ordinance_key, kind=decision_kind, on=today)[block]
    form = LetterTextForm(request.POST or None, initial={"text": draft.text if draft else now_said.text}, block=asked)
    if (
        request.method == "POST"
        and form.is_valid()
        and accepted(
            form,
            lambda: letter_texts.write(
                kind,
                block,
                text=form.cleaned_data["text"],
                ordinance_key=ordinance_key,
                kind=decision_kind,
                by=request.user,
                now=timezone.now(),
            ),
        )
    ):
        messages.success(request, "Utkastet är sparat. Det gäller inte förrän du publicerar det.")
        return redirect(request.get_full_path())
    return _page(request, kind, asked, scope, draft, form, PublishTextForm(today=today))


@require_POST
@requires(Permission.EDIT_LETTER_TEXTS)
def letter_text_publish(request: StaffRequest, pk: int) -> HttpResponse:
    """Put a draft in force from a day."""
    draft = one(drafts(), pk=pk)
    now = timezone.now()
    form = PublishTextForm(request.POST, today=stockholm_date(now))
    if form.is_valid() and accepted(
        form, lambda: letter_texts.publish(draft, starts_on=form.cleaned_data["starts_on"], by=request.user, now=now)
    ):
        day = format_date(form.cleaned_data["starts_on"])
        messages.success(
            request, f"Texten är publicerad och gäller från {day}. Brev som redan är upprättade står fast."
        )
        return redirect(address_of(draft))
    kind, asked = _asked(draft.letter, draft.block)
    query = QueryDict(_query_of(draft))
    scope = ScopeForm(query, of_an_application=kind in OF_AN_APPLICATION, block=asked)
    return _page(request, kind, asked, scope, draft, LetterTextForm(initial={"text": draft.text}, block=asked), form)


@require_POST
@requires(Permission.EDIT_LETTER_TEXTS)
def letter_text_discard(request: StaffRequest, pk: int) -> HttpResponse:
    """Throw a draft away."""
    draft = one(drafts(), pk=pk)
    letter_texts.discard(draft, by=request.user, now=timezone.now())
    messages.success(request, "Utkastet är borta. Det som gällde gäller fortfarande.")
    return redirect(address_of(draft))


@requires(Permission.EDIT_LETTER_TEXTS)
def letter_text_preview(request: StaffRequest, pk: int) -> HttpResponse:
    """The whole letter as PDF with the draft in it, on an invented case or on a case that the lawyer may open."""
    draft = one(drafts(), pk=pk)
    number = request.GET.get("arende", "").strip()
    if number:
        content = letter_previews.on_a_case(draft, case_for(request.user, number))
    else:
        code = request.GET.get("fall", "") or letter_samples.samples(draft)[0][0]
        if code not in dict(letter_samples.samples(draft)):
            raise NotYours
        content = letter_samples.render(draft, code, today=stockholm_date(timezone.now()))
    return drawn(content, f"Förhandsvisning {draft.get_letter_display().lower()}.pdf")


def address_of(version: LetterText) -> str:
    """The page of a text, for what the version is for."""
    page = reverse("letter_text", args=[version.letter, version.block])
    query = _query_of(version)
    return f"{page}?{query}" if query else page


def _query_of(version: LetterText) -> str:
    chosen = {"forordning": version.ordinance_key, "slag": version.decision_kind}
    return urlencode({name: value for name, value in chosen.items() if value})


def _asked(letter: str, block: str) -> tuple[LetterKind, Block]:
    if letter not in LetterKind.values or block not in BLOCKS[LetterKind(letter)]:
        raise NotYours
    return LetterKind(letter), BLOCKS[LetterKind(letter)][block]


def _page(
    request: StaffRequest,
    letter: LetterKind,
    block: Block,
    scope: ScopeForm,
    draft: LetterText | None,
    form: LetterTextForm,
    publish_form: PublishTextForm,
) -> HttpResponse:
    ordinance_key, kind = scope.scope
    today = stockholm_date(timezone.now())
    said = in_force(letter, ordinance_key=ordinance_key, kind=kind, on=today)[block.code]
    context: dict[str, Any] = {
        "letter": letter,
        "asked": block,  # the word block is taken inside a template
        "scope": scope if scope.fields else None,
        "said": said,
        "draft": draft,
        "draft_address": address_of(draft) if draft else "",
        "form": form,
        "publish_form": publish_form,
        "history": _changes(letter, block, ordinance_key, kind),
    }
    if draft:
        context |= {
            "changes": marks(said.text, draft.text),
            "lacking": list(block.lacks(draft.text, kind=kind)),
            "samples": letter_samples.samples(draft),
            "on_a_case": letter is LetterKind.DECISION,
        }
    status = max(page_status(form), page_status(publish_form))
    return render(request, "manage/letter_text.html", context, status=status)


def _changes(letter: LetterKind, block: Block, ordinance_key: str, kind: str) -> list[dict[str, Any]]:
    """The published versions, the newest first, each with what it changed of the one before."""
    rows = history(letter, block, ordinance_key=ordinance_key, kind=kind)
    before = [block.default(kind), *(row.text for row in rows)]
    found = [{"row": row, "marks": marks(old, row.text)} for old, row in zip(before, rows, strict=False)]
    return found[::-1]
