"""The replay of 2018, on the three grants of Halland: a region, a municipality and an association."""

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

import pytest

from delmos.demo.progress import quiet
from delmos.demo.published import Grant, all_grants
from delmos.demo.replay import PHASES, replay, totals
from delmos.lib.dates import stockholm_date
from grants.enums import PostingKind
from grants.models import AppealTime, Application, Decision, Payment, Posting
from journal.domain import documents, events
from journal.models import Event
from tests.demo.counting import row_counts

pytestmark = pytest.mark.django_db

T = TypeVar("T")
HALLAND = [grant for grant in all_grants() if grant.county_codes == ("13",)]
TITLES = [phase.title for phase in PHASES]


class Cut(Exception):
    """The replay was cut off."""


class CutAfterOneIn:
    """A Track that cuts the replay off after the first case of one phase."""

    def __init__(self, title: str) -> None:
        self.title = title

    def __call__(self, items: Iterable[T], title: str, total: int) -> Iterable[T]:
        for item in items:
            yield item
            if title == self.title:
                raise Cut


def told(grants: list[Grant]) -> list[tuple[str, str, int]]:
    return sorted((grant.name, grant.kind.value, grant.amount_ore) for grant in grants)


def test_every_grant_is_paid_out_to_its_recipient() -> None:
    replay(track=quiet, grants=HALLAND)
    paid = Posting.objects.filter(kind=PostingKind.DISBURSED)
    rows = paid.values_list("application__organisation__name", "applicant_type", "amount_ore")
    assert sorted(rows) == told(HALLAND)


def test_every_case_ends_with_a_dispatched_decision_and_a_paid_payment() -> None:
    replay(track=quiet, grants=HALLAND)
    stands = [list(model.objects.values_list("status", flat=True)) for model in (Decision, Payment)]
    assert stands == [["dispatched"] * 3, ["paid"] * 3]


def test_everything_happens_in_2018() -> None:
    replay(track=quiet, grants=HALLAND)
    assert {stockholm_date(at).year for at in Event.objects.values_list("at", flat=True)} == {2018}


def test_decisions_are_dated_20_september_and_money_moves_in_october() -> None:
    replay(track=quiet, grants=HALLAND)
    days = Decision.objects.values_list("decided_on", flat=True), Payment.objects.values_list("paid_on", flat=True)
    assert [{(day.month) for day in found} for found in days] == [{9}, {10}]
    assert set(days[0]) == {date(2018, 9, 20)}


def test_case_numbers_are_given_in_the_order_of_arrival() -> None:
    replay(track=quiet, grants=HALLAND)
    by_arrival = Application.objects.order_by("received_at").values_list("case__number", flat=True)
    assert list(by_arrival) == ["BID-2018-00001", "BID-2018-00002", "BID-2018-00003"]


def test_the_letter_of_every_decision_is_a_stored_pdf() -> None:
    replay(track=quiet, grants=HALLAND)
    letters = [documents.read(decision.letter) for decision in Decision.objects.all()]
    assert [letter[:5] for letter in letters] == [b"%PDF-"] * 3


def test_every_decision_was_opened_at_once_and_has_gained_legal_force() -> None:
    replay(track=quiet, grants=HALLAND)
    times = AppealTime.objects.values_list("received_on", "due_on", "final_at__date")
    assert list(times) == [(date(2018, 9, 21), date(2018, 10, 12), date(2018, 10, 31))] * 3


def test_the_event_chains_hold() -> None:
    replay(track=quiet, grants=HALLAND)
    assert list(events.verify_all()) == []


def test_a_second_replay_changes_nothing() -> None:
    replay(track=quiet, grants=HALLAND)
    before = row_counts()
    replay(track=quiet, grants=HALLAND)
    assert row_counts() == before


@pytest.mark.parametrize("title", TITLES)
def test_a_replay_that_was_cut_off_goes_on_where_it_stopped(title: str) -> None:
    with pytest.raises(Cut):
        replay(track=CutAfterOneIn(title), grants=HALLAND)
    replay(track=quiet, grants=HALLAND)
    assert totals() == (3, 900_000_00)
