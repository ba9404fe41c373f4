"""The registrar's day: a letter comes, is marked, is asked for, and goes out without what is secret."""

from pathlib import Path

import pypdfium2 as pdfium
import pytest

from grants.domain import masked_copies
from grants.interfaces.release_letters import mask_font
from grants.models import ReleaseItem
from journal.domain import documents
from journal.models import RegistryEntry
from tests.factories import NOW, person
from tests.factories.registry import PROTECTED_NAME, a_letter_file

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    """A letter from a private person, on the registrar's own computer."""
    person("rut")
    path = tmp_path / "brev.pdf"
    path.write_bytes(a_letter_file().content.read())
    return path


def test_a_letter_is_registered_marked_and_released_without_the_name(visit, letter):
    rut = visit("rut").go("/diarium/").look("diary-empty")
    rut.press("Registrera post").look("post-find")
    rut.press("Öppna ett nytt ärende").choose("Allmänna ärenden").write("Ärendemening", "Fråga om stöd")
    rut.choose("Brev", within="Hur kom det?").choose("Privatperson").write("Namn", PROTECTED_NAME)
    rut.write("Vad gäller det, i korthet?", "Fråga om stöd")
    rut.page.locator("input[type=file]").set_input_files(letter)
    rut.look("post-new").press("Registrera").look("general-case")
    assert rut.sees("som handling 1.")
    number = RegistryEntry.objects.select_related("case").get().case.number

    rut.press(f"{number}-1").look("diary-entry")
    rut.page.get_by_label("21 kap. 1 § OSL: en enskilds hälsa eller sexualliv").check()
    rut.press("Sätt markeringen").look("diary-entry-marked")
    rut.press("Öppna handlingen").look("diary-document-marked")

    rut.go("/diarium/begaran/").press("Registrera en begäran").write("Vilka handlingar gäller det?", "Brevet om stöd.")
    rut.look("release-new").press("Registrera").look("release")
    rut.press("Välj handlingar").write("Diarienummer", number).press("Sök")
    rut.page.get_by_label(f"Välj {number}-1").check()
    rut.look("release-choose").press("Lägg till de valda")
    rut.press(f"{number}-1 Fråga om stöd").choose("Lämnas ut med maskning")
    rut.write("Hur har du prövat frågan?", "Namnet är hemligt, resten kan lämnas ut.")
    rut.look("release-item").press("Spara prövningen")
    rut.press("Öppna sidorna").look("release-masks")
    rut.write("Vilket ord eller vilken fras?", PROTECTED_NAME)
    rut.page.get_by_label("Bestämmelse", exact=False).first.select_option("21 kap. 1 § OSL")
    rut.press("Lägg till maskeringen")
    draw_on(rut, (0.1, 0.4), (0.5, 0.5))
    assert rut.page.get_by_label("Från vänster, procent").input_value() == "10.0"
    rut.page.get_by_label("Bestämmelse", exact=False).first.select_option("21 kap. 3 § OSL")
    rut.look("release-masks-drawn").press("Lägg till maskeringen").press("Gör kopian").look("release-copy-waits")
    masked_copies.draw_due(font=mask_font, now=NOW)
    rut.page.reload()
    rut.look("release-copy-made").press("Tillbaka till begäran").press("Besvara begäran").look("release-answered")

    copy = pdfium.PdfDocument(documents.read(ReleaseItem.objects.get().copy))
    assert [page.get_textpage().get_text_range() for page in copy] == [""]
    rut.go("/diarium/").look("diary")

    visitor = visit().go("/offentligt-diarium/").look("public-diary")
    assert (visitor.sees("Uppgiften visas inte"), visitor.sees(PROTECTED_NAME)) == (True, False)
    visitor.press(f"{number}-1").look("public-diary-case")


def draw_on(visitor, start, end):
    """Drag over a part of the page that is shown, from one share of its width and height to another."""
    picture = visitor.page.locator("[data-mask-page] img")
    picture.scroll_into_view_if_needed()
    box = picture.bounding_box()
    mouse = visitor.page.mouse
    mouse.move(box["x"] + start[0] * box["width"], box["y"] + start[1] * box["height"])
    mouse.down()
    mouse.move(box["x"] + end[0] * box["width"], box["y"] + end[1] * box["height"], steps=4)
    mouse.up()
