"""Documents: bytes stored once, under their sha256."""

import hashlib
from datetime import datetime

from django.core.files.base import ContentFile, File
from django.core.files.storage import storages

from journal.actors import Actor
from journal.models import Document


def store(content: bytes, *, content_type: str, by: Actor, now: datetime) -> Document:
    """Keep ``content`` and return its document; the same bytes give the same row (INV-36).

    The bytes are written before the row, so a crash leaves at most a file that nothing points to. Raises ValueError
    for no bytes at all.
    """
    if not content:
        raise ValueError("an empty document cannot be stored")
    sha256 = hashlib.sha256(content).hexdigest()
    document = Document(
        sha256=sha256, size=len(content), content_type=content_type, stored_at=now, stored_by=by.actor_key
    )
    storage = storages["documents"]
    if not storage.exists(document.path):
        storage.save(document.path, ContentFile(content))
    stored, _ = Document.objects.get_or_create(
        sha256=sha256,
        defaults={
            "size": document.size,
            "content_type": content_type,
            "stored_at": now,
            "stored_by": by.actor_key,
        },
    )
    return stored


def open_document(document: Document) -> "File[bytes]":
    """The stored bytes as a file to stream from. Raises FileNotFoundError when the store has lost them."""
    return storages["documents"].open(document.path)


def read(document: Document) -> bytes:
    """The stored bytes, checked against their sha256. Raises ValueError when they do not match."""
    with open_document(document) as file:
        content: bytes = file.read()
    if hashlib.sha256(content).hexdigest() != document.sha256:
        raise ValueError(f"document {document.sha256} does not hold what its name says")
    return content
