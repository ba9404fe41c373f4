"""The one door for files from outside: what is taken in, under which name, and that the virus scanner will see it."""

from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from django.db import transaction

from delmos.lib.refusal import Refused
from delmos.lib.uploads import UploadError, inspect_upload
from journal.actors import Actor
from journal.domain import documents, scans
from journal.models import Document
from journal.policies import is_rejected

INFECTED = (
    "Viruskontrollen hittade något skadligt i filen, så vi kan inte ta emot den. Allt annat är sparat. "
    "Gör en ny kopia av filen på en dator utan virus och försök igen."
)


@dataclass(frozen=True, slots=True)
class TakenIn:
    """A file that was taken in: its bytes, and a name that is safe to show and to save under."""

    document: Document
    name: str


@transaction.atomic
def take_in(name: str, content: BinaryIO, *, size: int, by: Actor, now: datetime) -> TakenIn:
    """Keep the uploaded file ``name`` of ``size`` bytes, as the state "kontrolleras" until the scanner has answered.

    Nobody opens it before that. Raises Refused (field "file") for a file that is empty, too large, of a type that is
    not accepted, or known to be infected.
    """
    try:
        upload = inspect_upload(name, content, size)
    except UploadError as error:
        raise Refused(str(error), field="file") from error
    document, is_new = documents.store_stream(content, content_type=upload.content_type, by=by, now=now)
    if is_rejected(document):
        raise Refused(INFECTED, field="file")
    if is_new:  # The same bytes have one verdict; without one they are a document of the portal's own.
        scans.ask(document, by=by, now=now)
    return TakenIn(document, upload.safe_name)
