"""What differs between two versions of a form, as an officer and an applicant read it."""

from dataclasses import replace

import pytest

from grants.form_diff import NAMES, Change, changes
from grants.question_rules import Condition
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
            first(WHY, replace(HOW, when=Condition("why", ("ja", "nej")))),
            [Change("changed", "Frågan ”Hur?”", ("När den visas: inget → vid svaret ja eller nej",))],
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


def test_every_property_of_a_question_has_a_name() -> None:
    assert set(NAMES) == set(Question.__dataclass_fields__) - {"key"}
