"""What waits in the diary for whoever opens the first page."""

from datetime import datetime

from django.urls import reverse
from django.utils.text import Truncator

from accounts.models import User
from delmos.lib.dates import stockholm_date
from grants.domain.queries.diary import general_cases_for
from grants.domain.queries.releases import open_releases, refusals_to_decide
from grants.views.releases import days_open
from grants.views.todo import SHOWN, Todo

WORDS = 12


def waiting_releases(person: User, now: datetime) -> list[Todo]:
    """The requests for documents that are not answered, with how long they have waited (TF 2 kap. 15–16 §§)."""
    today = stockholm_date(now)
    return [
        Todo(
            Truncator(found.wanted).words(WORDS),
            reverse("release", args=[found.case.number]),
            f"{found.case.number} · {days_open(found, today)}",
        )
        for found in open_releases(person)[:SHOWN]
    ]


def refusals_waiting(person: User) -> list[Todo]:
    """The written decisions that somebody who was refused a document waits for."""
    return [
        Todo("Skriftligt beslut begärt", reverse("release_decide", args=[found.case.number]), found.case.number)
        for found in refusals_to_decide(person)[:SHOWN]
    ]


def own_general_cases(person: User) -> list[Todo]:
    """The open cases that are no applications and are the person's own, the oldest first."""
    found = general_cases_for(person).filter(officer=person, case__closed_at__isnull=True)
    return [
        Todo(row.case.title, reverse("general_case", args=[row.case.number]), row.case.number)
        for row in found.order_by("case__opened_at", "pk")[:SHOWN]
    ]
