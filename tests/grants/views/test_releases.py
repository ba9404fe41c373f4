"""The pages of a request for public documents, from the question to what goes out."""

import pytest
from django.test import Client
from django.urls import reverse

from grants.domain import masked_copies
from grants.enums import ReleaseOutcome
from grants.interfaces.release_letters import mask_font
from grants.models import Mask, ReleaseItem, ReleaseRequest
from journal.models import Reading, RegistryEntry
from tests.factories import NOW
from tests.factories.registry import (
    PROTECTED_NAME,
    RULE,
    a_letter_entry,
    answered,
    marked,
    masked,
    release_item,
    release_requested,
    tried,
    written_wanted,
)
from tests.pages import browser, errors, flashes, lead, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def rut_at(rut: object) -> Client:
    return browser("rut")


def address(name: str, item: ReleaseItem, *more: int) -> str:
    return reverse(name, args=[item.request.case.number, item.pk, *more])


def test_a_request_is_registered_without_a_name_or_a_purpose(rut_at: Client) -> None:
    page = rut_at.get(reverse("release_new"))
    assert "Du får inte fråga vem som begär handlingen eller varför." in words(page)
    response = rut_at.post(reverse("release_new"), {"wanted": "Brevet om byalag.", "contact": "", "opened": "x"})
    assert response["Location"] == reverse("release", args=[ReleaseRequest.objects.get().case.number])


def test_documents_are_found_and_ticked(rut_at: Client) -> None:
    entry, request = a_letter_entry(), release_requested()
    choose = reverse("release_choose", args=[request.case.number])
    assert f"Välj {entry.case.number}-1" in rut_at.get(choose, {"serie": "ALM"}).content.decode()
    first, again = (flashes(rut_at.post(choose, {"vald": entry.pk}))[-1] for _ in range(2))
    assert request.items.get().entry == entry
    assert (first, again) == ("1 handling är tillagd i begäran.", "Handlingarna fanns redan i begäran.")


@pytest.mark.parametrize("ticked", ["0", "999999999", "x", "9" * 40], ids=str)
def test_what_is_not_in_the_diary_is_not_chosen(ticked: str, rut_at: Client) -> None:
    request = release_requested()
    rut_at.post(reverse("release_choose", args=[request.case.number]), {"vald": ticked})
    assert not request.items.exists()


def test_a_refusal_asks_for_its_rule(rut_at: Client) -> None:
    response = rut_at.post(address("release_item", release_item()), {"outcome": "refused"})
    assert errors(response) == [
        "Annan bestämmelse – Skriv vilken bestämmelse som hindrar att handlingen lämnas ut. "
        "(6 kap. 3 § offentlighets- och sekretesslagen (2009:400))"
    ]


def test_masking_goes_from_the_trial_to_the_copy(rut_at: Client) -> None:
    item = release_item()
    response = rut_at.post(address("release_item", item), {"outcome": "masked", "note": "Namnet är hemligt."})
    masks = address("release_masks", item)
    assert response["Location"] == masks
    rut_at.post(masks, {"kind": "words", "words": PROTECTED_NAME, "usual": RULE})
    assert "Kopian görs" in words(rut_at.post(address("release_copy_order", item), follow=True))
    masked_copies.draw_due(font=mask_font, now=NOW)
    assert "Kopian är klar, 1 sida." in words(rut_at.get(masks))
    copy = b"".join(rut_at.get(address("release_copy", item)))
    assert (copy[:5], PROTECTED_NAME.encode() in copy) == (b"%PDF-", False)


def test_a_part_of_a_page_is_given_in_percent(rut_at: Client) -> None:
    item = tried(ReleaseOutcome.MASKED, rule="")
    part = {"left": "10", "top": "20.5", "width": "30", "height": "5"}
    rut_at.post(address("release_masks", item), {"kind": "area", "page": "1", "rule": "15 kap. 2 § OSL", **part})
    mask = Mask.objects.get()
    assert (mask.left, mask.top, mask.width, mask.height, mask.rule) == (100, 205, 300, 50, "15 kap. 2 § OSL")


