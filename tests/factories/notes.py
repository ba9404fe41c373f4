"""Notes in a case."""

from typing import Any

from grants.domain import notes
from grants.enums import NoteWay
from grants.models import Note
from tests.factories.moments import NOW, TODAY
from tests.factories.people import person
from tests.factories.remembered import remembered

SAID = "Ordföranden ringde och sade att projektet börjar en månad senare."


@remembered
def noted(matter: Any, *, who: str = "dag", now: Any = NOW, **changes: Any) -> Note:
    """A note by ``who``, who has answered on jäv, of a call by telephone."""
    said = {"text": SAID, "way": NoteWay.PHONE, "received_on": TODAY, "source": "Ordföranden", **changes}
    return notes.write(matter, **said, by=person(who), now=now)
