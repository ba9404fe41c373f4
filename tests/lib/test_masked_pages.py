"""A masked copy is pictures of pages, and nothing of what was masked is left in its bytes, its text or its pixels."""

import re
import zlib
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2 as pdfium
import pytest
from PIL import Image, PngImagePlugin

from delmos.lib.masked_pages import Area, Masks, masked_copy
from delmos.lib.masking import Unreadable, Words
from delmos.lib.page_pictures import page_count, page_picture
from delmos.lib.pdf import plain_font, render_pdf

ROOT = Path(__file__).resolve().parent.parent.parent
STATIC = ROOT / "static"
FONT = plain_font((STATIC / "fonts/source-sans-3-latin-400-normal.woff2").read_bytes())
PDF, NAME, RULE = "application/pdf", "Vilhelmina Hemlig", "21 kap. 3 § OSL"
ON_NAME = Masks(words=[Words(NAME, RULE)])


def a_letter(*pages: str, style: str = "") -> bytes:
    body = "".join(f"<section>{page}</section>" for page in pages)
    head = f"<title>Brev</title><style>section {{ break-after: page }} {style}</style>"
    return render_pdf(f'<html lang="sv"><head>{head}</head><body>{body}</body></html>', assets=STATIC)


def text_of(content: bytes) -> str:
    document = pdfium.PdfDocument(content)
    return "".join(page.get_textpage().get_text_range() for page in document)


def everything_in(content: bytes) -> bytes:
    """The bytes of the file, and those of each stream that can be unpacked."""
    streams = re.findall(rb"stream\r?\n(.*?)endstream", content, re.DOTALL)
    unpacked = []
    for stream in streams:
        try:
            unpacked.append(zlib.decompressobj().decompress(stream))
        except zlib.error:
            unpacked.append(stream)
    return content + b"".join(unpacked)


def is_black(image: Image.Image, part: tuple[int, int, int, int]) -> bool:
    """Whether all but the white figures of the rule is black."""
    tones = image.convert("L").crop(part).histogram()
    return sum(tones[:40]) > sum(tones) * 6 // 10


def page_of(content: bytes, number: int = 1) -> Image.Image:
    return Image.open(BytesIO(page_picture(content, PDF, number)))


def test_the_name_is_in_neither_the_bytes_nor_the_text_of_the_copy() -> None:
    copy, found = masked_copy(a_letter(f"<p>Jag heter {NAME}.</p>"), PDF, ON_NAME, font=FONT)
    assert (text_of(copy), b"Hemlig" in everything_in(copy)) == ("", False)
    assert found.counts == {NAME: 1}


@pytest.mark.parametrize(
    "written",
    [
        f"<p style='letter-spacing: 6pt'>{NAME}</p>",
        "<p>Vilhelmina<br>Hemlig</p>",
        "<p>Vilhel-<br>mina Hem-<br>lig</p>",
        "<p>V i l h e l m i n a  H e m l i g</p>",
        f"<p style='transform: rotate(90deg); margin: 6cm'>{NAME}</p>",
    ],
    ids=["letter-spaced", "on two lines", "hyphenated", "spaced out", "turned"],
)
def test_the_name_is_found_however_it_is_set(written: str) -> None:
    copy, found = masked_copy(a_letter(written), PDF, ON_NAME, font=FONT)
    again, left = masked_copy(a_letter("<p>Inget namn.</p>"), PDF, ON_NAME, font=FONT)
    assert (found.counts, left.counts) == ({NAME: 1}, {NAME: 0})
    assert page_of(copy).size[1] > page_of(again).size[1]  # the rules stand below the page


def test_the_pixels_where_the_name_stood_are_black() -> None:
    style = "@page { margin: 0 } p { position: absolute; top: 2cm; left: 2cm; margin: 0; font-size: 40pt }"
    copy, _ = masked_copy(a_letter("<p>HEMLIGHET</p>", style=style), PDF, Masks([Words("HEMLIGHET", "R")]), font=FONT)
    assert is_black(page_of(copy), (125, 135, 600, 190))


def test_a_whole_page_becomes_black_and_the_others_stay() -> None:
    original = a_letter("<p>Första</p>", "<p>Andra</p>")
    copy, _ = masked_copy(original, PDF, Masks(pages=[(2, RULE)]), font=FONT)
    first, second = page_of(copy, 1), page_of(copy, 2)
    assert [is_black(first, (0, 0, 1200, 1700)), is_black(second, (0, 0, 1200, 1700))] == [False, True]


