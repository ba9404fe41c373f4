"""Files: what cannot be taken in is refused by its content, with a sentence, and the draft stays as it was."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from delmos.lib.uploads import MAX_BYTES
from tests import factories
from tests.factories import a_pdf
from tests.pages import browser, errors, flashes

PDF = a_pdf().getvalue()
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 32
EXE = b"MZ\x90\x00" + b"\x00" * 64
TYPES = "PDF, PNG, JPEG, Word (docx), Excel (xlsx) eller OpenDocument (odt, ods)"


@pytest.fixture
def draft(association, clock):
    return factories.a_draft()


@pytest.fixture
def bo_browser(draft):
    return browser("bo")


def attach(client, draft, name="Stadgar.pdf", content=PDF, question="attachments"):
    page = reverse("draft_attach", args=[draft.pk, question])
    return client.post(page, {"file": SimpleUploadedFile(name, content)} if name else {})


def names(draft):
    return [file.name for file in draft.files.all()]


def test_a_file_is_added_and_can_be_fetched_again(draft, bo_browser):
    response = attach(bo_browser, draft, "Stadgar för Öster.PDF")
    assert response["Location"] == reverse("draft_group", args=[draft.pk, "declarations"])
    assert flashes(response) == ["Bilagan Stadgar för Öster.PDF är tillagd."]
    file = draft.files.get()
    fetched = bo_browser.get(reverse("draft_file", args=[draft.pk, file.pk]))
    assert (file.name, b"".join(fetched), fetched["Content-Type"]) == ("Stadgar för Öster.pdf", PDF, "application/pdf")


def test_a_file_is_removed(draft, bo_browser):
    attach(bo_browser, draft)
    response = bo_browser.post(reverse("draft_detach", args=[draft.pk, draft.files.get().pk]))
    assert (response.status_code, names(draft)) == (302, [])


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("", b"", "Välj en fil först."),
        ("tom.pdf", b"", "Filen är tom. Kontrollera att du har valt rätt fil."),
        ("stor.pdf", PDF + b"\x00" * (MAX_BYTES + 1024 * 1024), "Filen är för stor. Den får vara högst 25 MB."),
        (
            "bild.pdf",
            PNG,
            "Filens namn slutar på .pdf men innehållet är PNG. Spara om filen och försök igen.",
        ),
        ("program.pdf", EXE, f"Filens innehåll går inte att ta emot. Ladda upp {TYPES}."),
        ("program.exe", EXE, f"Filens innehåll går inte att ta emot. Ladda upp {TYPES}."),
        ("stadgar", PDF, "Filens namn måste sluta på .pdf, eftersom innehållet är PDF."),
    ],
    ids=["none", "empty", "26 MB", "a picture", "a program", "an exe", "no ending"],
)
def test_a_file_that_cannot_be_taken_in_is_refused(draft, bo_browser, name, content, sentence):
    attach(bo_browser, draft, "Redan här.pdf")
    response = attach(bo_browser, draft, name, content)
    assert (response.status_code, errors(response)) == (422, [f"Välj en fil – {sentence}"])
    assert names(draft) == ["Redan här.pdf"]


def test_the_answers_of_the_page_are_still_there_beside_the_refused_file(draft, bo_browser):
    response = attach(bo_browser, draft, "tom.pdf", b"")
    assert response.context["form"]["insolvency"].value() == "nej"


def test_the_eleventh_file_is_refused(draft, bo_browser):
    ten = [f"Bilaga {number}.pdf" for number in range(10)]
    for name in ten:
        assert attach(bo_browser, draft, name, a_pdf(name).getvalue()).status_code == 302
    response = attach(bo_browser, draft, "Bilaga 11.pdf")
    assert (response.status_code, errors(response)) == (
        422,
        ["Välj en fil – Ansökan kan ha högst 10 bilagor."],
    )
    assert names(draft) == ten


def test_a_question_that_takes_no_files_gets_none(draft, bo_browser):
    response = attach(bo_browser, draft, question="title")
    assert (response.status_code, errors(response)) == (422, ["Det går inte att lägga till bilagor här."])


def test_a_question_that_the_form_lacks_is_not_found(draft, bo_browser):
    assert attach(bo_browser, draft, question="saknas").status_code == 404


def test_a_submitted_application_takes_no_more_files(draft, bo_browser):
    factories.sign(draft)
    response = attach(bo_browser, draft)
    assert (response.status_code, errors(response), names(draft)) == (
        422,
        ["Ansökan är redan inskickad och kan inte ändras. (22 § förvaltningslagen (2017:900))"],
        [],
    )
