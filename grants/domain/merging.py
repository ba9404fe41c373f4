"""Two people on one page: what becomes of each answer, three ways (the page as it was opened, what is saved, mine)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from typing import Any

from grants.domain.answers import is_empty


class Fate(Enum):
    """What becomes of an answer that a page sends."""

    SAME = auto()  # it says what is saved
    MINE = auto()  # only this page has changed it
    THEIRS = auto()  # only somebody else has
    CONFLICT = auto()  # both have


@dataclass(frozen=True, slots=True)
class Touch:
    """One saved change of one answer: the ``version`` of its group that it made, and by whom and when (UTC)."""

    version: int
    page: str
    before: Any
    after: Any
    saved_by: str
    saved_at: datetime


def same(one: Any, other: Any) -> bool:
    """Whether two answers say the same. No answer and an empty one do."""
    return one == other or (is_empty(one) and is_empty(other))


def fate(mine: Any, saved: Any, touches: Sequence[Touch], *, page: str) -> Fate:
    """What becomes of ``mine``, when ``saved`` stands and ``touches`` are the changes since ``page`` was opened.

    What the page itself has saved is no news to it. An answer that it sends as it last knew it is one that nobody has
    touched there.
    """
    if same(mine, saved):
        return Fate.SAME
    if not touches or _is_own(touches[-1], page):
        return Fate.MINE
    known = _last_known(touches, page)
    if same(known, saved):
        return Fate.MINE
    return Fate.THEIRS if same(mine, known) else Fate.CONFLICT


def _last_known(touches: Sequence[Touch], page: str) -> Any:
    """The answer as the page last had it: what it saved itself, or else what it was opened with."""
    own = [touch for touch in touches if _is_own(touch, page)]
    return own[-1].after if own else touches[0].before


def _is_own(touch: Touch, page: str) -> bool:
    return bool(page) and touch.page == page
