"""A call in two steps: its days, the form of each step, and what it lacks before it is published."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from delmos.lib.refusal import Refused
from grants import question_edits
from grants.domain import call_problems, calls
from grants.domain.queries.calls import form_of
from grants.enums import Stage
from grants.models import Call
from grants.ordinances import VERSIONS
from grants.policies import is_late
from grants.questions import FACTS_OF, Form
from tests.factories import BEFORE, CLOSES_AT, DETAILS, INVITED_CLOSE_AT, a_call, an_unpublished_call, person

pytestmark = pytest.mark.django_db
MOMENT = timedelta(microseconds=1)


def two_steps(**details: Any) -> Call:
    return an_unpublished_call(invited_close_at=INVITED_CLOSE_AT, **details)


def test_the_first_step_has_a_form_of_its_own() -> None:
    assert [question.key for question in form_of(two_steps(), Stage.EXPRESSION).questions] == [
        "title",
        "summary",
        "counties",
        "sought_amount",
    ]


def test_a_call_in_one_step_has_the_form_of_the_application_alone() -> None:
    call = an_unpublished_call()
    assert (call.stages, [form.stage for form in call.forms.all()]) == ((Stage.APPLICATION,), ["application"])


@pytest.mark.parametrize("version", VERSIONS, ids=lambda version: version.key)
def test_the_short_form_of_every_ordinance_asks_for_the_facts(version: Any) -> None:
    assert Form.from_defaults(version.expression_form).missing_facts(Stage.EXPRESSION) == ()


def test_a_call_that_becomes_one_in_two_steps_gets_the_form_it_lacks() -> None:
    call = an_unpublished_call()
    changed = calls.change(
        call, details=replace(DETAILS, invited_close_at=INVITED_CLOSE_AT), by=person("dag"), now=BEFORE
    )
    assert sorted(form.stage for form in changed.forms.all()) == ["application", "expression"]


def test_the_officers_questions_outlive_a_change_of_mind_about_the_steps() -> None:
    call, dag = two_steps(), person("dag")
    calls.edit_form(
        call, edit=lambda form: question_edits.add_group(form, "Mer"), stage=Stage.EXPRESSION, by=dag, now=BEFORE
    )
    for details in (DETAILS, replace(DETAILS, invited_close_at=INVITED_CLOSE_AT)):
        calls.change(call, details=details, by=dag, now=BEFORE)
    assert [group.title for group in form_of(call, Stage.EXPRESSION).groups] == ["Vad ni vill göra", "Mer"]


def test_the_invited_cannot_close_before_the_expressions() -> None:
    with pytest.raises(Refused, match="sista tid ska ligga efter") as refused:
        two_steps(closes_at=INVITED_CLOSE_AT)
    assert refused.value.field == "invited_close_at"


def test_each_step_is_late_by_its_own_closing_time() -> None:
    call = two_steps()
    assert [is_late(call, CLOSES_AT, stage) for stage in Stage] == [True, False]
    assert [is_late(call, INVITED_CLOSE_AT - MOMENT), is_late(call, INVITED_CLOSE_AT)] == [False, True]


@pytest.mark.parametrize("key", FACTS_OF[Stage.EXPRESSION])
def test_a_fact_of_the_expression_cannot_be_taken_away(key: str) -> None:
    with pytest.raises(Refused, match="kan inte tas bort"):
        question_edits.remove_question(form_of(two_steps(), Stage.EXPRESSION), key)


def test_what_the_form_of_the_expression_lacks_is_said_before_publishing() -> None:
    call = two_steps()
    calls.edit_form(call, edit=lambda _: Form(()), stage=Stage.EXPRESSION, by=person("dag"), now=BEFORE)
    assert [(problem.field, problem.message) for problem in call_problems.problems(call)] == [
        (
            "expression_form",
            "Formuläret för intresseanmälan saknar frågor som systemet behöver: projektets namn, län, "
            "ungefärligt belopp.",
        )
    ]


def test_publishing_publishes_the_form_of_both_steps() -> None:
    call = a_call(invited_close_at=INVITED_CLOSE_AT)
    assert [form.published_at for form in call.forms.all()] == [BEFORE, BEFORE]


def test_a_form_for_a_step_that_the_call_no_longer_has_is_not_published() -> None:
    call, dag = two_steps(), person("dag")
    calls.publish(calls.change(call, details=DETAILS, by=dag, now=BEFORE), by=dag, now=BEFORE)
    assert call.forms.get(stage=Stage.EXPRESSION).published_at is None
