"""What counts as an answer, question kind by question kind. Each refusal is a Swedish sentence at its question."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from delmos.lib.refusal import Refused
from grants.domain.answers import MAX_AMOUNT_ORE, budget_total, check_answer, is_empty, missing_answers
from grants.questions import Form, Question, QuestionGroup, QuestionKind

K = QuestionKind


def question(kind: QuestionKind, **changes: Any) -> Question:
    return Question(**{"key": "fråga", "kind": kind, "label": "Frågan", **changes})


def row(label: str = "Lön", amount_ore: Any = 100) -> dict[str, Any]:
    return {"label": label, "amount_ore": amount_ore}


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (K.TEXT, "🙂 å"),
        (K.LONG_TEXT, "Rad ett\nrad två"),
        (K.NUMBER, 0),
        (K.NUMBER, 999_999_999),
        (K.MONEY, 1),
        (K.MONEY, MAX_AMOUNT_ORE),
        (K.DATE, "2018-02-28"),
        (K.CHOICE, "b"),
        (K.YES_NO, False),
        (K.COUNTIES, ["01", "21"]),
        (K.BUDGET, [row(), row("Lokal", MAX_AMOUNT_ORE)]),
        *[(kind, empty) for kind in K for empty in (None, "", [])],
    ],
)
def test_these_are_answers(kind: QuestionKind, value: Any) -> None:
    check_answer(question(kind, choices=("a", "b")), value)


@pytest.mark.parametrize(
    ("kind", "value", "sentence"),
    [
        (K.TEXT, 5, "skriv en text"),
        (K.TEXT, "a\x00b", "ett tecken som inte går att spara"),
        (K.TEXT, "x" * 11, "texten är 1 tecken för lång. Högst 10 tecken får plats"),
        (K.NUMBER, -1, "skriv ett heltal, 0 eller högre"),
        (K.NUMBER, 10**9, "skriv ett heltal"),
        (K.NUMBER, True, "skriv ett heltal"),
        (K.NUMBER, "5", "skriv ett heltal"),
        (K.MONEY, 0, "skriv ett belopp större än 0 kr"),
        (K.MONEY, -100, "skriv ett belopp större än 0 kr"),
        (K.MONEY, MAX_AMOUNT_ORE + 1, "skriv ett belopp"),
        (K.DATE, "2018-02-29", "skriv ett datum, till exempel 2018-09-01"),
        (K.DATE, 20180901, "skriv ett datum"),
        (K.CHOICE, "c", "välj ett av alternativen"),
        (K.YES_NO, "ja", "svara ja eller nej"),
        (K.COUNTIES, ["99"], "välj ett eller flera län"),
        (K.COUNTIES, ["01", "01"], "välj ett eller flera län"),
        (K.COUNTIES, "01", "välj ett eller flera län"),
        (K.BUDGET, [row(amount_ore=0)], "rad 1 behöver ett belopp större än 0 kr"),
        (K.BUDGET, [row(), row(amount_ore=-1)], "rad 2 behöver ett belopp större än 0 kr"),
        (K.BUDGET, [row(amount_ore=1.5)], "rad 1 behöver ett belopp"),
        (K.BUDGET, [row(amount_ore=MAX_AMOUNT_ORE + 1)], "beloppet på rad 1 är högre än"),
        (K.BUDGET, [row(" ")], "rad 1 behöver ett namn"),
        (K.BUDGET, [row("x" * 121)], "rad 1 behöver ett namn på högst 120 tecken"),
        (K.BUDGET, [row("a\x00")], "rad 1 behöver ett namn"),
        (K.BUDGET, [row()] * 41, "budgeten kan ha högst 40 rader"),
        (K.BUDGET, "Lön", "budgeten kan ha högst 40 rader"),
        (K.FILES, ["fil"], "bilagor läggs till var för sig"),
    ],
)
def test_these_are_not(kind: QuestionKind, value: Any, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence) as refused:
        check_answer(question(kind, max_length=10, choices=("a", "b")), value)
    assert refused.value.field == "fråga"
    assert refused.value.message.startswith("Frågan: ")


@pytest.mark.parametrize(("value", "empty"), [("", True), (None, True), ([], True), (False, False), (0, False)])
def test_no_and_zero_are_answers(value: Any, empty: bool) -> None:
    assert is_empty(value) == empty


def test_only_required_questions_can_be_missing() -> None:
    form = Form((QuestionGroup("g", "G", (question(K.TEXT), question(K.TEXT, key="fritt", required=False))),))
    assert [refusal.field for refusal in missing_answers(form, {}, files={})] == ["fråga"]


def test_a_required_question_for_files_is_answered_by_a_file() -> None:
    form = Form((QuestionGroup("g", "G", (question(K.FILES),)),))
    assert [refusal.message for refusal in missing_answers(form, {}, files={})] == ["Besvara frågan ”Frågan”."]
    assert missing_answers(form, {}, files={"fråga": 1}) == []


@given(st.lists(st.integers(min_value=1, max_value=MAX_AMOUNT_ORE)))
def test_the_budget_is_the_exact_sum_of_its_rows(amounts: list[int]) -> None:
    assert budget_total({"budget": [row(amount_ore=amount) for amount in amounts]}) == sum(amounts)


def test_no_budget_is_nothing() -> None:
    assert budget_total({}) == 0


@settings(max_examples=60, deadline=None)
@given(kind=st.sampled_from(K), value=st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists))
def test_no_answer_whatever_it_is_breaks_the_rules(kind: QuestionKind, value: Any) -> None:
    """Whatever a browser or a script sends is taken or refused with a sentence, never a crash."""
    try:
        check_answer(question(kind, choices=("a",)), value)
    except Refused as refused:
        assert refused.field == "fråga"


def test_a_fact_is_asked_for_also_when_its_question_is_not_marked_as_required() -> None:
    optional = Question(key="title", kind=QuestionKind.TEXT, label="Projektets namn", required=False, max_length=200)
    form = Form((QuestionGroup("about", "Om projektet", (optional,)),))
    assert [refusal.field for refusal in missing_answers(form, {}, files={})] == ["title"]
