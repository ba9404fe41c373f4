"""The pages of what is sensitive: closed to GET, opened by POST, and who has read."""

from typing import Any

import pytest
from django.urls import reverse

from grants.domain import assessment, conflicts
from grants.enums import CheckResult, ConflictAnswer
from journal.models import Reading
from tests import factories
from tests.factories import NOW, person
from tests.pages import browser, lead, words

pytestmark = pytest.mark.django_db
QUESTION = "Respekterar ni demokratin, alla människors lika värde och förbudet mot diskriminering?"
ANSWER, CHECK = "answer:respects_democracy", "check:democratic_values"
NOTE = "Föreningens webbplats säger emot."


@pytest.fixture
def case(clock: Any) -> Any:
    """Under review, declared not to respect democracy, and checked not to."""
    application = factories.assigned(factories.received(respects_democracy=False))
    factories.declare_no_conflict(application, "dag")
    assessment.record_check(
        application,
        requirement="democratic_values",
        result=CheckResult.NOT_MET,
        source="Öppna källor",
        note=NOTE,
        by=person("dag"),
        now=NOW,
    )
    return application


def url(name: str, case: Any, *more: Any) -> str:
    return reverse(name, args=[case.case.number, *more])


def count() -> int:
    return Reading.objects.count()


@pytest.mark.parametrize("name", ["case_application", "checks"])
def test_a_page_that_lists_says_that_it_is_there_and_not_what_it_says(case: Any, name: str) -> None:
    shown = words(browser("dag").get(url(name, case)))
    assert "Känslig uppgift." in shown
    assert [said for said in ("Inte uppfyllt", NOTE, "Ni respekterar inte") if said in shown] == []


def test_get_says_why_it_is_closed_and_logs_nothing(case: Any) -> None:
    shown = words(browser("dag").get(url("sensitive", case, CHECK)))
    assert ("Visa uppgiften" in shown, NOTE in shown, count()) == (True, False, 0)


def test_post_shows_the_check_and_logs_it(case: Any) -> None:
    shown = words(browser("dag").post(url("sensitive", case, CHECK)))
    assert "Sökanden uppger Ni respekterar inte demokratin" in shown
    assert f"Resultat Inte uppfyllt Källa Öppna källor Anteckning {NOTE}" in shown
    assert [reading.part for reading in Reading.objects.all()] == [CHECK]


def test_post_shows_the_answer_and_logs_it(case: Any) -> None:
    response = browser("eva").post(url("sensitive", case, ANSWER))
    assert f"{QUESTION} Nej" in words(response)
    assert "no-store" in response["Cache-Control"]
    assert [(reading.part, reading.reader_name) for reading in Reading.objects.all()] == [(ANSWER, "Eva Ek")]


def test_an_economist_reads_why_not_and_finds_no_button(case: Any) -> None:
    farah = browser("farah")
    shown = words(farah.get(url("sensitive", case, CHECK)))
    assert ("Visa uppgiften" in shown, "Det kan bara en handläggare" in shown) == (False, True)
    refused = farah.post(url("sensitive", case, CHECK))
    assert (refused.status_code, NOTE in refused.content.decode(), count()) == (409, False, 0)
    assert lead(refused) == "Det här kan bara en handläggare, beslutsfattare eller registrator göra."


@pytest.mark.parametrize("part", ["answer:title", "check:tax_debt", "hittepå", "answer:%00"])
def test_what_is_not_sensitive_has_no_such_page(case: Any, part: str) -> None:
    dag = browser("dag")
    address = f"/handlaggning/{case.case.number}/kansligt/{part}/"
    assert (dag.get(address).status_code, dag.post(address).status_code, count()) == (404, 404, 0)


def test_a_document_with_sensitive_answers_is_opened_by_post(case: Any) -> None:
    dag, address = browser("dag"), url("document", case, 1)
    closed = dag.get(address, follow=True)
    assert ("Handlingen har känsliga svar." in words(closed), count()) == (True, 0)
    opened = dag.post(address)
    assert b'"respects_democracy":false' in b"".join(opened)
    assert [reading.part for reading in Reading.objects.all()] == ["document:1"]


def test_the_party_reads_its_own_document_as_before(case: Any) -> None:
    response = browser("anna").get(url("own_document", case, 1))
    assert (b'"respects_democracy":false' in b"".join(response), count()) == (True, 0)


def test_the_decision_page_does_not_say_the_result(case: Any) -> None:
    factories.proposed(case)
    shown = words(browser("eva").get(url("decision", case)))
    assert ("Känslig uppgift." in shown, NOTE in shown) == (True, False)


def test_a_completed_sensitive_answer_is_opened_by_itself(case: Any) -> None:
    request = factories.completion_requested(case, questions=["respects_democracy"])
    factories.hand_in_completion(factories.completion_saved(request, respects_democracy=True))
    dag = browser("dag")
    listed = words(dag.get(url("completion_request", case, 1)))
    assert ("Känslig uppgift." in listed, "Tidigare svar" in listed) == (True, False)
    assert f"{QUESTION} Ja Svaret före kompletteringen: Nej" in words(dag.post(url("sensitive", case, ANSWER)))


def test_who_asks_for_a_completion_is_not_told_the_answer(case: Any) -> None:
    shown = words(browser("dag").get(url("completion_new", case)))
    assert shown.count("Känsligt svar, som öppnas på sidan Ansökan") == 1


def test_the_registrar_reads_who_has_read(case: Any) -> None:
    for who, part in (("dag", CHECK), ("eva", ANSWER)):
        factories.opened(case, who=who, part=part)
    shown = words(browser("rut").get(url("readings", case)))
    assert f"Eva Ek Svaret på ”{QUESTION}”" in shown
    assert "Dag Dahl Kontrollen ”Demokratins idéer”" in shown


def test_the_log_of_a_long_case_comes_in_pages(case: Any) -> None:
    for _ in range(26):
        factories.opened(case)
    rut = browser("rut")
    first = rut.get(url("readings", case))
    second = rut.get(url("readings", case) + first.context["next_url"])
    assert (len(first.context["rows"]), len(second.context["rows"]), second.context["next_url"]) == (25, 1, "")


def test_a_javig_registrar_does_not_read_the_log(case: Any) -> None:
    factories.opened(case)
    conflicts.declare(case, answer=ConflictAnswer.CONFLICT, ground="Min bror.", by=person("rut"), now=NOW)
    assert browser("rut").get(url("readings", case)).status_code == 404


def test_what_i_have_opened_stands_among_what_is_stored_about_me(case: Any) -> None:
    factories.opened(case, part=CHECK)
    shown = words(browser("dag").get(reverse("own_data")))
    assert f"{case.case.number}, resultatet av en kontroll" in shown
