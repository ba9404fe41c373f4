"""The days that run in a case, counted as the law counts them."""

from datetime import UTC, date, datetime

import pytest

from grants.clocks import RULES, Clock, answer_due, appeal_due, draft_on, hand_over_due, may_ask_from, six_months_end
from grants.enums import ClockKind, ClockState

BEGUN = datetime(2026, 1, 15, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("received_on", "last_day"),
    [
        (date(2026, 3, 16), date(2026, 4, 7)),  # Easter Monday
        (date(2026, 12, 3), date(2026, 12, 28)),  # Christmas Eve
        (date(2026, 5, 29), date(2026, 6, 22)),  # Midsummer Eve
        (date(2026, 2, 2), date(2026, 2, 23)),
    ],
)
def test_an_appeal_is_due_three_weeks_after_the_party_got_the_decision(received_on: date, last_day: date) -> None:
    assert appeal_due(received_on) == last_day


def test_inv_14_an_unknown_day_of_receipt_gives_no_deadline() -> None:
    assert appeal_due(None) is None


@pytest.mark.parametrize("came_in", [date(2026, 4, 7), date(2026, 12, 18)])
def test_inv_15_an_appeal_is_handed_over_within_seven_days_whatever_day_that_is(came_in: date) -> None:
    assert (hand_over_due(came_in) - came_in).days == 7


@pytest.mark.parametrize(
    ("came_in", "last_day"),
    [
        (date(2026, 9, 1), date(2026, 9, 29)),  # 28 days
        (date(2026, 8, 1), date(2026, 8, 31)),  # a Saturday, moved to Monday
        (date(2026, 11, 27), date(2026, 12, 28)),  # 25 December
    ],
)
def test_inv_32_a_request_is_answered_within_four_weeks_moved_from_a_free_day(came_in: date, last_day: date) -> None:
    assert answer_due(came_in) == last_day


@pytest.mark.parametrize(
    ("begun", "last_day"),
    [
        (BEGUN, date(2026, 7, 15)),
        (datetime(2026, 8, 31, 9, 0, tzinfo=UTC), date(2027, 2, 28)),  # a Sunday, and no 31 February
        (datetime(2026, 6, 30, 22, 30, tzinfo=UTC), date(2027, 1, 1)),  # already 1 July in Stockholm
    ],
)
def test_six_months_end_on_the_same_number_and_are_not_moved(begun: datetime, last_day: date) -> None:
    assert six_months_end(begun) == last_day


def test_the_party_may_ask_from_the_day_after_six_months() -> None:
    assert may_ask_from(BEGUN) == date(2026, 7, 16)


@pytest.mark.parametrize(("period", "day"), [(1, date(2026, 6, 15)), (2, date(2026, 12, 15)), (3, date(2027, 6, 15))])
def test_a_notice_is_drafted_a_month_before_each_sixth_month(period: int, day: date) -> None:
    assert draft_on(BEGUN, period=period) == day


@pytest.mark.parametrize(
    ("due_on", "state", "left"),
    [
        (date(2026, 3, 17), ClockState.OVERDUE, -1),
        (date(2026, 3, 18), ClockState.TODAY, 0),
        (date(2026, 3, 25), ClockState.SOON, 7),
        (date(2026, 3, 26), ClockState.LATER, 8),
    ],
)
def test_a_clock_says_how_near_its_day_is(due_on: date, state: ClockState, left: int) -> None:
    clock, today = Clock(ClockKind.REPORT, date(2026, 1, 1), due_on), date(2026, 3, 18)
    assert (clock.state(today), clock.days_left(today)) == (state, left)


def test_what_to_do_is_another_thing_when_the_day_has_passed() -> None:
    clock = Clock(ClockKind.SIX_MONTHS, date(2026, 1, 1), date(2026, 7, 1))
    assert [clock.what_to_do(date(2026, 7, day)) for day in (1, 2)] == [
        "Avgör ärendet. Därefter får sökanden begära att det avgörs.",
        "Sex månader har gått. Sökanden får begära att ärendet avgörs.",
    ]


def test_every_kind_has_its_rule() -> None:
    assert set(RULES) == set(ClockKind)
