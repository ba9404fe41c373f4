"""Documents to read in the browser: only types that cannot act, each in a box that lets nothing out.

A PDF is shown by the browser's own reader, in a frame; browsers refuse to read PDF in a sandboxed frame, so what guards
it is its type, taken from its content when it came, ``nosniff`` and a policy that loads nothing. Text is read by us and
put on the page as text. Whatever else came from outside is only saved.
"""

import json
from typing import Literal

from django.http import HttpRequest, HttpResponseBase

from journal.domain import documents
from journal.interfaces.downloads import download_entry
from journal.models import Document, RegistryEntry
from journal.policies import can_open

Way = Literal["frame", "image", "text", ""]
WAYS: dict[str, Way] = {
    "application/pdf": "frame",
    "image/png": "image",
    "image/jpeg": "image",
    "text/plain": "text",
    "application/json": "text",
}
NAMES = {
    "application/pdf": "PDF",
    "image/png": "bild (PNG)",
    "image/jpeg": "bild (JPEG)",
    "text/plain": "text",
    "application/json": "datafil (JSON)",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "Excel",
    "application/vnd.oasis.opendocument.text": "OpenDocument-text",
    "application/vnd.oasis.opendocument.spreadsheet": "OpenDocument-kalkyl",
}
FRAMED = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"
MOST_TEXT = 200_000  # bytes of a text that a page shows; the rest is in the file


def way_of(document: Document | None) -> Way:
    """How the document can be read in the browser; empty when it can only be saved, or does not open (yet)."""
    if document is None or not can_open(document):
        return ""
    return WAYS.get(_plain_type(document), "")


def type_words(document: Document) -> str:
    """The type of the document in Swedish."""
    return NAMES.get(_plain_type(document), "annan fil")


def text_of(document: Document) -> tuple[str, bool]:
    """The text of a document to put on a page, and whether it is all of it; JSON with a line for each value.

    Raises Refused for a file that the virus scanner has not called clean.
    """
    with documents.open_document(document) as file:
        content = file.read(MOST_TEXT + 1)
    whole = len(content) <= MOST_TEXT
    text = content[:MOST_TEXT].decode("utf-8", errors="replace")
    if whole and _plain_type(document) == "application/json":
        text = _laid_out(text)
    return text, whole


def shown(request: HttpRequest, entry: RegistryEntry) -> HttpResponseBase:
    """The bytes of a PDF or an image, to show in a frame or an image of our own page and nowhere else."""
    response = download_entry(request, entry, inline=True)
    response["Content-Security-Policy"] = FRAMED
    response["X-Frame-Options"] = "SAMEORIGIN"
    return response


def _plain_type(document: Document) -> str:
    return document.content_type.partition(";")[0].strip().lower()


def _laid_out(text: str) -> str:
    try:
        return json.dumps(json.loads(text), ensure_ascii=False, indent=2)
    except (ValueError, RecursionError):
        return text
