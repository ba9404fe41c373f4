"""Copying answers: what fits comes along, the rest is told, and nothing is overwritten unasked."""

from datetime import date

import pytest

from accounts.models import User
from delmos.lib.refusal import Refused
from grants.domain import copying, drafts
from grants.domain.declarations import DECLARED_QUESTIONS
from grants.models import Draft
from grants.questions import Question, QuestionGroup, QuestionKind
from tests.factories import NOW, a_call, a_call_asking, a_draft, association, gavle, sign

pytestmark = pytest.mark.django_db


@pytest.fixture
def source(anna: User, bo: User) -> Draft:
    return a_draft()


def another(anna: User, **details: object) -> Draft:
    return drafts.start(a_call(**details), organisation=association(), by=anna, now=NOW)


def keys(answers: tuple[copying.Copyable, ...]) -> list[str]:
    return [answer.question.key for answer in answers]


def test_an_empty_draft_is_filled(source: Draft, anna: User) -> None:
    draft = another(anna)
    copying.copy(draft, source=source, by=anna, now=NOW)
    draft.refresh_from_db()
    assert draft.answers == {key: said for key, said in source.answers.items() if key not in DECLARED_QUESTIONS}


def test_what_is_declared_is_left_out_and_told(source: Draft, anna: User) -> None:
    """INV-18: it was true of the day it was declared, and is declared anew."""
    left = [(out.question.key, out.reason) for out in copying.plan(another(anna), source).left_out]
    asked = [question.key for question in source.form.form.questions if question.key in DECLARED_QUESTIONS]
    assert len(asked) > 2
    assert left == [(key, copying.DECLARED_ANEW) for key in asked]


def test_a_box_that_was_ticked_for_another_application_is_not_ticked(anna: User) -> None:
    truth = Question("truth", QuestionKind.DECLARATION, "Uppgifterna är riktiga")
    group = QuestionGroup("declared", "Försäkran", (truth,))
    source = a_draft(a_call_asking(group))
    draft = drafts.start(a_call_asking(group), organisation=association(), by=anna, now=NOW)
    copying.copy(draft, source=source, overwrite=["truth"], by=anna, now=NOW)
    draft.refresh_from_db()
    assert (source.answers["truth"], draft.answers.get("truth")) == (True, None)


def test_every_copied_page_is_a_version_that_says_from_where(source: Draft, anna: User) -> None:
    draft = another(anna)
    groups = copying.copy(draft, source=source, by=anna, now=NOW)
    found = list(draft.revisions.order_by("number").values_list("group", "act", "note"))
    assert found == [(key, "copied", "Kopierat från ansökan till Statsbidrag mot segregation 2018") for key in groups]


def test_what_is_answered_already_is_not_overwritten_unasked(source: Draft, anna: User) -> None:
    draft = drafts.save_group(
        another(anna), group="about", answers={"title": "Eget namn"}, base_version=0, by=anna, now=NOW
    )
    assert keys(copying.plan(draft, source).answered) == ["title"]
    copying.copy(draft, source=source, by=anna, now=NOW)
    draft.refresh_from_db()
    assert (draft.answers["title"], draft.answers["summary"]) == ("Eget namn", source.answers["summary"])


def test_it_is_when_that_is_asked_for_and_what_stood_there_is_kept(source: Draft, anna: User) -> None:
    draft = drafts.save_group(
        another(anna), group="about", answers={"title": "Eget namn"}, base_version=0, by=anna, now=NOW
    )
    copying.copy(draft, source=source, overwrite=["title"], by=anna, now=NOW)
    draft.refresh_from_db()
    assert draft.answers["title"] == "Grannar möts"
    assert draft.revisions.filter(before__title="Eget namn").count() == 1


def test_a_date_outside_the_new_call_is_told_and_not_copied(source: Draft, anna: User) -> None:
    draft = another(anna, project_starts_on=date(2019, 6, 1), project_ends_on=date(2019, 12, 31))
    left = [out for out in copying.plan(draft, source).left_out if out.question.key not in DECLARED_QUESTIONS]
    assert [(out.question.key, out.reason) for out in left] == [
        ("period_start", copying.ANOTHER_TIME),
        ("period_end", copying.ANOTHER_TIME),
    ]


def test_a_submitted_application_may_be_copied_from(source: Draft, anna: User) -> None:
    sign(source)
    draft = another(anna)
    assert copying.copy(draft, source=source, by=anna, now=NOW) != ()


def test_answers_of_another_organisation_are_not_to_be_had(source: Draft, cecilia: User) -> None:
    theirs = a_draft(a_call("2018:118/2018-04-06"), organisation=gavle())
    with pytest.raises(Refused, match="samma organisations"):
        copying.copy(theirs, source=source, by=cecilia, now=NOW)


@pytest.mark.parametrize("username", ["cecilia", "dag"])
def test_a_stranger_copies_nothing(cast: dict[str, User], source: Draft, anna: User, username: str) -> None:
    draft = another(anna)
    with pytest.raises(Refused, match="Du saknar behörighet"):
        copying.copy(draft, source=source, by=cast[username], now=NOW)
