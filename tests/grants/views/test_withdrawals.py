"""The applicant takes an application back, and the officer writes the case off."""

import pytest
from django.urls import reverse

from grants.enums import ApplicationStatus as A
from grants.enums import DecisionStatus
from grants.models import Withdrawal
from tests import factories
from tests.factories import application_at
from tests.pages import browser, errors, flashes, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def day(clock, association):
    """Everything happens on the day of the factories."""


def page(application, name="withdraw"):
    return reverse(name, args=[application.case.number])


def test_the_signatory_withdraws_and_reads_that_it_is_done():
    application = application_at(A.IN_REVIEW)
    anna = browser("anna")
    assert page(application) in anna.get(page(application, "own_case")).content.decode()
    response = anna.post(page(application), {"reason": "Andra pengar.", "statement": "on"})
    assert (response["Location"], flashes(response)) == (page(application, "own_case"), ["Ansökan är återkallad."])
    assert "Ni har återkallat ansökan" in words(anna.get(response["Location"]))


def test_without_the_statement_nothing_happens():
    response = browser("anna").post(page(application_at(A.RECEIVED)), {"reason": "Andra pengar."})
    assert (response.status_code, len(errors(response)), Withdrawal.objects.count()) == (422, 1, 0)
    assert response.context["form"]["reason"].value() == "Andra pengar."


def test_an_agent_reads_who_may_do_it_instead():
    application, bo = application_at(A.RECEIVED), browser("bo")
    assert page(application) not in bo.get(page(application, "own_case")).content.decode()
    assert "kan återkallas av en firmatecknare" in words(bo.get(page(application)))


def test_an_agent_who_sends_the_form_is_refused():
    response = browser("bo").post(page(application_at(A.RECEIVED)), {"statement": "on"})
    assert (response.status_code, Withdrawal.objects.count()) == (422, 0)
    assert errors(response)[0].startswith("Bara en firmatecknare för")


def test_after_the_decision_it_is_not_offered_and_is_refused():
    application, anna = factories.decision_at(DecisionStatus.DISPATCHED).application, browser("anna")
    assert page(application) not in anna.get(page(application, "own_case")).content.decode()
    response = anna.post(page(application), {"statement": "on"})
    assert errors(response) == [
        "Ansökan är beslutad och kan inte återkallas. Hör av er till oss om ni inte vill ha bidraget."
    ]


def test_a_stranger_finds_nothing(gavle):
    application = application_at(A.RECEIVED)
    assert browser("cecilia").post(page(application), {"statement": "on"}).status_code == 404


def test_the_officer_is_led_to_writing_off_and_does_it():
    application, dag = application_at(A.WITHDRAWN), browser("dag")
    steps = dag.get(page(application, "case")).context["steps"]
    assert [(step.title, step.url) for step in steps[1:]] == [("Skriva av ärendet", page(application, "write_off"))]
    assert "Vi har fått andra pengar." in words(dag.get(page(application, "write_off")))
    response = dag.post(page(application, "write_off"))
    application.refresh_from_db()
    assert (response["Location"], application.status) == (page(application, "case"), A.WRITTEN_OFF)


def test_a_case_that_is_not_withdrawn_is_not_written_off():
    application, dag = application_at(A.IN_REVIEW), browser("dag")
    assert "Ansökan är inte återkallad" in words(dag.get(page(application, "write_off")))
    assert dag.post(page(application, "write_off")).status_code == 422


def test_the_applicant_opens_the_decision_and_fetches_it():
    application, anna = application_at(A.WRITTEN_OFF), browser("anna")
    serial = application.case.entries.get(title="Beslut om avskrivning").serial
    letter, document = (
        reverse(name, args=[application.case.number, serial]) for name in ("own_letter", "own_document")
    )
    assert anna.get(document)["Location"] == letter
    anna.post(letter)
    assert b"".join(anna.get(document).streaming_content).startswith(b"%PDF")


def test_the_officers_home_page_lists_it():
    factories.withdrawn(factories.received())
    piles = browser("dag").get(reverse("home")).context["piles"]
    assert [pile.title for pile in piles] == ["Återkallade ansökningar att skriva av"]
