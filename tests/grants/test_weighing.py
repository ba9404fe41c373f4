"""Weighing in whole numbers: per cent of the best possible, means and spread, against fractions that lose nothing."""

from fractions import Fraction
from math import floor
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from grants.weighing import (
    LARGE_IN_PER_CENT,
    MOST_POINTS,
    Weighed,
    per_cent,
    spread_of,
    spread_of_totals,
)
from tests.grants.scales import Steps

SCALES = some.integers(1, MOST_POINTS).flatmap(
    lambda highest: some.builds(
        Steps, weight=some.integers(1, 100), lowest=some.integers(0, highest - 1), highest=some.just(highest)
    )
)


def points_on(scale: Steps, most: int = 10) -> Any:
    return some.lists(some.integers(scale.lowest, scale.highest), min_size=1, max_size=most)


ROWS = some.lists(SCALES.flatmap(lambda scale: some.builds(Weighed, some.just(scale), points_on(scale))), max_size=6)


@given(ROWS)
def test_the_result_is_the_weighted_mean_rounded_down_once(rows: list[Weighed]) -> None:
    weights = sum(row.scale.weight for row in rows)
    reached = sum(
        row.scale.weight
        * Fraction(
            sum(row.points) - len(row.points) * row.scale.lowest,
            len(row.points) * (row.scale.highest - row.scale.lowest),
        )
        for row in rows
    )
    assert per_cent(rows) == (floor(reached * 100 / weights) if weights else 0)


@given(ROWS)
def test_the_result_is_between_nothing_and_the_whole(rows: list[Weighed]) -> None:
    assert 0 <= per_cent(rows) <= 100


@given(SCALES)
def test_the_ends_of_every_scale_are_nothing_and_the_whole(scale: Steps) -> None:
    assert (per_cent([Weighed(scale, [scale.lowest])]), per_cent([Weighed(scale, [scale.highest])])) == (0, 100)


@given(SCALES.flatmap(lambda scale: some.tuples(some.just(scale), points_on(scale))))
def test_the_order_of_assessors_means_nothing_and_the_spread_holds_the_mean(case: tuple[Steps, list[int]]) -> None:
    scale, points = case
    found = spread_of(points, scale)
    assert found == spread_of(points[::-1], scale)
    assert found.least * 10 <= found.mean_tenths <= found.most * 10
    assert abs(Fraction(found.mean_tenths, 10) - Fraction(sum(points), len(points))) <= Fraction(1, 20)


@given(some.lists(some.integers(0, 100), min_size=1, max_size=10))
def test_totals_are_far_apart_from_the_stated_number_of_points(totals: list[int]) -> None:
    assert spread_of_totals(totals).large == (max(totals) - min(totals) >= LARGE_IN_PER_CENT)


@pytest.mark.parametrize(
    ("points", "large"), [([3], False), ([2, 4], False), ([2, 5], True), ([0, 5, 3], True), ([4, 4, 4], False)]
)
def test_points_are_far_apart_from_half_of_the_scale(points: list[int], large: bool) -> None:
    assert spread_of(points, Steps(100, 0, 5)).large == large


def test_a_mean_is_written_with_one_decimal_rounded_half_up() -> None:
    assert [spread_of(points, Steps(1, 0, 5)).mean for points in ([3, 4], [3, 3, 4], [1, 2, 2], [0, 0, 0, 1])] == [
        "3,5",
        "3,3",
        "1,7",
        "0,3",
    ]
