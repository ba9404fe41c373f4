"""The public's search: words as Swedish bends them, and four choices that narrow."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from applicants.enums import OrganisationType
from delmos.lib.keyset import page
from grants.domain.queries.call_search import ORDER, Wish, search_calls
from grants.enums import CallState
from tests.factories import (
    ASSOCIATIONS,
    BEFORE,
    CLOSES_AT,
    INVITED_CLOSE_AT,
    MUNICIPALITIES,
    NOW,
    OPENS_AT,
    a_call,
    a_cancelled_call,
    an_unpublished_call,
)

pytestmark = pytest.mark.django_db


def found(now: datetime = NOW, **wish: Any) -> list[str]:
    return [call.title for call in page(search_calls(Wish(**wish), now=now), after=None, order=ORDER).items]


@pytest.mark.parametrize(
    ("text", "finds"),
    [
        ("mötesplats", True),
        ("MÖTESPLATSERNA", True),
        ("möte", True),
        ("trygga mötesplatser", True),
        ("otrygga", False),
        ("ungdomar", True),
        ("ungdom", True),
        ("trygga äldre", False),
        ("mötesplatser & !trygga | (", True),
    ],
)
def test_words_are_found_in_any_form_and_from_their_beginning(text: str, finds: bool) -> None:
    a_call(title="Trygga mötesplatser", purpose="För ungdomars möten.")
    assert found(text=text) == (["Trygga mötesplatser"] if finds else [])


@pytest.mark.parametrize("text", ["", "   "])
def test_no_words_find_everything(text: str) -> None:
    a_call(title="En")
    assert found(text=text) == ["En"]


@pytest.mark.parametrize(
    ("state", "titles"),
    [
        (CallState.OPEN, ["Öppen"]),
        (CallState.COMING, ["Kommande"]),
        (CallState.INVITED, ["Andra steget"]),
        (CallState.CLOSED, ["Båda stegen", "Stängd"]),
        (CallState.CANCELLED, ["Inställd"]),
        (None, ["Öppen", "Kommande", "Andra steget", "Båda stegen", "Stängd", "Inställd"]),
    ],
)
def test_calls_are_found_by_how_they_stand_and_the_open_ones_come_first(state: CallState, titles: list[str]) -> None:
    a_cancelled_call(title="Inställd")
    a_call(title="Stängd", closes_at=NOW)
    a_call(title="Båda stegen", closes_at=NOW - timedelta(days=1), invited_close_at=NOW)
    a_call(title="Andra steget", closes_at=NOW, invited_close_at=NOW + timedelta(days=1))
    a_call(title="Kommande", opens_at=NOW + timedelta(days=1))
    a_call(title="Öppen", opens_at=NOW)
    an_unpublished_call(title="Utkast")
    assert found(state=state) == titles


@pytest.mark.parametrize("invited_close_at", [None, INVITED_CLOSE_AT])
@pytest.mark.parametrize("now", [BEFORE, OPENS_AT, CLOSES_AT, INVITED_CLOSE_AT])
@pytest.mark.parametrize("before", [timedelta(0), timedelta(microseconds=1)])
def test_the_search_draws_the_edges_of_time_as_the_call_does(
    before: timedelta, now: datetime, invited_close_at: datetime | None
) -> None:
    call = a_call(invited_close_at=invited_close_at)
    assert [state for state in CallState if found(now - before, state=state)] == [call.state(now - before)]


@pytest.mark.parametrize(
    ("kind", "titles"),
    [
        (OrganisationType.REGION, ["Kommuner"]),
        (OrganisationType.FOUNDATION, ["Föreningar"]),
        (OrganisationType.FAITH_COMMUNITY, []),
    ],
)
def test_calls_are_found_by_who_may_apply(kind: OrganisationType, titles: list[str]) -> None:
    a_call(MUNICIPALITIES, title="Kommuner")
    a_call(ASSOCIATIONS, title="Föreningar")
    assert found(kind=kind) == titles


@pytest.mark.parametrize(("sfs", "titles"), [("2018:118", ["Kommuner"]), ("2018:119", ["Föreningar"]), ("1999:1", [])])
def test_calls_are_found_by_ordinance(sfs: str, titles: list[str]) -> None:
    a_call(MUNICIPALITIES, title="Kommuner")
    a_call(ASSOCIATIONS, title="Föreningar")
    assert found(sfs=sfs) == titles


@pytest.mark.parametrize(("county", "titles"), [("21", ["Hela landet", "Gävleborg"]), ("01", ["Hela landet"])])
def test_a_call_for_the_whole_country_is_found_in_every_county(county: str, titles: list[str]) -> None:
    a_call(title="Gävleborg", counties=("21",))
    a_call(title="Hela landet", opens_at=OPENS_AT + timedelta(hours=1))
    assert found(county=county) == titles


def test_all_parts_of_a_wish_narrow_together() -> None:
    a_call(title="Möten A", counties=("21",))
    a_call(title="Möten B", counties=("01",))
    a_call(MUNICIPALITIES, title="Möten C", counties=("21",))
    assert found(text="möte", county="21", kind=OrganisationType.ASSOCIATION, state=CallState.OPEN) == ["Möten A"]


def test_pages_show_every_call_once() -> None:
    for number in range(5):
        a_call(title=f"Öppen {number}")
    a_call(title="Kommande", opens_at=NOW + timedelta(days=1))
    first = page(search_calls(Wish(), now=NOW), after=None, order=ORDER, size=4)
    second = page(search_calls(Wish(), now=NOW), after=first.next, order=ORDER, size=4)
    assert [call.title for call in (*first.items, *second.items)] == [
        *(f"Öppen {number}" for number in (4, 3, 2, 1, 0)),
        "Kommande",
    ]
    assert second.next is None


class AnyText(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        a_call(title="Zzz", purpose="Zzz")

    @given(st.text(alphabet=st.characters(exclude_characters="\x00"), max_size=100))
    def test_any_text_is_searched_without_an_error(self, text: str) -> None:
        assert set(found(text=text)) <= {"Zzz"}
