"""The officer's changes to a form, as functions on the form."""

import pytest

from delmos.lib.refusal import Refused
from grants import question_edits as edits
from grants.ordinances import VERSIONS
from grants.question_edits import QuestionText
from grants.questions import FACTS, Form, Question, QuestionGroup, QuestionKind

NAME = Question("title", QuestionKind.TEXT, "Vad heter projektet?", max_length=120)
WHY = Question("why", QuestionKind.LONG_TEXT, "Varför?", max_length=4000)
HOW = Question("how", QuestionKind.LONG_TEXT, "Hur?", max_length=4000)
FORM = Form((QuestionGroup("project", "Projektet", (NAME, WHY)), QuestionGroup("work", "Arbetet", (HOW,))))


def keys(form):
    return {group.key: [question.key for question in group.questions] for group in form.groups}


def a_text(**changes):
    return QuestionText(**{"label": "När börjar ni?", "kind": QuestionKind.TEXT, **changes})


def test_a_new_question_stands_last_on_its_page_under_a_key_of_its_label():
    assert keys(edits.add_question(FORM, "project", a_text())) == {
        "project": ["title", "why", "nar_borjar_ni"],
        "work": ["how"],
    }


@pytest.mark.parametrize(
    ("label", "key"),
    [
        ("Why?", "why_2"),
        ("Åäö Éé", "aao_ee"),
        ("Version", "version_2"),
        ("Next", "next_2"),
        ("Budget label", "budget_label_2"),
        ("🎉", "fraga"),
        ("x" * 80, "x" * 40),
    ],
)
def test_a_key_is_unique_plain_and_no_name_that_the_page_uses(label, key):
    assert edits.add_question(FORM, "work", a_text(label=label)).groups[1].questions[-1].key == key


def test_a_key_that_is_taken_gets_a_number_and_no_more_signs_than_there_is_room_for():
    form = edits.add_group(edits.add_group(FORM, "x" * 80), "x" * 80)
    assert [group.key for group in form.groups[2:]] == ["x" * 40, f"{'x' * 38}_2"]


def test_a_text_gets_the_usual_length_when_none_is_given():
    form = edits.add_question(FORM, "work", a_text(kind=QuestionKind.LONG_TEXT))
    assert form.groups[1].questions[-1].max_length == 4000


def test_a_length_and_choices_are_dropped_where_they_have_no_meaning():
    form = edits.add_question(FORM, "work", a_text(kind=QuestionKind.DATE, max_length=80, choices=("a", "b")))
    assert form.groups[1].questions[-1] == Question("nar_borjar_ni", QuestionKind.DATE, "När börjar ni?")


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"max_length": 0}, "max_length", "En kort text kan ha mellan 1 och 200 tecken."),
        ({"max_length": 201}, "max_length", "En kort text kan ha mellan 1 och 200 tecken."),
        (
            {"kind": QuestionKind.LONG_TEXT, "max_length": 10_001},
            "max_length",
            "En lång text kan ha mellan 1 och 10000 tecken.",
        ),
        ({"kind": QuestionKind.CHOICE, "choices": ("Ja",)}, "choices", "Skriv minst två alternativ, ett per rad."),
        ({"kind": QuestionKind.CHOICE, "choices": ("A", "A")}, "choices", "Samma alternativ står två gånger."),
    ],
)
def test_a_question_nobody_could_answer_is_refused(changes, field, sentence):
    with pytest.raises(Refused) as refused:
        edits.add_question(FORM, "work", a_text(**changes))
    assert (refused.value.field, refused.value.message) == (field, sentence)


def test_a_changed_question_keeps_its_key_and_its_place():
    form = edits.change_question(FORM, "title", a_text(label="Projektets namn", max_length=100))
    assert form.groups[0].questions == (
        Question("title", QuestionKind.TEXT, "Projektets namn", max_length=100),
        WHY,
    )


def test_a_fact_keeps_its_kind():
    with pytest.raises(Refused) as refused:
        edits.change_question(FORM, "title", a_text(kind=QuestionKind.NUMBER))
    assert refused.value.field == "kind"


def test_a_fact_must_be_answered():
    with pytest.raises(Refused) as refused:
        edits.change_question(FORM, "title", a_text(required=False))
    assert refused.value.field == "required"


def test_a_question_is_removed():
    assert keys(edits.remove_question(FORM, "why")) == {"project": ["title"], "work": ["how"]}


@pytest.mark.parametrize("key", FACTS)
def test_no_fact_can_be_removed_under_any_ordinance_and_the_reason_is_said(key):
    for version in VERSIONS:
        with pytest.raises(Refused) as refused:
            edits.remove_question(Form.from_defaults(version.form), key)
        assert refused.value.message == f"Frågan kan inte tas bort. {edits.FACT_REASONS[key]}"


def test_a_page_with_a_fact_cannot_be_removed():
    with pytest.raises(Refused, match="Namnet står i beslutet"):
        edits.remove_group(FORM, "project")


def test_a_page_is_removed_with_its_questions():
    assert keys(edits.remove_group(FORM, "work")) == {"project": ["title", "why"]}


def test_a_new_page_stands_last_and_empty():
    assert keys(edits.add_group(FORM, "Work")) == {"project": ["title", "why"], "work": ["how"], "work_2": []}


def test_a_page_gets_another_title_and_keeps_its_key():
    assert [(group.key, group.title) for group in edits.rename_group(FORM, "work", "Så gör ni").groups] == [
        ("project", "Projektet"),
        ("work", "Så gör ni"),
    ]


@pytest.mark.parametrize(
    ("key", "steps", "order"),
    [
        ("title", 1, ["why", "title"]),
        ("why", -1, ["why", "title"]),
        ("why", 0, ["title", "why"]),
    ],
)
def test_a_question_moves_within_its_page(key, steps, order):
    assert keys(edits.move_question(FORM, key, steps)) == {"project": order, "work": ["how"]}


@pytest.mark.parametrize(
    ("key", "steps", "order"),
    [
        ("why", 1, {"project": ["title"], "work": ["why", "how"]}),
        ("how", -1, {"project": ["title", "why", "how"], "work": []}),
        ("title", -1, {"project": ["title", "why"], "work": ["how"]}),
        ("how", 1, {"project": ["title", "why"], "work": ["how"]}),
    ],
)
def test_a_question_moves_from_the_edge_of_its_page_to_the_next_one(key, steps, order):
    assert keys(edits.move_question(FORM, key, steps)) == order


@pytest.mark.parametrize(("key", "steps"), [("project", 1), ("work", -1)])
def test_a_page_moves(key, steps):
    assert list(keys(edits.move_group(FORM, key, steps))) == ["work", "project"]


@pytest.mark.parametrize(
    "edit",
    [
        lambda form: edits.remove_question(form, "gone"),
        lambda form: edits.move_question(form, "gone", 1),
        lambda form: edits.change_question(form, "gone", a_text()),
        lambda form: edits.add_question(form, "gone", a_text()),
        lambda form: edits.rename_group(form, "gone", "X"),
        lambda form: edits.remove_group(form, "gone"),
        lambda form: edits.move_group(form, "gone", 1),
    ],
)
def test_what_somebody_else_has_removed_is_said_to_be_gone(edit):
    with pytest.raises(Refused, match="finns inte längre"):
        edit(FORM)
