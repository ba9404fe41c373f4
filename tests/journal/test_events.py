"""The event log: a chain in which no link can be changed, taken out or moved unseen (INV-35)."""

from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from django.db import transaction

from journal.actors import SYSTEM, SystemActor
from journal.domain import events
from journal.models import Event, EventStream
from tests.database import at_once, tamper
from tests.factories import NOW

pytestmark = pytest.mark.django_db


@transaction.atomic
def record(event: str = "något", /, stream: str = "BID-2018-00001", **data: object) -> Event:
    return events.record(stream, event, by=SYSTEM, now=NOW, **data)


def breaks() -> list[str]:
    return [str(found) for found in events.verify_all()]


@pytest.fixture
def chain() -> list[Event]:
    """Four events in one stream."""
    return [record("ett"), record("två"), record("tre"), record("fyra")]


def test_an_event_tells_who_when_and_what() -> None:
    event = record("tilldelad", officer="user:7")
    event.refresh_from_db()
    assert (event.actor_key, event.actor_name, event.at, event.name, event.data) == (
        "system",
        "Systemet",
        NOW,
        "tilldelad",
        {"officer": "user:7"},
    )


def test_each_event_holds_the_hash_of_the_one_before(chain: list[Event]) -> None:
    assert [event.previous_hash for event in chain] == ["", *[event.hash for event in chain[:-1]]]


def test_events_are_numbered_in_their_stream(chain: list[Event]) -> None:
    other = record(stream="BID-2018-00002")
    assert [event.serial for event in (*chain, other)] == [1, 2, 3, 4, 1]


def test_an_untouched_chain_holds(chain: list[Event]) -> None:
    assert breaks() == []


def test_every_kind_of_value_that_verbs_log_comes_back_with_a_chain_that_holds() -> None:
    record("utbetald", name="Å 🙂", paid_on=date(2018, 5, 2), at=NOW, share=Decimal("0.25"), amount_ore=1, x=None)
    assert breaks() == []


def test_the_same_moment_in_another_zone_has_the_same_hash() -> None:
    event = record()
    event.at = NOW.astimezone(timezone(timedelta(hours=2)))
    assert events.digest(event) == event.hash


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("name", "tvåa"),
        ("actor_key", "user:9"),
        ("actor_name", "Någon annan"),
        ("at", datetime(2018, 5, 3, tzinfo=NOW.tzinfo)),
        ("data", '{"amount_ore": 1}'),
    ],
)
def test_a_changed_row_is_found(chain: list[Event], column: str, value: object) -> None:
    assert tamper(f"UPDATE journal_event SET {column} = %s WHERE serial = 2", [value]) == 1
    assert breaks() == ["BID-2018-00001 #2: innehållet stämmer inte med sin hash"]


def test_a_changed_row_with_a_new_hash_is_found_at_the_next(chain: list[Event]) -> None:
    chain[1].name = "ändrad"
    tamper("UPDATE journal_event SET name = 'ändrad', hash = %s WHERE serial = 2", [events.digest(chain[1])])
    assert breaks() == ["BID-2018-00001 #3: pekar inte på händelsen före"]


def test_a_rewritten_last_row_is_found_at_the_head(chain: list[Event]) -> None:
    chain[3].name = "ändrad"
    tamper("UPDATE journal_event SET name = 'ändrad', hash = %s WHERE serial = 4", [events.digest(chain[3])])
    assert breaks() == ["BID-2018-00001 #4: strömmen slutar inte där huvudet säger"]


def test_a_row_removed_from_the_middle_is_found(chain: list[Event]) -> None:
    tamper("DELETE FROM journal_event WHERE serial = 2")
    assert breaks() == ["BID-2018-00001 #3: händelse nummer 2 saknas"]


def test_a_row_removed_from_the_middle_and_renumbered_is_found(chain: list[Event]) -> None:
    tamper("DELETE FROM journal_event WHERE serial = 2")
    tamper("UPDATE journal_event SET serial = serial - 1 WHERE serial > 2")
    assert "BID-2018-00001 #2: pekar inte på händelsen före" in breaks()


def test_a_removed_tail_is_found(chain: list[Event]) -> None:
    tamper("DELETE FROM journal_event WHERE serial = 4")
    assert breaks() == ["BID-2018-00001 #3: strömmen slutar inte där huvudet säger"]


def test_a_stream_emptied_of_events_is_found(chain: list[Event]) -> None:
    tamper("DELETE FROM journal_event")
    assert breaks() == ["BID-2018-00001 #0: strömmen slutar inte där huvudet säger"]


def test_two_rows_that_changed_places_are_found(chain: list[Event]) -> None:
    tamper("UPDATE journal_event SET serial = 5 - serial + 100 WHERE serial IN (2, 3)")
    tamper("UPDATE journal_event SET serial = serial - 100 WHERE serial > 100")
    assert breaks() == [
        "BID-2018-00001 #2: pekar inte på händelsen före",
        "BID-2018-00001 #2: innehållet stämmer inte med sin hash",
        "BID-2018-00001 #3: pekar inte på händelsen före",
        "BID-2018-00001 #3: innehållet stämmer inte med sin hash",
        "BID-2018-00001 #4: pekar inte på händelsen före",
    ]


def test_an_event_written_while_the_chain_is_verified_is_no_break(chain: list[Event]) -> None:
    stream = EventStream.objects.get(key="BID-2018-00001")
    record("fem")
    assert list(events.verify(stream)) == []


def test_breaks_in_one_stream_leave_others_alone(chain: list[Event]) -> None:
    record(stream="BID-2018-00002")
    tamper("DELETE FROM journal_event WHERE serial = 4")
    assert [found.stream for found in events.verify_all()] == ["BID-2018-00001"]


def test_an_event_of_a_rolled_back_act_is_gone() -> None:
    with pytest.raises(KeyError), transaction.atomic():
        record()
        raise KeyError
    assert (Event.objects.count(), EventStream.objects.count()) == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_an_event_outside_the_transaction_of_its_act_is_refused() -> None:
    with pytest.raises(RuntimeError, match="written in the transaction of its act"):
        events.record("BID-2018-00001", "något", by=SYSTEM, now=NOW)


@pytest.mark.django_db(transaction=True)
def test_events_at_the_same_moment_make_one_unbroken_chain() -> None:
    at_once(*[record] * 8)
    assert sorted(Event.objects.values_list("serial", flat=True)) == [1, 2, 3, 4, 5, 6, 7, 8]
    assert breaks() == []


def test_the_name_of_the_actor_stays_as_it_was_that_day() -> None:
    with transaction.atomic():
        events.record("BID-2018-00001", "något", by=SystemActor("user:7", "Dag Dahl"), now=NOW)
        events.record("BID-2018-00001", "något", by=SystemActor("user:7", "Dag Nyman"), now=NOW)
    assert list(Event.objects.values_list("actor_name", flat=True)) == ["Dag Dahl", "Dag Nyman"]
