"""Several lists read as one, page by page."""

from datetime import timedelta
from typing import Any

import pytest
from django.db.models import F, QuerySet, Value

from delmos.lib.keyset import merged
from journal.actors import SYSTEM
from journal.domain import cases
from journal.enums import Direction
from journal.models import Event, RegistryEntry
from tests import factories
from tests.factories import NOW

pytestmark = pytest.mark.django_db
ORDER = ("-when", "-source", "-pk")


@pytest.fixture
def lists() -> "list[QuerySet[Any]]":
    """What happened, and what was registered, partly in the same moments."""
    application = factories.assigned(factories.received())
    for day in (0, 0, 1, 2):
        now = NOW + timedelta(days=day)
        cases.register(application.case, direction=Direction.IN, title="Brev", by=SYSTEM, now=now)
    acts = Event.objects.filter(stream=application.stream).annotate(when=F("at"), source=Value(1))
    papers = RegistryEntry.objects.filter(case=application.case).annotate(when=F("occurred_at"), source=Value(0))
    return [acts, papers]


def key(row: Any) -> tuple[Any, int, int]:
    return row.when, row.source, row.pk


@pytest.mark.parametrize("size", [1, 2, 3, 7, 100])
def test_the_pages_hold_every_row_once_in_order(lists: "list[QuerySet[Any]]", size: int) -> None:
    found = merged(lists, after=None, order=ORDER, size=size)
    rows = list(found.items)
    while found.next:
        found = merged(lists, after=found.next, order=ORDER, size=size)
        rows += found.items
    assert list(map(key, rows)) == sorted((key(row) for part in lists for row in part), reverse=True)


def test_a_page_is_no_longer_than_asked_for(lists: "list[QuerySet[Any]]") -> None:
    assert len(merged(lists, after=None, order=ORDER, size=3).items) == 3


def test_lists_are_merged_newest_first_and_in_no_other_way(lists: "list[QuerySet[Any]]") -> None:
    with pytest.raises(ValueError, match="newest first"):
        merged(lists, after=None, order=("when", "-pk"))
