"""How a frame is shared: what holds for any cases and rules, and each rule by example."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.allocation import HUNDRED, THOUSAND_KRONOR, Allocation, Candidate, Granted, Rules, allocate, ranked
from grants.enums import CutRule, Ground

COUNTIES, KINDS = ("01", "12", "21"), ("association", "foundation")
NOTHING_FOR = {Ground.BELOW, Ground.COUNTY_FULL, Ground.KIND_FULL, Ground.FRAME_FULL, Ground.TOO_SMALL}
BOUND = {Ground.PROPOSED}
per_cents = st.integers(0, HUNDRED)
shares = st.none() | st.integers(1, HUNDRED)
amounts = st.integers(1, 900_000_00)


@st.composite
def candidates(draw: Any) -> list[Candidate]:
    keys = draw(st.lists(st.integers(1, 500), unique=True, max_size=14))
    return [
        Candidate(
            key,
            draw(st.sampled_from([0, 20, 40, 60, 61, 80, 100])),
            draw(amounts),
            draw(st.sampled_from(COUNTIES)),
            draw(st.sampled_from(KINDS)),
            bound_ore=draw(st.none() | st.none() | amounts),
        )
        for key in keys
    ]


@st.composite
def rules(draw: Any) -> Rules:
    return Rules(
        cap_ore=draw(st.none() | amounts),
        least_per_cent=draw(per_cents),
        county_share=draw(shares),
        kind_share=draw(shares),
        share=draw(st.integers(1, HUNDRED)),
        tiers=tuple(
            draw(st.lists(st.tuples(per_cents, st.integers(1, HUNDRED)), max_size=3, unique_by=lambda t: t[0]))
        ),
        cut=draw(st.sampled_from(CutRule)),
        least_rest_ore=draw(st.integers(0, 400_000_00)),
        whole_thousands=draw(st.booleans()),
    )


frames = st.integers(0, 4_000_000_00)


@given(candidates(), frames, rules())
def test_the_scenario_never_gives_more_than_what_was_left(found: list[Candidate], frame: int, how: Rules) -> None:
    allocation = allocate(found, frame, how)
    assert allocation.sum_ore <= max(frame - allocation.bound_ore, 0)
    assert allocation.left_ore == frame - sum(outcome.amount_ore for outcome in allocation.outcomes)


@given(candidates(), frames, rules())
def test_nobody_gets_more_than_was_applied_for_or_than_the_cap(found: list[Candidate], frame: int, how: Rules) -> None:
    for outcome in allocate(found, frame, how).given:
        share = how.share_of(outcome.candidate.per_cent)
        assert 0 < outcome.amount_ore <= outcome.candidate.requested_ore * share // HUNDRED
        assert how.cap_ore is None or outcome.amount_ore <= how.cap_ore
        assert not how.whole_thousands or outcome.amount_ore % THOUSAND_KRONOR == 0
        assert outcome.candidate.per_cent >= how.least_per_cent


@given(candidates(), frames, rules())
def test_no_county_and_no_type_gets_more_than_its_share(found: list[Candidate], frame: int, how: Rules) -> None:
    """Unless what was bound before already took more: the scenario then gives it nothing."""
    allocation = allocate(found, frame, how)
    for names, share, name_of in (
        (COUNTIES, how.county_share, lambda candidate: candidate.county),
        (KINDS, how.kind_share, lambda candidate: candidate.kind),
    ):
        for name in names if share is not None else ():
            its = [outcome for outcome in allocation.outcomes if name_of(outcome.candidate) == name]
            new = sum(outcome.amount_ore for outcome in its if outcome.is_open)
            assert new == 0 or sum(outcome.amount_ore for outcome in its) * HUNDRED <= frame * share


@given(candidates(), frames, rules(), st.randoms(use_true_random=False))
def test_the_order_in_which_cases_are_given_does_not_matter(
    found: list[Candidate], frame: int, how: Rules, random: Any
) -> None:
    shuffled = list(found)
    random.shuffle(shuffled)
    assert allocate(shuffled, frame, how).outcomes == allocate(found, frame, how).outcomes
    assert allocate(shuffled, frame, how).digest == allocate(found, frame, how).digest


@given(candidates(), frames, rules())
def test_nobody_is_passed_by_without_a_rule_that_says_so(found: list[Candidate], frame: int, how: Rules) -> None:
    """The rule that is named holds, counted anew from what was taken when the turn came."""
    allocation = allocate(found, frame, how)
    assert {o.ground for o in allocation.refused} <= NOTHING_FOR
    assert not {o.ground for o in allocation.given} & (NOTHING_FOR | BOUND)
    for place, outcome in enumerate(allocation.outcomes):
        if outcome.ground is Ground.BELOW:
            assert outcome.candidate.per_cent < how.least_per_cent
        elif outcome.ground is Ground.COUNTY_FULL:
            assert how.county_share is not None
        elif outcome.ground is Ground.FRAME_FULL:
            before = sum(o.amount_ore for o in allocation.outcomes[:place] if o.is_open) + allocation.bound_ore
            alone = allocate([outcome.candidate], 10**12, how).sum_ore
            line = how.cut is not CutRule.SKIP
            assert before + alone > frame or (line and cut_earlier(allocation, place))


def cut_earlier(allocation: Allocation, place: int) -> bool:
    return any(o.ground in (Ground.FRAME_FULL, Ground.REST) for o in allocation.outcomes[:place])


@given(candidates(), frames, st.sampled_from([CutRule.LINE, CutRule.REST]))
def test_without_other_rules_those_who_get_something_are_the_first(
    found: list[Candidate], frame: int, cut: CutRule
) -> None:
    opened = [outcome for outcome in allocate(found, frame, Rules(cut=cut)).outcomes if outcome.is_open]
    got = [outcome.amount_ore > 0 for outcome in opened]
    assert got == sorted(got, reverse=True)


@given(candidates(), frames, rules(), st.sets(st.integers(1, 500)))
def test_to_bind_a_part_of_what_it_gives_changes_nothing_for_the_rest(
    found: list[Candidate], frame: int, how: Rules, bound: set[int]
) -> None:
    """One officer's proposals may be made before another's: the scenario still says the same."""
    before = allocate(found, frame, how)
    if before.bound_ore > frame:
        return
    amounts = {o.candidate.key: o.amount_ore for o in before.outcomes}
    rebound = [
        Candidate(
            c.key,
            c.per_cent,
            c.requested_ore,
            c.county,
            c.kind,
            bound_ore=amounts[c.key] if c.key in bound else c.bound_ore,
        )
        for c in found
    ]
    assert {o.candidate.key: o.amount_ore for o in allocate(rebound, frame, how).outcomes} == amounts


def test_equals_share_a_rank_and_stand_in_the_order_of_arrival() -> None:
    found = [one(3, 60), one(1, 60), one(2, 80), one(4, 40)]
    assert [(candidate.key, rank) for candidate, rank in ranked(found)] == [(2, 1), (1, 2), (3, 2), (4, 4)]


def one(key: int, per_cent: int = 60, kronor: int = 300_000, **facts: Any) -> Candidate:
    return Candidate(key, per_cent, kronor * 100, **{"county": "21", "kind": "association", **facts})


def told(found: list[Candidate], kronor: int, how: Rules) -> list[tuple[int, int, Ground]]:
    return [(o.candidate.key, o.amount_ore // 100, o.ground) for o in allocate(found, kronor * 100, how).outcomes]


@pytest.mark.parametrize(
    ("how", "expected"),
    [
        (Rules(), [(1, 300_000, Ground.WHOLE), (2, 0, Ground.FRAME_FULL), (3, 0, Ground.FRAME_FULL)]),
        (
            Rules(cut=CutRule.SKIP),
            [(1, 300_000, Ground.WHOLE), (2, 0, Ground.FRAME_FULL), (3, 100_000, Ground.WHOLE)],
        ),
        (
            Rules(cut=CutRule.REST, least_rest_ore=150_000_00),
            [(1, 300_000, Ground.WHOLE), (2, 150_000, Ground.REST), (3, 0, Ground.FRAME_FULL)],
        ),
        (
            Rules(cut=CutRule.REST, least_rest_ore=150_001_00),
            [(1, 300_000, Ground.WHOLE), (2, 0, Ground.FRAME_FULL), (3, 0, Ground.FRAME_FULL)],
        ),
    ],
)
def test_the_first_that_the_frame_does_not_reach(how: Rules, expected: list[tuple[int, int, Ground]]) -> None:
    assert told([one(1, 80), one(2, 60), one(3, 40, 100_000)], 450_000, how) == expected


def test_a_cap_a_share_and_a_rounding_say_which_of_them_decided() -> None:
    how = Rules(cap_ore=250_000_00, tiers=((70, 100), (50, 75)), share=50, whole_thousands=True)
    found = [one(1, 90), one(2, 90, 200_500), one(3, 60, 200_100), one(4, 20, 1_000)]
    assert told(found, 5_000_000, how) == [
        (1, 250_000, Ground.CAPPED),
        (2, 200_000, Ground.ROUNDED),
        (3, 150_000, Ground.PART),
        (4, 0, Ground.TOO_SMALL),
    ]


def test_a_full_county_is_passed_by_and_the_next_one_gets_its_money() -> None:
    found = [one(1, 80), one(2, 60), one(3, 40, county="01")]
    assert told(found, 900_000, Rules(county_share=50)) == [
        (1, 300_000, Ground.WHOLE),
        (2, 0, Ground.COUNTY_FULL),
        (3, 300_000, Ground.WHOLE),
    ]


def test_a_full_type_is_passed_by() -> None:
    found = [one(1, 80), one(2, 60), one(3, 40, kind="foundation")]
    assert [ground for _, _, ground in told(found, 900_000, Rules(kind_share=40))] == [
        Ground.WHOLE,
        Ground.KIND_FULL,
        Ground.WHOLE,
    ]


def test_what_is_bound_comes_first_out_of_the_frame() -> None:
    found, granted = [one(1, 80), one(2, 20, bound_ore=200_000_00)], [Granted("21", "association", 100_000_00)]
    allocation = allocate(found, 599_000_00, Rules(), granted)
    assert [(o.amount_ore, o.ground) for o in allocation.outcomes] == [
        (0, Ground.FRAME_FULL),
        (200_000_00, Ground.PROPOSED),
    ]
    assert (allocation.bound_ore, allocation.left_ore) == (300_000_00, 299_000_00)


def test_what_is_granted_counts_in_the_share_of_its_county() -> None:
    granted = [Granted("21", "foundation", 200_000_00)]
    outcomes = allocate([one(1)], 900_000_00, Rules(county_share=50), granted).outcomes
    assert [outcome.ground for outcome in outcomes] == [Ground.COUNTY_FULL]


def test_equals_of_whom_only_some_get_money_are_pointed_out() -> None:
    found = [one(1, 80), one(2, 60), one(3, 60)]
    assert allocate(found, 600_000_00, Rules()).splits_equals == 60
    assert allocate(found, 900_000_00, Rules()).splits_equals is None


@pytest.mark.parametrize(
    "changed", [Rules(cap_ore=1), Rules(least_per_cent=1), Rules(cut=CutRule.SKIP), Rules(whole_thousands=True)]
)
def test_other_rules_give_another_digest_also_where_nothing_is_different(changed: Rules) -> None:
    assert allocate([], 0, changed).digest != allocate([], 0, Rules()).digest


def test_another_frame_another_result_and_another_amount_give_another_digest() -> None:
    digests = {
        allocate([one(1)], 1_000_000_00, Rules()).digest,
        allocate([one(1)], 1_000_000_01, Rules()).digest,
        allocate([one(1, 61)], 1_000_000_00, Rules()).digest,
        allocate([one(2)], 1_000_000_00, Rules()).digest,
        allocate([one(1, kronor=299_999)], 1_000_000_00, Rules()).digest,
    }
    assert len(digests) == 5
