"""The pages of a case: overview, application, history with notes, and answers beside the assessment."""

from typing import Any

import pytest
from django.urls import reverse

from delmos.lib.dates import format_moment
from grants.domain.receipts import signers_of
from grants.enums import ApplicationStatus, ExpressionStatus
from grants.models import Note
from tests import factories
from tests.factories import SAID, TODAY
from tests.factories.registry import marked
from tests.pages import browser, errors, flashes, words

pytestmark = pytest.mark.django_db
NOTE = {"text": SAID, "way": "phone", "source": "Ordföranden", "received_on": TODAY.isoformat(), "opened": "a" * 32}


@pytest.fixture
def case(clock: Any) -> Any:
    return factories.application_at(ApplicationStatus.IN_REVIEW)


def url(name: str, case: Any, *more: Any) -> str:
    return reverse(name, args=[case.case.number, *more])


def read(who: str, name: str, case: Any, *more: Any) -> str:
    return words(browser(who).get(url(name, case, *more)))


def test_the_overview_begins_with_what_there_is_to_do(case: Any) -> None:
    shown = read("dag", "case", case)
    places = [shown.index(heading) for heading in ("Att göra i ärendet", "Om ärendet", "Senast i ärendet")]
    assert places == sorted(places)


def test_the_overview_says_how_each_signatory_proved_who_they_are(case: Any) -> None:
    (signature,) = signers_of(case)
    signed = f"Underskrift {signature.signed_by.name}, {format_moment(signature.signed_at)}"
    assert f"{signed} Legitimering: {signature.assurance.words}" in read("dag", "case", case)


def test_the_pages_of_a_case_lead_to_each_other(case: Any) -> None:
    shown = read("dag", "case", case)
    assert "Översikt Ansökan Signaler Bedömning Handlingar Skrivelser Efter beslutet Historik" in shown
    assert "Översikt Ansökan Signaler Handlingar Skrivelser Efter beslutet Historik Vem har läst" in read(
        "rut", "case", case
    )


def test_the_page_that_is_shown_is_marked(case: Any) -> None:
    html = browser("dag").get(url("history", case)).content.decode()
    assert f'<a href="{url("history", case)}" aria-current="page">Historik</a>' in html


def test_a_note_is_written_on_the_page_of_the_case(case: Any) -> None:
    response = browser("dag").post(url("note_new", case), NOTE)
    assert (response.status_code, flashes(response)) == (302, ["Anteckningen är sparad och diarieförd."])
    assert f"Tjänsteanteckning 2 maj 2018 kl. 12.00 · Dag Dahl Syns bara hos oss {SAID}" in read("dag", "case", case)


def test_a_note_posted_twice_is_kept_once(case: Any) -> None:
    dag = browser("dag")
    for _ in range(2):
        dag.post(url("note_new", case), NOTE)
    assert Note.objects.count() == 1


def test_a_note_without_text_or_way_says_what_is_lacking(case: Any) -> None:
    response = browser("dag").post(url("note_new", case), {**NOTE, "text": " ", "way": ""})
    assert (response.status_code, errors(response)) == (
        422,
        [
            "Vad har sagts eller hänt? – Skriv vad som har sagts eller hänt.",
            "Hur kom uppgiften? – Välj hur uppgiften kom.",
        ],
    )


def test_a_note_is_corrected_by_a_new_one(case: Any) -> None:
    first = factories.noted(case)
    dag = browser("dag")
    form = dag.get(url("note_correct", case, first.pk)).context["form"]
    assert form.initial["text"] == SAID
    dag.post(url("note_correct", case, first.pk), {**NOTE, "text": "Två månader senare."})
    assert Note.objects.latest("pk").corrects == first
    shown = read("dag", "history", case)
    assert (SAID in shown, "Två månader senare." in shown) == (True, True)


def test_the_text_of_a_note_that_is_marked_is_read_as_a_document(case: Any) -> None:
    """INV-31: the page of the document logs who reads it."""
    note = factories.noted(case)
    marked(note.entry)
    pages = [read("dag", "case", case), read("dag", "history", case), read("dag", "note_correct", case, note.pk)]
    assert [SAID in page for page in pages] == [False] * 3
    assert ["Känslig handling" in page for page in pages] == [True] * 3


def test_the_party_does_not_read_a_note_unless_it_shall(case: Any) -> None:
    factories.noted(case)
    assert "Tjänsteanteckning" not in read("anna", "own_case", case)
    browser("dag").post(url("note_new", case), {**NOTE, "visible_to_party": "on"})
    assert "Tjänsteanteckning, telefon" in read("anna", "own_case", case)


