"""Weighing: what points on several criteria come to, and how far apart assessors are. Whole numbers only.

A share of the scale is kept as a whole number of parts, so many that every scale divides them evenly, and is rounded
once: the result is whole per cent of the best possible, rounded down; a mean is in tenths, rounded half up.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import lcm
from typing import Protocol

MOST_POINTS = 10  # the highest point that a scale may have
LARGE_IN_PER_CENT = 30  # how far apart the totals of two assessors are when it is worth a meeting
_PARTS = lcm(*range(1, MOST_POINTS + 1))  # of any scale, whole


class Scale(Protocol):
    """What a criterion says of its points: the lowest and highest, and how much it weighs."""

    @property
    def weight(self) -> int: ...

    @property
    def lowest(self) -> int: ...

    @property
    def highest(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Weighed:
    """The points that count on one criterion: those of every assessor, or the one that a meeting agreed on."""

    scale: Scale
    points: Sequence[int]


@dataclass(frozen=True, slots=True)
class Spread:
    """How far apart assessors are. ``mean_tenths`` is in tenths, and ``large`` says that they should talk."""

    least: int
    most: int
    mean_tenths: int
    large: bool

    @property
    def mean(self) -> str:
        """The mean as it is written: ”3,7”."""
        return f"{self.mean_tenths // 10},{self.mean_tenths % 10}"


def per_cent(weighed: Iterable[Weighed]) -> int:
    """The weighted result in whole per cent of the best possible, rounded down; 0 when nothing is weighed.

    Where several points stand on a criterion, their mean counts, unrounded.
    """
    rows = list(weighed)
    share = lcm(*(len(row.points) for row in rows if row.points))  # of nothing it is 1
    reached = sum(
        row.scale.weight
        * (sum(row.points) - len(row.points) * row.scale.lowest)
        * (_PARTS // (row.scale.highest - row.scale.lowest))
        * (share // len(row.points))
        for row in rows
        if row.points
    )
    weights = sum(row.scale.weight for row in rows)
    return reached * 100 // (weights * _PARTS * share) if weights else 0


def spread_of(points: Sequence[int], scale: Scale) -> Spread:
    """How far apart the points on one criterion are: far when they differ by half of the scale or more."""
    return _spread(points, large=2 * (max(points) - min(points)) >= scale.highest - scale.lowest and len(points) > 1)


def spread_of_totals(totals: Sequence[int]) -> Spread:
    """How far apart the assessors' own results are, in per cent: far when they differ by LARGE_IN_PER_CENT or more."""
    return _spread(totals, large=max(totals) - min(totals) >= LARGE_IN_PER_CENT)


def _spread(numbers: Sequence[int], *, large: bool) -> Spread:
    mean_tenths = (20 * sum(numbers) + len(numbers)) // (2 * len(numbers))
    return Spread(min(numbers), max(numbers), mean_tenths, large)
