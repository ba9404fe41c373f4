"""A page of questions as a form: what is posted becomes the answer that is stored, and is shown again as it was."""

from datetime import date
from html.parser import HTMLParser
from typing import Any

import pytest
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from delmos.lib.refusal import Refused
from grants.domain.answers import check_answer
from grants.interfaces.question_forms import answers_from, group_form, shown
from grants.question_rules import Anchor, CallTimes, Condition, DayRule
from grants.questions import Question, QuestionGroup, QuestionKind

K = QuestionKind
TIMES = CallTimes(date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1), date(2027, 12, 31), 2026)


def asks(kind: QuestionKind, **more: Any) -> Question:
    return Question("q", kind, "Frågan", **{"choices": ("a", "b"), **more})


def form_of(*questions: Question, data: dict[str, Any] | None = None, answers: Any = None) -> Any:
    posted = None
    if data is not None:
        posted = QueryDict(mutable=True)
        for name, value in {"version": "0", **data}.items():
            posted.setlist(name, value if isinstance(value, list) else [value])
    return group_form(QuestionGroup("g", "G", questions), data=posted, answers=answers, times=TIMES)


def stored(question: Question, data: dict[str, Any]) -> Any:
    form = form_of(question, data=data)
    assert form.errors == {}
    return answers_from(form).get("q")


BUDGET = asks(K.BUDGET, years=2, cofunding=True)
BUDGET_DATA = {
    "q_label": ["Lön", "", "Lokal"],
    "q_amount": ["1 000", "", "500"],
    "q-amount-2": ["2 000", "", ""],
    "q-own_label": ["Kassan"],
    "q-own_amount": ["300"],
    "q-own-amount-2": [""],
    "q-other_label": [""],
    "q-other_amount": [""],
    "q-other-amount-2": [""],
}
BUDGET_ANSWER = [
    {"label": "Lön", "amount_ore": 300_000, "years_ore": [100_000, 200_000]},
    {"label": "Lokal", "amount_ore": 50_000, "years_ore": [50_000, 0]},
    {"label": "Kassan", "amount_ore": 30_000, "years_ore": [30_000, 0], "part": "own"},
]
POSTED: list[tuple[Question, dict[str, Any], Any]] = [
    (asks(K.TEXT), {"q": "  Hej  "}, "Hej"),
    (asks(K.LONG_TEXT), {"q": "ett\r\ntvå"}, "ett\ntvå"),
    (asks(K.NUMBER), {"q": "12"}, 12),
    (asks(K.MONEY), {"q": "1 000,50 kr"}, 100_050),
    (asks(K.DATE), {"q": "2026-03-01"}, "2026-03-01"),
    (asks(K.PERIOD), {"q_start": "2026-03-01", "q_end": "2026-04-01"}, {"start": "2026-03-01", "end": "2026-04-01"}),
    (asks(K.PERIOD), {"q_start": "2026-03-01", "q_end": ""}, {"start": "2026-03-01"}),
    (asks(K.PERIOD), {}, None),
    (asks(K.CHOICE), {"q": "b"}, "b"),
    (asks(K.CHOICES), {"q": ["b", "a"]}, ["b", "a"]),
    (asks(K.YES_NO), {"q": "nej"}, False),
    (asks(K.YES_NO), {}, None),
    (asks(K.COUNTIES), {"q": ["21"]}, ["21"]),
    (asks(K.MUNICIPALITIES), {"q-municipality": ["gävle", "", "Habo", "Gävle kommun"]}, ["2180", "0643"]),
    (asks(K.DECLARATION), {"q": "on"}, True),
    (asks(K.DECLARATION), {}, None),
    (
        asks(K.ACTIVITIES),
        {"q-what": ["Läxhjälp", ""], "q-when": ["maj", ""], "q-result": ["", ""]},
        [{"what": "Läxhjälp", "when": "maj", "result": ""}],
    ),
    (
        asks(K.PARTNERS),
        {"q-name": ["Gävle kommun", "Nätverket"], "q-number": ["212000-2338", ""]},
        [{"name": "Gävle kommun", "number": "2120002338"}, {"name": "Nätverket", "number": ""}],
    ),
    (asks(K.BUDGET), {"q_label": ["Lön"], "q_amount": ["10"]}, [{"label": "Lön", "amount_ore": 1000}]),
    (BUDGET, BUDGET_DATA, BUDGET_ANSWER),
]