def test_a_part_of_a_page_becomes_black() -> None:
    copy, _ = masked_copy(a_letter("<p>Hej</p>"), PDF, Masks(areas=[Area(1, 500, 500, 250, 100, "R")]), font=FONT)
    width, height = page_of(a_letter("<p>Hej</p>")).size
    part = (width // 2 + 5, height // 2 + 5, width * 3 // 4 - 5, height * 6 // 10 - 5)
    above = (width // 2 + 5, height // 4, width * 3 // 4 - 5, height // 3)
    assert [is_black(page_of(copy), part), is_black(page_of(copy), above)] == [True, False]


def test_attachments_metadata_and_earlier_revisions_are_gone(tmp_path: Path) -> None:
    path = tmp_path / "original.pdf"
    with pikepdf.open(BytesIO(a_letter("<p>Hej</p>"))) as made:
        made.attachments["hemligt.txt"] = f"{NAME} i bilaga".encode()
        made.docinfo["/Author"] = NAME
        made.save(path)
    original = path.read_bytes() + f"\n% {NAME} i en tidigare version\n".encode()
    assert b"Hemlig" in everything_in(original)
    copy, _ = masked_copy(original, PDF, ON_NAME, font=FONT)
    with pikepdf.open(BytesIO(copy)) as opened:
        assert (list(opened.attachments), "/Author" in opened.docinfo, "/Metadata" in opened.Root) == ([], False, False)
    assert b"Hemlig" not in everything_in(copy)


def test_words_in_notes_on_the_page_are_found_as_well() -> None:
    with pikepdf.open(BytesIO(a_letter("<p>Hej</p>"))) as made:
        font = made.make_indirect(
            pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        )
        drawn = pikepdf.Stream(made, f"BT /F 12 Tf 5 5 Td ({NAME}) Tj ET".encode())
        drawn.Type, drawn.Subtype, drawn.BBox = pikepdf.Name.XObject, pikepdf.Name.Form, [0, 0, 200, 20]
        drawn.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Stamp,
            Rect=[100, 400, 300, 420],
            F=4,
            AP=pikepdf.Dictionary(N=made.make_indirect(drawn)),
        )
        made.pages[0].Annots = made.make_indirect(pikepdf.Array([made.make_indirect(note)]))
        saved = BytesIO()
        made.save(saved)
    _, found = masked_copy(saved.getvalue(), PDF, ON_NAME, font=FONT)
    assert found.counts == {NAME: 1}


def test_pages_where_words_cannot_be_found_are_named() -> None:
    _, found = masked_copy(a_letter("<p>Text</p>", "<hr>"), PDF, ON_NAME, font=FONT)
    assert (found.pages, found.without_text) == (2, [2])


def a_picture(kind: str = "PNG", **options: object) -> bytes:
    made = BytesIO()
    Image.new("RGBA", (400, 300), (255, 255, 255, 0)).convert("RGB" if kind == "JPEG" else "RGBA").save(
        made, kind, **options
    )
    return made.getvalue()


@pytest.mark.parametrize(("kind", "content_type"), [("PNG", "image/png"), ("JPEG", "image/jpeg")])
def test_a_picture_is_a_page_without_text(kind: str, content_type: str) -> None:
    copy, found = masked_copy(a_picture(kind), content_type, Masks(areas=[Area(1, 0, 0, 500, 500, "R")]), font=FONT)
    assert (found.pages, found.without_text, page_count(copy, PDF)) == (1, [1], 1)
    assert is_black(page_of(copy), (10, 10, 190, 140))


def test_the_metadata_of_a_picture_is_gone() -> None:
    said = PngImagePlugin.PngInfo()
    said.add_text("Author", NAME)
    copy, _ = masked_copy(a_picture(pnginfo=said), "image/png", Masks(pages=[(1, RULE)]), font=FONT)
    assert b"Hemlig" not in everything_in(copy)


@pytest.mark.parametrize(
    ("content", "content_type"),
    [(b"%PDF-1.7 trasig", PDF), (b"\x89PNG trasig", "image/png"), (b"hej", "text/plain")],
    ids=["pdf", "picture", "another type"],
)
def test_what_cannot_be_read_is_said(content: bytes, content_type: str) -> None:
    with pytest.raises(Unreadable):
        masked_copy(content, content_type, ON_NAME, font=FONT)


def test_a_locked_pdf_is_said_to_be_locked() -> None:
    locked = BytesIO()
    with pikepdf.open(BytesIO(a_letter("<p>Hej</p>"))) as made:
        made.save(locked, encryption=pikepdf.Encryption(owner="a", user="b"))
    with pytest.raises(Unreadable, match="låst"):
        masked_copy(locked.getvalue(), PDF, ON_NAME, font=FONT)


def test_a_page_that_is_not_there_is_no_picture() -> None:
    with pytest.raises(IndexError):
        page_picture(a_letter("<p>Hej</p>"), PDF, 2)


def test_how_far_it_has_come_is_told_page_by_page() -> None:
    told: list[tuple[int, int]] = []
    masked_copy(
        a_letter("<p>Ett</p>", "<p>Två</p>"),
        PDF,
        ON_NAME,
        font=FONT,
        progress=lambda done, pages: told.append((done, pages)),
    )
    assert told == [(1, 2), (2, 2)]