def test_a_page_is_shown_as_a_picture_to_draw_on(rut_at: Client) -> None:
    item = masked()
    for query in ({}, {"kopia": "1"}):
        response = rut_at.get(address("release_page", item, 1), query)
        assert (response["Content-Type"], response["Cache-Control"]) == ("image/png", "private, no-store")
    assert rut_at.get(address("release_page", item, 2)).status_code == 404


def test_the_pages_of_a_marked_document_are_opened_by_a_button_that_is_logged(rut_at: Client) -> None:
    item = tried(ReleaseOutcome.MASKED, marked(a_letter_entry()), rule="")
    assert rut_at.get(address("release_page", item, 1)).status_code == 404
    rut_at.post(address("release_open", item))
    assert rut_at.get(address("release_page", item, 1)).status_code == 200
    assert Reading.objects.get().part == "document:1"


def test_the_answer_enters_what_goes_out_and_a_letter_that_lists_it(rut_at: Client) -> None:
    item = masked()
    number = item.request.case.number
    rut_at.post(reverse("release_answer", args=[number]))
    shown = words(rut_at.get(reverse("release", args=[number])))
    assert [text in shown for text in ("maskerad", "Följebrev", "Besvarad")] == [True, True, True]
    cover = RegistryEntry.objects.get(title="Följebrev")
    assert b"".join(rut_at.get(reverse("release_document", args=[number, cover.serial])))[:5] == b"%PDF-"


def test_an_answer_too_early_says_what_is_left(rut_at: Client) -> None:
    item = release_item()
    response = rut_at.post(reverse("release_answer", args=[item.request.case.number]))
    assert (response.status_code, lead(response).startswith("Handling ALM-2018-00001-1 är inte prövad än.")) == (
        409,
        True,
    )


def test_a_decider_writes_the_refusal_that_can_be_appealed() -> None:
    request = written_wanted(tried(ReleaseOutcome.REFUSED))
    number, eva_at = request.case.number, browser("eva")
    assert "Skriftligt beslut begärt" in words(eva_at.get(reverse("home")))
    eva_at.post(reverse("release_decide", args=[number]), {"reasons": "Det kan antas att hon lider men."})
    request.refresh_from_db()
    assert request.decision.content_type == "application/pdf"


def test_a_decider_reads_what_it_decides_on_and_nothing_else_of_the_diary() -> None:
    item = tried(ReleaseOutcome.REFUSED)
    request, eva_at = written_wanted(item), browser("eva")
    address = reverse("registry_document", args=[item.entry.case.number, item.entry.serial])
    for name in ("release", "release_decide"):
        assert address in eva_at.get(reverse(name, args=[request.case.number])).content.decode()
    assert b"".join(eva_at.get(address)).startswith(b"%PDF")
    other = a_letter_entry()
    assert eva_at.get(reverse("registry_document", args=[other.case.number, other.serial])).status_code == 404
    assert browser("gun").get(address).status_code == 404


def test_a_decider_opens_a_marked_document_by_a_button_that_is_logged() -> None:
    """INV-31."""
    item = tried(ReleaseOutcome.REFUSED, marked(a_letter_entry()))
    written_wanted(item)
    address, eva_at = reverse("registry_document", args=[item.entry.case.number, item.entry.serial]), browser("eva")
    assert "Öppna" in words(eva_at.get(address))
    assert b"".join(eva_at.post(address)).startswith(b"%PDF")
    assert Reading.objects.get().reader_name == "Eva Ek"


def test_the_first_page_says_how_long_a_request_has_waited(rut_at: Client) -> None:
    release_requested()
    assert "Öppen i" in words(rut_at.get(reverse("home")))


def test_the_copy_of_a_marked_document_is_opened_by_a_button_too(rut_at: Client) -> None:
    item = tried(ReleaseOutcome.RELEASED, marked(a_letter_entry()), rule="", note="Hennes eget brev.")
    entry = answered(item).case.entries.get(title__startswith="Kopia")
    response = rut_at.get(reverse("release_document", args=[item.request.case.number, entry.serial]))
    assert response["Location"] == reverse("registry_document", args=[item.request.case.number, entry.serial])
