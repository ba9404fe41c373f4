"""Copying answers from another application of the same organisation: what fits comes along, the rest is told."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from delmos.lib.refusal import Refused
from grants.domain import revisions
from grants.domain.answers import is_empty
from grants.domain.declarations import is_declared
from grants.domain.merging import same
from grants.enums import RevisionAct
from grants.models import Draft
from grants.questions import PERIOD_END, PERIOD_START, Question, QuestionKind

DECLARED_ANEW = "det som ni försäkrar ska ni försäkra på nytt i varje ansökan"
ANOTHER_KIND = "frågan besvaras på ett annat sätt här"
ANOTHER_TIME = "datumet ligger utanför den här utlysningens projekttid"


@dataclass(frozen=True, slots=True)
class Copyable:
    """An answer that fits: what the source says, and what stands here."""

    question: Question
    value: Any
    here: Any


@dataclass(frozen=True, slots=True)
class NotCopied:
    """An answer that does not fit, and why."""

    question: Question
    value: Any
    reason: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What a copy would do: fill what is empty, overwrite only what is asked for, and leave the rest out."""

    fills: tuple[Copyable, ...]
    answered: tuple[Copyable, ...]
    left_out: tuple[NotCopied, ...]


def plan(draft: Draft, source: Draft) -> Plan:
    """What can be copied from ``source``. An answer that says the same here already is in none of the lists."""
    asked = {question.key: question for question in draft.form.form.questions}
    fills: list[Copyable] = []
    answered: list[Copyable] = []
    left_out: list[NotCopied] = []
    for question in source.form.form.questions:
        value, here = source.answers.get(question.key), draft.answers.get(question.key)
        if is_empty(value) or same(value, here):
            continue
        target = asked.get(question.key)
        if reason := _unfit(draft, question, target, value):
            left_out.append(NotCopied(question, value, reason))
        else:
            (fills if is_empty(here) else answered).append(Copyable(target or question, value, here))
    return Plan(tuple(fills), tuple(answered), tuple(left_out))


@transaction.atomic
def copy(draft: Draft, *, source: Draft, overwrite: Collection[str] = (), by: User, now: datetime) -> tuple[str, ...]:
    """Fill what is empty with the answers of ``source``, and overwrite the questions in ``overwrite``.

    Returns the groups that changed; what stood there before is kept as versions. Files are not copied, nor what the
    applicant declares of itself: that is true of a day, and is said anew (INV-18). Raises Refused
    when the source belongs to another organisation, the draft is submitted, or ``by`` may not write in it.
    """
    draft = revisions.lock(draft, by=by, now=now)
    if source.organisation_id != draft.organisation_id:
        raise Refused("Du kan bara kopiera svar från samma organisations ansökningar.")
    planned = plan(draft, source)
    chosen = [*planned.fills, *(answer for answer in planned.answered if answer.question.key in overwrite)]
    groups, _ = revisions.place(
        draft,
        {answer.question.key: answer.value for answer in chosen},
        act=RevisionAct.COPIED,
        note=f"Kopierat från ansökan till {source.call.title}"[:200],
        by=by,
        now=now,
    )
    return groups


def _unfit(draft: Draft, question: Question, target: Question | None, value: Any) -> str:
    """Why the answer cannot stand in ``draft``; empty when it can."""
    if is_declared(question):
        return DECLARED_ANEW
    if target is not None and target.kind is not question.kind:
        return ANOTHER_KIND
    if reason := revisions.unfit(target, value, draft.call.times):
        return reason
    is_period = question.key in (PERIOD_START, PERIOD_END) and question.kind is QuestionKind.DATE
    call = draft.call
    if is_period and not call.project_starts_on <= date.fromisoformat(value) <= call.project_ends_on:
        return ANOTHER_TIME
    return ""
