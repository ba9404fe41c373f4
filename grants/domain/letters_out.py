"""What is sent in a case: kept once as it was sent, with the days that the party is given."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import TypeVar

from django.db.models import Model, QuerySet

from accounts.models import User
from delmos.lib.dates import format_date, next_working_day, stockholm_date
from delmos.lib.refusal import Law, Refused
from grants.domain.queries.officials import OFFICER, left_out
from grants.models import Application
from grants.workflow import NOTIFICATION
from journal.domain import cases, documents
from journal.enums import Direction
from journal.models import RegistryEntry

PLAIN_TEXT = "text/plain"
SHORTEST, USUAL = timedelta(days=1), timedelta(days=14)
Sent = TypeVar("Sent", bound=Model)


def usual_day(now: datetime) -> date:
    """The day that a form suggests: two weeks on, moved to a working day."""
    return next_working_day(stockholm_date(now) + USUAL)


def day_to_answer(wanted: date, *, law: Law, now: datetime) -> date:
    """``wanted``, moved to the next working day (2 § lagen 1930:173). Raises Refused for a day that is not to come."""
    if wanted < stockholm_date(now) + SHORTEST:
        raise Refused("Välj en dag som ligger framåt i tiden.", law=law, field="due_on")
    return next_working_day(wanted)


def made_before(rows: QuerySet[Sent], page_key: str) -> Sent | None:
    """The row that the same post of the same opened page has made already: a double click, or a post sent anew."""
    return rows.filter(page_key=page_key).first() if page_key else None


def check_names_nobody(application: Application, **texts: str) -> None:
    """Där namn på tjänstemän är utelämnade nämner inte heller texten någon av dem (33 § FL).

    ``texts``: what somebody has written, by the field of its form. A full name is found, however it is cased. One query
    where names are not left out, else two.
    """
    if left_out(application.case_id) is None:
        return
    names = list(User.objects.exclude(roles=[]).values_list("name", flat=True))
    for field, text in texts.items():
        if named := [name for name in names if name.casefold() in text.casefold()]:
            raise Refused(
                f"Namn på tjänstemän är utelämnade i ärendet, och texten nämner {', '.join(sorted(named))}. "
                "Skriv om den utan namn.",
                law=NOTIFICATION,
                field=field,
            )


def register_letter(
    application: Application, *, title: str, lines: Iterable[str], by: User, now: datetime
) -> RegistryEntry:
    """Keep the letter and enter it in the diary as sent to the party."""
    text = "\n".join(
        [
            f"{title}",
            f"Ärende {application.case.number}",
            f"Till {application.organisation.name}",
            format_date(stockholm_date(now)),
            "",
            *lines,
            "",
            *((OFFICER,) if left_out(application.case_id) else (by.name, "handläggare")),
        ]
    )
    return cases.register(
        application.case,
        direction=Direction.OUT,
        title=title,
        counterpart=application.organisation.name,
        document=documents.store(text.encode(), content_type=PLAIN_TEXT, by=by, now=now),
        by=by,
        now=now,
    )
