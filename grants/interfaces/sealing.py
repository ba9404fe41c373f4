"""The agency's seal on what it decides: the key file that the settings name, opened once per process."""

from functools import cache
from pathlib import Path

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from delmos.lib.refusal import Refused
from delmos.lib.seal import Seal, SealBroken, Sealer
from grants.domain.queries.letters import sealed_at
from journal.domain import documents
from journal.interfaces.downloads import download_entry
from journal.models import Document, RegistryEntry

log = structlog.get_logger(__name__)


@cache
def sealer() -> Sealer:
    """Raises ValueError when the key file or its passphrase is wrong, OSError when a file is not there."""
    return Sealer(
        Path(settings.SEAL_FILE).read_bytes(),
        settings.SEAL_PASSPHRASE,
        trusted=Path(settings.SEAL_TRUST_FILE).read_bytes(),
    )


def seal(letter: bytes) -> bytes:
    """``letter`` with the agency's seal after it."""
    return sealer().seal(letter)


def seal_of(letter: Document) -> Seal | None:
    """The seal of a decision's letter, verified anew; None for a document that is no sealed decision.

    Raises SealBroken when it does not hold, ValueError when the stored bytes are not those that were kept.
    """
    at = sealed_at(letter)
    return sealer().verify(documents.read(letter), at=at) if at else None


def checked(letter: Document) -> Document:
    """``letter``, to be handed out: a decision whose seal does not hold is not. Raises Refused, and logs an alarm."""
    try:
        seal_of(letter)
    except (SealBroken, ValueError) as error:
        log.error("the seal of a decision does not hold", document=letter.sha256, why=str(error))
        raise Refused(
            "Brevets sigill stämmer inte, så brevet lämnas inte ut. Kontakta oss, så tar vi reda på varför."
        ) from error
    return letter


def serve(request: HttpRequest, entry: RegistryEntry) -> HttpResponseBase:
    """A document of the diary as a download; a sealed decision only while its seal holds."""
    if entry.document:
        checked(entry.document)
    return download_entry(request, entry)
