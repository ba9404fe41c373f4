"""The files of a draft that is handed in: each becomes a document of the case."""

from datetime import datetime

from accounts.models import User
from grants.models import Draft, DraftFile
from journal.domain import cases
from journal.enums import Direction
from journal.models import Case, RegistryEntry


def register(draft: Draft, case: Case, *, by: User, now: datetime) -> list[tuple[DraftFile, RegistryEntry]]:
    """Enter each file that is asked for in the diary of ``case``, in the caller's transaction; each with its entry."""

    sensitive = {question.key for question in draft.asked.sensitive}

    def entered(file: DraftFile) -> RegistryEntry:
        return cases.register(
            case,
            direction=Direction.IN,
            title=f"Bilaga: {file.name}",
            counterpart=draft.organisation.name,
            document=file.document,
            is_sensitive=file.question in sensitive,
            by=by,
            now=now,
        )

    return [(file, entered(file)) for file in draft.asked_files()]
