"""Numbers: no gap and no double, whoever asks at the same time (INV-3)."""

import pytest
from django.db import transaction

from journal.domain.numbers import next_number
from journal.models import NumberSeries
from tests.database import at_once


def take(series: str = "BID", year: int = 2018) -> int:
    with transaction.atomic():
        return next_number(series, year)


@pytest.mark.django_db
def test_a_series_starts_at_one_and_goes_on() -> None:
    assert [take(), take(), take()] == [1, 2, 3]


@pytest.mark.django_db
def test_each_year_starts_anew() -> None:
    take(year=2018)
    assert take(year=2019) == 1


@pytest.mark.django_db
def test_each_series_counts_for_itself() -> None:
    take("BID")
    assert take("ADM") == 1


@pytest.mark.django_db
def test_a_rolled_back_act_leaves_no_gap() -> None:
    take()
    with pytest.raises(KeyError), transaction.atomic():
        next_number("BID", 2018)
        raise KeyError
    assert take() == 2


@pytest.mark.django_db(transaction=True)
def test_a_number_outside_a_transaction_is_refused() -> None:
    with pytest.raises(RuntimeError, match="in the transaction that uses it"):
        next_number("BID", 2018)


@pytest.mark.django_db(transaction=True)
def test_takers_at_the_same_moment_get_consecutive_numbers() -> None:
    assert sorted(at_once(*[take] * 8)) == list(range(1, 9))


@pytest.mark.django_db(transaction=True)
def test_a_taker_who_rolls_back_among_others_leaves_no_gap() -> None:
    def give_up() -> None:
        with transaction.atomic():
            next_number("BID", 2018)
            raise KeyError

    taken = at_once(take, give_up, take, give_up, take, give_up)
    assert sorted(number for number in taken if isinstance(number, int)) == [1, 2, 3]
    assert NumberSeries.objects.get().last == 3
