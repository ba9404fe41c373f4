"""The form as data: what is asked for with which answers, and what the database keeps."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.question_rules import Anchor, Condition, DayRule, chosen
from grants.questions import FACTS, Form, Question, QuestionGroup, QuestionKind

K = QuestionKind
YES = ("ja",)


def asks(key: str, kind: QuestionKind = K.YES_NO, **more: Any) -> Question:
    return Question(key, kind, key.upper(), **more)


def depends(key: str, on: str, kind: QuestionKind = K.YES_NO, values: tuple[str, ...] = YES) -> Question:
    return asks(key, kind, when=Condition(on, values))


FIRST = QuestionGroup("first", "Först", (asks("a"), depends("b", "a"), depends("c", "b", K.TEXT)))
SECOND = QuestionGroup("second", "Sedan", (asks("d", K.TEXT), depends("e", "a", K.TEXT)))
THIRD = QuestionGroup("third", "Sist", (asks("f", K.TEXT),), when=Condition("b", YES))
FORM = Form((FIRST, SECOND, THIRD))


def keys(form: Form) -> dict[str, list[str]]:
    return {group.key: [question.key for question in group.questions] for group in form.groups}


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({}, {"first": ["a"], "second": ["d"]}),
        ({"a": False}, {"first": ["a"], "second": ["d"]}),
        ({"a": True}, {"first": ["a", "b"], "second": ["d", "e"]}),
        ({"a": True, "b": True}, {"first": ["a", "b", "c"], "second": ["d", "e"], "third": ["f"]}),
        ({"a": False, "b": True}, {"first": ["a"], "second": ["d"]}),
    ],
)
def test_only_what_the_answers_open_is_asked_for(answers: dict[str, Any], expected: dict[str, list[str]]) -> None:
    assert keys(FORM.asked(answers)) == expected


def test_a_page_that_has_nothing_left_to_ask_is_left_out() -> None:
    form = Form((FIRST, QuestionGroup("only", "Bara", (depends("g", "a"),))))
    assert list(keys(form.asked({"a": False}))) == ["first"]


@pytest.mark.parametrize(
    ("answer", "picks"),
    [
        (True, {"ja"}),
        (False, {"nej"}),
        ("Skola", {"Skola"}),
        (["01", "21"], {"01", "21"}),
        (None, set()),
        ({"start": "ja"}, set()),
        ([["ja"], 5], set()),
        (1, set()),
    ],
)
def test_what_was_picked_is_said_as_the_browser_says_it(answer: Any, picks: set[str]) -> None:
    assert chosen(answer) == picks


def test_one_of_several_choices_is_enough() -> None:
    assert Condition("q", ("01", "21")).holds(["03", "21"])


def test_a_page_as_it_is_written_keeps_what_depends_on_the_page_itself() -> None:
    assert [question.key for question in FORM.page("first", {}).questions] == ["a", "b", "c"]


@pytest.mark.parametrize(("answers", "expected"), [({"a": True}, ["d", "e"]), ({"a": False}, ["d"])])
def test_a_page_as_it_is_written_leaves_out_what_an_earlier_page_rules_out(
    answers: dict[str, Any], expected: list[str]
) -> None:
    assert [question.key for question in FORM.page("second", answers).questions] == expected


@pytest.mark.parametrize(("answer", "required"), [(True, True), (False, False)])
def test_whether_an_earlier_page_demands_an_answer_is_settled_on_the_page(answer: bool, required: bool) -> None:
    wanted = asks("z", K.TEXT, required=False, required_when=Condition("a", YES))
    page = Form((FIRST, QuestionGroup("more", "Mer", (wanted,)))).page("more", {"a": answer})
    assert page.questions == (replace(wanted, required=required, required_when=None),)


def test_only_the_answers_of_the_form_are_taken() -> None:
    assert FORM.asked({"a": False}).only({"a": False, "b": True, "x": 1}) == {"a": False}


def test_a_fact_that_is_not_always_asked_for_is_missing() -> None:
    facts = tuple(asks(key, kind) for key, kind in FACTS.items())
    assert Form((QuestionGroup("g", "G", facts),)).missing_facts() == ()
    assert Form((FIRST, QuestionGroup("g", "G", facts, when=Condition("a", YES)))).missing_facts() == tuple(FACTS)


def test_a_form_stored_before_there_were_conditions_is_read() -> None:
    stored = {
        "key": "t",
        "kind": "text",
        "label": "T",
        "help": "",
        "required": True,
        "max_length": 9,
        "law": "",
        "choices": [],
    }
    data = {"groups": [{"key": "g", "title": "G", "questions": [stored]}]}
    assert Form.from_json(data) == Form((QuestionGroup("g", "G", (Question("t", K.TEXT, "T", max_length=9),)),))
    assert json.loads(json.dumps(Form.from_json(data).to_json())) == data


EVERYTHING = Question(
    "q",
    K.DATE,
    "Q",
    max_words=5,
    minimum=1,
    maximum=9,
    earliest=DayRule(Anchor.CALL_OPENS, -3),
    latest=DayRule(Anchor.PROJECT_ENDS),
    mask="0A",
    message="Nej.",
    missing_message="Svara.",
    when=Condition("a", YES),
    required_when=Condition("b", YES),
    years=3,
    cofunding=True,
    max_files=2,
    max_megabytes=4,
)


def test_everything_a_question_says_survives_the_database() -> None:
    form = Form((FIRST, QuestionGroup("g", "G", (EVERYTHING,), when=Condition("a", YES))))
    assert Form.from_json(form.to_json()) == form


# --- any form --------------------------------------------------------------------------------------------------------

KEYS = [f"q{number}" for number in range(8)]
ANSWERS = st.dictionaries(st.sampled_from(KEYS), st.booleans() | st.none() | st.text(max_size=3) | st.lists(st.text()))


@st.composite
def forms(draw: st.DrawFn) -> Form:
    """Any form of yes-or-no questions in two pages, with conditions on anything, in order or not."""
    conditions = st.none() | st.builds(Condition, st.sampled_from(KEYS), st.sampled_from([("ja",), ("nej",), ("x",)]))
    questions = [asks(key, when=draw(conditions)) for key in KEYS]
    cut = draw(st.integers(min_value=0, max_value=len(KEYS)))
    return Form(
        (
            QuestionGroup("one", "Ett", tuple(questions[:cut])),
            QuestionGroup("two", "Två", tuple(questions[cut:]), when=draw(conditions)),
        )
    )


@given(forms(), ANSWERS)
def test_asking_again_changes_nothing(form: Form, answers: dict[str, Any]) -> None:
    asked = form.asked(answers)
    assert (asked.asked(answers), form.asked(asked.only(answers))) == (asked, asked)


@given(forms(), ANSWERS)
def test_every_question_asked_for_stands_on_its_page(form: Form, answers: dict[str, Any]) -> None:
    for group in form.asked(answers).groups:
        page = [question.key for question in form.page(group.key, answers).questions]
        assert [question.key for question in group.questions if question.key not in page] == []
