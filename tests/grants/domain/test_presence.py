"""Who is where in a draft: for seconds, and only among those with a mandate."""

import pytest
from django.core.cache import cache

from accounts.models import User
from applicants.models import Mandate
from grants.domain import presence
from grants.domain.presence import Presence
from grants.models import Draft
from tests.factories import NOW, a_draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(anna: User, bo: User) -> Draft:
    return a_draft()


def seen(draft: Draft, person: User) -> list[Presence]:
    return presence.others(draft, person=person, now=NOW)


def test_a_colleague_is_seen_where_the_page_is_open(draft: Draft, anna: User, bo: User) -> None:
    presence.note(draft, group="budget", person=bo)
    assert (seen(draft, anna), seen(draft, bo)) == ([Presence("Bo Berg", "budget", writing=False)], [])


def test_who_writes_is_said_to_write(draft: Draft, anna: User, bo: User) -> None:
    presence.note(draft, group="budget", person=bo, writing=True)
    assert seen(draft, anna) == [Presence("Bo Berg", "budget", writing=True)]


def test_who_has_gone_on_to_another_page_writes_no_longer(draft: Draft, anna: User, bo: User) -> None:
    presence.note(draft, group="budget", person=bo, writing=True)
    presence.note(draft, group="goals", person=bo)
    assert seen(draft, anna) == [Presence("Bo Berg", "goals", writing=False)]


def test_who_has_lost_the_mandate_is_gone_at_once(draft: Draft, anna: User, bo: User) -> None:
    presence.note(draft, group="budget", person=bo)
    Mandate.objects.filter(person=bo).delete()
    assert seen(draft, anna) == []


def test_another_draft_knows_nothing_of_it(draft: Draft, anna: User, bo: User) -> None:
    presence.note(draft, group="budget", person=bo)
    assert seen(a_draft(), anna) == []


def test_presence_ends_by_itself(draft: Draft, bo: User) -> None:
    presence.note(draft, group="budget", person=bo, writing=True)
    keys = [presence._key(what, draft, bo) for what in ("here", "writing")]
    assert [0 < cache._cache.get_client().ttl(cache.make_key(key)) <= 50 for key in keys] == [True, True]
