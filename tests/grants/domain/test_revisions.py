"""Versions of a draft: nothing that was ever saved disappears, and any of it can be had back."""

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.models import User
from delmos.lib.refusal import Refused
from grants.domain import drafts, revisions
from grants.domain.saving import Kept, Opened
from grants.enums import RevisionAct
from grants.models import Draft
from tests.factories import NOW, a_draft, sign

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft() -> Draft:
    return a_draft()


def keep(draft: Draft, by: User, *, version: int = 1, page: str = "", **answers: Any) -> Kept:
    opened = Opened(version, page)
    return drafts.keep_group(draft, group="about", answers=answers, opened=opened, by=by, now=NOW)


def now(draft: Draft) -> dict[str, Any]:
    draft.refresh_from_db()
    return draft.answers


def test_a_version_says_what_changed_and_by_whom(draft: Draft, anna: User) -> None:
    draft = keep(draft, anna, title="Nytt").draft
    last = draft.revisions.get(number=draft.revision)
    assert (last.act, last.group, last.before, last.after, last.saved_by, last.saved_at) == (
        "saved",
        "about",
        {"title": "Grannar möts"},
        {"title": "Nytt"},
        anna,
        NOW,
    )


@pytest.mark.parametrize("change", ["UPDATE grants_draftrevision SET note = 'x'", "DELETE FROM grants_draftrevision"])
def test_the_database_keeps_a_version_as_it_was_written(draft: Draft, change: str) -> None:
    with pytest.raises(DatabaseError, match="is refused"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


def test_versions_are_numbered_without_a_gap(draft: Draft, anna: User, bo: User) -> None:
    keep(draft, anna, title="Ett")
    keep(draft, bo, title="Två")
    numbers = list(draft.revisions.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))


def test_the_answers_of_every_version_can_be_read(draft: Draft, anna: User) -> None:
    first = draft.revision
    titles = ["Ett", "Två", "Tre"]
    for title in titles:
        draft = keep(draft, anna, version=draft.version_of("about"), title=title).draft
    assert [revisions.answers_at(draft, first + step)["title"] for step in range(4)] == ["Grannar möts", *titles]


def test_the_answers_of_a_version_cost_one_query(draft: Draft, anna: User, django_assert_num_queries: Any) -> None:
    for number in range(30):
        draft = keep(draft, anna, version=draft.version_of("about"), title=f"Titel {number}").draft
    with django_assert_num_queries(1):
        revisions.answers_at(draft, 1)


def test_a_version_is_had_back_as_a_new_one(draft: Draft, anna: User, bo: User) -> None:
    before = draft.revision
    draft = keep(draft, anna, title="Fel").draft
    restored = revisions.restore(draft, number=before, by=bo, now=NOW)
    last = restored.draft.revisions.get(number=restored.draft.revision)
    assert (now(draft)["title"], last.act, last.note, last.saved_by) == (
        "Grannar möts",
        "restored",
        f"Återställt från version {before}",
        bo,
    )


def test_a_restoration_can_be_undone(draft: Draft, anna: User) -> None:
    before = draft.revision
    draft = keep(draft, anna, title="Det goda namnet").draft
    good = draft.revision
    revisions.restore(draft, number=before, by=anna, now=NOW)
    revisions.restore(draft, number=good, by=anna, now=NOW)
    assert now(draft)["title"] == "Det goda namnet"


def test_restoring_what_stands_adds_nothing(draft: Draft, anna: User) -> None:
    assert revisions.restore(draft, number=draft.revision, by=anna, now=NOW).groups == ()
    assert draft.revisions.count() == draft.revision


def test_an_open_page_of_before_the_restoration_does_not_undo_it(draft: Draft, anna: User, bo: User) -> None:
    version, before = draft.version_of("about"), draft.revision
    draft = keep(draft, anna, title="Fel").draft
    opened = draft.version_of("about")
    revisions.restore(draft, number=before, by=anna, now=NOW)
    kept = keep(draft, bo, version=opened, page="bo", title="Fel")
    assert (now(draft)["title"], [other.key for other in kept.theirs], version) == ("Grannar möts", ["title"], 1)


def test_a_text_in_conflict_is_set_aside_and_can_be_taken_up(draft: Draft, anna: User, bo: User) -> None:
    keep(draft, anna, title="Annas")
    kept = keep(draft, bo, title="Bos")
    aside = draft.revisions.get(act="set_aside")
    assert (kept.conflicts[0].saved, aside.after, now(draft)["title"]) == ("Annas", {"title": "Bos"}, "Annas")
    revisions.restore(draft, number=aside.number, by=bo, now=NOW)
    assert now(draft)["title"] == "Bos"


def test_the_same_text_is_set_aside_once(draft: Draft, anna: User, bo: User) -> None:
    keep(draft, anna, title="Annas")
    for _ in range(3):
        keep(draft, bo, title="Bos")
    assert draft.revisions.filter(act="set_aside").count() == 1


def test_an_answer_that_the_form_no_longer_asks_for_is_listed(draft: Draft, anna: User) -> None:
    for text in ("Ett gammalt svar", None):
        draft = revisions.write(
            draft, group="about", changes={"gone": text}, act=RevisionAct.SAVED, by=anna, now=NOW
        ).draft
    restored = revisions.restore(draft, number=draft.revision - 1, by=anna, now=NOW)
    assert [(left.key, left.value) for left in restored.left_out] == [("gone", "Ett gammalt svar")]


def test_a_version_that_is_not_there_is_refused(draft: Draft, anna: User) -> None:
    with pytest.raises(Refused, match="Den versionen finns inte"):
        revisions.restore(draft, number=999, by=anna, now=NOW)


@pytest.mark.parametrize("username", ["cecilia", "dag", "eva", "rut"])
def test_a_stranger_restores_nothing(cast: dict[str, User], draft: Draft, username: str) -> None:
    with pytest.raises(Refused, match="Du saknar behörighet"):
        revisions.restore(draft, number=1, by=cast[username], now=NOW)


def test_a_submitted_application_is_not_restored(draft: Draft, anna: User) -> None:
    sign(draft)
    with pytest.raises(Refused, match="redan inskickad"):
        revisions.restore(draft, number=1, by=anna, now=NOW)
