"""Documents as downloads: streamed, whole or in part, and never rendered by the browser in our name."""

from typing import Any

from django.core.files.base import File
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.http import content_disposition_header

from delmos.lib.ranges import NotSatisfiable, Part, part_asked_for
from journal.domain import documents
from journal.models import Document, RegistryEntry

EXTENSIONS = {
    "application/pdf": ".pdf",
    "application/json": ".json",
    "text/plain": ".txt",
}
SANDBOX = "sandbox; default-src 'none'"
RANGE_NOT_SATISFIABLE, PARTIAL_CONTENT = 416, 206


def download(request: HttpRequest, document: Document, name: str, *, inline: bool = False) -> HttpResponseBase:
    """Stream ``document`` to be saved under ``name``, or the part of it that the browser asks for (RFC 9110).

    ``inline``: to be shown instead, by `journal.interfaces.viewer` alone, which says where.

    Raises Refused for a file that the virus scanner has not called clean.
    """
    content = documents.open_document(document)
    try:
        part = _part(request, document)
    except NotSatisfiable:
        content.close()
        response: HttpResponseBase = HttpResponse(status=RANGE_NOT_SATISFIABLE)
        response["Content-Range"] = f"bytes */{document.size}"
        return _kept_apart(response, document)
    stream: Any = _Stretch(content, part) if part else content
    response = FileResponse(stream, as_attachment=not inline, filename=name, content_type=document.content_type)
    if part:
        response.status_code = PARTIAL_CONTENT
        response["Content-Range"] = f"bytes {part.first}-{part.last}/{document.size}"
        response["Content-Length"] = str(part.size)
    return _kept_apart(response, document)


def drawn(pdf: bytes, name: str) -> HttpResponse:
    """A PDF that is drawn for this reader and kept nowhere, to be saved under ``name``."""
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    return response


def download_entry(request: HttpRequest, entry: RegistryEntry, *, inline: bool = False) -> HttpResponseBase:
    """Stream a document of the diary, under its case number and document number."""
    if entry.document is None:
        raise ValueError(f"{entry} has no document")
    extension = EXTENSIONS.get(entry.document.content_type, "")
    stem = entry.title.removeprefix("Bilaga: ")
    name = stem if "." in stem else f"{entry.case.number}-{entry.serial} {stem}{extension}"
    return download(request, entry.document, name.replace("/", "-"), inline=inline)


class _Stretch:
    """A part of an open file, as a file that ends where the part ends."""

    def __init__(self, content: "File[bytes]", part: Part) -> None:
        self._content, self._left = content, part.size
        content.seek(part.first)

    def read(self, size: int) -> bytes:
        chunk: bytes = self._content.read(min(size, self._left))
        self._left -= len(chunk)
        return chunk

    def close(self) -> None:
        self._content.close()


def _part(request: HttpRequest, document: Document) -> Part | None:
    """The part asked for, unless the browser holds a part of something else (If-Range, section 13.1.5)."""
    if request.method != "GET" or request.headers.get("If-Range", _tag(document)) != _tag(document):
        return None
    return part_asked_for(request.headers.get("Range", ""), size=document.size)


def _tag(document: Document) -> str:
    """The entity tag: the same bytes for ever, so it is a strong one."""
    return f'"{document.sha256}"'


def _kept_apart(response: HttpResponseBase, document: Document) -> HttpResponseBase:
    """The headers that keep a stranger's file away from our pages, even in a browser that shows it all the same."""
    response["Accept-Ranges"] = "bytes"
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = SANDBOX
    response["ETag"] = _tag(document)
    response["X-Content-Type-Options"] = "nosniff"
    return response
