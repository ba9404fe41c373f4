"""Versions of a draft: every change of its answers is kept, and any of them can be had back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from applicants.permissions import check_may_act_for
from delmos.lib.refusal import Refused
from grants.domain import signatures
from grants.domain.answers import check_answer
from grants.domain.merging import Touch, same
from grants.enums import RevisionAct, Stage
from grants.models import Draft, DraftRevision
from grants.question_rules import CallTimes
from grants.questions import Question, QuestionKind
from grants.workflow import ARRIVAL

GONE = "frågan finns inte i formuläret"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An answer of an earlier version that the form has no place for, and why."""

    key: str
    value: Any
    reason: str


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restoration did: the draft as it stands, and what could not be had back into it."""

    draft: Draft
    groups: tuple[str, ...]
    left_out: tuple[LeftOut, ...]


def lock(draft: Draft, *, by: User, now: datetime) -> Draft:
    """The draft's row, locked, for somebody who may write in it. Raises Refused when it is submitted already.

    What ``draft`` has fetched already, and what is still the same, is not fetched again.
    """
    locked = Draft.objects.select_for_update().get(pk=draft.pk)
    for name in ("call", "organisation", "form"):
        relation = getattr(Draft, name)
        if relation.is_cached(draft) and getattr(locked, f"{name}_id") == getattr(draft, f"{name}_id"):
            setattr(locked, name, getattr(draft, name))
    check_may_act_for(by, locked.organisation, now=now)
    if locked.application_id or locked.expression_id:
        raise Refused(f"{Stage(locked.stage).label} är redan inskickad och kan inte ändras.", law=ARRIVAL)
    return locked


def write(
    draft: Draft,
    *,
    group: str,
    changes: Mapping[str, Any],
    act: RevisionAct,
    page: str = "",
    note: str = "",
    by: User,
    now: datetime,
) -> DraftRevision:
    """Change answers of one group of a locked draft, and keep what stood before. The one place where answers change."""
    before = {key: draft.answers.get(key) for key in changes}
    draft.answers = {**draft.answers, **changes}
    draft.group_versions = {**draft.group_versions, group: draft.version_of(group) + 1}
    draft.saved_at, draft.saved_by = now, by
    draft.revision += 1
    draft.save(update_fields=["answers", "group_versions", "revision", "saved_at", "saved_by"])
    if changes:
        signatures.tell_of_change(draft, by=by, now=now)
    return _add(draft, group=group, act=act, page=page, before=before, after=dict(changes), note=note, by=by, now=now)


def set_aside(
    draft: Draft, *, group: str, answers: Mapping[str, Any], page: str = "", note: str = "", by: User, now: datetime
) -> DraftRevision | None:
    """Keep answers that do not count, since others stand or none is asked for, so that they can be read and taken up.

    The same ones from the same person are kept once.
    """
    if not answers:
        return None
    last = draft.revisions.filter(group=group, act=RevisionAct.SET_ASIDE, saved_by=by).first()
    if last and last.after == dict(answers):
        return None
    before = {key: draft.answers.get(key) for key in answers}
    draft.revision += 1
    draft.save(update_fields=["revision"])
    return _add(
        draft,
        group=group,
        act=RevisionAct.SET_ASIDE,
        page=page,
        before=before,
        after=dict(answers),
        note=note,
        by=by,
        now=now,
    )


def touches(draft: Draft, *, group: str, keys: Iterable[str], since: int, page: str) -> dict[str, list[Touch]]:
    """The changes of ``keys`` since version ``since`` of the group, oldest first, where somebody else is among them.

    One query when nobody else has been here, as a rule, else two.
    """
    wanted = list(keys)
    changed = _applied(draft).filter(group=group, version__gt=since, after__has_any_keys=wanted)
    if not wanted or not changed.exclude(page=page or None).exists():
        return {}
    found: dict[str, list[Touch]] = {}
    for revision in changed.select_related("saved_by").order_by("number"):
        for key in revision.after.keys() & set(wanted):
            found.setdefault(key, []).append(
                Touch(
                    version=revision.version,
                    page=revision.page,
                    before=revision.before[key],
                    after=revision.after[key],
                    saved_by=revision.saved_by.name,
                    saved_at=revision.saved_at,
                )
            )
    return found


def answers_at(draft: Draft, number: int) -> dict[str, Any]:
    """The answers as they stood after version ``number``; 0 is the draft before its first change. One query."""
    answers = dict(draft.answers)
    later = _applied(draft).filter(number__gt=number).order_by("-number")
    for before in later.values_list("before", flat=True).iterator():
        answers.update(before)
    return answers


@transaction.atomic
def restore(draft: Draft, *, number: int, by: User, now: datetime) -> Restored:
    """Have the answers of version ``number`` back, as new versions: nothing of what stands now disappears.

    Of a version that was set aside, it is the texts that were set aside that come back. Files are not touched.
    Raises Refused for a version that is not there.
    """
    draft = lock(draft, by=by, now=now)
    wanted = _answers_of(draft, number)
    note = f"Återställt från version {number}"
    groups, left_out = place(draft, wanted, act=RevisionAct.RESTORED, note=note, by=by, now=now)
    return Restored(draft, groups, left_out)


def place(
    draft: Draft, answers: Mapping[str, Any], *, act: RevisionAct, note: str, by: User, now: datetime
) -> tuple[tuple[str, ...], tuple[LeftOut, ...]]:
    """Write ``answers`` into a locked draft wherever its form asks for them, one version for each group that changes.

    Returns the groups changed, and what there was no place for.
    """
    groups, left_out = [], []
    form = draft.form.form
    asked = {question.key: question for question in form.questions}
    fitting = {}
    for key, value in answers.items():
        if same(value, draft.answers.get(key)):
            continue
        if reason := unfit(asked.get(key), value, draft.call.times):
            left_out.append(LeftOut(key, value, reason))
        else:
            fitting[key] = value
    for group in form.groups:
        if changes := {question.key: fitting[question.key] for question in group.questions if question.key in fitting}:
            write(draft, group=group.key, changes=changes, act=act, note=note, by=by, now=now)
            groups.append(group.key)
    return tuple(groups), tuple(left_out)


def unfit(question: Question | None, value: Any, times: CallTimes | None) -> str:
    """Why ``value`` cannot stand under ``question``; empty when it can. ``times``: as check_answer takes them."""
    if question is None or question.kind is QuestionKind.FILES:
        return GONE
    try:
        check_answer(question, value, times=times)
    except Refused as refusal:
        return refusal.message
    return ""


def _answers_of(draft: Draft, number: int) -> dict[str, Any]:
    revision = draft.revisions.filter(number=number).first()
    if revision is None:
        raise Refused("Den versionen finns inte.")
    if revision.act == RevisionAct.SET_ASIDE:
        return dict(revision.after)
    return answers_at(draft, number)


def _applied(draft: Draft) -> QuerySet[DraftRevision]:
    return draft.revisions.exclude(act=RevisionAct.SET_ASIDE)


def _add(draft: Draft, *, by: User, now: datetime, **values: Any) -> DraftRevision:
    version = draft.version_of(values["group"])
    return DraftRevision.objects.create(
        draft=draft, number=draft.revision, version=version, saved_at=now, saved_by=by, **values
    )
