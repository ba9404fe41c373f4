"""Rules that a question carries as data: when it is asked for, and days reckoned from the days of its call."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

YES, NO = "ja", "nej"


@dataclass(frozen=True, slots=True)
class Condition:
    """Holds when the answer to ``question`` (a key) is, or has among several, one of ``values``.

    A yes-or-no answer is "ja" or "nej", a county or a municipality its code.
    """

    question: str
    values: tuple[str, ...]

    def holds(self, answer: Any) -> bool:
        """Whether ``answer``, as it is stored, satisfies the condition. No answer satisfies none."""
        return not chosen(answer).isdisjoint(self.values)


def chosen(answer: Any) -> frozenset[str]:
    """What was picked, as a condition and a browser name it. Nothing for an answer that is not picked from a list."""
    if isinstance(answer, bool):
        return frozenset({YES if answer else NO})
    if isinstance(answer, str):
        return frozenset({answer})
    return frozenset(value for value in answer if isinstance(value, str)) if isinstance(answer, list) else frozenset()


class Anchor(StrEnum):
    """A day of the call that other days are reckoned from."""

    CALL_OPENS = "opens_on"
    CALL_CLOSES = "closes_on"
    PROJECT_STARTS = "project_starts_on"
    PROJECT_ENDS = "project_ends_on"

    @property
    def label(self) -> str:
        """The day in Swedish, for the officer who builds the form."""
        return ANCHOR_LABELS[self]


ANCHOR_LABELS: dict[Anchor, str] = {
    Anchor.CALL_OPENS: "dagen då utlysningen öppnar",
    Anchor.CALL_CLOSES: "dagen då utlysningen stänger",
    Anchor.PROJECT_STARTS: "tidigaste projektstart",
    Anchor.PROJECT_ENDS: "senaste projektslut",
}


@dataclass(frozen=True, slots=True)
class CallTimes:
    """The days (Swedish) and the first budget year of a call, which the rules of its questions are relative to."""

    opens_on: date
    closes_on: date
    project_starts_on: date
    project_ends_on: date
    budget_year: int


@dataclass(frozen=True, slots=True)
class DayRule:
    """A day ``days`` after (negative: before) a day of the call."""

    anchor: Anchor
    days: int = 0

    def on(self, times: CallTimes) -> date:
        """The day in this call."""
        anchor: date = getattr(times, self.anchor.value)
        return anchor + timedelta(days=self.days)


def year_names(first_year: int, count: int) -> tuple[str, ...]:
    """What the years of a budget are called: by their numbers."""
    return tuple(str(first_year + number) for number in range(count))
