"""The work list: its ways in, its filters and its orders, and what it never shows."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection

from accounts.models import User
from applicants.enums import OrganisationType
from delmos.lib.dates import stockholm_date
from delmos.lib.keyset import page, starting
from grants.domain import communications, conflicts
from grants.domain.queries.worklist import (
    MOST_COUNTED,
    ORDERS,
    Due,
    Selection,
    counted,
    listed,
    next_due,
    order_of,
    selected,
)
from grants.enums import ApplicationStatus, ConflictAnswer, WorklistOrder, WorklistWay
from grants.models import Application
from tests.factories import (
    DUE,
    NOW,
    TODAY,
    a_call,
    a_draft,
    an_association,
    application_at,
    assigned,
    association,
    communicated,
    completion_requested,
    person,
    received,
    signatory_of,
)

pytestmark = pytest.mark.django_db
SMALL, LARGE = [("Lokal", 10_000_00)], [("Lön", 200_000_00), ("Lokal", 100_000_00)]


def found(username: str = "dag", *, today: date = TODAY, **wanted: Any) -> list[str]:
    """The titles of what the person finds, in the order asked for."""
    return [row.title for row in listed(person(username), Selection(**wanted), today=today)]


def of_way(way: WorklistWay, **wanted: Any) -> list[str]:
    return sorted(found(way=way, **wanted))


def came(title: str, **facts: Any) -> Application:
    return received(title=title, **facts)


def test_everything_is_there_the_latest_first() -> None:
    came("Först", now=NOW)
    came("Sedan", now=NOW + timedelta(minutes=1))
    assert found() == ["Sedan", "Först"]


def test_nobody_from_outside_finds_anything(anna: User) -> None:
    came("Vårt eget")
    assert found("anna") == []


def test_a_draft_is_in_no_list() -> None:
    a_draft(title="Bara påbörjat")
    assert [of_way(way) for way in WorklistWay] == [[]] * 5


@pytest.mark.parametrize("way", WorklistWay)
def test_who_is_javig_finds_the_case_in_no_list(way: WorklistWay) -> None:
    requested = completion_requested(assigned(came("Jävigt")))
    conflicts.declare(requested.application, answer=ConflictAnswer.CONFLICT, ground="Släkt", by=person("disa"), now=NOW)
    later = TODAY + timedelta(days=12)
    assert found("disa", way=way, today=later) == []
    assert found("disa", text="Jävigt") == []
    assert counted(selected(person("disa"), Selection(way=way), today=later)) == 0


def test_mine_are_those_given_to_me_that_are_not_finished() -> None:
    came("Någon annans")
    assigned(came("Min"))
    application_at(ApplicationStatus.WRITTEN_OFF, title="Min förr")
    assert of_way(WorklistWay.MINE) == ["Min"]


def test_what_is_finished_is_mine_when_its_state_is_asked_for() -> None:
    application_at(ApplicationStatus.WITHDRAWN, title="Återkallat")
    assigned(came("Pågår"))
    finished = assigned(came("Klart"))
    Application.objects.filter(pk=finished.pk).update(status=ApplicationStatus.CLOSED)
    assert of_way(WorklistWay.MINE, status=ApplicationStatus.CLOSED) == ["Klart"]


def test_unassigned_are_those_that_wait_for_a_registrar() -> None:
    came("Ny")
    application_at(ApplicationStatus.RECEIVED_LATE, title="Ny men sen")
    assigned(came("Fördelad"))
    assert of_way(WorklistWay.UNASSIGNED) == ["Ny", "Ny men sen"]


def test_waiting_are_those_asked_to_complete_or_to_answer_what_was_communicated() -> None:
    completion_requested(assigned(came("Kompletteras")))
    communicated(assigned(came("Kommuniceras")))
    assigned(came("Hos handläggaren"))
    assert of_way(WorklistWay.WAITING) == ["Kommuniceras", "Kompletteras"]


def test_an_answer_to_what_was_communicated_is_no_longer_waited_for() -> None:
    communication = communicated(assigned(came("Besvarat")))
    by = signatory_of(association())
    communications.answer(communication, text="Vi har betalat.", files=[], by=by, now=NOW)
    assert of_way(WorklistWay.WAITING) == []


def test_after_the_last_day_nothing_communicated_is_waited_for() -> None:
    communicated(assigned(came("Tyst")))
    assert (of_way(WorklistWay.WAITING, today=DUE), of_way(WorklistWay.WAITING, today=DUE + timedelta(days=1))) == (
        ["Tyst"],
        [],
    )


@pytest.mark.parametrize(("days_before", "shown"), [(15, []), (14, ["Frist"]), (0, ["Frist"])])
def test_a_completion_falls_due_two_weeks_before_its_day(days_before: int, shown: list[str]) -> None:
    completion_requested(assigned(came("Frist")), due_on=date(2018, 6, 13))
    assert of_way(WorklistWay.DUE, today=date(2018, 6, 13) - timedelta(days=days_before)) == shown


@pytest.mark.parametrize(("today", "shown"), [(date(2018, 10, 18), []), (date(2018, 10, 19), ["Länge sedan"])])
def test_six_months_fall_due_two_weeks_before(today: date, shown: list[str]) -> None:
    came("Länge sedan")  # on 2 May: six months pass on 2 November
    assert of_way(WorklistWay.DUE, today=today) == shown


def test_a_decided_case_has_no_six_months_left_to_pass() -> None:
    application_at(ApplicationStatus.REJECTED, title="Beslutat")
    assert of_way(WorklistWay.DUE, today=date(2019, 1, 1)) == []


def test_the_nearest_day_of_each_case_is_shown() -> None:
    asked = completion_requested(assigned(came("Kompletteras"))).application
    shown = communicated(assigned(came("Kommuniceras"))).application
    waits, decided = came("Väntar"), application_at(ApplicationStatus.REJECTED)
    assert next_due([asked, shown, waits, decided], today=TODAY) == {
        asked.pk: Due(DUE, "Komplettering"),
        shown.pk: Due(DUE, "Kommunicering"),
        waits.pk: Due(date(2018, 11, 2), "Sex månader"),
    }


# --- filters ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def pair(gavle: Any) -> dict[str, Application]:
    """Two cases that differ in everything one may filter by."""
    small = received(title="Liten", counties=["21"], budget=budget(SMALL), now=NOW)
    call = a_call("2018:118/2018-04-06", title="Kommunernas utlysning")
    large = received(
        call, organisation=gavle, title="Stor", counties=["01", "03"], budget=budget(LARGE), now=NOW + timedelta(days=3)
    )
    assigned(large)
    return {"small": small, "large": large}


def budget(rows: list[tuple[str, int]]) -> list[dict[str, Any]]:
    return [{"label": label, "amount_ore": ore} for label, ore in rows]


FILTERS: list[tuple[dict[str, Any], list[str]]] = [
    ({"status": ApplicationStatus.RECEIVED}, ["Liten"]),
    ({"status": ApplicationStatus.IN_REVIEW}, ["Stor"]),
    ({"kind": OrganisationType.ASSOCIATION}, ["Liten"]),
    ({"kind": OrganisationType.MUNICIPALITY}, ["Stor"]),
    ({"county": "21"}, ["Liten"]),
    ({"county": "03"}, ["Stor"]),
    ({"county": "14"}, []),
    ({"least_ore": 10_000_01}, ["Stor"]),
    ({"most_ore": 10_000_00}, ["Liten"]),
    ({"least_ore": 10_000_00, "most_ore": 300_000_00}, ["Stor", "Liten"]),
    ({"first_day": TODAY + timedelta(days=1)}, ["Stor"]),
    ({"last_day": TODAY}, ["Liten"]),
    ({"first_day": TODAY, "last_day": TODAY + timedelta(days=3)}, ["Stor", "Liten"]),
]


@pytest.mark.parametrize(
    ("wanted", "titles"), FILTERS, ids=[" ".join(wanted) + str(i) for i, (wanted, _) in enumerate(FILTERS)]
)
def test_each_filter_narrows(pair: dict[str, Application], wanted: dict[str, Any], titles: list[str]) -> None:
    assert found(**wanted) == titles


def test_by_call_and_by_officer(pair: dict[str, Application]) -> None:
    assert found(call=pair["small"].call_id) == ["Liten"]
    assert (found(officer=person("dag").pk), found(officer=person("disa").pk)) == (["Stor"], [])


def test_filters_narrow_together(pair: dict[str, Application]) -> None:
    assert found(county="21", kind=OrganisationType.MUNICIPALITY) == []


# --- orders -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("order", "titles"),
    [
        (WorklistOrder.NEWEST, ["Stor", "Liten"]),
        (WorklistOrder.OLDEST, ["Liten", "Stor"]),
        (WorklistOrder.LARGEST, ["Stor", "Liten"]),
        (WorklistOrder.SMALLEST, ["Liten", "Stor"]),
        (WorklistOrder.APPLICANT, ["Liten", "Stor"]),  # Föreningen …, Gävle kommun
        (WorklistOrder.APPLICANT_BACKWARDS, ["Stor", "Liten"]),
    ],
)
def test_each_order(pair: dict[str, Application], order: WorklistOrder, titles: list[str]) -> None:
    assert found(order=order) == titles


@pytest.mark.parametrize("order", WorklistOrder)
def test_page_by_page_every_case_comes_once(order: WorklistOrder) -> None:
    twice = an_association(1)
    for number in range(5):  # all of the same amount and moment, some of the same applicant
        received(organisation=an_association(number) if number > 2 else twice, title=f"Nr {number}")
    selection, after, seen = Selection(order=order), None, []
    while True:
        rows = listed(person("dag"), selection, today=TODAY)
        part = page(rows, after=after, order=order_of(selection), size=2)
        seen += [row.title for row in part.items]
        if not (after := part.next):
            break
    assert seen == found(order=order)
    assert sorted(seen) == [f"Nr {number}" for number in range(5)]


def test_swedish_letters_come_last() -> None:
    for number, name in enumerate(("Ängens förening", "Zebran", "Åkerns förening")):
        made = an_association(number)
        made.name = name
        made.save(update_fields=["name", "name_order"])
        received(organisation=made, title=name)
    assert found(order=WorklistOrder.APPLICANT) == ["Zebran", "Åkerns förening", "Ängens förening"]


def plan_of(rows: Any) -> str:
    """How PostgreSQL would fetch ``rows``, were the table so large that it avoids to sort it and to read all of it."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off; SET LOCAL enable_bitmapscan = off")
    return str(rows.explain())


@pytest.mark.parametrize("order", WorklistOrder)
@pytest.mark.parametrize("is_first", [True, False], ids=["first page", "a later page"])
def test_an_index_gives_the_order_and_the_place_in_it(order: WorklistOrder, *, is_first: bool) -> None:
    """A plan without ”Sort” reads the rows in order; with the key among its index conditions it begins at the place."""
    selection = Selection(order=order)
    for number in range(3):
        received(organisation=an_association(number))
    rows = listed(person("dag"), selection, today=TODAY)
    key = None if is_first else page(rows, after=None, order=ORDERS[order], size=1).next
    plan = plan_of(starting(rows, after=key, order=ORDERS[order])[:26])
    assert ("Sort" in plan, "Index Cond: (ROW(" in plan) == (False, not is_first)


def test_a_count_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(3):
        received()
    rows = selected(person("dag"), Selection(), today=stockholm_date(NOW))
    assert (counted(rows), MOST_COUNTED) == (3, 200)
    monkeypatch.setattr("grants.domain.queries.worklist.MOST_COUNTED", 1)
    assert counted(rows) == 2
