"""The diary: cases and their documents (OSL 5 kap. 1–2 §§)."""

from datetime import UTC, datetime

import pytest
from django.db import transaction

from journal.actors import SYSTEM
from journal.domain import cases, documents
from journal.enums import Direction
from journal.models import Case, RegistryEntry
from tests.database import at_once
from tests.factories import NOW

pytestmark = pytest.mark.django_db


@transaction.atomic
def a_case(now: datetime = NOW) -> Case:
    return cases.open_case(series="BID", title="Ansökan", counterpart="Föreningen", by=SYSTEM, now=now)


@transaction.atomic
def enter(case: Case) -> RegistryEntry:
    return cases.register(case, direction=Direction.IN, title="Ansökan", by=SYSTEM, now=NOW)


def test_a_case_number_tells_series_year_and_serial() -> None:
    assert [a_case().number, a_case().number] == ["BID-2018-00001", "BID-2018-00002"]


def test_the_year_of_a_case_number_is_the_swedish_one() -> None:
    """Half past eleven in the evening UTC on New Year's Eve is next year in Stockholm."""
    assert a_case(datetime(2018, 12, 31, 23, 30, tzinfo=UTC)).number == "BID-2019-00001"


def test_documents_are_numbered_within_their_case() -> None:
    first, second = a_case(), a_case()
    assert [enter(first).serial, enter(first).serial, enter(second).serial] == [1, 2, 1]


def test_an_entry_says_when_what_and_from_whom() -> None:
    document = documents.store(b"%PDF-1.7", content_type="application/pdf", by=SYSTEM, now=NOW)
    entry = cases.register(
        a_case(),
        direction=Direction.OUT,
        title="Beslutsbrev",
        counterpart="Föreningen",
        document=document,
        by=SYSTEM,
        now=NOW,
    )
    assert (entry.registered_at, entry.direction, entry.title, entry.counterpart, entry.document) == (
        NOW,
        Direction.OUT,
        "Beslutsbrev",
        "Föreningen",
        document,
    )


def test_closing_a_case_notes_when_and_by_whom() -> None:
    case = a_case()
    cases.close(case, by=SYSTEM, now=NOW)
    case.refresh_from_db()
    assert (case.closed_at, case.closed_by) == (NOW, "system")


def test_closing_twice_keeps_the_first_closing() -> None:
    case = a_case()
    cases.close(case, by=SYSTEM, now=NOW)
    cases.close(case, by=SYSTEM, now=datetime(2019, 1, 1, tzinfo=UTC))
    case.refresh_from_db()
    assert case.closed_at == NOW


@pytest.mark.django_db(transaction=True)
def test_entries_at_the_same_moment_get_consecutive_numbers() -> None:
    case = a_case()
    assert sorted(entry.serial for entry in at_once(*[lambda: enter(case)] * 6)) == [1, 2, 3, 4, 5, 6]
