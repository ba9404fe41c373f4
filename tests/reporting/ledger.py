"""Postings to roll up: real rows of one real grant, with any key, in the real order of entry numbers."""

import random
from datetime import date
from typing import Any

from django.db import transaction

from delmos.lib.geography import COUNTIES, SEVERAL_COUNTIES
from grants.domain.ledger import SERIES
from grants.enums import ApplicationStatus, PostingKind
from grants.models import Application, Posting
from journal.domain import numbers
from reporting.domain.publication import published_rows
from tests import factories

AREAS = (*(county.code for county in COUNTIES), SEVERAL_COUNTIES)
PUBLISHED_TYPES = {
    "regions": "region",
    "municipalities": "municipality",
    "associations": "association",
    "foundations": "foundation",
}
TYPES = ("region", "municipality", "municipal_federation", "association", "faith_community", "foundation")


def a_grant() -> Application:
    """The application that every posting of a test names, itself without postings."""
    known = Application.objects.first()
    return known or factories.application_at(ApplicationStatus.RECEIVED)


@transaction.atomic
def book(
    kind: str = "disbursed",
    amount_ore: int = 300_000_00,
    *,
    grants: int = 1,
    area: str = "21",
    of: str = "association",
    year: int = 2018,
    day: date = date(2018, 6, 1),
    **changes: Any,
) -> Posting:
    """A posting as the ledger writes it, with the next entry number."""
    application = a_grant()
    entry = numbers.next_number(SERIES, 0)
    columns = {
        "call_id": application.call_id,
        "ordinance_key": application.ordinance_key,
        "reference": f"test:{entry}",
        "booked_at": factories.NOW,
        "booked_by": factories.person("farah"),
        **changes,
    }
    return Posting.objects.create(
        entry=entry,
        kind=kind,
        amount_ore=amount_ore,
        grant_delta=grants,
        application=application,
        area_code=area,
        applicant_type=of,
        budget_year=year,
        booked_on=day,
        **columns,
    )


def book_at_random(count: int, *, seed: int) -> list[Posting]:
    """``count`` postings over few keys, so that many fall in the same cell; counter-entries included."""
    chance = random.Random(seed)
    return [
        book(
            chance.choice(PostingKind.values),
            chance.choice((-1, 1)) * chance.randint(1, 10**9),
            grants=chance.randint(-1, 1),
            area=chance.choice(AREAS[:4]),
            of=chance.choice(TYPES[:3]),
            year=chance.choice((2018, 2019)),
            day=date(2018, 12, chance.randint(30, 31)),
        )
        for _ in range(count)
    ]


def book_published() -> None:
    """The 150 grants of the published table of 2018, each row's amount split over its grants."""
    for row in published_rows():
        kinds = [kind for name, kind in PUBLISHED_TYPES.items() for _ in range(getattr(row, name))]
        for number, kind in enumerate(kinds):
            share, rest = divmod(row.amount_ore, len(kinds))
            book("disbursed", share + (0 if number else rest), of=kind, area=row.county_code or SEVERAL_COUNTIES)
