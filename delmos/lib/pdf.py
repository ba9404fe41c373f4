"""Letters: HTML becomes a tagged PDF (PDF/UA-1) that reads nothing but the project's own files."""

from collections.abc import Callable
from functools import lru_cache
from io import BytesIO
from mimetypes import guess_type
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from fontTools.ttLib import woff2
from weasyprint import HTML
from weasyprint.urls import FatalURLFetchingError, URLFetcherResponse

_WOFF2 = b"wOF2"


class AssetRefused(Exception):
    """The letter asked for something else than a readable file below its assets. Nothing has been rendered."""


def render_pdf(html: str, *, assets: Path) -> bytes:
    """The letter as PDF/UA-1: tagged, with its language and title set and every font embedded.

    ``html`` is a whole document. Style sheets, fonts and images are named relative to ``assets`` and are read from
    below it only: anything else (http, ``data:``, ``..``, a link that leads out, a missing file) raises AssetRefused,
    since a letter without its font or its logo is not the letter. Raises ValueError when ``<html lang>`` or ``<title>``
    is missing, which ISO 14289-1 (PDF/UA-1) demands.
    """
    root = assets.resolve()
    refused: list[str] = []
    try:
        content = _render(html, root, refused)
    except FatalURLFetchingError as stop:
        raise AssetRefused(refused[0]) from stop
    if refused:  # WeasyPrint draws on after any error inside an SVG image, so the list has the last word.
        raise AssetRefused(refused[0])
    return content


def _render(html: str, root: Path, refused: list[str]) -> bytes:
    document = HTML(string=html, base_url=f"{root.as_uri()}/", url_fetcher=_fetcher(root, refused)).render()
    if not document.metadata.lang or not document.metadata.title:
        raise ValueError("the letter needs <html lang> and <title>")
    return bytes(document.write_pdf(pdf_variant="pdf/ua-1"))


def _fetcher(root: Path, refused: list[str]) -> Callable[[str], URLFetcherResponse]:
    """What WeasyPrint calls for every URL in the letter; what it does not get is noted in ``refused``.

    FatalURLFetchingError stops the rendering; after any other error it would render on without the file.
    """

    def fetch(url: str) -> URLFetcherResponse:
        try:
            path = _asset(url, root)
            content = _unpacked(path.read_bytes())
        except (AssetRefused, OSError, ValueError) as error:
            refused.append(f"{url}: {error}")
            raise FatalURLFetchingError(refused[-1]) from error
        return URLFetcherResponse(
            url, content, {"Content-Type": guess_type(path.name)[0] or "application/octet-stream"}
        )

    return fetch


def _unpacked(content: bytes) -> bytes:
    """A packed font as the plain font in it; anything else as it is."""
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
