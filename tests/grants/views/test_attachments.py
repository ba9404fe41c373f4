"""Files: what cannot be taken in is refused by its content, with a sentence, and the draft stays as it was."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from delmos.lib.uploads import MAX_BYTES
from grants.questions import Question, QuestionGroup, QuestionKind
from tests import factories
from tests.factories import a_pdf
from tests.pages import browser, errors, flashes, words

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
    return client.post(page, {f"{question}-file": SimpleUploadedFile(name, content)} if name else {})


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


@pytest.mark.parametrize("question", ["title", "saknas"])
def test_a_question_that_takes_no_files_is_not_found(draft, bo_browser, question):
    assert (attach(bo_browser, draft, question=question).status_code, names(draft)) == (404, [])


def test_a_submitted_application_takes_no_more_files(draft, bo_browser):
    factories.sign(draft)
    response = attach(bo_browser, draft)
    assert (response.status_code, errors(response), names(draft)) == (
        422,
        ["Ansökan är redan inskickad och kan inte ändras. (22 § förvaltningslagen (2017:900))"],
        [],
    )


# --- what is written on the page meanwhile ----------------------------------------------------------------------------


def page_with(draft, **more):
    """What the browser sends of the page that asks for files, with ``more``."""
    return {"version": str(draft.version_of("declarations")), "insolvency": "ja", **more}


def insolvency(draft):
    draft.refresh_from_db()
    return draft.answers["insolvency"]


def a_file(name="Stadgar.pdf", content=PDF):
    return SimpleUploadedFile(name, content)


def test_what_is_written_beside_the_file_is_saved_with_it(draft, bo_browser):
    url = reverse("draft_attach", args=[draft.pk, "attachments"])
    bo_browser.post(url, page_with(draft, **{"attachments-file": a_file()}))
    assert (insolvency(draft), names(draft)) == (True, ["Stadgar.pdf"])


def test_it_is_saved_although_the_file_is_refused(draft, bo_browser):
    url = reverse("draft_attach", args=[draft.pk, "attachments"])
    response = bo_browser.post(url, page_with(draft))
    assert (response.status_code, errors(response)) == (422, ["Välj en fil – Välj en fil först."])
    assert (insolvency(draft), "Sparat kl. 12.00." in words(response)) == (True, True)


def test_it_is_saved_when_a_file_is_removed(draft, bo_browser):
    attach(bo_browser, draft)
    draft.refresh_from_db()
    bo_browser.post(reverse("draft_detach", args=[draft.pk, draft.files.get().pk]), page_with(draft))
    assert (insolvency(draft), names(draft)) == (True, [])


def test_a_file_is_added_although_the_answers_beside_it_wait_for_a_choice(draft, bo_browser):
    asked = (Question("why", QuestionKind.TEXT, "Varför?"), Question("bylaws", QuestionKind.FILES, "Stadgar"))
    draft = factories.a_draft(factories.a_call_asking(QuestionGroup("more", "Mer", asked)))
    url = reverse("draft_group", args=[draft.pk, "more"])
    sent = {"version": str(draft.version_of("more")), "opened-page": "b" * 32, "why": "Annas svar"}
    bo_browser.post(url, {**sent, "opened-page": "c" * 32, "why": "Bos svar"})
    url = reverse("draft_attach", args=[draft.pk, "bylaws"])
    response = browser("anna").post(url, {**sent, "bylaws-file": a_file()})
    draft.refresh_from_db()
    assert (response.status_code, names(draft), draft.answers["why"]) == (409, ["Stadgar.pdf"], "Bos svar")


def test_a_file_that_was_chosen_but_not_added_comes_along_when_the_page_is_saved(draft, bo_browser):
    url = reverse("draft_group", args=[draft.pk, "declarations"])
    response = bo_browser.post(url, page_with(draft, next="1", **{"attachments-file": a_file()}))
    assert (response["Location"], names(draft)) == (reverse("draft", args=[draft.pk]), ["Stadgar.pdf"])


def test_a_chosen_file_that_is_refused_keeps_the_person_on_the_page(draft, bo_browser):
    url = reverse("draft_group", args=[draft.pk, "declarations"])
    response = bo_browser.post(url, page_with(draft, next="1", **{"attachments-file": a_file("a.exe", EXE)}))
    assert (response.status_code, insolvency(draft), names(draft)) == (422, True, [])


def test_signed_out_the_text_beside_the_file_comes_back_to_be_sent_again(draft):
    url = reverse("draft_attach", args=[draft.pk, "attachments"])
    response = Client().post(url, page_with(draft, **{"attachments-file": a_file()}))
    assert (response.status_code, ("insolvency", "ja") in response.context["sent"]) == (403, True)


def test_two_questions_for_files_have_a_place_each(association, clock):
    asked = [Question(key, QuestionKind.FILES, key.capitalize(), required=False) for key in ("bylaws", "plan")]
    draft = factories.a_draft(factories.a_call_asking(QuestionGroup("files", "Bilagor", tuple(asked))))
    bo = browser("bo")
    response = attach(bo, draft, "tom.pdf", b"", question="plan")
    uploads = {found["question"].key: found["upload"] for found in response.context["file_questions"]}
    assert {key: (form["file"].html_name, bool(form.errors)) for key, form in uploads.items()} == {
        "bylaws": ("bylaws-file", False),
        "plan": ("plan-file", True),
    }
