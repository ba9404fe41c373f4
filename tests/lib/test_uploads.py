import zipfile
from contextlib import suppress
from dataclasses import FrozenInstanceError
from io import BytesIO

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from delmos.lib.uploads import (
    MAX_BYTES,
    MAX_NAME_LENGTH,
    MAX_ZIP_ENTRIES,
    Upload,
    UploadError,
    inspect_upload,
    safe_name,
)

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TEXT = "application/vnd.oasis.opendocument.text"
SHEET = "application/vnd.oasis.opendocument.spreadsheet"

UNKNOWN = (
    "Filens innehåll går inte att ta emot. "
    "Ladda upp PDF, PNG, JPEG, Word (docx), Excel (xlsx) eller OpenDocument (odt, ods)."
)
MACROS = "Filen innehåller makron och kan därför inte tas emot. Spara den utan makron eller som PDF."
BOMB = "Filen är packad så att den blir alldeles för stor när den öppnas. Spara om den, till exempel som PDF."


def pdf() -> bytes:
    document, file = pikepdf.new(), BytesIO()
    document.add_blank_page()
    document.save(file)
    return file.getvalue()


def image(format_: str) -> bytes:
    file = BytesIO()
    Image.new("RGB", (2, 2)).save(file, format_)
    return file.getvalue()


