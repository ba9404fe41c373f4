"""What a page of questions says beside each question once it is saved: what stands, by whom, and what to choose."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms

from grants.domain.saving import Kept, Opened, Other
from grants.interfaces.question_forms import PAGE, shown
from grants.questions import Question, QuestionGroup


@dataclass(frozen=True, slots=True)
class Said:
    """What is said beside one question. ``choice`` names the saved text that the person has been shown."""

    key: str
    errors: tuple[str, ...] = ()
    conflict: bool = False
    text: str = ""
    saved_by: str = ""
    saved_at: datetime | None = None
    choice: str = ""


def opened(form: forms.Form, data: Any, group: QuestionGroup) -> Opened:
    """What the browser says of its page, which was opened as ``group``.

    ``data`` may carry a choice made beside a question, as ``key:version``.
    """
    mine, theirs = _choice(data.get("keep", "")), _choice(data.get("take", ""))
    return Opened(
        version=form.cleaned_data["version"],
        page=form.cleaned_data.get(PAGE, ""),
        seen=dict([mine]) if mine else {},
        let_go=frozenset({theirs[0]} if theirs else ()),
        asked=group.questions,
    )


def beside(group: QuestionGroup, kept: Kept | None, form: forms.Form, *, first_year: int) -> dict[str, Said]:
    """What is said beside each question of the page, by key; nothing where all is saved as it was sent.

    ``first_year``: the call's budget year, by which the years of a budget are called.
    """
    others = {other.key: other for other in (*kept.conflicts, *kept.theirs)} if kept else {}
    conflicts = {other.key for other in kept.conflicts} if kept else set()
    return {
        question.key: _said(question, form, others.get(question.key), question.key in conflicts, first_year)
        for question in group.questions
        if question.key in form.fields  # files have forms of their own
    }


def _said(question: Question, form: forms.Form, other: Other | None, conflict: bool, first_year: int) -> Said:
    errors = tuple(map(str, form.errors.get(question.key, ()))) if form.is_bound else ()
    if other is None:
        return Said(question.key, errors)
    return Said(
        question.key,
        errors,
        conflict=conflict,
        text=shown(question, other.saved, first_year=first_year),
        saved_by=other.saved_by,
        saved_at=other.saved_at,
        choice=f"{other.key}:{other.version}",
    )


def _choice(text: str) -> tuple[str, int] | None:
    key, _, version = text.rpartition(":")
    return (key, int(version)) if key and version.isascii() and version.isdigit() and len(version) < 10 else None
