"""The log of readings: who has opened the sensitive parts of a case (INV-31; lag 2024:488 9 §, GDPR 5 and 32)."""

from datetime import datetime

from django.db import connection

from journal.actors import Actor
from journal.models import Case, Reading, RegistryEntry

APPLICATION = "application"  # the answers that are not sensitive, opened by somebody from outside


def of_document(entry: RegistryEntry) -> str:
    """The part that a document of the diary is, by its number there."""
    return f"document:{entry.serial}"


def of_check(requirement: str) -> str:
    """The part that the result of a check is, by the code of its demand."""
    return f"check:{requirement}"


def of_answer(question: str) -> str:
    """The part that the applicant's answer to a question is, by the question's key."""
    return f"answer:{question}"


def of_bundle(number: int) -> str:
    """The part that the whole file of the case is, as it is put together for the court with appeal ``number``."""
    return f"bundle:{number}"


def record(case: Case, part: str, /, *, by: Actor, now: datetime) -> Reading:
    """Write down that ``by`` opens this ``part`` of ``case``, in the transaction of the opening.

    Every opening is a reading of its own. Raises RuntimeError outside a transaction: nothing is shown that is not
    logged.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a reading is written in the transaction that shows")
    return Reading.objects.create(case=case, part=part, read_at=now, read_by=by.actor_key, reader_name=by.actor_name)
