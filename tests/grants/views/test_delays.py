"""The pages of a matter that is delayed: the notice, the request for a decision, and the answer."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from grants.enums import DecisionStatus, DelayNoticeStatus
from grants.models import DecisionRequest, DelayNotice
from tests.factories import (
    AFTER_FIVE_MONTHS,
    AFTER_SIX_MONTHS,
    assigned,
    decided,
    decision_at,
    decision_request_refused,
    decision_requested,
    delay_declined,
    delay_drafted,
    delay_noticed,
    dispatched,
    prepared,
    proposed,
    received,
)
from tests.factories.registry import marked
from tests.pages import browser, errors, filled, flashes, lead, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def day(clock, association):
    """The portal's clock stands five months after the applications came in, unless a test moves it."""
    clock(AFTER_FIVE_MONTHS)
    return clock


def page(application, name):
    return reverse(name, args=[application.case.number])


# --- the notice -------------------------------------------------------------------------------------------------------


def test_the_officer_edits_the_draft_and_sends_it():
    application = delay_drafted().application
    dag, url = browser("dag"), page(delay_drafted(application).application, "delay_notice")
    form = dag.get(url).context["sending"]
    assert form["reasons"].value().startswith("Vi handlägger er ansökan")
    response = dag.post(url, filled(form, reasons="Många har sökt.", expected_on="2018-12-14"))
    assert (response["Location"], flashes(response)) == (url, ["Underrättelsen är skickad till sökanden."])
    notice = DelayNotice.objects.get()
    assert (notice.reasons, notice.status) == ("Många har sökt.", DelayNoticeStatus.SENT)
    assert "Skickad 2 oktober 2018" in words(dag.get(url))


def test_a_double_click_sends_one_letter():
    application, dag = delay_drafted().application, browser("dag")
    url = page(application, "delay_notice")
    said = filled(dag.get(url).context["sending"], expected_on="2018-12-14")
    for _ in range(2):
        dag.post(url, said)
    assert application.case.entries.filter(title="Underrättelse om försening").count() == 1


def test_without_a_day_the_page_says_so_and_keeps_what_was_written():
    application = delay_drafted().application
    response = browser("dag").post(page(application, "delay_notice"), {"reasons": "Många.", "expected_on": ""})
    assert (response.status_code, len(errors(response))) == (422, 1)
    assert response.context["sending"]["reasons"].value() == "Många."


def test_the_officer_says_why_none_is_needed():
    application = delay_drafted().application
    url = page(application, "delay_notice")
    response = browser("dag").post(url, {"avsta": "1", "why_not": "Beslut i morgon."})
    assert (response["Location"], flashes(response)) == (url, ["Anteckningen är sparad. Inget är skickat."])
    assert DelayNotice.objects.get().status == DelayNoticeStatus.NOT_NEEDED


def test_not_saying_why_is_refused():
    response = browser("dag").post(page(delay_drafted().application, "delay_notice"), {"avsta": "1", "why_not": ""})
    assert (response.status_code, errors(response)) == (
        422,
        ["Varför behövs ingen underrättelse? – Skriv varför sökanden inte behöver underrättas."],
    )


@pytest.mark.parametrize(
    "said",
    [{"reasons": "Många har sökt.", "expected_on": "2018-12-14"}, {"avsta": "1", "why_not": "Många har sökt."}],
    ids=["sent", "put aside"],
)
def test_what_was_written_stays_when_the_matter_was_decided_first(said):
    application = decision_at(DecisionStatus.DISPATCHED).application
    dag, url = browser("dag"), page(application, "delay_notice")
    assert "<form" not in dag.get(url).content.decode().split("<main")[1]
    response = dag.post(url, said)
    assert (response.status_code, len(errors(response)), DelayNotice.objects.count()) == (422, 1, 0)
    assert "Många har sökt." in words(response)


@pytest.mark.parametrize("username", ["disa", "eva", "gun"])
def test_others_read_and_are_offered_nothing(username):
    response = browser(username).get(page(delay_drafted().application, "delay_notice"))
    assert ("<form" in response.content.decode().split("<main")[1], "väntar på handläggaren" in words(response)) == (
        False,
        True,
    )


def test_what_was_sent_and_what_was_put_aside_are_read_in_order(dag):
    application = delay_drafted().application
    delay_declined(application)
    delay_noticed(application)
    text = words(browser("dag").get(page(application, "delay_notice")))
    assert text.index("Skickad 2 oktober 2018") < text.index("Behövdes inte 2 oktober 2018")


def test_the_party_opens_the_letter_from_its_case():
    notice = delay_noticed(delay_drafted().application)
    letter, document = (
        reverse(name, args=[notice.application.case.number, notice.entry.serial])
        for name in ("own_letter", "own_document")
    )
    anna = browser("anna")
    assert "Öppna brevet: Underrättelse om försening" in words(anna.get(page(notice.application, "own_case")))
    assert anna.get(document).url == letter
    anna.post(letter)
    assert b"".join(anna.get(document))[:4] == b"%PDF"


# --- the request ------------------------------------------------------------------------------------------------------


def test_before_six_months_the_page_says_when():
    application = assigned(received())
    anna = browser("anna")
    assert page(application, "own_decision_request") in anna.get(page(application, "own_case")).content.decode()
    assert lead(anna.get(page(application, "own_decision_request"))) == (
        "Ärendet har inte varit hos oss i sex månader. Ni får begära att det avgörs från och med 3 november 2018."
    )


