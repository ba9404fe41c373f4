"""A draft moves to a new version of its form: every answer is kept or listed, and none is deleted."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from delmos.lib.refusal import Refused
from grants.domain import calls, drafts, form_moves, form_versions
from grants.domain.answers import is_empty
from grants.domain.saving import Opened
from grants.models import Call, Draft, FormVersion
from grants.question_rules import Anchor, DayRule
from grants.questions import Form, Question, QuestionGroup, QuestionKind, question_data
from tests import factories
from tests.factories import NOW, person

K = QuestionKind
PLACE = Question("place", K.CHOICE, "Var?", choices=("Norr", "Söder"))
WHY = Question("why", K.TEXT, "Varför?", max_length=200)
MEMBERS = Question("members", K.NUMBER, "Hur många?")
ANSWERS = {"place": "Norr", "why": "För att", "members": 12}


def more(*questions: Question) -> QuestionGroup:
    return QuestionGroup("more", "Mer", questions)


NEW = more(
    Question("place", K.CHOICE, "Var?", choices=("Öster", "Söder")),
    Question("why", K.LONG_TEXT, "Varför, egentligen?", max_length=4000),
)


@pytest.fixture
def draft(association):
    return factories.a_draft(factories.a_call_asking(more(PLACE, WHY, MEMBERS)), **ANSWERS)


def publish(call, *groups):
    form_versions.begin(call, by=person("dag"), now=NOW)
    calls.edit_form(call, edit=lambda _: factories.asking(*groups), by=person("dag"), now=NOW)
    return form_versions.publish(call, note="Nya frågor.", by=person("dag"), now=NOW)


def move(draft, to):
    form_moves.move(draft, to=to, by=person("bo"), now=NOW)
    draft.refresh_from_db()
    return draft


def left(draft):
    return [(item.question.label, item.answer, item.reason) for item in form_moves.left_over(draft)]


@pytest.mark.django_db
def test_a_newer_version_is_offered_once_it_is_published(draft):
    assert form_moves.newer_form(draft) is None
    version = publish(draft.call, NEW)
    assert form_moves.newer_form(draft) == version


@pytest.mark.django_db
def test_answers_that_fit_are_kept_and_the_rest_is_listed_with_its_question(draft):
    moved = move(draft, publish(draft.call, NEW))
    assert (moved.form.number, moved.answers["why"], moved.answers["title"]) == (2, "För att", "Grannar möts")
    assert left(moved) == [
        ("Var?", "Norr", "Var?: välj ett av alternativen."),
        ("Hur många?", 12, "Frågan finns inte i den nya versionen."),
    ]


@pytest.mark.django_db
def test_what_is_left_over_is_not_signed(draft):
    moved = move(draft, publish(draft.call, NEW))
    assert {"place", "members"} & moved.asked.only(moved.answers).keys() == {"place"}
    assert moved.answers["place"] is None
    assert [problem.field for problem in drafts.problems(moved)] == ["place"]


@pytest.mark.django_db
def test_what_is_left_over_comes_back_when_a_later_version_has_a_place_for_it(draft):
    moved = move(draft, publish(draft.call, NEW))
    back = move(moved, publish(draft.call, more(PLACE, WHY, MEMBERS)))
    assert {key: back.answers[key] for key in ANSWERS} == ANSWERS
    assert left(back) == []


@pytest.mark.django_db
def test_what_is_left_over_stays_listed_when_its_question_is_answered_anew(draft):
    moved = factories.answered(move(draft, publish(draft.call, NEW)), by=person("bo"), place="Söder")
    back = move(moved, publish(draft.call, more(PLACE, WHY, MEMBERS)))
    assert (back.answers["place"], left(back)) == ("Söder", [("Var?", "Norr", "Frågan har ett nyare svar.")])


@pytest.mark.django_db
def test_a_day_outside_the_limits_of_the_new_version_is_left_over(association):
    day = Question("day", K.DATE, "När?")
    draft = factories.a_draft(factories.a_call_asking(more(day)), day="2018-06-01")
    moved = move(draft, publish(draft.call, more(replace(day, earliest=DayRule(Anchor.PROJECT_STARTS, 1)))))
    assert left(moved) == [("När?", "2018-06-01", "När?: dagen får inte ligga före 2 juni 2018.")]


@pytest.mark.django_db
def test_files_under_a_question_that_asks_for_something_else_now_are_not_sent_in(association):
    draft = factories.a_draft(factories.a_call_asking(more(Question("papers", K.FILES, "Papper", required=False))))
    pdf = factories.a_pdf()
    size = len(pdf.getvalue())
    drafts.attach(draft, question="papers", name="a.pdf", content=pdf, size=size, by=person("bo"), now=NOW)
    moved = move(draft, publish(draft.call, more(Question("papers", K.TEXT, "Papper"))))
    assert (moved.asked_files(), moved.files.count()) == ([], 1)


@pytest.mark.django_db
def test_the_move_is_a_version_of_the_draft(draft):
    before = draft.revisions.count()
    move(draft, publish(draft.call, NEW))
    revision = draft.revisions.order_by("number").last()
    assert (draft.revisions.count(), revision.act, revision.note) == (before + 1, "moved", "Formulärets version 2")
    assert revision.before == {"place": "Norr", "members": 12}


@pytest.mark.django_db
def test_nobody_without_a_mandate_moves_a_draft(draft):
    with pytest.raises(Refused):
        form_moves.move(draft, to=publish(draft.call, NEW), by=person("cecilia"), now=NOW)


@pytest.mark.django_db
def test_a_draft_moves_only_within_its_own_call(draft):
    other = factories.a_call_asking(NEW).newest_form()
    with pytest.raises(Refused, match="publicerad version av samma formulär"):
        move(draft, other)


@pytest.mark.django_db
def test_a_draft_moves_once_to_each_version(draft):
    version = publish(draft.call, NEW)
    moved = move(draft, version)
    with pytest.raises(Refused, match="nyare publicerad version"):
        move(moved, version)


@pytest.mark.django_db
def test_a_draft_does_not_move_to_a_version_that_is_being_written(draft):
    begun = form_versions.begin(draft.call, by=person("dag"), now=NOW)
    with pytest.raises(Refused, match="publicerad version av samma formulär"):
        move(draft, begun)


@pytest.mark.django_db
def test_a_submitted_application_keeps_its_version(draft):
    factories.sign(draft)
    with pytest.raises(Refused, match="redan inskickad"):
        move(draft, publish(draft.call, NEW))


# --- a page that was opened before the move --------------------------------------------------------------------------


def keep_late(draft, to, **answers):
    """Send the page "more" as it was opened before the draft moved."""
    opened = Opened(draft.version_of("more"), "a page", asked=draft.form.form.group("more").questions)
    form_moves.move(draft, to=to, by=person("anna"), now=NOW)
    return drafts.keep_group(draft, group="more", answers=answers, opened=opened, by=person("bo"), now=NOW)


@pytest.mark.django_db
def test_an_answer_to_a_question_that_is_gone_is_set_aside_and_the_others_are_saved(draft):
    kept = keep_late(draft, publish(draft.call, NEW), why="Nytt", members=13)
    assert (kept.changed, kept.late, kept.draft.answers["why"]) == (("why",), ("members",), "Nytt")
    revision = draft.revisions.first()
    assert (revision.act, revision.after) == ("set_aside", {"members": 13})


@pytest.mark.django_db
def test_a_page_that_is_gone_is_set_aside_whole(draft):
    kept = keep_late(draft, publish(draft.call), why="Nytt", members=13)
    assert (kept.changed, kept.late) == ((), ("why", "members"))


@pytest.mark.django_db
def test_an_answer_to_a_question_that_asks_for_something_else_now_is_set_aside(draft):
    kept = keep_late(draft, publish(draft.call, more(replace(MEMBERS, kind=K.YES_NO))), members=13)
    assert (kept.changed, kept.late, kept.refusals) == ((), ("members",), ())


@pytest.mark.django_db
def test_an_answer_that_stands_on_another_page_now_is_not_set_aside(draft):
    apart = QuestionGroup("apart", "För sig", (WHY,))
    kept = keep_late(draft, publish(draft.call, more(PLACE, MEMBERS), apart), **ANSWERS)
    assert (kept.changed, kept.late, kept.draft.answers["why"]) == ((), (), ANSWERS["why"])


@pytest.mark.django_db
def test_what_the_move_has_listed_is_not_set_aside_once_more(draft):
    before = draft.revisions.count()
    kept = keep_late(draft, publish(draft.call, NEW), why=ANSWERS["why"], members=ANSWERS["members"])
    assert (kept.changed, kept.late, draft.revisions.count()) == ((), (), before + 1)


# --- any two forms ---------------------------------------------------------------------------------------------------

KEYS = [f"q{number}" for number in range(6)]
QUESTIONS = st.builds(
    Question,
    key=st.sampled_from(KEYS),
    kind=st.sampled_from([K.TEXT, K.LONG_TEXT, K.NUMBER, K.YES_NO, K.CHOICE, K.CHOICES]),
    label=st.just("Frågan"),
    max_length=st.integers(min_value=1, max_value=4),
    choices=st.sampled_from([("a", "b"), ("b", "c")]),
)
FORMS = st.lists(QUESTIONS, unique_by=lambda question: question.key).map(
    lambda questions: Form((QuestionGroup("g", "G", tuple(questions)),))
)
VALUES = st.text(max_size=5) | st.integers() | st.booleans() | st.none() | st.lists(st.sampled_from("abc"))
STORED = st.dictionaries(st.sampled_from(KEYS), VALUES)


CALL = Call(
    opens_at=NOW,
    closes_at=NOW,
    project_starts_on=date(2018, 6, 1),
    project_ends_on=date(2018, 12, 31),
    budget_year=2018,
)


def draft_on(form: Form, answers: dict, left_over: list) -> Draft:
    """A draft on ``form`` as it would be stored, without a database."""
    stored = [{"question": question_data(i.question), "answer": i.answer, "reason": i.reason} for i in left_over]
    return Draft(call=CALL, form=FormVersion(definition=form.to_json()), answers=form.only(answers), left_over=stored)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(FORMS, FORMS, STORED)
def test_a_move_and_a_move_back_keep_or_list_every_answer(old: Form, new: Form, answers: dict) -> None:
    there = form_moves.plan(draft_on(old, answers, []), new)
    back = form_moves.plan(draft_on(new, dict(there.kept), list(there.left_over)), old)
    reachable = {**back.kept, **{item.question.key: item.answer for item in back.left_over}}
    assert reachable == {key: answer for key, answer in old.only(answers).items() if not is_empty(answer)}


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(FORMS, FORMS, STORED)
def test_no_answer_is_both_kept_and_left_over(old: Form, new: Form, answers: dict) -> None:
    planned = form_moves.plan(draft_on(old, answers, []), new)
    assert set(planned.kept) & {item.question.key for item in planned.left_over} == set()
