"""A draft moves to a newer version of its form: every answer that still fits is kept, and the rest is listed."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from delmos.lib.refusal import Refused
from grants.domain import revisions
from grants.domain.answers import is_empty
from grants.domain.merging import same
from grants.enums import RevisionAct
from grants.models import Draft, DraftFile, FormVersion
from grants.question_kinds import answered_alike
from grants.question_rules import CallTimes
from grants.questions import Form, Question, QuestionKind, question_data, question_from

GONE = "Frågan finns inte i den nya versionen."
ANSWERED = "Frågan har ett nyare svar."


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


def without_question(files: Iterable[DraftFile], form: Form) -> list[str]:
    """The names of a draft's files that no question of ``form`` asks for."""
    asked = {question.key for question in form.questions if question.kind is QuestionKind.FILES}
    return [file.name for file in files if file.question not in asked]


def plan(draft: Draft, form: Form) -> Plan:
    """What would become of every answer of the draft, those left over before included, in ``form``.

    An answer that was left over before has its place back only where nothing else has been answered since.
    """
    asked = {question.key: question for question in form.questions}
    times = draft.call.times
    kept: dict[str, Any] = {}
    left: dict[str, list[LeftOver]] = {}
    for question, answer in _answered(draft):
        reason = _unfit(question, asked.get(question.key), answer, times)
        if not reason and (question.key in kept or question.key in left):
            reason = ANSWERED
        if reason:
            left.setdefault(question.key, []).append(LeftOver(question, answer, reason))
        else:
            kept[question.key] = answer
    return Plan(kept, tuple(item for items in left.values() for item in items))


@transaction.atomic
def move(draft: Draft, *, to: FormVersion, by: User, now: datetime) -> Plan:
    """Write the draft on the published version ``to`` of its own form. Nothing is deleted.

    What does not fit stays in the draft as left over, with its question, and comes back when a later version has a
    place for it. Raises Refused when the draft is submitted, or ``to`` is no newer published version of its form.
    """
    draft = revisions.lock(draft, by=by, now=now)
    same_form = (to.call_id, to.stage) == (draft.call_id, draft.stage) and to.published_at is not None
    if not same_form or to.number <= draft.form.number:
        raise Refused("Ansökan kan bara flyttas till en nyare publicerad version av samma formulär.")
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


def _answered(draft: Draft) -> Iterator[tuple[Question, Any]]:
    """Every answer with the question it was given to: those that stand, then those left over, newest first."""
    for question in draft.form.form.questions:
        if not is_empty(answer := draft.answers.get(question.key)):
            yield question, answer
    for item in left_over(draft):
        if not same(item.answer, draft.answers.get(item.question.key)):
            yield item.question, item.answer


def _groups_of(form: Form) -> dict[str, str]:
    """The page of each question."""
    return {question.key: group.key for group in form.groups for question in group.questions}


def _unfit(old: Question, new: Question | None, answer: Any, times: CallTimes) -> str:
    """Why an answer to ``old`` is none to ``new``; empty when it still is one."""
    if new is None:
        return GONE
    if not answered_alike(old.kind, new.kind):
        return f"Frågan ska nu besvaras med {new.kind.label.lower()}."
    return revisions.unfit(new, answer, times)
