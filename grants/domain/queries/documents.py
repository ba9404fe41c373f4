"""The documents of a case, as the diary has them."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from delmos.lib.gate import one
from grants.models import Application, CompletionFile
from grants.permissions import Matter
from journal.enums import Direction
from journal.models import RegistryEntry


def entries_of(matter: Matter) -> "QuerySet[RegistryEntry]":
    """The rows of the diary of the case; ``matter`` has come through its gate. Not every row has a document."""
    return matter.case.entries.select_related("document__scan", "case")


def attachments_of(application: Application) -> "QuerySet[RegistryEntry]":
    """The rows of the files that came with the application and with its completions, the first one first."""
    came = Q(document__in=application.files.values("document"))
    completed = CompletionFile.objects.filter(
        completion__request__application=application, completion__submitted_at__isnull=False
    )
    found = entries_of(application).filter(came | Q(document__in=completed.values("document")))
    return found.filter(direction=Direction.IN).order_by("serial")


def shown_to_assessors(application: Application) -> "QuerySet[RegistryEntry]":
    """Of these, the ones that whoever is invited to assess reads: not what is sensitive or marked for secrecy."""
    return attachments_of(application).filter(is_sensitive=False, secrecy_rule="")


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The numbers of the documents before and after one; None at the ends."""

    before: int | None
    after: int | None


def entry_for(matter: Matter, serial: int) -> RegistryEntry:
    """One row of the diary of the case. Raises NotYours for an unknown number."""
    return one(entries_of(matter), serial=serial)


def neighbours(entry: RegistryEntry) -> Neighbours:
    """The rows beside one: numbers are given without gaps, so that no query is needed."""
    return Neighbours(
        entry.serial - 1 if entry.serial > 1 else None,
        entry.serial + 1 if entry.serial < entry.case.last_entry else None,
    )
