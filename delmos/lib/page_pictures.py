"""The pages of PDFs and pictures from outside, each drawn as a picture, with its characters and where they stand."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Protocol

import pypdfium2 as pdfium
from PIL import Image, ImageOps, UnidentifiedImageError

from delmos.lib.masking import Unreadable

PDF, PICTURES = "application/pdf", ("image/png", "image/jpeg")
MASKABLE = (PDF, *PICTURES)
DPI, POINTS = 150, 72  # pixels and points to the inch
MAX_PAGES = 500
MAX_SIDE = 3000  # pixels: a page of any size is drawn, and none of them fills the memory


@dataclass(slots=True)
class Drawn:
    """A page as a picture, with its characters, each with its box (left, top, right, bottom) in pixels."""

    image: Image.Image
    characters: list[str]
    boxes: list[tuple[int, int, int, int]]
    has_pictures: bool


class Canvas(Protocol):
    """Something that makes the pages of a document into pictures."""

    @property
    def pages(self) -> int: ...

    def draw(self, number: int) -> "Drawn": ...


def page_count(content: bytes, content_type: str) -> int:
    """How many pages the document has. Raises Unreadable as `opened`."""
    with opened(content, content_type) as canvas:
        return canvas.pages


def page_picture(content: bytes, content_type: str, number: int) -> bytes:
    """The page ``number`` (from 1) as PNG, as it is. Raises Unreadable as `opened`, and IndexError for no page."""
    with opened(content, content_type) as canvas:
        if not 1 <= number <= canvas.pages:
            raise IndexError(number)
        made = BytesIO()
        canvas.draw(number).image.save(made, "PNG")
        return made.getvalue()


@contextmanager
def opened(content: bytes, content_type: str) -> Iterator[Canvas]:
    """The document, ready to be drawn. Raises Unreadable for one that does not open, is locked, or is too long."""
    if content_type == PDF:
        with _opened_pdf(content) as canvas:
            yield canvas
    elif content_type in PICTURES:
        yield _Picture(content)
    else:
        raise Unreadable("Bara PDF och bilder (PNG, JPEG) går att maskera sida för sida.")


@contextmanager
def _opened_pdf(content: bytes) -> Iterator[Canvas]:
    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        raise Unreadable("PDF-filen går inte att läsa. Den kan vara skadad eller låst med lösenord.") from error
    try:
        if len(document) > MAX_PAGES:
            raise Unreadable(
                f"PDF-filen har {len(document)} sidor. Högst {MAX_PAGES} sidor går att maskera på en gång."
            )
        yield _Pdf(document)
    except pdfium.PdfiumError as error:
        raise Unreadable("En sida i PDF-filen går inte att läsa. Filen kan vara skadad.") from error
    finally:
        document.close()


class _Picture:
    """A picture, which is a document of one page."""

    pages = 1

    def __init__(self, content: bytes) -> None:
        try:
            with Image.open(BytesIO(content), formats=["PNG", "JPEG"]) as opened:
                opened.draft("RGB", (MAX_SIDE, MAX_SIDE))
                self._image = _on_white(ImageOps.exif_transpose(opened))
        except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError) as error:
            raise Unreadable("Bilden går inte att läsa. Den kan vara skadad eller för stor.") from error

    def draw(self, number: int) -> Drawn:
        image = self._image.copy()
        image.thumbnail((MAX_SIDE, MAX_SIDE))
        return Drawn(image, [], [], has_pictures=True)


class _Pdf:
    """A PDF. Notes and filled-in fields become part of the page first, so that their words are found as well."""

    def __init__(self, document: pdfium.PdfDocument) -> None:
        self._document = document
        self.pages = len(document)

    def draw(self, number: int) -> Drawn:
        page = self._flat_page(number - 1)
        scale = min(DPI / POINTS, MAX_SIDE / max(*page.get_size(), 1))
        bitmap = page.render(scale=scale, rev_byteorder=True, may_draw_forms=False, draw_annots=False)
        image = bitmap.to_pil().convert("RGB")
        characters, boxes = _characters(page, bitmap.get_posconv(page))
        has_pictures = any(True for _ in page.get_objects(filter=[pdfium.raw.FPDF_PAGEOBJ_IMAGE]))
        page.close()
        return Drawn(image, characters, boxes, has_pictures)

    def _flat_page(self, index: int) -> pdfium.PdfPage:
        """The page with its notes and fields as part of it; what cannot be made so is not drawn at all."""
        page = self._document[index]
        if pdfium.raw.FPDFPage_Flatten(page, pdfium.raw.FLAT_NORMALDISPLAY) == pdfium.raw.FLATTEN_FAIL:
            raise Unreadable(f"Kommentarerna på sida {index + 1} går inte att läsa.")
        page.close()
        return self._document[index]


def _characters(page: pdfium.PdfPage, place: Any) -> tuple[list[str], list[tuple[int, int, int, int]]]:
    """Every character of the page's text layer, in its order, with its box in pixels."""
    text = page.get_textpage()
    characters, boxes = [], []
    for index in range(text.count_chars()):
        code = pdfium.raw.FPDFText_GetUnicode(text, index)
        characters.append(chr(code) if 0 < code < 0x110000 else " ")
        boxes.append(_box(text, index, place))
    text.close()
    return characters, boxes


def _box(text: pdfium.PdfTextPage, index: int, place: Any) -> tuple[int, int, int, int]:
    """The whole height and width that the font gives the character: more than its ink, so that nothing sticks out."""
    try:
        left, bottom, right, top = text.get_charbox(index, loose=True)
    except pdfium.PdfiumError:
        return (0, 0, 0, 0)
    (x1, y1), (x2, y2) = place.to_bitmap(left, bottom), place.to_bitmap(right, top)
    return (min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))


def _on_white(image: Image.Image) -> Image.Image:
    """The picture in three colours; what was transparent is white."""
    with_alpha = image.convert("RGBA")
    white = Image.new("RGBA", with_alpha.size, "white")
    white.alpha_composite(with_alpha)
    return white.convert("RGB")
