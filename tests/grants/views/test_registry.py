"""The pages of the diary: post, the search, marks, and the general case."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from delmos.lib.dates import stockholm_date
from grants.enums import ApplicationStatus
from grants.models import GeneralCase
from journal.domain import secrecy as diary_secrecy
from journal.enums import Direction
from journal.models import Post, Reading, RegistryEntry
from tests.factories import NOW, a_pdf, application_at, person
from tests.factories.registry import PROTECTED_NAME, a_letter_entry, general_case, marked, posted
from tests.pages import browser, errors, flashes, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def rut_at(rut: object) -> Client:
    return browser("rut")


def a_form(**changes: object) -> dict[str, object]:
    """What the form of post says, for a letter that came today."""
    return {
        "way": "letter",
        "arrived_on": stockholm_date(timezone.now()).isoformat(),
        "counterpart_kind": "organisation",
        "counterpart": "Byalaget",
        "title": "Fråga om en utlysning",
        "series": "ALM",
        "case_title": "Fråga om stöd",
        "opened": "sida",
        "attached": [SimpleUploadedFile("brev.pdf", a_pdf().getvalue())],
        **changes,
    }


def test_a_letter_is_registered_in_a_new_case(rut_at: Client) -> None:
    response = rut_at.post(reverse("registry_post_new"), a_form())
    number = Post.objects.get().case.number
    assert response["Location"] == reverse("general_case", args=[number])
    assert flashes(response) == [f"Posten är registrerad i {number} som handling 1."]


def test_a_double_click_registers_once(rut_at: Client) -> None:
    for _ in range(2):
        rut_at.post(reverse("registry_post_new"), a_form())
    assert Post.objects.count() == 1


def test_several_files_are_registered_at_once(rut_at: Client) -> None:
    files = [SimpleUploadedFile(f"{name}.pdf", a_pdf(name).getvalue()) for name in ("brev", "karta")]
    response = rut_at.post(reverse("registry_post_new"), a_form(attached=files))
    assert flashes(response)[0].endswith("som handlingarna 1, 2.")


def test_what_is_wrong_is_said_at_its_field(rut_at: Client) -> None:
    response = rut_at.post(reverse("registry_post_new"), a_form(title="", arrived_on="2999-01-01"))
    assert (response.status_code, errors(response)) == (
        422,
        ["Vad gäller det, i korthet? – Skriv i korthet vad handlingen gäller."],
    )
    response = rut_at.post(reverse("registry_post_new"), a_form(arrived_on="2999-01-01"))
    assert errors(response) == [
        "Vilken dag kom det in? – Dagen då handlingen kom in kan inte ligga framåt i tiden. "
        "(22 § förvaltningslagen (2017:900))"
    ]


def test_post_is_registered_in_a_case_found_by_its_organisation(rut_at: Client) -> None:
    application = application_at(ApplicationStatus.IN_REVIEW)
    number = application.case.number
    found = rut_at.get(reverse("registry_post_find"), {"q": "grannsamverkan"})
    assert reverse("registry_post", args=[number]) in found.content.decode()
    response = rut_at.post(reverse("registry_post", args=[number]), a_form(for_party="on"))
    assert response["Location"] == reverse("case", args=[number])
    assert RegistryEntry.objects.get(post_item__isnull=False).visible_to_party is True


def test_the_diary_is_searched_by_its_address(rut_at: Client) -> None:
    posted()
    here = rut_at.get(reverse("registry"), {"ord": "utlysning", "serie": "ALM"})
    not_here = rut_at.get(reverse("registry"), {"ord": "remiss"})
    assert ("Fråga om en utlysning" in words(here), "Ingen handling passar" in words(not_here)) == (True, True)


@pytest.mark.parametrize(
    "query", [{"fran": "0001-01-01"}, {"nummer": "\x00"}, {"ord": "&|!:*"}, {"efter": "%"}], ids=str
)
def test_an_odd_search_is_answered(query: dict[str, str], rut_at: Client) -> None:
    assert rut_at.get(reverse("registry"), query).status_code == 200
    assert Client().get(reverse("public_diary"), query).status_code == 200


def test_a_mark_is_set_and_lifted_on_the_page_of_the_document(rut_at: Client) -> None:
    entry = a_letter_entry()
    page = reverse("registry_entry", args=[entry.case.number, 1])
    rut_at.post(page, {"sections": ["21 kap. 1 §"], "note": "Hälsa"})
    shown = words(rut_at.get(page))
    assert ("Sekretessmarkerad: 21 kap. 1 § OSL" in shown, "Ta bort sekretessmarkeringen" in shown) == (True, True)
    rut_at.post(page, {"why": "Uppgiften är offentlig."})
    assert "Markeringen borttagen" in words(rut_at.get(page))


def test_a_marked_document_is_opened_by_a_button_that_is_logged(rut_at: Client) -> None:
    entry = marked(a_letter_entry())
    address = reverse("registry_document", args=[entry.case.number, 1])
    assert (rut_at.get(address).status_code, Reading.objects.count()) == (200, 0)
    response = rut_at.post(address)
    assert (response["Content-Type"], Reading.objects.get().part) == ("application/pdf", "document:1")
    response.close()


def test_an_unmarked_document_is_opened_by_its_link(rut_at: Client) -> None:
    entry = a_letter_entry()
    response = rut_at.get(reverse("registry_document", args=[entry.case.number, 1]))
    assert (response["Content-Type"], Reading.objects.count()) == ("application/pdf", 0)
    response.close()


def test_a_protected_name_is_not_in_the_diary(rut_at: Client) -> None:
    entry = a_letter_entry()
    rut_at.post(reverse("registry_counterpart", args=[entry.case.number]), {"sections": ["21 kap. 3 §"]})
    row = RegistryEntry.objects.select_related("case").get()
    assert row.case.counterpart_rule == "21 kap. 3 § OSL"
    assert "Skyddad identitet" in words(rut_at.get(reverse("registry")))


def test_a_general_case_is_answered_given_away_and_closed(rut_at: Client) -> None:
    general = general_case()
    number = general.case.number
    rut_at.post(
        reverse("general_case_answer", args=[number]),
        {"title": "Svar", "opened": "a", "attached": SimpleUploadedFile("svar.pdf", a_pdf().getvalue())},
    )
    rut_at.post(reverse("general_case_assign", args=[number]), {"officer": person("dag").pk})
    rut_at.post(reverse("general_case_close", args=[number]), {"reason": "Frågan är besvarad."})
    general = GeneralCase.objects.select_related("case").get()
    assert general.case.entries.get(direction=Direction.OUT).title == "Svar"
    assert (general.officer, general.is_open) == (person("dag"), False)
    shown = words(rut_at.get(reverse("general_case", args=[number])))
    assert [text in shown for text in ("Ärendet avslutat", "Frågan är besvarad.", "Svar registrerat")] == [True] * 3


def test_the_officer_finds_its_general_case_on_the_first_page() -> None:
    general = general_case(officer="dag")
    assert general.case.title in words(browser("dag").get(reverse("home")))


def test_the_names_in_public_are_those_of_organisations() -> None:
    a_letter_entry()
    shown = Client().get(reverse("public_diary"))
    assert (shown["X-Robots-Tag"], PROTECTED_NAME in shown.content.decode()) == ("noindex, nofollow", False)


def test_the_public_page_of_a_case_says_how_to_ask() -> None:
    entry = a_letter_entry()
    shown = words(Client().get(reverse("public_diary_case", args=[entry.case.number])))
    assert "Du behöver inte säga vem du är eller varför du vill ha handlingen." in shown


def test_a_case_that_does_not_exist_is_not_there() -> None:
    assert Client().get(reverse("public_diary_case", args=["ALM-2018-99999"])).status_code == 404


def test_a_mark_of_the_case_shows_in_its_timeline(rut_at: Client) -> None:
    application = application_at(ApplicationStatus.IN_REVIEW)
    entry = posted(application.case).items.get().entry
    diary_secrecy.mark_document(entry, rule="21 kap. 1 § OSL", by=person("rut"), now=NOW)
    shown = words(rut_at.get(reverse("case", args=[application.case.number])))
    assert ("Post registrerad" in shown, "Sekretessmarkering satt" in shown) == (True, True)
