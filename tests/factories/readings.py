"""Sensitive parts that somebody has opened."""

from typing import Any

from grants.domain.readings import open_part
from journal.models import Reading
from tests.factories.applications import received
from tests.factories.moments import NOW
from tests.factories.people import person
from tests.factories.remembered import remembered

DECLARED = "answer:respects_democracy"


@remembered
def opened(application: Any = None, *, part: str = DECLARED, who: str = "dag", now: Any = NOW) -> Reading:
    """A reading by ``who`` of a part of the application, by default of what the applicant declares on democracy."""
    return open_part(application or received(), part=part, by=person(who), now=now)
