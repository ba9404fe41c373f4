"""The letters are read back with pikepdf; the rules are those of ISO 14289-1 (PDF/UA-1) and ISO 19005-3 (PDF/A-3)."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from fontTools.ttLib import TTFont

from delmos.lib.pdf import AssetRefused, Data, render_pdf

STATIC = Path(__file__).parents[2] / "static"
LETTER = """<!doctype html><html lang="sv"><head><meta charset="utf-8"><title>Beslut om statsbidrag</title>
<link rel="stylesheet" href="css/letter.css"></head><body><h1>Beslut om bidrag till Škola på Öland</h1>
<p>Ni får <strong>300 000 kr</strong> för år 2018, Łukasz.</p>
<table><caption>Budget</caption><thead><tr><th scope="col">Post</th></tr></thead><tbody><tr><td>Lön</td></tr></tbody>
</table></body></html>"""


@pytest.fixture(scope="module")
def letter() -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(BytesIO(render_pdf(LETTER, assets=STATIC))) as pdf:
        yield pdf


@pytest.fixture
def assets(tmp_path: Path) -> Path:
    (tmp_path / "secret.css").write_text("h1 { color: red }")
    folder = tmp_path / "assets"
    folder.mkdir()
    (folder / "plain.css").write_text("h1 { color: blue }")
    return folder


def with_style(href: str) -> str:
    return f'<html lang="sv"><head><title>Brev</title><link rel="stylesheet" href="{href}"></head><h1>Brev</h1></html>'


def structure(element: pikepdf.Object) -> Iterator[str]:
    """The roles of the structure tree, from the top."""
    if isinstance(element, pikepdf.Array):
        for child in element:
            yield from structure(child)
    elif isinstance(element, pikepdf.Dictionary):
        yield str(element.get("/S", ""))
        yield from structure(element.get("/K", pikepdf.Array()))


def text_of(pdf: pikepdf.Pdf) -> str:
    """The metadata as it is written."""
    return pdf.Root.Metadata.read_bytes().decode()


def fonts(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    return [font for page in pdf.pages for font in page.Resources.Font.values()]


def descriptor(font: pikepdf.Object) -> pikepdf.Object:
    return font.DescendantFonts[0].FontDescriptor


def wrong_letters(font: pikepdf.Object) -> str:
    """The letters that the page says it shows in ``font`` with a glyph that the font gives to something else."""
    program = TTFont(BytesIO(descriptor(font).FontFile2.read_bytes()))
    glyph_of = {chr(code): program.getGlyphID(name) for code, name in program.getBestCmap().items()}
    shown = re.findall(r"<([0-9a-f]{4})> <([0-9a-f]{4})>", font.ToUnicode.read_bytes().decode().split("beginbfchar")[1])
    pairs = [(int(glyph, 16), chr(int(code, 16))) for glyph, code in shown]
    return "".join(sign for glyph, sign in pairs if sign.isalpha() and glyph_of.get(sign) != glyph)


def test_the_letter_is_marked_as_tagged(letter):
    assert letter.Root.MarkInfo.Marked is True


def test_the_letter_says_that_it_is_in_swedish(letter):
    assert str(letter.Root.Lang) == "sv"


def test_the_reader_shows_the_title_of_the_letter(letter):
    assert letter.Root.ViewerPreferences.DisplayDocTitle is True
    assert letter.open_metadata()["dc:title"] == "Beslut om statsbidrag"


def test_the_letter_claims_pdf_ua_1_and_pdf_a_3a(letter):
    metadata = letter.open_metadata()
    claimed = [metadata[name] for name in ("pdfuaid:part", "pdfaid:part", "pdfaid:conformance")]
    assert (claimed, metadata.pdfa_status) == (["1", "3", "A"], "3A")


def test_the_letter_describes_what_pdf_a_does_not_know(letter):
    """ISO 19005-3 § 6.6.2.3: without this description the statement of PDF/UA would break PDF/A."""
    described = re.search("<pdfaSchema:prefix>(.*?)</.*<pdfaProperty:name>(.*?)</", text_of(letter), re.DOTALL)
    assert described is not None
    assert described.groups() == ("pdfuaid", "part")


def test_the_colours_of_the_letter_are_defined_and_the_file_is_identified(letter):
    """ISO 19005-3 §§ 6.1.3 and 6.2.3."""
    intent = letter.Root.OutputIntents[0]
    assert (str(intent.S), "/DestOutputProfile" in intent, len(letter.trailer.ID)) == ("/GTS_PDFA1", True, 2)


def test_nothing_of_the_letter_is_locked_or_runs(letter):
    """ISO 19005-3 §§ 6.1.3, 6.5.1 and 6.6.1: no encryption, no script, no action on opening."""
    assert (letter.is_encrypted, "/OpenAction" in letter.Root, "/AA" in letter.Root) == (False, False, False)


def test_each_header_of_a_table_says_whose_it_is(letter):
    scopes = {str(th.A.Scope) for th in letter.objects if isinstance(th, pikepdf.Dictionary) and th.get("/S") == "/TH"}
    assert scopes == {"/Column"}


def test_data_goes_with_the_letter_and_is_part_of_it():
    """ISO 19005-3 § 6.8."""
    data = Data("beslut.json", "Beslutet som data", b'{"a": 1}', datetime(2018, 5, 2, tzinfo=UTC))
    with pikepdf.open(BytesIO(render_pdf(LETTER, assets=STATIC, data=data))) as pdf:
        file = pdf.attachments["beslut.json"].get_file()
        found = (file.read_bytes(), file.mime_type, str(pdf.Root.AF[0].AFRelationship), str(pdf.Root.AF[0].Desc))
    assert found == (b'{"a": 1}', "application/json", "/Data", "Beslutet som data")


def test_the_letter_has_its_headings_and_tables_in_the_structure_tree(letter):
    roles = list(structure(letter.Root.StructTreeRoot.K))
    wanted = ("/Document", "/H1", "/P", "/Table", "/Caption", "/TH", "/TD")
    assert [role for role in roles if role in wanted] == list(wanted)


def test_every_font_is_embedded_and_is_the_one_of_the_project(letter):
    descriptors = [descriptor(font) for font in fonts(letter)]
    assert {str(font.FontFamily) for font in descriptors} == {"Source Sans 3", "Source Sans 3 Extended"}
    assert [font.FontName for font in descriptors if "/FontFile2" not in font] == []


def test_every_letter_is_drawn_with_its_own_glyph(letter):
    """Text that copies right may still look wrong: the renderer mixes up two files of one family, weight and style."""
    assert "".join(wrong_letters(font) for font in fonts(letter)) == ""


def test_the_same_letter_is_the_same_bytes():
    assert render_pdf(LETTER, assets=STATIC) == render_pdf(LETTER, assets=STATIC)


@pytest.mark.parametrize(
    "html",
    [
        "<html><head><title>Brev</title></head><h1>Brev</h1></html>",
        '<html lang="sv"><h1>Brev</h1></html>',
        '<html lang="sv"><head><title></title></head><h1>Brev</h1></html>',
    ],
)
def test_a_letter_without_language_or_title_is_refused(html, assets):
    with pytest.raises(ValueError, match="^the letter needs <html lang> and <title>$"):
        render_pdf(html, assets=assets)


def test_a_file_below_the_assets_is_read(assets):
    assert render_pdf(with_style("plain.css"), assets=assets) != render_pdf(with_style(""), assets=assets)


def test_a_link_within_the_assets_is_followed(assets):
    (assets / "same.css").symlink_to(assets / "plain.css")
    assert render_pdf(with_style("same.css"), assets=assets) == render_pdf(with_style("plain.css"), assets=assets)


@pytest.mark.parametrize(
    "href",
    [
        "http://localhost/style.css",
        "https://example.org/style.css",
        "ftp://example.org/style.css",
        "//example.org/style.css",
        "file://example.org/style.css",
        "data:text/css,h1{color:red}",
        "../secret.css",
        "%2e%2e/secret.css",
        "/etc/passwd",
        "file:///etc/passwd",
        "missing.css",
        "with%00nul.css",
    ],
)
def test_a_letter_reads_nothing_else(href, assets):
    with pytest.raises(AssetRefused):
        render_pdf(with_style(href), assets=assets)


def test_a_link_out_of_the_assets_is_refused(assets):
    (assets / "out.css").symlink_to(assets.parent / "secret.css")
    with pytest.raises(AssetRefused, match="the file is outside the assets of the letter$"):
        render_pdf(with_style("out.css"), assets=assets)


@pytest.mark.parametrize(
    "html",
    [
        '<img src="https://example.org/logo.png" alt="">',
        '<svg viewBox="0 0 1 1"><image href="https://example.org/logo.png" width="1" height="1"/></svg>',
        "<style>@import url(https://example.org/style.css)</style>",
        "<style>@font-face { font-family: X; src: url(https://example.org/x.woff2) }</style><p style='font: 1em X'>x",
        "<p style='background: url(file:///etc/passwd)'>x",
        "<base href='https://example.org/'><link rel='stylesheet' href='style.css'>",
        "<link rel='attachment' href='file:///etc/passwd'>",
    ],
)
def test_images_fonts_and_attachments_are_held_to_the_same_rule(html, assets):
    with pytest.raises(AssetRefused):
        render_pdf(f'<html lang="sv"><head><title>Brev</title></head><body>{html}</body></html>', assets=assets)
