"""What counts as an answer, question kind by question kind. Each refusal is a Swedish sentence at its question."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from delmos.lib.refusal import Refused
from grants.domain.answers import (
    MAX_AMOUNT_ORE,
    budget_total,
    check_answer,
    check_file_fits,
    is_empty,
    missing_answers,
    word_count,
)
from grants.domain.table_answers import cost_rows, partners
from grants.question_rules import Anchor, CallTimes, Condition, DayRule
from grants.questions import Form, Question, QuestionGroup, QuestionKind

K = QuestionKind
TIMES = CallTimes(date(2018, 4, 16), date(2018, 5, 15), date(2018, 6, 1), date(2018, 12, 31), 2018)


def question(kind: QuestionKind, **changes: Any) -> Question:
    return Question(**{"key": "fråga", "kind": kind, "label": "Frågan", **changes})


def row(label: str = "Lön", amount_ore: Any = 100, **more: Any) -> dict[str, Any]:
    return {"label": label, "amount_ore": amount_ore, **more}


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
        (K.CHOICES, ["b", "a"]),
        (K.MUNICIPALITIES, ["2180", "0180"]),
        (K.PERIOD, {"start": "2018-06-01", "end": "2018-06-01"}),
        (K.DECLARATION, True),
        (K.ACTIVITIES, [{"what": "Läxhjälp", "when": "", "result": ""}]),
        (K.PARTNERS, [{"name": "Gävle kommun", "number": "2120002338"}, {"name": "Nätverket", "number": ""}]),
        *[(kind, empty) for kind in K for empty in (None, "", [], {})],
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
        (K.TEXT, "\ud800", "ett tecken som inte går att spara"),
        (K.CHOICES, ["a", "c"], "välj bland alternativen"),
        (K.CHOICES, ["a", "a"], "välj bland alternativen"),
        (K.CHOICES, "a", "välj bland alternativen"),
        (K.MUNICIPALITIES, ["21"], "välj en eller flera kommuner i listan"),
        (K.PERIOD, {"start": "2018-06-01"}, "skriv både första och sista dagen"),
        (K.PERIOD, {"start": "2018-06-02", "end": "2018-06-01"}, "den sista dagen kan inte komma före den första"),
        (K.DECLARATION, False, "kryssa i rutan"),
        (K.ACTIVITIES, [{"what": " ", "when": "maj", "result": ""}], "rad 1 behöver en aktivitet"),
        (K.ACTIVITIES, [{"what": "Läxhjälp", "when": "x" * 101, "result": ""}], "texten på rad 1 är för lång"),
        (K.PARTNERS, [{"name": "", "number": ""}], "rad 1 behöver ett namn"),
        (K.PARTNERS, [{"name": "Gävle", "number": "2120002339"}], "rad 1: .* kontrollsiffran är fel"),
        (K.PARTNERS, [{"name": "Gävle", "number": "212000-2338"}], "rad 1: skriv organisationsnumret med tio siffror"),
        (K.PARTNERS, [{"name": "Anna", "number": "8112189876"}], "rad 1: Numret ser ut som ett personnummer"),
        (K.PARTNERS, [{"name": "A", "number": "2120002338"}] * 2, "samma organisationsnummer står två gånger"),
        (K.BUDGET, [row(years_ore=[60, 40])], "rad 1 stämmer inte med budgetens år eller delar"),
        (K.BUDGET, [row(part="own")], "rad 1 stämmer inte med budgetens år eller delar"),
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


NAMES = st.sampled_from(["label", "amount_ore", "years_ore", "part", "start", "end", "what", "when", "name", "number"])
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.dates().map(str),
    lambda inner: st.lists(inner) | st.dictionaries(NAMES, inner),
    max_leaves=20,
)


@settings(max_examples=400, deadline=None)
@given(kind=st.sampled_from(K), value=ANYTHING)
def test_no_answer_whatever_it_is_breaks_the_rules(kind: QuestionKind, value: Any) -> None:
    """Whatever a browser or a script sends is taken or refused with a sentence, never a crash."""
    asked = question(
        kind,
        choices=("a",),
        max_words=3,
        minimum=2,
        maximum=5,
        mask="0A",
        years=2,
        cofunding=True,
        earliest=DayRule(Anchor.CALL_OPENS, -3),
        latest=DayRule(Anchor.PROJECT_ENDS, 3),
    )
    try:
        check_answer(asked, value, times=TIMES)
    except Refused as refused:
        assert refused.field == "fråga"


def test_a_fact_is_asked_for_also_when_its_question_is_not_marked_as_required() -> None:
    optional = Question(key="title", kind=QuestionKind.TEXT, label="Projektets namn", required=False, max_length=200)
    form = Form((QuestionGroup("about", "Om projektet", (optional,)),))
    assert [refusal.field for refusal in missing_answers(form, {}, files={})] == ["title"]


# --- limits that the officer sets ------------------------------------------------------------------------------------

EARLIEST, LATEST = DayRule(Anchor.PROJECT_STARTS), DayRule(Anchor.PROJECT_ENDS, -30)
LIMITS: list[tuple[QuestionKind, dict[str, Any], Any, str]] = [
    (K.NUMBER, {"minimum": 5}, 4, "svaret ska vara minst 5."),
    (K.NUMBER, {"maximum": 5}, 6, "svaret ska vara högst 5."),
    (K.MONEY, {"minimum": 100_00}, 99_99, "svaret ska vara minst 100\xa0kr."),
    (K.MONEY, {"maximum": 100_00}, 100_01, "svaret ska vara högst 100\xa0kr."),
    (K.TEXT, {"mask": "000-0000"}, "123-456", "skriv svaret på formen 000-0000, där 0 är en siffra och A en bokstav."),
    (K.DATE, {"earliest": EARLIEST}, "2018-05-31", "dagen får inte ligga före 1 juni 2018."),
    (K.DATE, {"latest": LATEST}, "2018-12-02", "dagen får inte ligga efter 1 december 2018."),
    (K.PERIOD, {"latest": LATEST}, {"start": "2018-06-01", "end": "2018-12-02"}, "dagen får inte ligga efter"),
]


@pytest.mark.parametrize(("kind", "limit", "value", "sentence"), LIMITS)
def test_a_limit_is_said_in_the_portals_words(kind: QuestionKind, limit: Any, value: Any, sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        check_answer(question(kind, **limit), value, times=TIMES)
    assert refused.value.message.startswith(f"Frågan: {sentence}")


@pytest.mark.parametrize(("kind", "limit", "value", "sentence"), LIMITS)
def test_a_limit_is_said_in_the_officers_words_when_there_are_any(
    kind: QuestionKind, limit: Any, value: Any, sentence: str
) -> None:
    with pytest.raises(Refused) as refused:
        check_answer(question(kind, message="Så får det inte vara.", **limit), value, times=TIMES)
    assert refused.value.message == "Frågan: Så får det inte vara."


def test_the_days_of_an_answer_are_compared_only_when_the_call_is_known() -> None:
    check_answer(question(K.DATE, earliest=EARLIEST), "1999-01-01")


def test_a_text_with_too_many_words_says_by_how_many() -> None:
    with pytest.raises(Refused, match="texten är 2 ord för lång. Högst 3 ord får plats"):
        check_answer(question(K.LONG_TEXT, max_words=3), "ett två\ntre  fyra fem")


def test_the_officers_words_stand_before_by_how_much_a_text_is_too_long() -> None:
    with pytest.raises(Refused) as refused:
        check_answer(question(K.LONG_TEXT, max_words=1, message="Ett ord räcker."), "ett två")
    assert refused.value.message == "Frågan: Ett ord räcker. Texten är 1 ord för lång. Högst 1 ord får plats."


@pytest.mark.parametrize(("text", "words"), [("", 0), ("  ", 0), ("ett", 1), (" ett\n två\ttre ", 3), ("a-b c", 2)])
def test_words_are_what_stands_between_spaces(text: str, words: int) -> None:
    assert word_count(text) == words


def test_a_negative_number_is_taken_where_the_officer_says_so() -> None:
    check_answer(question(K.NUMBER, minimum=-5), -5)


def test_files_have_limits_of_their_own() -> None:
    asked = question(K.FILES, max_files=1, max_megabytes=2)
    check_file_fits(asked, size=2_000_000, count=0)
    with pytest.raises(Refused, match="Här kan du lägga till högst 1 fil"):
        check_file_fits(asked, size=1, count=1)
    with pytest.raises(Refused, match="Här får en fil vara högst 2 MB"):
        check_file_fits(asked, size=2_000_001, count=0)


@pytest.mark.parametrize(("size", "count"), [(1, 1), (2_000_001, 0)])
def test_the_limits_of_files_are_said_in_the_officers_words_when_there_are_any(size: int, count: int) -> None:
    asked = question(K.FILES, max_files=1, max_megabytes=2, message="En liten fil räcker.")
    with pytest.raises(Refused, match=r"^En liten fil räcker\.$"):
        check_file_fits(asked, size=size, count=count)


# --- what must be answered -------------------------------------------------------------------------------------------

ASKS = question(K.YES_NO, key="asks")
YES_TO_IT = Condition("asks", ("ja",))


def missing(form_questions: tuple[Question, ...], answers: dict[str, Any]) -> list[str | None]:
    form = Form((QuestionGroup("g", "G", form_questions),))
    return [refusal.field for refusal in missing_answers(form, answers, files={})]


@pytest.mark.parametrize(("answer", "fields"), [(True, ["fråga"]), (False, []), (None, ["asks"])])
def test_a_question_that_is_not_asked_for_is_not_missing(answer: Any, fields: list[str]) -> None:
    assert missing((ASKS, question(K.TEXT, when=YES_TO_IT)), {"asks": answer}) == fields


@pytest.mark.parametrize(("answer", "fields"), [(True, ["fråga"]), (False, [])])
def test_a_question_may_be_demanded_by_the_answer_to_another(answer: bool, fields: list[str]) -> None:
    assert missing((ASKS, question(K.TEXT, required=False, required_when=YES_TO_IT)), {"asks": answer}) == fields


def test_what_is_missing_is_said_in_the_officers_words_when_there_are_any() -> None:
    form = Form((QuestionGroup("g", "G", (question(K.TEXT, missing_message="Skriv något."),)),))
    assert [refusal.message for refusal in missing_answers(form, {}, files={})] == ["Skriv något."]


def test_a_declaration_must_be_ticked_also_when_it_is_not_marked_as_required() -> None:
    form = Form((QuestionGroup("g", "G", (question(K.DECLARATION, required=False),)),))
    assert [refusal.message for refusal in missing_answers(form, {}, files={})] == ["Kryssa i ”Frågan”."]


# --- budget and partners ---------------------------------------------------------------------------------------------

SEVERAL_YEARS = [
    row("Lön", 300, years_ore=[100, 200]),
    row("Lokal", 50, years_ore=[50, 0]),
    row("Kassan", 80, years_ore=[0, 80], part="own"),
    row("Gävle kommun", 20, part="other"),
]


def test_a_budget_of_several_years_with_cofunding_is_an_answer() -> None:
    check_answer(question(K.BUDGET, years=2, cofunding=True), SEVERAL_YEARS)


def test_what_others_pay_is_not_applied_for() -> None:
    assert budget_total({"budget": SEVERAL_YEARS}) == 250


def test_each_cost_is_a_row_for_every_year_that_has_money() -> None:
    assert cost_rows({"budget": SEVERAL_YEARS}, 2026, years=2) == [
        ("Lön, 2026", 2026, 100),
        ("Lön, 2027", 2027, 200),
        ("Lokal, 2026", 2026, 50),
    ]


def test_a_budget_of_one_year_keeps_its_labels() -> None:
    assert cost_rows({"budget": [row(" Lön ")]}, 2018) == [("Lön", 2018, 100)]


@pytest.mark.parametrize("years", [[50, 49], [150, -50], [100, 0, 0], [True, 99], "100", []])
def test_years_that_do_not_make_the_sum_of_their_row_are_refused(years: Any) -> None:
    with pytest.raises(Refused, match="rad 1 stämmer inte med budgetens år"):
        check_answer(question(K.BUDGET, years=2), [row(years_ore=years)])


def test_the_partners_are_those_of_every_table_that_is_asked_for() -> None:
    rows = [{"name": "Gävle kommun", "number": "2120002338"}]
    form = Form((QuestionGroup("g", "G", (ASKS, question(K.PARTNERS, when=YES_TO_IT))),))
    assert partners(form, {"asks": True, "fråga": rows}) == [("Gävle kommun", "2120002338")]
    assert partners(form, {"asks": False, "fråga": rows}) == []
