"""The notes of a case."""

from django.db.models import QuerySet

from delmos.lib.gate import one
from grants.models import Note
from grants.permissions import Matter


def notes_of(matter: Matter) -> "QuerySet[Note]":
    """The notes of the case, oldest first; ``matter`` has come through its gate."""
    return Note.objects.filter(case=matter.case_id).select_related("entry", "noted_by", "corrects__entry")


def note_of(matter: Matter, pk: int) -> Note:
    """One note of the case. Raises NotYours for another."""
    return one(notes_of(matter), pk=pk)