@pytest.mark.parametrize(("question", "data", "answer"), POSTED)
def test_what_is_posted_becomes_the_answer(question: Question, data: dict[str, Any], answer: Any) -> None:
    assert stored(question, data) == answer


class Fields(HTMLParser):
    """What a browser would send of a piece of markup."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.sent: dict[str, list[str]] = {}
        self.area = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        if tag == "textarea":
            self.area = known["name"] or ""
        elif tag == "input" and (known.get("type") not in {"radio", "checkbox"} or "checked" in known):
            unsaid = "on" if known.get("type") == "checkbox" else ""
            self.sent.setdefault(known["name"] or "", []).append(known.get("value") or unsaid)

    def handle_data(self, data: str) -> None:
        if self.area:
            self.sent[self.area] = [data.removeprefix("\n")]
            self.area = ""


@pytest.mark.parametrize(("question", "data", "answer"), POSTED)
def test_a_stored_answer_that_is_shown_and_sent_again_is_the_same(question: Question, data: Any, answer: Any) -> None:
    html = str(form_of(question, answers={"q": answer})["q"])
    sent = stored(question, Fields(html).sent)
    assert sorted(sent) == sorted(answer) if question.kind is K.CHOICES else sent == answer


@pytest.mark.parametrize(
    ("question", "data", "sentence"),
    [
        (asks(K.MUNICIPALITIES), {"q-municipality": ["Gävl"]}, "Kommunen ”Gävl” finns inte."),
        (asks(K.PARTNERS), {"q-name": ["", "G"], "q-number": ["", "212000-2339"]}, "Rad 2: Organisationsnumret"),
        (BUDGET, {**BUDGET_DATA, "q-own_amount": ["tio"]}, "Egna medel, rad 1, 2026: Beloppet går inte"),
        (BUDGET, {**BUDGET_DATA, "q_amount": ["", "", ""], "q-amount-2": ["", "", ""]}, "Rad 1: Skriv ett belopp"),
        (BUDGET, {**BUDGET_DATA, "q-amount-2": ["", "", "tre"]}, "Rad 3, 2027: Beloppet går inte att läsa."),
        (BUDGET, {**BUDGET_DATA, "q_label": ["Lön", "", ""]}, "Rad 3: skriv vad beloppet gäller."),
        (BUDGET, {**BUDGET_DATA, "q_amount": ["1", "", "0"]}, "Rad 3: skriv ett belopp större än 0 kr."),
        (asks(K.ACTIVITIES), {"q-what": ["", ""], "q-when": ["", "maj"]}, "Rad 2: fyll i ”Vad ni gör”."),
    ],
)
def test_what_cannot_be_read_is_pointed_out_by_its_row(question: Question, data: Any, sentence: str) -> None:
    errors = form_of(question, data=data).errors["q"]
    assert errors[0].startswith(sentence)


@pytest.mark.parametrize(
    ("question", "answer", "words"),
    [
        (asks(K.PERIOD), {"start": "2026-03-01", "end": "2026-04-01"}, "1 mars 2026 – 1 april 2026"),
        (asks(K.CHOICES), ["a", "b"], "a, b"),
        (asks(K.MUNICIPALITIES), ["2180", "0643"], "Gävle, Habo"),
        (asks(K.DECLARATION), True, "Ja, det försäkrar vi"),
        (asks(K.ACTIVITIES), [{"what": "Läxhjälp", "when": "maj", "result": "Betyg"}], "Läxhjälp (maj): Betyg"),
        (asks(K.PARTNERS), [{"name": "Gävle kommun", "number": "2120002338"}], "Gävle kommun (212000-2338)"),
        (asks(K.BUDGET), [{"label": "Lön", "amount_ore": 1000}], "Lön: 10 kr\nSumma: 10 kr"),
        (
            BUDGET,
            BUDGET_ANSWER,
            "Lön: 3 000 kr (2026 1 000 kr, 2027 2 000 kr)\nLokal: 500 kr (2026 500 kr)\n"
            "Egna medel, Kassan: 300 kr (2026 300 kr)\nKostnader: 3 500 kr\nMedfinansiering: 300 kr\n"
            "Söks i bidrag: 3 200 kr",
        ),
        (asks(K.PERIOD), {}, ""),
    ],
)
def test_an_answer_in_words(question: Question, answer: Any, words: str) -> None:
    assert shown(question, answer, first_year=2026).replace("\xa0", " ") == words


def test_the_years_of_a_budget_have_their_numbers() -> None:
    assert form_of(BUDGET)["q"].as_widget().count("2027, kronor") == 3


# --- hints and conditions --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "hint"),
    [
        (
            asks(K.LONG_TEXT, max_length=100, max_words=9, help="Kort.", law="3 §"),
            "Kort. (3 §) Högst 100 tecken. Högst 9 ord.",
        ),
        (asks(K.NUMBER, minimum=1, maximum=5), "Minst 1. Högst 5."),
        (
            asks(K.DATE, earliest=DayRule(Anchor.PROJECT_STARTS), latest=DayRule(Anchor.CALL_CLOSES, -1)),
            "Tidigast 1 mars 2026. Senast 31 januari 2026.",
        ),
        (asks(K.TEXT, mask="000-0000"), "Skriv på formen 000-0000."),
    ],
)
def test_the_limits_of_a_question_stand_in_its_hint(question: Question, hint: str) -> None:
    assert form_of(question)["q"].help_text == hint


ASKED = Question("asked", K.YES_NO, "Har ni <sökt> annat?")
FOLLOW_UP = asks(K.LONG_TEXT, when=Condition("asked", ("ja",)))


def test_a_question_that_depends_on_its_page_says_when_and_tells_the_browser() -> None:
    field = form_of(ASKED, FOLLOW_UP)["q"]
    assert "Besvara om ni svarade ”Ja” på frågan ”Har ni &lt;sökt&gt; annat?”." in field.help_text
    attrs = field.field.widget.attrs
    assert (attrs["data-shown-when"], attrs["data-shown-values"]) == ("asked", '["ja"]')


def test_a_question_that_depends_on_an_earlier_page_says_nothing_of_it() -> None:
    field = form_of(FOLLOW_UP)["q"]
    assert ("condition-note" in field.help_text, "data-shown-when" in field.field.widget.attrs) == (False, False)


def test_a_question_that_may_be_demanded_says_when() -> None:
    field = form_of(ASKED, asks(K.TEXT, required=False, required_when=Condition("asked", ("ja",))))["q"]
    assert "Måste besvaras om ni svarade ”Ja” på frågan" in field.help_text


# --- whatever is posted ----------------------------------------------------------------------------------------------

SUFFIXES = ["", "_label", "_amount", "-amount-2", "-own_label", "-own_amount", "-municipality", "-what", "-name"]
SUFFIXES += ["-when", "-result", "-number", "_start", "_end"]
TEXTS = st.text(max_size=30) | st.sampled_from(["ja", "on", "01", "1 000", "2026-03-01", "Gävle", "a", "212000-2338"])
POSTS = st.dictionaries(st.sampled_from([f"q{suffix}" for suffix in SUFFIXES]), st.lists(TEXTS, max_size=4))


@settings(max_examples=300, deadline=None)
@given(st.sampled_from([kind for kind in K if kind is not K.FILES]), POSTS)
def test_whatever_is_posted_is_an_answer_or_an_error_and_the_page_is_shown_again(
    kind: QuestionKind, data: dict[str, list[str]]
) -> None:
    question = asks(kind, years=2, cofunding=True, max_words=3, minimum=5)
    form = form_of(question, data=dict(data))
    if form.is_valid():
        answer = answers_from(form).get("q")
        try:
            check_answer(question, answer, times=TIMES)
        except Refused as refused:
            form.add_error("q", str(refused))
        else:
            assert isinstance(shown(question, answer, first_year=2026), str)
    assert str(form["q"])
