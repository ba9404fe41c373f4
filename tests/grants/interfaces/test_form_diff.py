"""What differs between two versions of a form, as an officer and an applicant read it."""

from dataclasses import replace
from typing import Any

import pytest

from grants.interfaces.form_diff import NAMES, Change, changes
from grants.question_rules import Anchor, Condition, DayRule
from grants.questions import Form, Question, QuestionGroup, QuestionKind

K = QuestionKind
WHY = Question("why", K.LONG_TEXT, "Varför?", max_length=4000)
HOW = Question("how", K.LONG_TEXT, "Hur?", max_length=4000)
FIRST = QuestionGroup("first", "Projektet", (WHY, HOW))
SECOND = QuestionGroup("second", "Annat", (Question("asks", K.YES_NO, "Söker ni?"),))
FORM = Form((FIRST, SECOND))


def first(*questions: Question, **other: object) -> Form:
    return Form((replace(FIRST, questions=questions, **other), SECOND))


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        (FORM, []),
        (first(WHY), [Change("removed", "Frågan ”Hur?”")]),
        (
            first(WHY, HOW, Question("who", K.TEXT, "Vem?")),
            [Change("added", "Frågan ”Vem?”", ("På sidan ”Projektet”.",))],
        ),
        (
            first(replace(WHY, label="Av vilket skäl?", required=False), HOW),
            [
                Change(
                    "changed",
                    "Frågan ”Av vilket skäl?”",
                    (
                        "Frågans text: ”Varför?” → ”Av vilket skäl?”",
                        "Om den ska besvaras: ja → nej",
                    ),
                )
            ],
        ),
        (
            first(WHY, replace(HOW, when=Condition("asks", ("ja", "nej")))),
            [
                Change(
                    "changed",
                    "Frågan ”Hur?”",
                    ("När den visas: alltid → vid svaret ”Ja” eller ”Nej” på frågan ”Söker ni?”",),
                )
            ],
        ),
        (
            first(WHY, HOW, when=Condition("asks", ("ja",))),
            [
                Change(
                    "changed",
                    "Sidan ”Projektet”",
                    ("När den visas: alltid → vid svaret ”Ja” på frågan ”Söker ni?”",),
                )
            ],
        ),
        (first(HOW, WHY), [Change("changed", "Sidan ”Projektet”", ("Frågorna står i en annan ordning.",))]),
        (first(WHY, HOW, title="Arbetet"), [Change("changed", "Sidan ”Arbetet”", ("Rubriken var ”Projektet”.",))]),
        (Form((SECOND, FIRST)), [Change("moved", "Sidorna står i en annan ordning")]),
        (Form((FIRST,)), [Change("removed", "Sidan ”Annat”"), Change("removed", "Frågan ”Söker ni?”")]),
        (
            Form((replace(FIRST, questions=(WHY,)), replace(SECOND, questions=(*SECOND.questions, HOW)))),
            [Change("changed", "Frågan ”Hur?”", ("Flyttad till sidan ”Annat”.",))],
        ),
    ],
)
def test_every_change_is_said(new: Form, expected: list[Change]) -> None:
    assert changes(FORM, new) == expected


WHERE = Question("where", K.COUNTIES, "Var?")
ONCE = DayRule(Anchor.CALL_OPENS)


@pytest.mark.parametrize(
    ("kind", "before", "after", "detail"),
    [
        (K.TEXT, {}, {"when": Condition("where", ("21",))}, "När den visas: alltid → vid svaret ”Gävleborgs län” på"),
        (K.MONEY, {"minimum": 100_00}, {"minimum": 0}, "Det minsta: 100\xa0kr → 0\xa0kr"),
        (K.NUMBER, {}, {"maximum": 5}, "Det högsta: ingen gräns → 5"),
        (K.DATE, {"earliest": ONCE}, {}, "Tidigaste dag: dagen då utlysningen öppnar → ingen gräns"),
        (
            K.DATE,
            {"latest": DayRule(Anchor.CALL_CLOSES, -1)},
            {"latest": DayRule(Anchor.PROJECT_ENDS, 30)},
            "Senaste dag: 1 dag före dagen då utlysningen stänger → 30 dagar efter senaste projektslut",
        ),
        (K.TEXT, {"max_words": 50}, {}, "Högst antal ord: 50 → ingen gräns"),
        (K.TEXT, {}, {"message": "Nej."}, "Meningen när en gräns bryts: inget → ”Nej.”"),
        (K.CHOICE, {"choices": ("a", "b")}, {"choices": ("a", "c")}, "Alternativen: a, b → a, c"),
    ],
)
def test_a_property_is_said_in_words(kind: QuestionKind, before: Any, after: Any, detail: str) -> None:
    old, new = (
        Form((QuestionGroup("g", "G", (WHERE, Question("q", kind, "Frågan", **said))),)) for said in (before, after)
    )
    [change] = changes(old, new)
    assert (change.what, change.details[0][: len(detail)], len(change.details)) == ("Frågan ”Frågan”", detail, 1)


def test_a_change_of_kind_says_nothing_of_limits_that_have_no_meaning_any_more() -> None:
    old, new = (Form((QuestionGroup("g", "G", (question,)),)) for question in (WHY, Question("why", K.DATE, "Varför?")))
    assert [change.details for change in changes(old, new)] == [("Slag av svar: lång text → datum",)]


def test_every_property_of_a_question_has_a_name() -> None:
    assert set(NAMES) == set(Question.__dataclass_fields__) - {"key"}
