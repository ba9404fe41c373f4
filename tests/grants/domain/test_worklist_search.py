"""Search in the work list: Swedish words, numbers exactly, what follows a change, and what is never found (INV-30)."""

from dataclasses import replace
from typing import Any

import pytest
from django.db import connection

from grants.domain import assessment, completions
from grants.domain.queries.worklist import Selection, listed
from grants.enums import CheckResult
from grants.models import Application, CaseIndex
from grants.ordinances import VERSIONS
from grants.questions import Question, QuestionGroup, QuestionKind
from tests.factories import (
    NOW,
    TODAY,
    a_call,
    a_call_asking,
    an_association,
    assigned,
    completion_requested,
    hand_in_completion,
    person,
    received,
    signatory_of,
)

pytestmark = pytest.mark.django_db


def found(text: str, username: str = "dag") -> list[str]:
    return [row.title for row in listed(person(username), Selection(text=text), today=TODAY)]


@pytest.mark.parametrize(
    ("text", "finds"),
    [
        ("mötesplats", True),
        ("MÖTESPLATSERNA", True),
        ("ÅTERBRUK", True),
        ("återbr", True),
        ("mötesplatser återbruk", True),
        ("mötesplatser teater", False),
        ("möte & (plats | !x):*", False),
        ("grannar", True),
        ("örebroarna", False),
        ("'; DROP TABLE", False),
        ("()", False),
    ],
)
def test_words_are_found_as_swedish_bends_them(text: str, finds: bool) -> None:
    received(title="Grannar möts", summary="Mötesplatser för återbruk i Öster.")
    assert found(text) == (["Grannar möts"] if finds else [])


def test_the_applicants_name_is_found() -> None:
    received(organisation=an_association(1), title="Ett")
    received(title="Två")
    assert found("Grannsamverkan") == ["Två"]


@pytest.mark.parametrize("written", ["{}", " {} ", "bid 2018-1", "BID-2018-1", "2018-00001"])
def test_a_case_number_is_found_exactly(written: str) -> None:
    cases = [received(title=f"Nr {number}") for number in range(11)]
    assert cases[0].case.number == "BID-2018-00001"
    assert found(written.format(cases[0].case.number)) == ["Nr 0"]


@pytest.mark.parametrize("text", ["802451-0014", "8024510014", "168024510014", "802451-0014 möts"])
def test_an_organisation_number_is_found_exactly(text: str) -> None:
    application = received(title="Grannar möts")
    received(organisation=an_association(1), title="Andra möts")
    number = application.organisation.organisation_number
    assert found(text.replace("8024510014", number).replace("802451-0014", f"{number[:6]}-{number[6:]}")) == [
        "Grannar möts"
    ]


def test_a_number_that_nobody_can_have_finds_nothing() -> None:
    received()
    assert found("802451-0000") == []


def test_a_new_name_is_found_and_the_old_one_is_not() -> None:
    application = received(title="Vårt projekt")
    by = signatory_of(application.organisation)
    rename(application, "Föreningen Kastanjen", by=by)
    assert (found("Kastanjen"), found("Grannsamverkan")) == (["Vårt projekt"], [])
    index = CaseIndex.objects.get()
    assert index.applicant_order == application.organisation.name_order


def rename(application: Application, name: str, *, by: Any) -> None:
    organisation = application.organisation
    organisation.name = name
    organisation.save(update_fields=["name", "name_order"])


def test_a_completed_answer_is_found_and_what_it_replaced_is_not() -> None:
    application = received(title="Vårt projekt", goals="Fler cyklar.")
    request = completion_requested(assigned(application), questions=["goals"])
    by = signatory_of(application.organisation)
    completion = completions.save(request, answers={"goals": "Fler promenerar."}, base_version=0, by=by, now=NOW)
    assert (found("promenerar"), found("cyklar")) == ([], ["Vårt projekt"])  # what is being written is the party's own
    hand_in_completion(completion)
    assert (found("promenerar"), found("cyklar")) == (["Vårt projekt"], [])


def test_a_completed_title_is_found() -> None:
    request = completion_requested(assigned(received(title="Gamla namnet")), questions=["title"])
    by = signatory_of(request.application.organisation)
    hand_in_completion(completions.save(request, answers={"title": "Nya rubriken"}, base_version=0, by=by, now=NOW))
    assert (found("rubriken"), found("gamla")) == (["Nya rubriken"], [])


def test_every_application_has_its_index_row_however_it_is_written() -> None:
    application = received(title="Grannar möts")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE grants_application SET title = 'Broar byggs' WHERE id = %s", [application.pk])
    assert found("broar") == ["Broar byggs"]


# --- INV-30 -----------------------------------------------------------------------------------------------------------


def test_an_answer_to_a_question_that_may_not_be_searched_is_never_found() -> None:
    asked = Question("values", QuestionKind.LONG_TEXT, "Hur uppfyller ni demokrativillkoret?", sensitive=True)
    call = a_call_asking(QuestionGroup("values_page", "Villkor", (asked,)))
    received(call, title="Vårt projekt", values="Vi tar avstånd från revolutionen.")
    assert (found("revolutionen"), found("projekt")) == ([], ["Vårt projekt"])


def test_neither_is_it_when_it_is_completed() -> None:
    asked = Question("values", QuestionKind.LONG_TEXT, "Hur uppfyller ni demokrativillkoret?", sensitive=True)
    call = a_call_asking(QuestionGroup("values_page", "Villkor", (asked,)))
    request = completion_requested(assigned(received(call, values="Inget.")), questions=["values"])
    by = signatory_of(request.application.organisation)
    answers = {"values": "Vi tar avstånd från revolutionen."}
    hand_in_completion(completions.save(request, answers=answers, base_version=0, by=by, now=NOW))
    assert found("revolutionen") == []


@pytest.mark.parametrize("version", VERSIONS, ids=lambda version: version.key)
def test_every_question_on_the_democracy_condition_is_marked_in_the_ordinance(version: Any) -> None:
    by_key = {question.key: question for group in version.form for question in group.questions}
    marked = {key for key, question in by_key.items() if question.sensitive}
    expected = {"respects_democracy"} & set(by_key)
    assert marked == expected


def test_a_check_of_the_democracy_condition_is_never_found() -> None:
    application = assigned(received(title="Vårt projekt"))
    assessment.record_check(
        application,
        requirement="democratic_values",
        result=CheckResult.NOT_MET,
        source="Öppna källor",
        note="Uppgifter om revolutionen.",
        by=person("dag"),
        now=NOW,
    )
    assert [found(text) for text in ("revolutionen", "demokratins", "källor")] == [[], [], []]


def test_the_mark_stays_in_the_form_as_data() -> None:
    question = Question("values", QuestionKind.LONG_TEXT, "Värden", sensitive=True)
    form = replace(a_call().newest_form().form, groups=(QuestionGroup("page", "Sida", (question,)),))
    assert type(form).from_json(form.to_json()).question("values").sensitive
