"""Old versions of a draft that was never sent in go in time; nothing else does, whoever asks (INV-34)."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from pytest_django import Settings

from accounts.models import User
from grants.domain import culling, drafts, revisions
from grants.domain.saving import Opened
from grants.enums import ExpressionStatus
from grants.models import Draft
from grants.tasks import remove_old_versions
from journal.models import Event
from tests.factories import (
    CLOSES_AT,
    INVITED_CLOSE_AT,
    NOW,
    a_draft,
    an_expression_draft,
    expression_at,
    invited_draft,
    sign,
)

pytestmark = pytest.mark.django_db
HALF_A_YEAR = timedelta(days=180)
DUE = CLOSES_AT + HALF_A_YEAR


@pytest.fixture
def draft(anna: User) -> Draft:
    return written(a_draft(), anna, title="Sista namnet")


def written(draft: Draft, by: User, *, now: datetime = NOW, **answers: Any) -> Draft:
    opened = Opened(draft.version_of("about"))
    return drafts.keep_group(draft, group="about", answers=answers, opened=opened, by=by, now=now).draft


def numbers(draft: Draft) -> list[int]:
    return sorted(draft.revisions.values_list("number", flat=True))


def forced(sql: str, *, act: str = "draft_versions") -> bool:
    """Whether the database lets ``sql`` through in a transaction that names ``act``."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('delmos.culling', %s, true)", [act])
            cursor.execute(sql)
    except DatabaseError:
        return False
    return True


def test_half_a_year_after_closing_only_the_last_version_is_left(draft: Draft) -> None:
    last = draft.revision
    assert culling.remove_due(now=DUE) == last - 1
    assert numbers(draft) == [last]


def test_a_moment_before_everything_is_there(draft: Draft) -> None:
    before = numbers(draft)
    assert (culling.remove_due(now=DUE - timedelta(microseconds=1)), numbers(draft)) == (0, before)


def test_the_page_says_the_moment_beforehand(draft: Draft) -> None:
    assert culling.removed_from(draft) == DUE


def test_the_draft_itself_and_its_answers_stay(draft: Draft) -> None:
    before = draft.answers
    culling.remove_due(now=DUE)
    draft.refresh_from_db()
    assert draft.answers == before


def test_what_was_written_after_closing_has_its_half_year_too(draft: Draft, anna: User) -> None:
    late = CLOSES_AT + timedelta(days=30)
    draft = written(draft, anna, now=late, title="Ett till")
    assert culling.removed_from(draft) == late + HALF_A_YEAR
    assert (culling.remove_due(now=DUE), culling.remove_due(now=late + HALF_A_YEAR)) == (0, draft.revision - 1)


def test_an_installation_sets_the_time(draft: Draft, settings: Settings) -> None:
    settings.DRAFT_VERSIONS_DAYS = 10
    assert culling.remove_due(now=CLOSES_AT + timedelta(days=10)) > 0


def test_the_draft_of_somebody_invited_waits_for_its_own_closing(anna: User) -> None:
    draft = written(invited_draft(expression_at(ExpressionStatus.INVITED)), anna, title="Sista namnet")
    assert culling.removed_from(draft) == INVITED_CLOSE_AT + HALF_A_YEAR
    assert culling.remove_due(now=INVITED_CLOSE_AT + HALF_A_YEAR - timedelta(seconds=1)) == 0
    assert culling.remove_due(now=INVITED_CLOSE_AT + HALF_A_YEAR) == draft.revision - 1


def test_an_expression_that_was_not_handed_in_is_treated_alike() -> None:
    draft = an_expression_draft()
    assert culling.remove_due(now=culling.removed_from(draft)) == draft.revision - 1


def test_what_was_sent_in_is_never_touched(draft: Draft) -> None:
    sign(draft)
    before = numbers(draft)
    assert (culling.remove_due(now=DUE + timedelta(days=3650)), numbers(draft)) == (0, before)


def test_it_is_recorded_without_a_word_of_what_was_written(draft: Draft) -> None:
    culling.remove_due(now=DUE)
    event = Event.objects.get(name="draft_versions_removed")
    assert (event.stream_id, event.actor_key, event.data) == (
        f"draft:{draft.pk}",
        "system",
        {"versions": draft.revision - 1, "rule": "artikel 5.1 e dataskyddsförordningen (EU) 2016/679"},
    )


def test_a_second_night_does_nothing(draft: Draft) -> None:
    culling.remove_due(now=DUE)
    assert (culling.remove_due(now=DUE), Event.objects.filter(name="draft_versions_removed").count()) == (0, 1)


def test_a_night_takes_so_many_and_the_next_one_the_rest(
    draft: Draft, anna: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(a_draft(), anna, title="Ett annat")
    monkeypatch.setattr(culling, "MOST_AT_ONCE", 1)
    assert [culling.remove_due(now=DUE) > 0 for _ in range(3)] == [True, True, False]


def test_the_task_removes_what_is_due(draft: Draft) -> None:
    remove_old_versions()
    assert numbers(draft) == [draft.revision]


def test_the_version_that_is_left_can_be_read_and_a_new_one_follows_it(draft: Draft, anna: User) -> None:
    culling.remove_due(now=DUE)
    assert revisions.answers_at(draft, draft.revision) == draft.answers
    draft = written(draft, anna, now=DUE, title="Nästa år")
    assert numbers(draft) == [draft.revision - 1, draft.revision]


# --- what the database itself allows ---------------------------------------------------------------------------------


def test_no_version_goes_unless_the_act_is_named(draft: Draft) -> None:
    delete = f"DELETE FROM grants_draftrevision WHERE number < {draft.revision}"
    assert [forced(delete, act=act) for act in ("", "something_else", "draft_versions")] == [False, False, True]


def test_the_last_version_never_goes(draft: Draft) -> None:
    assert not forced("DELETE FROM grants_draftrevision")


def test_no_version_of_what_was_sent_in_goes(draft: Draft) -> None:
    sign(draft)
    assert not forced("DELETE FROM grants_draftrevision WHERE number = 1")


def test_no_version_changes_even_then(draft: Draft) -> None:
    assert not forced("UPDATE grants_draftrevision SET note = 'x'")


def test_after_the_act_the_door_is_shut_again(draft: Draft, anna: User) -> None:
    culling.remove_due(now=DUE)
    draft = written(draft, anna, now=DUE, title="Nästa år")
    with pytest.raises(DatabaseError, match="is refused"), transaction.atomic():
        draft.revisions.filter(number__lt=draft.revision).delete()
