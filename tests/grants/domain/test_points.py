"""The result that counts, for one case and for many: the mean of what is in, or what a meeting agreed on."""

from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from django.db import connection

from accounts.models import User
from delmos.lib.refusal import Refused
from grants.domain import assessment, conflicts, consensus
from grants.domain.queries.points import points_of
from grants.domain.queries.results import result_of
from grants.enums import ConflictAnswer
from grants.models import Application, Assessment, Consensus
from tests.database import triggers_asleep
from tests.factories import NOW, TODAY, a_meeting, assessed_by, assigned, invited, person, pointed, received, scored

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(db: None) -> Application:
    """Four points of five from dag, one from disa, on every criterion."""
    application = assigned(received())
    invited(application, "disa", "ines")
    return assessed_by(scored(application), "disa", points=1)


def result(application: Application) -> int | None:
    return points_of([application.pk]).get(application.pk)


def test_without_any_assessment_there_is_no_result() -> None:
    application = pointed(assigned(received()), "dag")
    assert points_of([application.pk]) == {}
    assert result_of(application).total is None


def test_the_mean_of_all_that_is_in_counts(case: Application) -> None:
    """Two and a half points of five."""
    assert result(case) == 50


def test_points_that_are_not_handed_in_do_not_count(case: Application) -> None:
    pointed(case, "ines", points=5)
    pointed(case, "dag", points=0)
    assert result(case) == 50


def test_means_are_rounded_once_at_the_end(case: Application) -> None:
    """4, 1 and 5 points of 5 are ten fifteenths: 66 per cent and not 3,3 of 5."""
    assert result(assessed_by(case, "ines", points=5)) == 66


def test_who_is_kept_out_by_jav_does_not_count(case: Application, disa: User) -> None:
    conflicts.declare(case, answer=ConflictAnswer.CONFLICT, ground="Svåger", by=disa, now=NOW)
    assert result(case) == 80


def test_what_the_meeting_agreed_on_takes_the_place_of_the_mean(case: Application) -> None:
    """The first criterion weighs 40 per cent: five points there and two and a half on the rest."""
    a_meeting(case, first=5)
    assert result(case) == 70


def test_the_newest_note_counts_whole(case: Application) -> None:
    a_meeting(case, first=5)
    a_meeting(case, second=0)
    assert result(case) == 37
    assert Consensus.objects.count() == 2


def test_the_page_and_the_ranking_say_the_same(case: Application) -> None:
    a_meeting(case, first=5, third=0)
    found = result_of(case)
    assert (found.total, found.totals, found.spread.mean) == (result(case), [80, 20], "50,0")
    assert [(row.spread.mean, row.spread.large, row.agreed) for row in found.rows] == [
        ("2,5", True, 5),
        ("2,5", True, None),
        ("2,5", True, 0),
        ("2,5", True, None),
    ]
    assert (found.has_several, found.is_far_apart) == (True, True)


def test_many_cases_cost_one_query(case: Application, django_assert_num_queries: Any) -> None:
    others = [scored(assigned(received(case.call))) for _ in range(3)]
    with django_assert_num_queries(1):
        found = points_of([case.pk, *(other.pk for other in others)])
    assert found == {case.pk: 50, **{other.pk: 80 for other in others}}


# --- the meeting ------------------------------------------------------------------------------------------------------


def note(application: Application, **changes: object) -> Consensus:
    said = {"held_on": TODAY, "participants": "Dag och Disa", "text": "Vi är överens.", "by": person("dag"), "now": NOW}
    return consensus.note(application, **{**said, **changes})


def test_the_same_post_of_a_page_is_one_note(case: Application) -> None:
    assert note(case, page_key="sidan") == note(case, page_key="sidan")


@pytest.mark.parametrize(
    ("changes", "sentence", "field"),
    [
        ({"held_on": TODAY + timedelta(days=1)}, "Mötet kan inte ligga framåt i tiden", "held_on"),
        ({"participants": " "}, "Skriv vilka som deltog", "participants"),
        ({"text": " "}, "Skriv vad mötet kom fram till", "text"),
        ({"text": "x" * 4001}, "Högst 4000 tecken", "text"),
        ({"points": {-1: 3}}, "Kriteriet hör till en annan utlysning", None),
    ],
)
def test_a_note_that_says_too_little_is_refused(
    case: Application, changes: dict[str, object], sentence: str, field: str | None
) -> None:
    with pytest.raises(Refused, match=sentence) as refused:
        note(case, **changes)
    assert (refused.value.field, Consensus.objects.count()) == (field, 0)


@pytest.mark.parametrize("points", [-1, 6])
def test_agreed_points_are_on_the_scale(case: Application, points: int) -> None:
    first = case.call.criteria.earliest("order")
    with pytest.raises(Refused, match="Ge mellan 0 och 5 poäng på ”Relevans och måluppfyllelse”"):
        note(case, points={first.pk: points})


def test_the_officer_does_not_note_a_meeting_before_the_own_assessment_is_in() -> None:
    with pytest.raises(Refused, match="Lämna först in din egen bedömning"):
        note(assigned(received()))


def test_colleagues_do_not_note_the_meeting(case: Application, disa: User) -> None:
    with pytest.raises(Refused, match="Ärendet är fördelat till en annan handläggare"):
        note(case, by=disa)


# --- points from before assessments were handed in --------------------------------------------------------------------


def test_the_points_of_old_cases_are_in(dag: User) -> None:
    """The migration takes them as handed in when the last was given, if every criterion has some."""
    whole, part = pointed(assigned(received()), "dag", points=2), assigned(received())
    pointed(whole, "dag", points=3)
    first = part.call.criteria.earliest("order")
    assessment.score(part, criterion=first, points=5, reasons="Bra.", by=dag, now=NOW)
    with triggers_asleep(), connection.cursor() as cursor:
        cursor.execute(import_module("grants.migrations.0029_several_assessors").HANDED_IN)
    (made,) = Assessment.objects.all()
    assert (made.application, made.handed_in_by, made.handed_in_at) == (whole, dag, NOW)
    assert points_of([whole.pk, part.pk]) == {whole.pk: 60}
