"""Letters: HTML becomes a tagged, archival PDF (PDF/A-3a and PDF/UA-1) that reads nothing but the project's files."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from io import BytesIO
from mimetypes import guess_type
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from fontTools.ttLib import woff2
from weasyprint import HTML, Attachment
from weasyprint.urls import FatalURLFetchingError, URLFetcherResponse

from delmos.lib.archival import finish

_WOFF2 = b"wOF2"


class AssetRefused(Exception):
    """The letter asked for something else than a readable file below its assets. Nothing has been rendered."""


@dataclass(frozen=True, slots=True)
class Data:
    """A file of data that goes with the letter, inside it (ISO 19005-3 § 6.8). ``made_at``: UTC."""

    name: str
    description: str
    content: bytes
    made_at: datetime


def render_pdf(html: str, *, assets: Path, data: Data | None = None) -> bytes:
    """The letter as PDF/A-3a and PDF/UA-1 in one: tagged, with language and title, its fonts and colours embedded.

    ``html`` is a whole document; ``data`` says the same in a form that a machine reads. Style sheets, fonts and images
    are named relative to ``assets`` and are read from below it only: anything else (http, ``data:``, ``..``, a link
    that leads out, a missing file) raises AssetRefused, since a letter without its font or its logo is not the letter.
    Raises ValueError when ``<html lang>`` or ``<title>`` is missing, which ISO 14289-1 (PDF/UA-1) demands.
    """
    root = assets.resolve()
    refused: list[str] = []
    try:
        content = _render(html, root, refused, data)
    except FatalURLFetchingError as stop:
        raise AssetRefused(refused[0]) from stop
    if refused:  # WeasyPrint draws on after any error inside an SVG image, so the list has the last word.
        raise AssetRefused(refused[0])
    return content


def _render(html: str, root: Path, refused: list[str], data: Data | None) -> bytes:
    document = HTML(string=html, base_url=f"{root.as_uri()}/", url_fetcher=_fetcher(root, refused)).render()
    if not document.metadata.lang or not document.metadata.title:
        raise ValueError("the letter needs <html lang> and <title>")
    attached = [_attachment(data)] if data else None
    return bytes(document.write_pdf(pdf_variant="pdf/a-3a", finisher=finish, attachments=attached))


def _attachment(data: Data) -> Attachment:
    return Attachment(
        string=data.content,
        name=data.name,
        description=data.description,
        created=data.made_at,
        modified=data.made_at,
        relationship="Data",
    )


def _fetcher(root: Path, refused: list[str]) -> Callable[[str], URLFetcherResponse]:
    """What WeasyPrint calls for every URL in the letter; what it does not get is noted in ``refused``.

    FatalURLFetchingError stops the rendering; after any other error it would render on without the file.
    """

    def fetch(url: str) -> URLFetcherResponse:
        try:
            path = _asset(url, root)
            content = plain_font(path.read_bytes())
        except (AssetRefused, OSError, ValueError) as error:
            refused.append(f"{url}: {error}")
            raise FatalURLFetchingError(refused[-1]) from error
        return URLFetcherResponse(
            url, content, {"Content-Type": guess_type(path.name)[0] or "application/octet-stream"}
        )

    return fetch


def plain_font(content: bytes) -> bytes:
    """A font packed for the web (WOFF2) as the plain font in it; anything else as it is."""
    return _unpacked_font(content) if content.startswith(_WOFF2) else content


@lru_cache(maxsize=32)
def _unpacked_font(packed: bytes) -> bytes:
    # WeasyPrint unpacks every font anew for every letter, a second of work; by its bytes a font is unpacked once.
    plain = BytesIO()
    woff2.decompress(BytesIO(packed), plain)
    return plain.getvalue()


def _asset(url: str, root: Path) -> Path:
    parts: SplitResult = urlsplit(url)
    if parts.scheme != "file" or parts.netloc:
        raise AssetRefused("a letter reads only files of the project")
    # Resolving follows both ".." and symbolic links, so what is compared is the file that would be read.
    path = Path(unquote(parts.path)).resolve(strict=True)
    if not path.is_relative_to(root):
        raise AssetRefused("the file is outside the assets of the letter")
    return path