def test_the_party_asks_and_reads_its_receipt(day):
    application = assigned(received())
    day(AFTER_SIX_MONTHS)
    anna, url = browser("anna"), page(application, "own_decision_request")
    response = anna.post(url, {"text": "Vi behöver veta."})
    assert (response["Location"], flashes(response)) == (url, ["Vi har tagit emot er begäran."])
    assert "Vi svarar senast 3 december 2018" in words(anna.get(url))


def test_no_words_are_needed(day):
    application = assigned(received())
    day(AFTER_SIX_MONTHS)
    browser("anna").post(page(application, "own_decision_request"), {"text": ""})
    assert DecisionRequest.objects.get().text == ""


def test_a_form_that_was_open_when_the_decision_was_made_is_refused(day):
    application = decision_at(DecisionStatus.DECIDED).application
    day(AFTER_SIX_MONTHS)
    response = browser("anna").post(page(application, "own_decision_request"), {"text": ""})
    assert (response.status_code, DecisionRequest.objects.count()) == (422, 0)
    assert errors(response)[0].startswith("Det går inte att begära att ärendet avgörs nu.")


def test_the_officer_reads_the_request_and_refuses_it(day):
    request = decision_requested()
    day(AFTER_SIX_MONTHS)
    dag, url = browser("dag"), page(request.application, "decision_request")
    assert "Svar senast 3 december 2018" in words(dag.get(url))
    response = dag.post(url, {"reasons": "Kontroller återstår."})
    assert (response["Location"], flashes(response)) == (
        url,
        ["Begäran är avslagen, och sökanden kan läsa beslutet."],
    )


def test_without_reasons_it_is_not_refused(day):
    request = decision_requested()
    day(AFTER_SIX_MONTHS)
    response = browser("dag").post(page(request.application, "decision_request"), {"reasons": ""})
    assert (response.status_code, errors(response)) == (
        422,
        ["Varför kan ärendet inte avgöras nu? – Skriv varför ärendet inte kan avgöras nu."],
    )


def test_the_reasons_stay_when_the_matter_was_decided_first(day):
    application = decision_requested().application
    day(AFTER_SIX_MONTHS)
    drawn_up = prepared(proposed(application, now=AFTER_SIX_MONTHS), now=AFTER_SIX_MONTHS)
    dispatched(decided(drawn_up, now=AFTER_SIX_MONTHS), now=AFTER_SIX_MONTHS)
    response = browser("dag").post(page(application, "decision_request"), {"reasons": "Kontroller återstår."})
    assert (response.status_code, len(errors(response))) == (422, 1)
    assert "Kontroller återstår." in words(response)


def test_the_party_reads_the_decision(day):
    request = decision_request_refused()
    day(AFTER_SIX_MONTHS)
    anna = browser("anna")
    response = anna.get(page(request.application, "own_decision_request"))
    serial = response.context["letter_serial"]
    assert lead(response) == "Vi har avslagit er begäran om att ärendet avgörs."
    anna.post(reverse("own_letter", args=[request.application.case.number, serial]))
    letter = anna.get(reverse("own_document", args=[request.application.case.number, serial]))
    assert b"".join(letter)[:4] == b"%PDF"


def test_the_decision_of_the_matter_is_the_answer(day):
    application = decision_requested().application
    day(AFTER_SIX_MONTHS)
    decision = decided(
        prepared(proposed(application, now=AFTER_SIX_MONTHS), now=AFTER_SIX_MONTHS), now=AFTER_SIX_MONTHS
    )
    url = page(application, "own_decision_request")
    assert "Vi svarar senast 3 december 2018" in words(browser("anna").get(url))
    dispatched(decision, now=AFTER_SIX_MONTHS)
    assert "Ärendet avgjordes 5 november 2018. Beslutet är vårt svar." in words(browser("anna").get(url))
    assert "Begäran behöver inte längre besvaras" in words(browser("dag").get(page(application, "decision_request")))


def test_the_registrar_enters_a_letter(day):
    application = assigned(received())
    day(datetime(2018, 11, 9, 9, 0, tzinfo=UTC))
    rut, url = browser("rut"), page(application, "decision_request_enter")
    assert url in rut.get(page(application, "decision_request")).content.decode()
    response = rut.post(url, {"came_in_on": "2018-11-05", "text": "Avgör ärendet."})
    assert (response["Location"], flashes(response)) == (
        page(application, "decision_request"),
        ["Begäran är registrerad, och handläggaren har fått veta det."],
    )


def test_a_letter_that_came_too_early_is_refused_at_its_day(day):
    application = assigned(received())
    day(AFTER_SIX_MONTHS)
    response = browser("rut").post(
        page(application, "decision_request_enter"), {"came_in_on": "2018-10-01", "text": "Avgör ärendet."}
    )
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["came_in_on"]


def test_what_a_request_says_is_read_as_a_document_when_it_is_marked() -> None:
    """INV-31: the page of the document logs who reads it."""
    request = decision_requested(text="Vi är sjuka.")
    marked(request.entry)
    read = words(browser("dag").get(page(request.application, "decision_request")))
    assert ("Vi är sjuka." in read, f"Öppna handling {request.entry.serial}" in read) == (False, True)
