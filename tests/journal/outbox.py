"""What the tests of the outbox share: a mail in the queue, and what has been mailed."""

from datetime import datetime
from typing import Any

from django.core import mail as django_mail

from journal.domain import outbox
from journal.models import Mail
from tests.factories import NOW

CONTEXT = {"name": "Anna Öberg", "case_number": "BID-2018-00001", "url": "https://portal.example.se/arende/"}


def queued(key: str = "first", *, to: str = "anna@example.se", now: datetime = NOW, **changes: Any) -> Mail:
    """A mail of the kind that tells of a message in a case."""
    return outbox.queue("notice", key=key, to=to, context=CONTEXT, now=now, **changes)


def mailed() -> list[Any]:
    """What the memory of the mail backend holds."""
    sent: list[Any] = getattr(django_mail, "outbox", [])
    return sent


def state(mail: Mail) -> tuple[str, int, str]:
    """Where the mail stands now: status, attempts, last error."""
    mail.refresh_from_db()
    return mail.status, mail.attempts, mail.last_error
