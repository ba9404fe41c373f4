"""The files of a draft that is handed in: each becomes a document of the case."""

from datetime import datetime

from accounts.models import User
from grants.models import Draft, DraftFile
from journal.domain import cases
from journal.enums import Direction
from journal.models import Case


def register(draft: Draft, case: Case, *, by: User, now: datetime) -> list[DraftFile]:
    """Enter each file that is asked for in the diary of ``case``, in the caller's transaction; returns the files."""
    files = draft.asked_files()
    for file in files:
        cases.register(
            case,
            direction=Direction.IN,
            title=f"Bilaga: {file.name}",
            counterpart=draft.organisation.name,
            document=file.document,
            by=by,
            now=now,
        )
    return files
