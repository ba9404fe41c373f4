"""Copies of PDFs and pictures in which what is masked is gone: each page becomes a picture, and only that is kept.

Nothing of the text layer, the attachments, the metadata or earlier revisions of the file can be left in the copy, since
nothing but pixels is taken over from it.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO

import pypdfium2 as pdfium
from PIL import Image

from delmos.lib.mask_drawing import Box, Pen
from delmos.lib.masking import Words, spans
from delmos.lib.page_pictures import DPI, POINTS, Drawn, opened

JPEG_QUALITY = 85
THOUSANDTHS = 1000

Progress = Callable[[int, int], None]  # pages done, pages in all


@dataclass(frozen=True, slots=True)
class Area:
    """A part of a page, in thousandths of its width and height from its upper left corner, and the rule."""

    page: int
    left: int
    top: int
    width: int
    height: int
    rule: str


@dataclass(frozen=True, slots=True)
class Masks:
    """What to take away: words wherever they stand, whole pages (number and rule), and parts of pages."""

    words: Sequence[Words] = ()
    pages: Sequence[tuple[int, str]] = ()
    areas: Sequence[Area] = ()


@dataclass(slots=True)
class Found:
    """What was found: how often each phrase, and the pages where words cannot be found, or not in the pictures."""

    pages: int
    counts: dict[str, int]
    without_text: list[int] = field(default_factory=list)
    with_pictures: list[int] = field(default_factory=list)


def masked_copy(
    content: bytes, content_type: str, masks: Masks, *, font: bytes, progress: Progress | None = None
) -> tuple[bytes, Found]:
    """The document as a PDF of pictures in which ``masks`` are gone, and what was found of them.

    ``font`` is a TrueType or OpenType font for the rules on the masks. Raises Unreadable for what cannot be opened, is
    locked, or has too many pages.
    """
    with opened(content, content_type) as canvas, _new_pdf() as copy:
        found = Found(canvas.pages, {mask.phrase: 0 for mask in masks.words})
        pen = Pen(font)
        for number in range(1, canvas.pages + 1):
            drawn = canvas.draw(number)
            _note(found, drawn, number)
            _add_page(copy, _masked(drawn, number, masks, found, pen))
            if progress:
                progress(number, canvas.pages)
        made = BytesIO()
        copy.save(made)
        return made.getvalue(), found


def _masked(drawn: Drawn, number: int, masks: Masks, found: Found, pen: Pen) -> Image.Image:
    whole = [rule for page, rule in masks.pages if page == number]
    boxes = [*_word_boxes(drawn, masks.words, found), *_area_boxes(drawn.image, number, masks.areas)]
    if whole:
        return pen.blank(drawn.image.size, whole)
    return pen.mask(drawn.image, boxes)


def _word_boxes(drawn: Drawn, words: Iterable[Words], found: Found) -> Iterator[Box]:
    for mask in words:
        for first, beyond in spans(drawn.characters, mask.phrase):
            found.counts[mask.phrase] += 1
            for box in _lines(drawn.boxes[first:beyond]):
                yield Box(*box, mask.rule)


def _lines(boxes: Iterable[tuple[int, int, int, int]]) -> list[tuple[int, int, int, int]]:
    """The boxes of some characters in a row, joined as far as they stand on one line."""
    lines: list[tuple[int, int, int, int]] = []
    for box in boxes:
        if box[2] <= box[0] or box[3] <= box[1]:
            continue  # a space or hyphen that the reader of the file has put in
        if lines and _on_one_line(lines[-1], box):
            last = lines[-1]
            lines[-1] = (min(last[0], box[0]), min(last[1], box[1]), max(last[2], box[2]), max(last[3], box[3]))
        else:
            lines.append(box)
    return lines


def _on_one_line(line: tuple[int, int, int, int], box: tuple[int, int, int, int]) -> bool:
    middle = (box[1] + box[3]) // 2
    height = line[3] - line[1]
    return line[1] <= middle <= line[3] and box[0] >= line[0] and box[0] - line[2] <= 3 * height


def _area_boxes(image: Image.Image, number: int, areas: Iterable[Area]) -> Iterator[Box]:
    width, height = image.size
    for area in areas:
        if area.page == number:
            yield Box(
                area.left * width // THOUSANDTHS,
                area.top * height // THOUSANDTHS,
                -(-(area.left + area.width) * width // THOUSANDTHS),
                -(-(area.top + area.height) * height // THOUSANDTHS),
                area.rule,
            )


def _note(found: Found, drawn: Drawn, number: int) -> None:
    if not any(sign.isalnum() for sign in drawn.characters):
        found.without_text.append(number)
    elif drawn.has_pictures:
        found.with_pictures.append(number)


@contextmanager
def _new_pdf() -> Iterator[pdfium.PdfDocument]:
    document = pdfium.PdfDocument.new()
    try:
        yield document
    finally:
        document.close()


def _add_page(document: pdfium.PdfDocument, image: Image.Image) -> None:
    pixels = BytesIO()
    image.save(pixels, "JPEG", quality=JPEG_QUALITY)
    pixels.seek(0)
    width, height = (side * POINTS / DPI for side in image.size)
    page = document.new_page(width, height)
    picture = pdfium.PdfImage.new(document)
    picture.load_jpeg(pixels, inline=True)
    picture.set_matrix(pdfium.PdfMatrix().scale(width, height))
    page.insert_obj(picture)
    page.gen_content()
    page.close()
