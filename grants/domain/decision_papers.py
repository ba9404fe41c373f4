"""The papers of a decision: its letter, the record that names officials when the letter does not, and their seals."""

from collections.abc import Callable
from datetime import datetime

from accounts.models import User
from grants.models import Decision
from journal.domain import cases, documents, secrecy
from journal.enums import Direction
from journal.models import Document, RegistryEntry

PDF = "application/pdf"
RECORD = "Beslutshandling med namnen på dem som har deltagit"
RECORD_RULE = "39 kap. 3 § OSL"

# Makes the letter of a decision that is not yet saved: the room of letters stands above this one and is handed in.
LetterWriter = Callable[[Decision], bytes]
# Adds the agency's seal after the bytes of a letter, and changes none of them.
Seal = Callable[[bytes], bytes]


def draw(decision: Decision, write_letter: LetterWriter, *, by: User, now: datetime) -> None:
    """Draw the letter, and where it leaves names out the record that has them (31 § FL). The row is not yet saved."""
    decision.letter = documents.store(write_letter(decision), content_type=PDF, by=by, now=now)
    if decision.officials_left_out:
        record = write_letter(decision.naming_officials())
        decision.record = documents.store(record, content_type=PDF, by=by, now=now)


def seal_both(decision: Decision, seal: Seal, *, by: User, now: datetime) -> None:
    """Seal the letter that was decided, and its record when there is one (INV-36). The row is not yet saved."""
    decision.sealed_letter = _sealed(decision.letter, seal, by=by, now=now)
    if decision.record:
        decision.sealed_record = _sealed(decision.record, seal, by=by, now=now)


def register_record(decision: Decision, *, by: User, now: datetime) -> list[RegistryEntry]:
    """The record in the diary, marked and never sent; nothing when the letter itself names those who took part."""
    if decision.sealed_record is None:
        return []
    entry = cases.register(
        decision.application.case,
        direction=Direction.DRAWN_UP,
        title=RECORD,
        document=decision.sealed_record,
        visible_to_party=False,
        by=by,
        now=now,
    )
    secrecy.mark_document(entry, rule=RECORD_RULE, note="Namnen är utelämnade i det som skickas.", by=by, now=now)
    return [entry]


def _sealed(drawn: Document, seal: Seal, *, by: User, now: datetime) -> Document:
    """The file with the seal after it. Raises ValueError when the seal changed it."""
    content = documents.read(drawn)
    sealed = seal(content)
    if not sealed.startswith(content):
        raise ValueError("the seal has changed the letter that was decided")
    return documents.store(sealed, content_type=PDF, by=by, now=now)
