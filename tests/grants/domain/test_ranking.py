"""The ranking of a call and group: who is in it, in which order, and how far the frame reaches."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from delmos.lib.gate import NotYours
from grants.allocation import Granted
from grants.domain import conflicts, withdrawals
from grants.domain.queries.ranking import group_for
from grants.domain.queries.ranking_groups import figures_of
from grants.enums import ConflictAnswer, DecisionKind, DecisionStatus
from tests.factories import (
    AMOUNT,
    FRAME,
    LATE,
    NOW,
    TODAY,
    a_call,
    an_association,
    assessed,
    assessed_by,
    assigned,
    checked,
    decision_at,
    invited,
    person,
    proposed,
    ranking_for,
    received,
)

pytestmark = pytest.mark.django_db


def test_the_best_result_comes_first_with_the_sum_down_to_each_and_the_line() -> None:
    call = a_call(frame_ore=AMOUNT * 2)
    low, high, middle = (assessed(call, points=n, serial=i) for i, n in enumerate((2, 5, 4), start=1))
    places = ranking_for(low).places
    assert [(p.candidate.key, p.rank, p.candidate.per_cent, p.running_ore, p.is_within) for p in places] == [
        (high.pk, 1, 100, AMOUNT, True),
        (middle.pk, 2, 80, AMOUNT * 2, True),
        (low.pk, 3, 40, AMOUNT * 3, False),
    ]


def test_equals_share_a_rank_in_the_order_of_arrival() -> None:
    first = assessed(serial=1)
    second = assessed(first.call, serial=2)
    assert [(p.candidate.key, p.rank) for p in ranking_for(first).places] == [(first.pk, 1), (second.pk, 1)]


def test_what_is_granted_is_taken_off_the_frame_and_out_of_the_list() -> None:
    call = a_call()
    decision_at(DecisionStatus.DECIDED, call=call, kind=DecisionKind.PARTIAL_GRANT)
    open_ = assessed(call, serial=1)
    ranking = ranking_for(open_)
    assert (ranking.granted, ranking.left_ore) == ((Granted("21", "association", AMOUNT // 3),), FRAME - AMOUNT // 3)
    assert [candidate.key for candidate in ranking.candidates] == [open_.pk]


def test_a_proposed_case_keeps_its_place_and_draws_what_is_proposed() -> None:
    application = proposed(assigned(received()), kind=DecisionKind.PARTIAL_GRANT)
    (place,) = ranking_for(application).places
    assert (place.candidate.bound_ore, place.draws_ore, place.candidate.per_cent) == (AMOUNT // 3, AMOUNT // 3, 80)


def test_what_is_not_assessed_or_late_or_withdrawn_stands_apart() -> None:
    ranked = assessed(serial=1)
    waiting = received(ranked.call, organisation=an_association(2))
    late = received(ranked.call, organisation=an_association(3), now=LATE)
    gone = received(ranked.call, organisation=an_association(4))
    withdrawals.withdraw(gone, reason="Nej.", by=gone.submitted_by, now=NOW)
    ranking = ranking_for(ranked)
    assert [candidate.key for candidate in ranking.candidates] == [ranked.pk]
    assert (ranking.unassessed, ranking.apart) == ([waiting.pk], [late.pk, gone.pk])


def test_a_case_of_jav_keeps_its_place_and_its_sum_and_is_known_to_be_closed() -> None:
    open_, closed = assessed(serial=1, points=3), None
    closed = assessed(open_.call, serial=2, points=5)
    conflicts.declare(closed, answer=ConflictAnswer.CONFLICT, ground="Vän", by=person("disa"), now=NOW)
    ranking = ranking_for(open_, "disa")
    assert (ranking.closed, [place.running_ore for place in ranking.places]) == ({closed.pk}, [AMOUNT, AMOUNT * 2])


@pytest.mark.parametrize("username", ["disa", "ines"])
def test_who_assesses_a_case_sees_its_result_from_the_moment_of_handing_in(username: str) -> None:
    known = assessed(serial=1, points=3)
    case = assessed(known.call, serial=2, points=5)
    invited(case, username)
    before = ranking_for(known, username)
    assert ([c.key for c in before.candidates], before.unassessed, before.hidden) == ([known.pk], [case.pk], {case.pk})
    assessed_by(case, username, points=5)
    after = ranking_for(known, username)
    assert ([p.candidate.key for p in after.places], after.unassessed) == ([case.pk, known.pk], [])


def test_an_officer_who_has_not_handed_in_does_not_see_what_the_others_found() -> None:
    case = checked(assigned(received()))
    invited(case, "disa")
    assessed_by(case, "disa")
    of_all = ("dag", "disa", "eva")
    assert [len(ranking_for(case, username).candidates) for username in of_all] == [0, 1, 1]


def test_a_case_of_jav_is_closed_also_to_who_was_to_assess_it() -> None:
    case = assessed(points=5)
    invited(case, "disa")
    conflicts.declare(case, answer=ConflictAnswer.CONFLICT, ground="Vän", by=person("disa"), now=NOW)
    ranking = ranking_for(case, "disa")
    assert (ranking.closed, ranking.hidden) == ({case.pk}, set())


def test_any_number_of_cases_takes_as_many_queries() -> None:
    first = assessed(serial=1)
    with CaptureQueriesContext(connection) as few:
        ranking_for(first)
    for serial in (2, 3, 4):
        assessed(first.call, serial=serial)
    with CaptureQueriesContext(connection) as more:
        assert len(ranking_for(first).places) == 4
    assert len(more) == len(few) == 5  # one of them is who looks


@pytest.mark.parametrize("username", ["rut", "farah", "anna"])
def test_others_find_no_ranking(username: str) -> None:
    call = a_call()
    with pytest.raises(NotYours):
        group_for(person(username), call.slug, call.ordinance.groups[0].code)


def test_there_is_no_ranking_of_a_group_that_the_ordinance_lacks() -> None:
    with pytest.raises(NotYours):
        group_for(person("dag"), a_call().slug, "andra")


def test_the_figures_of_a_group_count_what_is_open_and_in_time() -> None:
    ranked = assessed(serial=1)
    received(ranked.call, organisation=an_association(2))
    received(ranked.call, organisation=an_association(3), now=LATE)
    decision_at(DecisionStatus.DECIDED, call=ranked.call, organisation=an_association(4))
    (row,) = [row for row in figures_of([ranked.call], today=TODAY) if row.group.code == ranked.group]
    assert (row.frame_ore, row.left_ore, row.sought_ore) == (FRAME, FRAME - AMOUNT, AMOUNT * 2)
    assert (row.cases, row.assessed, row.waiting) == (2, 1, 1)
