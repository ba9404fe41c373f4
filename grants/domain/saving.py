"""Saving a page of answers: what can be kept is kept, whoever else writes at the same time."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from delmos.lib.dates import format_moment
from delmos.lib.refusal import Refusals, Refused, refusal_of
from grants.domain import revisions
from grants.domain.answers import check_answer, is_empty
from grants.domain.merging import Fate, Touch, fate, same
from grants.enums import RevisionAct
from grants.models import Draft
from grants.question_kinds import answered_alike
from grants.question_rules import CallTimes
from grants.questions import Question, QuestionKind

LATE = "Skrivet på en sida som öppnades innan ansökan flyttades till en ny version av formuläret"


@dataclass(frozen=True, slots=True)
class Opened:
    """A page as its browser holds it.

    ``version``: of the group, when the page was opened. ``page``: what tells this page from others, so that it never
    conflicts with itself. ``seen``: the newer versions of single answers that its person has been shown since and
    writes over knowingly. ``let_go``: answers whose own text the person gives up for the saved one. ``asked``: the
    questions of the page, which the draft may have left behind since, when somebody moved it to a newer form.
    """

    version: int
    page: str = ""
    seen: Mapping[str, int] = field(default_factory=dict)
    let_go: frozenset[str] = frozenset()
    asked: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True)
class Other:
    """An answer that somebody else has saved since the page was opened. ``mine`` is what the page sent."""

    key: str
    mine: Any
    saved: Any
    version: int
    saved_by: str
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of a page: saved, in conflict, changed by somebody else alone, and not to be kept as it is.

    ``late``: set aside, since the draft's form does not ask for it there any more.
    """

    draft: Draft
    changed: tuple[str, ...] = ()
    conflicts: tuple[Other, ...] = ()
    theirs: tuple[Other, ...] = ()
    refusals: tuple[Refused, ...] = ()
    late: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether everything that was sent is saved."""
        return not self.conflicts and not self.refusals


class Stale(Refused):
    """The same answers were saved by somebody else, or in another tab, since the form was opened.

    ``saved`` holds the answers that stand, so that both can be shown.
    """

    def __init__(self, conflicts: tuple[Other, ...], version: int) -> None:
        last = max(conflicts, key=lambda other: other.version)
        super().__init__(
            f"Den här sidan har sparats av {last.saved_by} {format_moment(last.saved_at)}, efter att du öppnade den. "
            "Dina svar är inte sparade än. Jämför med det som är sparat och spara igen om dina svar ska gälla."
        )
        self.saved = {other.key: other.saved for other in conflicts}
        self.version = version


@transaction.atomic
def save_group(
    draft: Draft, *, group: str, answers: Mapping[str, Any], base_version: int, by: User, now: datetime
) -> Draft:
    """Save the answers of one page, all or nothing. ``base_version`` is the version the page was opened on.

    Required questions may stay empty until signing, and an answer that is not sent stays as it is. Raises Stale when
    somebody changed the same answers in between, Refusals when some cannot be kept as they are.
    """
    draft = revisions.lock(draft, by=by, now=now)
    kept = _kept(draft, group, answers, Opened(base_version))
    if kept.conflicts:
        raise Stale(kept.conflicts, draft.version_of(group))
    if kept.refusals:
        raise Refusals(list(kept.refusals))
    _write(kept, group, answers, Opened(base_version), by=by, now=now)
    return draft


@transaction.atomic
def keep_group(
    draft: Draft, *, group: str, answers: Mapping[str, Any], opened: Opened, by: User, now: datetime
) -> Kept:
    """Save whatever can be saved of one page, and tell the rest. Nothing that was sent in readable form disappears.

    A text in conflict with somebody else's is set aside as a version of its own until the person has chosen, and so is
    the answer of a page that was opened before the draft moved to a form which does not ask for it.
    Raises Refused when nothing can be saved at all: the draft is submitted, or ``by`` may not write in it.
    """
    draft = revisions.lock(draft, by=by, now=now)
    late = _late(draft, group, answers, opened.asked)
    kept = replace(_kept(draft, group, answers, opened), late=tuple(late))
    _write(kept, group, answers, opened, by=by, now=now)
    aside = {other.key: other.mine for other in kept.conflicts} | _given_up(draft, group, answers, opened.let_go) | late
    note = LATE if late else ""
    revisions.set_aside(draft, group=group, answers=aside, page=opened.page, note=note, by=by, now=now)
    return kept


def _write(kept: Kept, group: str, answers: Mapping[str, Any], opened: Opened, *, by: User, now: datetime) -> None:
    """A page that says nothing new leaves no version, but for the first time: then it has been seen."""
    changes = {key: answers[key] for key in kept.changed}
    if changes or not (kept.late or kept.draft.version_of(group)):
        revisions.write(
            kept.draft, group=group, changes=changes, act=RevisionAct.SAVED, page=opened.page, by=by, now=now
        )


def _given_up(draft: Draft, group: str, answers: Mapping[str, Any], let_go: frozenset[str]) -> dict[str, Any]:
    """The texts that the person gives up for the saved ones, where they differ and can be kept at all."""
    return {
        asked.key: answers[asked.key]
        for asked in _questions(draft, group)
        if asked.key in let_go & answers.keys()
        and not same(answers[asked.key], draft.answers.get(asked.key))
        and not _refusal(asked, answers[asked.key], draft.call.times)
    }


def _questions(draft: Draft, group: str) -> tuple[Question, ...]:
    """The questions of a page; none when the draft has moved to a form without it."""
    known = (page.questions for page in draft.form.form.groups if page.key == group)
    return next(known, ())


def _late(draft: Draft, group: str, answers: Mapping[str, Any], opened_with: Iterable[Question]) -> dict[str, Any]:
    """The answers to questions that the page no longer has, or that ask for something else now, where they are new."""
    kinds = {asked.key: asked.kind for asked in _questions(draft, group)}
    listed = [(item["question"]["key"], item["answer"]) for item in draft.left_over]
    return {
        asked.key: answers[asked.key]
        for asked in opened_with
        if not is_empty(answers.get(asked.key))
        and not (asked.key in kinds and answered_alike(asked.kind, kinds[asked.key]))
        and (asked.key, answers[asked.key]) not in listed
        and not same(answers[asked.key], draft.answers.get(asked.key))
        and not _refusal(asked, answers[asked.key], draft.call.times)
    }


def _kept(draft: Draft, group: str, answers: Mapping[str, Any], opened: Opened) -> Kept:
    asked_then = {asked.key: asked.kind for asked in opened.asked}
    sent = [
        asked
        for asked in _questions(draft, group)
        if asked.key in answers
        and asked.key not in opened.let_go
        and asked.kind is not QuestionKind.FILES
        and answered_alike(asked_then.get(asked.key, asked.kind), asked.kind)
    ]
    refusals = {
        asked.key: refusal for asked in sent if (refusal := _refusal(asked, answers[asked.key], draft.call.times))
    }
    mine = {asked.key: answers[asked.key] for asked in sent if asked.key not in refusals}
    known = _touches(draft, group, mine, opened)
    fates = {key: fate(mine[key], draft.answers.get(key), known.get(key, []), page=opened.page) for key in mine}

    def others(which: Fate) -> tuple[Other, ...]:
        return tuple(_other(draft, key, mine[key], known[key][-1]) for key in mine if fates[key] is which)

    return Kept(
        draft,
        changed=tuple(key for key in mine if fates[key] is Fate.MINE),
        conflicts=others(Fate.CONFLICT),
        theirs=others(Fate.THEIRS),
        refusals=tuple(refusals.values()),
    )


def _touches(draft: Draft, group: str, mine: Mapping[str, Any], opened: Opened) -> dict[str, list[Touch]]:
    """What has happened to the answers that this page would change, since its person last saw each of them."""
    if opened.version == draft.version_of(group):
        return {}
    differing = [key for key, value in mine.items() if value != draft.answers.get(key)]
    found = revisions.touches(draft, group=group, keys=differing, since=opened.version, page=opened.page)
    fresh = {key: [touch for touch in found[key] if touch.version > opened.seen.get(key, 0)] for key in found}
    return {key: since for key, since in fresh.items() if since}


def _other(draft: Draft, key: str, mine: Any, last: Touch) -> Other:
    return Other(key, mine, draft.answers.get(key), last.version, last.saved_by, last.saved_at)


def _refusal(question: Question, value: Any, times: CallTimes) -> Refused | None:
    return refusal_of(lambda: check_answer(question, value, times=times))