def test_another_officer_finds_no_form_and_is_refused(case: Any) -> None:
    factories.declare_no_conflict(case, "disa")
    disa = browser("disa")
    assert "Skriv en tjänsteanteckning" not in words(disa.get(url("case", case)))
    response = disa.post(url("note_new", case), NOTE)
    assert (response.status_code, errors(response)) == (422, ["Ärendet är fördelat till en annan handläggare."])


def test_the_history_is_narrowed_and_paged(case: Any) -> None:
    for number in range(31):
        factories.noted(case, text=f"Samtal {number}.")
    dag, address = browser("dag"), url("history", case) + "?slag=anteckningar"
    first = dag.get(address)
    second = dag.get(url("history", case) + first.context["next_url"])
    texts = [[entry["text"] for entry in response.context["entries"]] for response in (first, second)]
    assert texts == [[f"Samtal {number}." for number in range(30, 0, -1)], ["Samtal 0."]]


@pytest.mark.parametrize("query", ["?slag=hittepå", "?slag=", "?efter=x"])
def test_an_unknown_sort_or_key_shows_everything(case: Any, query: str) -> None:
    response = browser("dag").get(url("history", case) + query)
    assert len(response.context["entries"]) == len(browser("dag").get(url("history", case)).context["entries"])


def test_the_history_of_an_expression_of_interest_is_there_too(clock: Any) -> None:
    expression = factories.expression_at(ExpressionStatus.ASSESSED)
    assert "Intresseanmälan kom in" in read("dag", "history", expression)


def test_a_completed_answer_is_shown_with_its_changed_words_marked(case: Any) -> None:
    before = case.answers["goals"]
    factories.completion_answered(factories.completion_requested(case), answer=f"{before} Varje torsdag.")
    html = browser("dag").get(url("case_changes", case)).content.decode()
    assert '<ins><span class="visually-hidden">[tillagt: </span> Varje torsdag.<span' in html
    assert "Det här saknades: Beskriv det tydligare." in html


def test_an_added_file_is_marked_as_added(case: Any) -> None:
    request = factories.completion_requested(case)
    factories.completion_saved(request)
    file = factories.completion_file(request)
    factories.hand_in_completion(request.completion)
    assert f"[tillagt: {file.name} ]" in read("dag", "case_changes", case)


def test_the_files_that_came_are_opened_from_the_application(case: Any) -> None:
    request = factories.completion_requested(case)
    factories.completion_saved(request)
    factories.completion_file(request)
    factories.hand_in_completion(request.completion)
    entry = case.case.entries.get(title="Bilaga: Intyg.pdf")
    html = browser("dag").get(url("case_application", case)).content.decode()
    link = f'<a href="{url("document_page", case, entry.serial)}">Handling {entry.serial}, Bilaga: Intyg.pdf</a>'
    assert html.count(link) == 1


def test_an_application_that_is_not_completed_says_so(case: Any) -> None:
    assert "Ansökan är inte kompletterad" in read("dag", "case_changes", case)
    assert "Visa vad som ändrades" not in read("dag", "case_application", case)


def test_a_sensitive_answer_is_not_compared_in_the_open(case: Any) -> None:
    request = factories.completion_requested(case, questions=["respects_democracy"])
    factories.hand_in_completion(factories.completion_saved(request, respects_democracy=False))
    shown = read("dag", "case_changes", case)
    assert ("Känslig uppgift." in shown, "[tillagt: Nej" in shown) == (True, False)


@pytest.mark.parametrize(("name", "more"), [("score", 1), ("check", "tax_debt")])
def test_the_answers_stand_beside_the_assessment(case: Any, name: str, more: Any) -> None:
    shown = read("dag", name, case, more)
    assert "Svaren i ansökan" in shown
    assert case.answers["goals"] in shown


def test_the_answers_that_bear_on_a_demand_are_pointed_at(case: Any) -> None:
    html = browser("dag").get(url("check", case, "tax_debt")).content.decode()
    assert '<a href="#svar-public_debt">Har ni skulder för skatter eller avgifter hos Kronofogden?</a>' in html
    assert html.count('id="svar-public_debt"') == 1


def test_beside_the_check_of_the_democracy_condition_its_answer_is_closed(case: Any) -> None:
    html = browser("dag").get(url("check", case, "democratic_values")).content.decode()
    row = html.split('id="svar-respects_democracy"')[1].split("</div>")[0]
    assert "Känslig uppgift." in row
