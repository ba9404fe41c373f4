"""What holds for every verb: the right person, the event, and all or nothing."""

import pytest
from django.db import DatabaseError

from accounts.models import User
from delmos.lib.refusal import Refused
from grants.models import Application, Expression
from journal.models import Event
from tests.database import break_event_log, everything
from tests.factories import declare_no_conflict
from tests.grants.domain.acts import ACTS, STAFF, Act
from tests.grants.domain.letter_acts import LETTER_ACTS
from tests.grants.domain.registry_acts import REGISTRY_ACTS

pytestmark = pytest.mark.django_db
EVERY_ACT = pytest.mark.parametrize("act", [*ACTS, *LETTER_ACTS, *REGISTRY_ACTS], ids=str)


@EVERY_ACT
def test_it_writes_its_event_in_the_name_of_whoever_did_it(act: Act, cast: dict[str, User]) -> None:
    thing, doer = act.arrange(), act.right[-1]
    for matter in (*Application.objects.all(), *Expression.objects.all()):
        declare_no_conflict(matter, *STAFF)
    before = set(Event.objects.values_list("pk", flat=True))
    act.by(thing, doer)
    written = Event.objects.exclude(pk__in=before)
    assert [event.actor_name for event in written] == [cast[doer].name] * len(written)
    assert [event.name for event in written].count(act.event) == 1


@EVERY_ACT
def test_nobody_else_of_the_cast_may_and_nothing_changes(act: Act, cast: dict[str, User]) -> None:
    thing = act.arrange()
    for matter in (*Application.objects.all(), *Expression.objects.all()):
        declare_no_conflict(matter, *STAFF)  # so that it is the role, not jäv, that refuses
    before = everything()
    for wrong in sorted(set(cast) - set(act.right)):
        with pytest.raises(Refused):
            act.by(thing, wrong)
    assert everything() == before


@EVERY_ACT
def test_it_rolls_back_whole_when_the_event_log_fails(act: Act, cast: dict[str, User]) -> None:
    """INV-35: an act without its event has not happened."""
    thing = act.arrange()
    before = everything()
    break_event_log()
    with pytest.raises(DatabaseError, match="the event log is broken"):
        act.by(thing, act.right[0])
    assert everything() == before