def packed(*parts: tuple[str, str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, text in parts:
            archive.writestr(name, text)
    return file.getvalue()


def content_types(main_type: str) -> tuple[str, str]:
    return ("[Content_Types].xml", f'<Types><Override ContentType="{main_type}.main+xml"/></Types>')


def docx(*more: tuple[str, str]) -> bytes:
    return packed(content_types(WORD), ("word/document.xml", "<document/>"), *more)


def xlsx(*more: tuple[str, str]) -> bytes:
    return packed(content_types(EXCEL), ("xl/workbook.xml", "<workbook/>"), *more)


def open_document(content_type: str, *more: tuple[str, str]) -> bytes:
    return packed(("mimetype", content_type), ("content.xml", "<office/>"), *more)


def inspect(name: str, content: bytes) -> Upload:
    return inspect_upload(name, BytesIO(content), len(content))


def sentence(name: str, content: bytes) -> str:
    with pytest.raises(UploadError) as error:
        inspect(name, content)
    return str(error.value)


ACCEPTED = [
    ("Bokslut 2018.pdf", pdf(), "application/pdf", "pdf"),
    ("karta.png", image("PNG"), "image/png", "png"),
    ("foto.jpg", image("JPEG"), "image/jpeg", "jpg"),
    ("foto.jpeg", image("JPEG"), "image/jpeg", "jpeg"),
    ("ansökan.docx", docx(), WORD, "docx"),
    ("brev.docx", packed(content_types(WORD), ("word/document2.xml", "<document/>")), WORD, "docx"),
    ("budget.xlsx", xlsx(), EXCEL, "xlsx"),
    ("stadgar.odt", open_document(TEXT), TEXT, "odt"),
    ("budget.ods", open_document(SHEET), SHEET, "ods"),
]


@pytest.mark.parametrize(("name", "content", "content_type", "extension"), ACCEPTED)
def test_a_file_is_what_its_content_says(name, content, content_type, extension):
    assert inspect(name, content) == Upload(name, content_type, extension)


def test_the_end_of_a_file_does_not_speak_for_its_type():
    assert inspect("karta.png", image("PNG") + b"TRUEVISION-XFILE.\0").content_type == "image/png"


def test_the_content_is_left_at_its_start():
    file = BytesIO(docx())
    inspect_upload("brev.docx", file, len(file.getvalue()))
    assert file.tell() == 0


def test_the_content_of_a_refused_file_is_left_at_its_start():
    file = BytesIO(b"MZ" + bytes(100))
    with pytest.raises(UploadError):
        inspect_upload("brev.pdf", file, 102)
    assert file.tell() == 0


def test_what_was_found_cannot_be_changed_afterwards():
    with pytest.raises(FrozenInstanceError):
        inspect("bokslut.pdf", pdf()).extension = "exe"


def test_an_extension_in_capitals_is_the_same_extension():
    assert inspect("BOKSLUT.PDF", pdf()) == Upload("BOKSLUT.pdf", "application/pdf", "pdf")


def test_an_empty_file_is_refused():
    assert sentence("tom.pdf", b"") == "Filen är tom. Kontrollera att du har valt rätt fil."


def test_a_file_at_the_limit_is_accepted():
    assert inspect("stor.pdf", pdf().ljust(MAX_BYTES, b"\n")).extension == "pdf"


@pytest.mark.parametrize("size", [MAX_BYTES + 1, 26 * 1024 * 1024])
def test_a_file_above_the_limit_is_refused(size):
    assert sentence("stor.pdf", pdf().ljust(size, b"\n")) == "Filen är för stor. Den får vara högst 25 MB."


def test_a_size_that_is_told_too_small_does_not_help():
    with pytest.raises(UploadError, match="^Filen är för stor"):
        inspect_upload("stor.pdf", BytesIO(bytes(MAX_BYTES + 1)), 10)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("program.pdf", b"MZ\x90\0" + bytes(200), id="a Windows program"),
        pytest.param("program.pdf", b"\x7fELF" + bytes(200), id="a Linux program"),
        pytest.param("bild.png", b"<html><script>alert(1)</script></html>", id="HTML"),
        pytest.param("bild.png", b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', id="SVG"),
        pytest.param("bild.jpg", b"GIF89a" + bytes(100), id="GIF"),
        pytest.param("bild.jpg", b"\0\0\0\x0cjP  \r\n\x87\n" + bytes(100), id="JPEG 2000"),
        pytest.param("text.pdf", b"hej %PDF-1.7", id="a signature that is not first"),
        pytest.param("text.pdf", "Hej på dig, å ä ö".encode(), id="plain text"),
        pytest.param("brev.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), id="old or locked Office"),
        pytest.param("brev.docx", packed(("a.txt", "hej")), id="any zip file"),
        pytest.param("brev.docx", packed(("word/document.xml", "<document/>")), id="DOCX without content types"),
        pytest.param("brev.docx", packed(content_types(EXCEL), ("word/document.xml", "")), id="contradictory types"),
        pytest.param("brev.odt", packed(("content.xml", ""), ("mimetype", TEXT)), id="ODF type not first"),
        pytest.param("brev.odt", open_document(f"{TEXT}-template"), id="ODF template"),
        pytest.param("brev.docx", docx()[:-30], id="cut off"),
        pytest.param("brev.docx", packed(("mimetype", TEXT), method=zipfile.ZIP_LZMA), id="unusual packing"),
        pytest.param("brev.docx", b"PK\x03\x04", id="nothing but a signature"),
    ],
)
def test_any_other_content_is_refused_whatever_its_name(name, content):
    assert sentence(name, content) == UNKNOWN


@pytest.mark.parametrize(
    ("name", "content", "text"),
    [
        ("bild.png", pdf(), "Filens namn slutar på .png men innehållet är PDF. Spara om filen och försök igen."),
        ("brev.pdf", docx(), "Filens namn slutar på .pdf men innehållet är Word. Spara om filen och försök igen."),
        ("brev.xlsx", docx(), "Filens namn slutar på .xlsx men innehållet är Word. Spara om filen och försök igen."),
        ("brev.pdf.exe", pdf(), "Filens namn måste sluta på .pdf, eftersom innehållet är PDF."),
        ("brev", pdf(), "Filens namn måste sluta på .pdf, eftersom innehållet är PDF."),
        (".pdf", pdf(), "Filens namn måste sluta på .pdf, eftersom innehållet är PDF."),
        (
            "brev\N{RIGHT-TO-LEFT OVERRIDE}fdp.exe",
            pdf(),
            "Filens namn måste sluta på .pdf, eftersom innehållet är PDF.",
        ),
    ],
)
def test_a_name_that_says_something_else_than_the_content_is_refused(name, content, text):
    assert sentence(name, content) == text


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("brev.docx", docx(("word/vbaProject.bin", "x")), id="VBA in Word"),
        pytest.param("brev.docx", docx(("WORD/VBAPROJECT.BIN", "x")), id="VBA in capitals"),
        pytest.param("budget.xlsx", xlsx(("xl/macrosheets/sheet1.xml", "x")), id="Excel 4 macros"),
        pytest.param("brev.docx", docx(("word/embeddings/Kalkyl.XLSM", "x")), id="an embedded workbook with macros"),
        pytest.param("brev.docx", docx(("word/embeddings/kalkyl.xlsb", "x")), id="an embedded binary workbook"),
        pytest.param("brev.docx", docx(("word/activeX/activeX1.xml", "x")), id="ActiveX"),
        pytest.param("brev.odt", open_document(TEXT, ("Basic/Standard/Module1.xml", "x")), id="Basic in ODT"),
        pytest.param("budget.ods", open_document(SHEET, ("Scripts/python/x.py", "x")), id="script in ODS"),
        pytest.param(
            "brev.docm",
            packed(content_types("application/vnd.ms-word.document.macroEnabled"), ("word/document.xml", "")),
            id="DOCM without its project",
        ),
    ],
)
def test_a_document_with_macros_is_refused(name, content):
    assert sentence(name, content) == MACROS


