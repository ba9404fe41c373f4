"""Documents: bytes stored once, under their sha256."""

import hashlib
from datetime import datetime
from io import BytesIO
from typing import BinaryIO

from django.core.files.base import File
from django.core.files.storage import storages

from journal.actors import Actor
from journal.models import Document
from journal.policies import check_may_open

CHUNK_BYTES = 256 * 1024


def store(content: bytes, *, content_type: str, by: Actor, now: datetime) -> Document:
    """Keep ``content`` and return its document; the same bytes give the same row (INV-36).

    The bytes are written before the row, so a crash leaves at most a file that nothing points to. Raises ValueError
    for no bytes at all.
    """
    document, _ = store_stream(BytesIO(content), content_type=content_type, by=by, now=now)
    return document


def store_stream(content: BinaryIO, *, content_type: str, by: Actor, now: datetime) -> tuple[Document, bool]:
    """Keep a file without holding it in memory, as `store` does. Returns its document and whether it is a new one."""
    sha256, size = _sha256_and_size(content)
    if not size:
        raise ValueError("an empty document cannot be stored")
    document = Document(sha256=sha256, size=size, content_type=content_type, stored_at=now, stored_by=by.actor_key)
    storage = storages["documents"]
    if not storage.exists(document.path):
        storage.save(document.path, File(content))
    return Document.objects.get_or_create(
        sha256=sha256,
        defaults={"size": size, "content_type": content_type, "stored_at": now, "stored_by": by.actor_key},
    )


def _sha256_and_size(content: BinaryIO) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    content.seek(0)
    while chunk := content.read(CHUNK_BYTES):
        digest.update(chunk)
        size += len(chunk)
    return digest.hexdigest(), size


def open_document(document: Document) -> "File[bytes]":
    """The stored bytes as a file to stream from.

    Raises Refused for a file from outside that the virus scanner has not called clean, whoever asks, and
    FileNotFoundError when the store has lost the bytes.
    """
    check_may_open(document)
    return open_unchecked(document)


def open_unchecked(document: Document) -> "File[bytes]":
    """The stored bytes, clean or not: for the virus scanner alone. Raises FileNotFoundError when they are lost."""
    return storages["documents"].open(document.path)


def read(document: Document) -> bytes:
    """The stored bytes, checked against their sha256. Raises ValueError when they do not match, Refused as above."""
    with open_document(document) as file:
        content: bytes = file.read()
    if hashlib.sha256(content).hexdigest() != document.sha256:
        raise ValueError(f"document {document.sha256} does not hold what its name says")
    return content
