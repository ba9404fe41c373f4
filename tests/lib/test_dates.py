from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delmos.lib.dates import (
    days_left,
    format_date,
    format_moment,
    is_free_day,
    next_working_day,
    period_end,
    stockholm_date,
    time_left,
)

DAYS = st.dates(min_value=date(1990, 1, 1), max_value=date(2060, 12, 31))
LENGTHS = st.fixed_dictionaries(
    {"weeks": st.integers(0, 60), "months": st.integers(0, 30), "years": st.integers(0, 10)}
).filter(lambda length: any(length.values()))
NOON = datetime(2018, 5, 15, 12, 0, tzinfo=UTC)


@given(DAYS, LENGTHS)
def test_a_period_never_ends_on_a_free_day(start, length):
    assert not is_free_day(period_end(start, **length))


@given(DAYS, DAYS, LENGTHS)
def test_a_later_start_never_gives_an_earlier_end(one, other, length):
    assert period_end(min(one, other), **length) <= period_end(max(one, other), **length)


@given(DAYS, st.integers(1, 60))
def test_weeks_end_on_the_same_weekday_unless_it_is_free(start, weeks):
    same_weekday = start + timedelta(weeks=weeks)
    end = period_end(start, weeks=weeks)
    assert end == same_weekday or (is_free_day(same_weekday) and end > same_weekday)


@given(DAYS)
def test_free_days_never_last_a_week(day):
    assert next_working_day(day) - day < timedelta(days=7)


@given(DAYS.filter(lambda day: not is_free_day(day)))
def test_a_working_day_stays_itself(day):
    assert next_working_day(day) == day


@pytest.mark.parametrize(
    ("received", "last_day"),
    [
        pytest.param(date(2026, 3, 16), date(2026, 4, 7), id="Easter Monday"),
        pytest.param(date(2026, 12, 3), date(2026, 12, 28), id="Christmas Eve"),
        pytest.param(date(2026, 5, 29), date(2026, 6, 22), id="Midsummer Eve"),
        pytest.param(date(2026, 3, 10), date(2026, 3, 31), id="no free day"),
    ],
)
def test_three_weeks_to_appeal_end_on_a_working_day(received, last_day):
    assert period_end(received, weeks=3) == last_day


@pytest.mark.parametrize(
    ("start", "length", "last_day"),
    [
        pytest.param(date(2018, 1, 31), {"months": 1}, date(2018, 2, 28), id="a month without the 31st"),
        pytest.param(date(2020, 1, 30), {"months": 1}, date(2020, 3, 2), id="leap day is a Saturday"),
        pytest.param(date(2018, 12, 14), {"months": 2}, date(2019, 2, 14), id="over the turn of the year"),
        pytest.param(date(2020, 2, 29), {"years": 3}, date(2023, 2, 28), id="leap day in a common year"),
        pytest.param(date(2018, 5, 15), {"months": 6}, date(2018, 11, 15), id="six months, 12 § FL"),
        pytest.param(date(2018, 5, 15), {"months": 1, "weeks": 1}, date(2018, 6, 25), id="Midsummer Eve after both"),
    ],
)
def test_months_and_years_end_on_the_same_number(start, length, last_day):
    assert period_end(start, **length) == last_day


@pytest.mark.parametrize("length", [{}, {"weeks": 0}, {"weeks": -1}, {"weeks": 2, "months": -1}])
def test_a_period_without_length_is_refused(length):
    with pytest.raises(ValueError, match="^a period needs a positive length$"):
        period_end(date(2026, 3, 16), **length)


