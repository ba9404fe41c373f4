"""After the decision, as people meet it: the letter opened with a button, the appeal kept, the file for the court."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import User
from grants.domain.queries import jk_list
from grants.enums import AppealStatus, CourtOutcome, DeliveryKind
from grants.models import Appeal, Application, DeliveryRecord
from journal.models import Reading
from tests import factories
from tests.factories import appeals as after
from tests.factories.drafts import a_pdf
from tests.factories.registry import marked
from tests.pages import browser

pytestmark = pytest.mark.django_db


def url(name: str, thing: Any, *arguments: Any) -> str:
    return reverse(name, args=[thing.application.case.number, *arguments])


def test_the_letter_is_closed_until_the_button_is_pressed() -> None:
    """No GET writes, so looking at the page or at the document shows no receipt."""
    decision = after.dispatched_rejection()
    serial = after.the_letter(decision).serial
    anna = browser("anna")
    address = url("own_letter", decision, serial)
    assert anna.get(url("own_document", decision, serial))["Location"] == address
    assert "Öppna brevet" in anna.get(address).content.decode()
    assert not DeliveryRecord.objects.filter(kind=DeliveryKind.OPENED).exists()
    anna.post(address)
    assert b"".join(anna.get(url("own_document", decision, serial))).startswith(b"%PDF")


def test_the_party_reads_until_when_it_may_appeal() -> None:
    decision = after.opened_decision()
    page = browser("anna").get(url("own_case", decision)).content.decode()
    assert "Ni fick del av beslutet 2 maj 2018; sista dag att överklaga 23 maj 2018." in page


def test_an_appeal_without_words_keeps_the_page() -> None:
    decision = after.opened_decision()
    response = browser("anna").post(url("own_appeal", decision), {"text": " ", "opened": "x"})
    assert (response.status_code, Appeal.objects.count()) == (422, 0)


def test_an_appeal_sent_twice_from_a_page_is_one() -> None:
    decision = after.opened_decision()
    anna, said = browser("anna"), {"text": "Ändra.", "opened": "a"}
    assert [anna.post(url("own_appeal", decision), said).status_code for _ in range(2)] == [302, 302]
    assert Appeal.objects.get().status == AppealStatus.RECEIVED


def test_reading_the_file_for_the_court_is_logged() -> None:
    """INV-31: it holds everything in the case."""
    bundle = after.bundle_made()
    response = browser("rut").post(url("appeal_bundle", bundle.appeal, 1))
    assert b"".join(response).startswith(b"%PDF")
    assert list(Reading.objects.values_list("part", flat=True)) == ["bundle:1"]


def test_a_change_is_not_offered_to_who_may_not_decide() -> None:
    decision = after.dispatched_rejection()
    factories.declare_no_conflict(decision.application, "dag")
    assert "Ta upp ärendet igen" not in browser("dag").get(url("case_after", decision)).content.decode()
    assert "Ta upp ärendet igen" in browser("eva").get(url("case_after", decision)).content.decode()


def test_the_page_of_the_decision_shows_the_newest(eva: User) -> None:
    """First the annulled one, with the way to write a new; then the letter that is drawn up, and what was decided."""
    decision = after.settled().appeal.decision
    application = factories.proposed(Application.objects.get(pk=decision.application_id))
    page = browser("eva").get(url("decision", decision)).content.decode()
    assert ("Skriv det nya beslutet" in page, "Upphävt av domstol" in page) == (True, True)
    factories.prepared(application)
    page = browser("eva").get(url("decision", decision)).content.decode()
    assert ("Fatta beslutet" in page, "Skriv det nya beslutet" in page) == (True, False)


def test_a_case_that_a_court_has_opened_again_was_decided_all_the_same(rut: User, dag: User) -> None:
    """The list to JK for the year of the first decision does not change afterwards."""
    after.settled()
    assert jk_list.how_many(dag, 2018) == 0


def test_the_courts_are_entered_one_after_the_other_and_then_legal_force(rut: User) -> None:
    appeal = after.settled(outcome=CourtOutcome.UPHELD).appeal
    visitor, day = browser("rut"), after.RULED_AT.date().isoformat()
    ruling: dict[str, Any] = {
        "outcome": "upheld",
        "court": after.HIGHER_COURT,
        "case_number": "567-18",
        "ruled_on": day,
    }
    visitor.post(
        url("appeal_act", appeal, 1, "hogre-avgorande"),
        {**ruling, "attached": SimpleUploadedFile("dom.pdf", a_pdf("Dom 2").read())},
    )
    page = visitor.get(url("appeal", appeal, 1)).content.decode()
    assert (after.COURT in page, after.HIGHER_COURT in page, "laga-kraft" in page) == (True, True, True)
    final = {"final_on": day, "attached": SimpleUploadedFile("bevis.pdf", a_pdf("Laga kraft").read())}
    visitor.post(url("appeal_act", appeal, 1, "laga-kraft"), final)
    page = visitor.get(url("appeal", appeal, 1)).content.decode()
    assert ("Avgjort, laga kraft" in page, "hogre-avgorande" in page) == (True, False)


def test_a_ruling_that_is_carried_out_leaves_nothing_to_a_higher_court(rut: User) -> None:
    page = browser("rut").get(url("appeal", after.settled().appeal, 1)).content.decode()
    assert ("hogre-avgorande" in page, "laga-kraft" in page) == (False, True)


def test_the_party_is_sent_to_the_court_with_what_a_court_has_found(anna: User) -> None:
    appeal = after.settled(outcome=CourtOutcome.UPHELD).appeal
    page = browser("anna").get(url("own_appeal", appeal)).content.decode()
    assert "Vill ni överklaga domstolens avgörande gör ni det hos domstolen." in page
    assert "Skicka överklagandet" not in page


def test_what_an_appeal_says_is_read_as_a_document_when_it_is_marked(rut: User) -> None:
    """INV-31: the page of the document logs who reads it."""
    appeal = after.appealed(text="Vi är sjuka.")
    marked(appeal.entry)
    page = browser("rut").get(url("appeal", appeal, 1)).content.decode()
    assert ("Vi är sjuka." in page, f"Öppna handling {appeal.entry.serial}" in page) == (False, True)


def test_a_ruling_asks_for_one_document_and_says_when_it_is_missing(rut: User) -> None:
    """Of several files all but the first would be lost."""
    address = url("appeal_act", after.handed_over_appeal(), 1, "avgorande")
    form = browser("rut").get(address).context["form"]
    assert "multiple" not in str(form["attached"])
    ruling = {"outcome": "upheld", "court": after.COURT, "case_number": "1-18", "ruled_on": "2018-09-03"}
    response = browser("rut").post(address, ruling)
    assert (response.status_code, "Lägg till domstolens avgörande." in response.content.decode()) == (422, True)
