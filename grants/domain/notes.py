"""Notes: what somebody has said or seen is written down, promptly, with date and author (FL 27 §)."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission
from delmos.lib.dates import format_date, format_moment, stockholm_date
from delmos.lib.gate import NotYours
from delmos.lib.refusal import Refused, refusal_of
from grants.domain.letters_out import PLAIN_TEXT, made_before
from grants.enums import ConflictAnswer, NoteWay
from grants.models import Application, Note
from grants.permissions import Matter, check_is_officer, check_may, check_no_conflict
from grants.workflow import DOCUMENTATION
from journal.domain import cases, documents, events
from journal.enums import Direction
from journal.models import Case

MAX_TEXT = 8000  # characters


@transaction.atomic
def write(
    matter: Matter,
    *,
    text: str,
    way: NoteWay,
    received_on: date,
    source: str = "",
    corrects: Note | None = None,
    visible_to_party: bool = False,
    page_key: str = "",
    by: User,
    now: datetime,
) -> Note:
    """Write a note in the case, as a document drawn up; in any state, also when the case is closed.

    ``received_on``: the Swedish day the information came. ``source``: whom it came from. ``corrects``: an earlier note
    of the case, which stands as it is. The same post of a page a second time gives the note that stands. Raises Refused
    for who may not, for no text and for a day to come; NotYours when the corrected note is of another case.
    """
    case = Case.objects.select_for_update().get(pk=matter.case_id)
    _check_role(by, matter)
    check_no_conflict(by, matter)
    if written := made_before(Note.objects.filter(case=case), page_key):
        return written
    text, source = _said(text, source, received_on, now=now)
    if corrects and corrects.case_id != case.pk:
        raise NotYours
    note = Note(
        case=case,
        text=text,
        way=way,
        source=source,
        received_on=received_on,
        corrects=corrects,
        noted_at=now,
        noted_by=by,
        page_key=page_key,
    )
    content = "\n".join(_document(note)).encode()
    note.entry = cases.register(
        case,
        direction=Direction.DRAWN_UP,
        title=_title(note),
        counterpart=source,
        document=documents.store(content, content_type=PLAIN_TEXT, by=by, now=now),
        visible_to_party=visible_to_party,
        by=by,
        now=now,
    )
    note.save(force_insert=True)
    events.record(matter.stream, "note_written", by=by, now=now, note=note.pk, entries=[note.entry.serial])
    return note


def can_write(person: User, matter: Matter, *, answer: ConflictAnswer | None) -> bool:
    """Whether ``person`` may write in the case; ``answer`` is its own on jäv there, which the page has at hand."""
    return answer is ConflictAnswer.NONE and refusal_of(lambda: _check_role(person, matter)) is None


def _check_role(person: User, matter: Matter) -> None:
    """Den handläggare som ärendet är fördelat till, registrator och beslutsfattare får skriva i ärendet."""
    check_may(person, Permission.WRITE_NOTES, law=DOCUMENTATION)
    only_officer = not (person.may(Permission.REGISTER_CASES) or person.may(Permission.DECIDE_CASES))
    if only_officer and isinstance(matter, Application):
        check_is_officer(person, matter)


def _said(text: str, source: str, received_on: date, *, now: datetime) -> tuple[str, str]:
    """The text and whom it is from, without the space around them."""
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise Refused("Skriv vad som har sagts eller hänt.", law=DOCUMENTATION, field="text")
    if len(text) > MAX_TEXT:
        raise Refused(f"Texten är för lång. Högst {MAX_TEXT} tecken får plats.", field="text")
    if received_on > stockholm_date(now):
        raise Refused("Dagen då uppgiften kom kan inte ligga framåt i tiden.", field="received_on")
    return text, source.strip()


def _title(note: Note) -> str:
    what = f"Rättelse av handling {note.corrects.entry.serial}" if note.corrects else "Tjänsteanteckning"
    return f"{what}, {NoteWay(note.way).label.lower()}"


def _document(note: Note) -> Iterator[str]:
    """The note as the document that is kept: what is known of it, and the text."""
    yield _title(note)
    yield f"Ärende {note.case.number}"
    came = f"Uppgiften kom {format_date(note.received_on)}, {NoteWay(note.way).label.lower()}"
    yield f"{came}, från {note.source}" if note.source else came
    yield f"Antecknat {format_moment(note.noted_at)} av {note.noted_by.name}"
    yield ""
    yield note.text