@pytest.mark.parametrize(
    "day",
    [
        pytest.param(date(2026, 1, 1), id="New Year's Day"),
        pytest.param(date(2026, 1, 6), id="Epiphany"),
        pytest.param(date(2026, 4, 3), id="Good Friday"),
        pytest.param(date(2026, 4, 6), id="Easter Monday"),
        pytest.param(date(2026, 5, 1), id="May Day"),
        pytest.param(date(2026, 5, 14), id="Ascension Day"),
        pytest.param(date(2025, 6, 6), id="National Day"),
        pytest.param(date(2026, 6, 19), id="Midsummer Eve, first possible"),
        pytest.param(date(2027, 6, 25), id="Midsummer Eve, last possible"),
        pytest.param(date(2026, 12, 24), id="Christmas Eve"),
        pytest.param(date(2026, 12, 25), id="Christmas Day"),
        pytest.param(date(2026, 12, 31), id="New Year's Eve"),
        pytest.param(date(2026, 3, 14), id="Saturday"),
        pytest.param(date(2026, 3, 15), id="Sunday"),
        pytest.param(date(2004, 5, 31), id="Whit Monday until 2004"),
    ],
)
def test_a_period_may_not_end_on(day):
    assert is_free_day(day)


@pytest.mark.parametrize(
    "day",
    [
        pytest.param(date(2026, 4, 2), id="Maundy Thursday"),
        pytest.param(date(2026, 4, 30), id="Walpurgis Eve"),
        pytest.param(date(2026, 5, 15), id="the Friday after Ascension Day"),
        pytest.param(date(2026, 6, 12), id="the Friday before Midsummer week"),
        pytest.param(date(2026, 6, 26), id="the Friday after Midsummer"),
        pytest.param(date(2026, 12, 23), id="the day before Christmas Eve"),
        pytest.param(date(2026, 5, 25), id="Whit Monday from 2005"),
        pytest.param(date(2003, 6, 6), id="6 June before it was a holiday"),
    ],
)
def test_a_period_may_end_on(day):
    assert not is_free_day(day)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2018, 5, 14, 22, 30, tzinfo=UTC), date(2018, 5, 15)),
        (datetime(2018, 1, 14, 22, 30, tzinfo=UTC), date(2018, 1, 14)),
        (datetime(2018, 12, 31, 23, 0, tzinfo=UTC), date(2019, 1, 1)),
    ],
)
def test_the_legal_day_is_the_one_in_stockholm(moment, day):
    assert stockholm_date(moment) == day


@pytest.mark.parametrize("function", [stockholm_date, format_moment])
def test_a_moment_without_time_zone_is_refused(function):
    with pytest.raises(ValueError, match="^a moment needs a time zone$"):
        function(NOON.replace(tzinfo=None))


def test_a_day_is_written_with_the_name_of_the_month():
    assert format_date(date(2018, 5, 15)) == "15 maj 2018"


def test_a_moment_is_not_taken_for_a_day():
    with pytest.raises(TypeError, match="^format_date takes a day"):
        format_date(NOON)


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (datetime(2018, 5, 15, 12, 3, tzinfo=UTC), "15 maj 2018 kl. 14.03"),
        (datetime(2018, 12, 31, 23, 5, tzinfo=UTC), "1 januari 2019 kl. 00.05"),
    ],
)
def test_a_moment_is_written_in_stockholm_time(moment, text):
    assert format_moment(moment) == text


@pytest.mark.parametrize(
    ("left", "text"),
    [
        (timedelta(days=3, hours=5), "3 dagar kvar"),
        (timedelta(days=1), "1 dag kvar"),
        (timedelta(hours=23, minutes=59), "23 timmar kvar"),
        (timedelta(hours=1), "1 timme kvar"),
        (timedelta(minutes=59, seconds=59), "59 minuter kvar"),
        (timedelta(minutes=1), "1 minut kvar"),
        (timedelta(seconds=59), "mindre än en minut kvar"),
        (timedelta(0), "stängd"),
        (timedelta(days=-1), "stängd"),
    ],
)
def test_the_time_left_is_rounded_down(left, text):
    assert time_left(NOON + left, NOON) == text


@pytest.mark.parametrize(
    ("today", "text"),
    [
        (date(2018, 5, 12), "3 dagar kvar"),
        (date(2018, 5, 14), "1 dag kvar"),
        (date(2018, 5, 15), "sista dagen är i dag"),
        (date(2018, 5, 16), "dagen har passerat"),
    ],
)
def test_the_days_left_end_with_the_last_day(today, text):
    assert days_left(date(2018, 5, 15), today) == text
