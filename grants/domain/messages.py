"""Messages in a case, both ways: each one a row of the diary, with its files, told to the other side."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission
from applicants.permissions import check_may_manage
from delmos.lib.refusal import Refused
from grants.domain.applications import locked
from grants.domain.letters_out import PLAIN_TEXT, check_names_nobody, made_before
from grants.domain.telling import tell_agency, tell_party
from grants.models import Application, Communication, Message, MessageFile
from grants.permissions import check_case_act, check_is_officer
from journal.domain import cases, documents, events, uploads
from journal.enums import Direction
from journal.models import Document, RegistryEntry

MAX_FILES = 10
MAX_TEXT = 8000  # characters


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file from outside: its name as given, its bytes and their number."""

    name: str
    content: BinaryIO
    size: int


@transaction.atomic
def send(
    application: Application,
    *,
    text: str,
    files: Sequence[Attachment] = (),
    page_key: str = "",
    by: User,
    now: datetime,
) -> Message:
    """The officer writes to the party. The same post of a page a second time gives the message that stands.

    Raises Refused for anybody but the officer, and without a text.
    """
    application = locked(application)
    check_case_act(by, Permission.ASSESS_CASES, application)
    check_is_officer(by, application)
    if sent := made_before(application.messages.all(), page_key):
        return sent
    check_names_nobody(application, text=text)
    message = keep(
        application,
        direction=Direction.OUT,
        title="Meddelande",
        text=text,
        files=files,
        page_key=page_key,
        by=by,
        now=now,
    )
    events.record(application.stream, "message_sent", by=by, now=now, message=message.pk, entries=serials_of(message))
    tell_party(
        application,
        key=f"message:{message.pk}",
        title="Ni har fått ett meddelande från oss",
        page="own_messages",
        now=now,
    )
    return message


@transaction.atomic
def receive(
    application: Application,
    *,
    text: str,
    files: Sequence[Attachment] = (),
    page_key: str = "",
    by: User,
    now: datetime,
) -> Message:
    """The party writes to the agency. The same post of a page a second time gives the message that stands.

    Raises Refused without a mandate to do so, and without a text.
    """
    application = locked(application)
    check_may_manage(by, application.organisation, now=now)
    if sent := made_before(application.messages.all(), page_key):
        return sent
    message = keep(
        application,
        direction=Direction.IN,
        title="Meddelande",
        text=text,
        files=files,
        page_key=page_key,
        by=by,
        now=now,
    )
    events.record(
        application.stream, "message_received", by=by, now=now, message=message.pk, entries=serials_of(message)
    )
    tell_agency(
        application,
        key=f"message:{message.pk}",
        title="Sökanden har skickat ett meddelande",
        page="correspondence",
        now=now,
    )
    return message


def keep(
    application: Application,
    *,
    direction: Direction,
    title: str,
    text: str,
    files: Sequence[Attachment],
    communication: Communication | None = None,
    page_key: str = "",
    by: User,
    now: datetime,
) -> Message:
    """Write the message and its files to the diary, in the caller's transaction. Raises Refused for what cannot be."""
    text = text.strip()
    if not text:
        raise Refused("Skriv ett meddelande.", field="text")
    if len(text) > MAX_TEXT:
        raise Refused(f"Texten är för lång. Högst {MAX_TEXT} tecken får plats.", field="text")
    if len(files) > MAX_FILES:
        raise Refused(f"Högst {MAX_FILES} bilagor får följa med.", field="attached")
    counterpart = application.organisation.name

    def enter(name: str, document: Document) -> RegistryEntry:
        return cases.register(
            application.case,
            direction=direction,
            title=name,
            counterpart=counterpart,
            document=document,
            by=by,
            now=now,
        )

    message = Message.objects.create(
        application=application,
        direction=direction,
        text=text,
        communication=communication,
        page_key=page_key,
        entry=enter(title, documents.store(text.encode(), content_type=PLAIN_TEXT, by=by, now=now)),
        sent_at=now,
        sent_by=by,
    )
    for file in files:
        taken = uploads.take_in(file.name, file.content, size=file.size, by=by, now=now)
        MessageFile.objects.create(
            message=message, entry=enter(f"Bilaga: {taken.name}", taken.document), name=taken.name
        )
    return message


def serials_of(message: Message) -> list[int]:
    """The numbers in the diary of the message and its files."""
    return [message.entry.serial, *message.files.values_list("entry__serial", flat=True)]