def test_a_document_that_unpacks_to_far_more_than_its_size_is_refused():
    assert sentence("bomb.docx", docx(("word/media/a.bin", "0" * 30_000_000))) == BOMB


def test_a_document_with_thousands_of_parts_is_refused():
    assert sentence("bomb.docx", docx(*((f"word/{n}.xml", "") for n in range(MAX_ZIP_ENTRIES)))) == BOMB


def test_a_document_whose_parts_lie_upon_each_other_is_refused():
    """Many entries that share one packed part: each looks honest, together they unpack to 300 MB."""
    content = bytearray(docx(*((f"word/{n:04}.bin", "0" * 1_000_000 if n == 0 else "") for n in range(301))))
    first = content.index(b"PK\x01\x02")
    honest = content.index(b"word/0000.bin", first) - 46
    sizes, offset = content[honest + 20 : honest + 28], content[honest + 42 : honest + 46]
    for n in range(1, 301):
        entry = content.index(f"word/{n:04}.bin".encode(), first) - 46
        content[entry + 20 : entry + 28], content[entry + 42 : entry + 46] = sizes, offset
    assert sentence("bomb.docx", bytes(content)) == BOMB


def test_a_part_that_unpacks_to_more_than_it_states_is_refused():
    """The table of contents says 1 kB; the part holds 30 MB."""
    content = bytearray(docx(("word/media/a.bin", "0" * 30_000_000)))
    entry = content.index(b"word/media/a.bin", content.index(b"PK\x01\x02")) - 46
    content[entry + 24 : entry + 28] = (1024).to_bytes(4, "little")
    assert sentence("bomb.docx", bytes(content)) == BOMB


def test_a_table_of_contents_beyond_any_document_is_refused_unread():
    content = docx()
    end = content.index(b"PK\x05\x06")
    huge = content[: end + 12] + (2 * 1024 * 1024).to_bytes(4, "little") + content[end + 16 :]
    assert sentence("brev.docx", huge) == UNKNOWN


def test_a_table_of_contents_that_points_outside_the_file_is_refused():
    content = bytearray(docx())
    content[content.index(b"PK\x05\x06") + 16] += 3
    assert sentence("brev.docx", bytes(content)) == UNKNOWN


def test_a_document_with_two_parts_of_one_name_is_refused():
    with pytest.warns(UserWarning, match="Duplicate name"):
        content = docx(("word/document.xml", "<another/>"))
    assert sentence("brev.docx", content) == UNKNOWN


def test_a_document_locked_with_a_password_is_refused():
    content = bytearray(docx())
    content[content.index(b"PK\x01\x02") + 8] |= 1
    assert sentence("brev.docx", bytes(content)) == "Filen är låst med lösenord. Ta bort lösenordet och försök igen."


@given(st.data())
def test_a_damaged_document_is_refused_or_read_but_never_breaks_the_portal(data):
    name, content = data.draw(st.sampled_from([("brev.docx", docx()), ("brev.odt", open_document(TEXT))]))
    damaged = bytearray(content)
    for _ in range(data.draw(st.integers(1, 8))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    with suppress(UploadError):
        assert inspect(name, bytes(damaged)).safe_name == name


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("Årsmöte – protokoll å ä ö.pdf", "Årsmöte – protokoll å ä ö.pdf"),
        ("A\N{COMBINING RING ABOVE}r.pdf", "År.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\anna\\bokslut.PDF", "bokslut.pdf"),
        ("faktura\N{RIGHT-TO-LEFT OVERRIDE}fdp.exe", "fakturafdp.exe"),
        ("a\N{LEFT-TO-RIGHT ISOLATE}b\N{ZERO WIDTH SPACE}c\N{BYTE ORDER MARK}.pdf", "abc.pdf"),
        ("a\0b\x1bc\x7f.pdf", "abc.pdf"),
        ("rad\r\nett\t två.pdf", "rad ett två.pdf"),
        ('vad<är>"det":|?*.pdf', "vad_är__det_____.pdf"),
        (" .dold.pdf. ", "dold.pdf"),
        ("\ud800.pdf", "pdf"),
        ("...", "fil"),
        ("mapp/", "fil"),
        ("", "fil"),
    ],
)
def test_a_name_is_made_safe(name, safe):
    assert safe_name(name) == safe


def test_a_long_name_keeps_its_extension():
    assert safe_name("å" * 500 + ".pdf") == "å" * (MAX_NAME_LENGTH - 4) + ".pdf"


@given(st.text(st.characters(exclude_categories=())))
def test_a_safe_name_is_short_printable_and_stays_the_same(name):
    safe = safe_name(name)
    assert 1 <= len(safe) <= MAX_NAME_LENGTH
    assert safe.isprintable()
    assert safe_name(safe) == safe
