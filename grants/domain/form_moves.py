"""A draft moves to a newer version of its form: every answer that still fits is kept, and the rest is listed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from delmos.lib.refusal import Refused
from grants.domain import revisions
from grants.domain.answers import is_empty
from grants.enums import RevisionAct
from grants.models import Draft, FormVersion
from grants.question_kinds import TEXTS
from grants.questions import Form, Question, question_data, question_from

GONE = "Frågan finns inte i den nya versionen."


@dataclass(frozen=True, slots=True)
class LeftOver:
    """An answer that the form has no place for, with the question it answered and why it does not fit."""

    question: Question
    answer: Any
    reason: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What a move does: the answers that stand in the new form, and those that are left over."""

    kept: Mapping[str, Any]
    left_over: tuple[LeftOver, ...]


def newer_form(draft: Draft) -> FormVersion | None:
    """The published version in force, when it is newer than the draft's own."""
    newer = draft.call.forms.filter(stage=draft.stage, number__gt=draft.form.number, published_at__isnull=False)
    return newer.order_by("-number").first()


def left_over(draft: Draft) -> list[LeftOver]:
    """What earlier moves have left over, as it can still be read."""
    return [LeftOver(question_from(item["question"]), item["answer"], item["reason"]) for item in draft.left_over]


def plan(draft: Draft, form: Form) -> Plan:
    """What would become of every answer of the draft, those left over before included, in ``form``."""
    questions = {item.question.key: item.question for item in left_over(draft)}
    questions |= {question.key: question for question in draft.form.form.questions}
    answers = {item.question.key: item.answer for item in left_over(draft)}
    answers |= {key: answer for key, answer in draft.answers.items() if not is_empty(answer)}
    asked = {question.key: question for question in form.questions}
    kept, left = {}, []
    for key, answer in answers.items():
        reason = _unfit(questions.get(key), asked.get(key), answer)
        if reason and key in questions:
            left.append(LeftOver(questions[key], answer, reason))
        else:
            kept[key] = answer
    return Plan(kept, tuple(left))


@transaction.atomic
def move(draft: Draft, *, to: FormVersion, by: User, now: datetime) -> Plan:
    """Write the draft on the published version ``to`` of its own form. Nothing is deleted.

    What does not fit stays in the draft as left over, with its question, and comes back when a later version has a
    place for it. Raises Refused when the draft is submitted, or ``to`` is no published version of the same form.
    """
    draft = revisions.lock(draft, by=by, now=now)
    if (to.call_id, to.stage) != (draft.call_id, draft.stage) or to.published_at is None:
        raise Refused("Ansökan kan bara flyttas till en publicerad version av samma formulär.")
    planned = plan(draft, to.form)
    changes = {key: planned.kept.get(key) for key in draft.answers.keys() | planned.kept.keys()}
    changed = {key: answer for key, answer in changes.items() if answer != draft.answers.get(key)}
    groups = _groups_of(to.form) | _groups_of(draft.form.form)
    draft.form = to
    draft.left_over = [
        {"question": question_data(item.question), "answer": item.answer, "reason": item.reason}
        for item in planned.left_over
    ]
    draft.save(update_fields=["form", "left_over"])
    for group in sorted({groups.get(key, "") for key in changed} or {to.form.groups[0].key}):
        mine = {key: answer for key, answer in changed.items() if groups.get(key, "") == group}
        note = f"Formulärets version {to.number}"
        revisions.write(draft, group=group, changes=mine, act=RevisionAct.MOVED, note=note, by=by, now=now)
    return planned


def _groups_of(form: Form) -> dict[str, str]:
    """The page of each question."""
    return {question.key: group.key for group in form.groups for question in group.questions}


def _unfit(old: Question | None, new: Question | None, answer: Any) -> str:
    """Why an answer to ``old`` is none to ``new``; empty when it still is one."""
    if new is None:
        return GONE
    if old is not None and old.kind is not new.kind and not {old.kind, new.kind} <= TEXTS:
        return f"Frågan ska nu besvaras med {new.kind.label.lower()}."
    return revisions.unfit(new, answer)
