"""Documents as downloads: streamed, never rendered by the browser in our name."""

from django.http import FileResponse

from journal.domain import documents
from journal.models import Document, RegistryEntry

EXTENSIONS = {
    "application/pdf": ".pdf",
    "application/json": ".json",
}


def download(document: Document, name: str) -> FileResponse:
    """Stream ``document`` to be saved under ``name``."""
    response = FileResponse(
        documents.open_document(document), as_attachment=True, filename=name, content_type=document.content_type
    )
    response["Cache-Control"] = "private, no-store"
    response["ETag"] = f'"{document.sha256}"'
    return response


def download_entry(entry: RegistryEntry) -> FileResponse:
    """Stream a document of the diary, under its case number and document number."""
    if entry.document is None:
        raise ValueError(f"{entry} has no document")
    extension = EXTENSIONS.get(entry.document.content_type, "")
    stem = entry.title.removeprefix("Bilaga: ")
    name = stem if "." in stem else f"{entry.case.number}-{entry.serial} {stem}{extension}"
    return download(entry.document, name.replace("/", "-"))
