"""A form whose conditions could never be settled is refused, whichever edit would make it so."""

import pytest

from delmos.lib.refusal import Refused
from grants import question_edits as edits
from grants.form_rules import check_form
from grants.ordinances import VERSIONS
from grants.question_rules import Condition
from grants.question_text import QuestionText
from grants.questions import Form, Question, QuestionGroup, QuestionKind

K = QuestionKind
ASKS = Question("asks", K.YES_NO, "Söker ni?")
PLACE = Question("place", K.CHOICE, "Var?", choices=("Norr", "Söder"))
TOWNS = Question("towns", K.MUNICIPALITIES, "Vilka kommuner?")
FREE = Question("free", K.TEXT, "Vad?")


def depending(on: str, *values: str, key: str = "more") -> Question:
    return Question(key, K.TEXT, "Mer?", when=Condition(on, values))


def form_of(*questions: Question, **group: Condition) -> Form:
    return Form((QuestionGroup("first", "Först", (ASKS, PLACE, FREE)), QuestionGroup("g", "Sidan", questions, **group)))


@pytest.mark.parametrize(
    "form",
    [
        form_of(depending("asks", "ja")),
        form_of(depending("place", "Norr", "Söder")),
        form_of(TOWNS, depending("towns", "2180")),
    ],
)
def test_a_condition_on_an_earlier_answer_is_fine(form: Form) -> None:
    check_form(form)


@pytest.mark.parametrize("version", VERSIONS, ids=lambda version: version.key)
def test_the_suggested_forms_keep_the_rules(version) -> None:
    check_form(Form.from_defaults(version.form))
    check_form(Form.from_defaults(version.expression_form))


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        (form_of(depending("gone", "ja")), "Den frågan ska finnas kvar och stå före."),
        (form_of(depending("more", "ja")), "Den frågan ska finnas kvar och stå före."),
        (form_of(depending("later", "ja"), Question("later", K.YES_NO, "Sen?")), "Den frågan ska finnas kvar"),
        (form_of(depending("asks", "kanske")), "svar som inte kan väljas på frågan ”Söker ni?”"),
        (form_of(depending("place", "Norr", "Öster")), "svar som inte kan väljas på frågan ”Var?”"),
        (form_of(TOWNS, depending("towns", "21")), "svar som inte kan väljas på frågan ”Vilka kommuner?”"),
        (form_of(depending("free", "x")), "svar som inte kan väljas på frågan ”Vad?”"),
        (form_of(depending("asks")), "svar som inte kan väljas"),
        (form_of(Question("x", K.TEXT, "X"), when=Condition("free", ("x",))), "Sidan ”Sidan” beror på ett svar"),
        (form_of(FREE), "Två frågor har samma nyckel."),
        (form_of(depending("asks", "ja", key="title")), "behövs av systemet och ska alltid visas"),
        (form_of(Question("title", K.TEXT, "T"), when=Condition("asks", ("ja",))), "ska alltid visas"),
    ],
)
def test_a_condition_that_could_never_be_settled_is_refused(form: Form, sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        check_form(form)
    assert sentence in refused.value.message


def test_conditions_cannot_go_in_a_ring() -> None:
    one = Question("one", K.YES_NO, "Ett?", when=Condition("two", ("ja",)))
    two = Question("two", K.YES_NO, "Två?", when=Condition("one", ("ja",)))
    with pytest.raises(Refused):
        check_form(form_of(one, two))


@pytest.mark.parametrize(
    "edit",
    [
        lambda form: edits.remove_question(form, "asks"),
        lambda form: edits.remove_group(form, "first"),
        lambda form: edits.move_group(form, "first", 1),
        lambda form: edits.change_question(form, "asks", QuestionText("Söker ni?", K.TEXT)),
    ],
)
def test_an_edit_that_would_leave_a_condition_hanging_is_refused(edit) -> None:
    with pytest.raises(Refused):
        check_form(edit(form_of(depending("asks", "ja"))))
