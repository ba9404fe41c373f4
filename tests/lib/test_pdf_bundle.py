"""The bundle shows what each document shows, also what somebody has filled in or stamped on it."""

from io import BytesIO

import pikepdf
import pypdfium2 as pdfium
import pytest
from pikepdf import Array, Dictionary, Name, String

from delmos.lib.pdf_bundle import Paper, write_bundle

ANSWER, STAMP = "Föreningen Åsen", "Inkom 2018-05-02"


def a_form(*, with_appearance: bool) -> bytes:
    """A page with a filled-in text field and a stamp; a viewer draws the field that has no appearance of its own."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(595, 842))
    font = pdf.make_indirect(
        Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
    )
    fonts = Dictionary(Font=Dictionary(Helv=font))
    field = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Tx,
            T=String("sökande"),
            V=String(ANSWER),
            DA=String("/Helv 12 Tf 0 g"),
            Rect=Array([50, 700, 400, 720]),
            F=4,
            P=page.obj,
        )
    )
    if with_appearance:
        field.AP = Dictionary(N=_drawn(pdf, ANSWER, fonts, width=350))
    stamp = pdf.make_indirect(
        Dictionary(Type=Name.Annot, Subtype=Name.Stamp, Rect=Array([50, 600, 250, 620]), F=4, P=page.obj)
    )
    stamp.AP = Dictionary(N=_drawn(pdf, STAMP, fonts, width=200))
    page.obj.Annots = Array([field, stamp])
    pdf.Root.AcroForm = Dictionary(
        Fields=Array([field]), DR=fonts, DA=String("/Helv 12 Tf 0 g"), NeedAppearances=not with_appearance
    )
    made = BytesIO()
    pdf.save(made)
    return made.getvalue()


def _drawn(pdf: pikepdf.Pdf, text: str, fonts: pikepdf.Object, *, width: int) -> pikepdf.Stream:
    content = b"/Tx BMC BT /Helv 12 Tf 2 5 Td (" + text.encode("cp1252") + b") Tj ET EMC"
    return pdf.make_stream(
        content, Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, width, 20]), Resources=fonts
    )


def a_front(*_: object) -> bytes:
    pdf, made = pikepdf.new(), BytesIO()
    pdf.add_blank_page()
    pdf.save(made)
    return made.getvalue()


def bundled(content: bytes) -> BytesIO:
    target, paper = BytesIO(), Paper("1. Blankett", "001 Blankett.pdf", True, lambda: BytesIO(content))
    write_bundle(target, [paper], front=a_front, title="Akten", told=lambda _: None)
    return target


@pytest.mark.parametrize("with_appearance", [True, False], ids=["drawn by the form", "left to the viewer"])
def test_what_is_filled_in_and_stamped_stands_on_the_page(with_appearance: bool) -> None:
    pages = pdfium.PdfDocument(bundled(a_form(with_appearance=with_appearance)))
    text = pages[1].get_textpage().get_text_range()
    assert (ANSWER in text, STAMP in text) == (True, True)


def test_no_field_is_left_to_fill_in() -> None:
    with pikepdf.open(bundled(a_form(with_appearance=True))) as pdf:
        assert ["/Annots" in page.obj for page in pdf.pages] == [False, False]
