"""What-if: how a frame is shared among ranked applications by stated rules. Integers only, and no database.

The best result comes first, and among equals whoever came in first. Every application gets what the rules leave it,
with the one rule that decided. What has been granted is taken out of the frame, and out of the shares of counties and
applicant types, before anything else, and then what has been proposed: that is bound, also where it is nothing.
"""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, astuple, dataclass, field
from functools import cached_property
from hashlib import sha256

from grants.enums import CutRule, Ground

HUNDRED = 100
THOUSAND_KRONOR = 100_000  # öre


@dataclass(frozen=True, slots=True)
class Candidate:
    """An application in the ranking. ``key`` grows with the order of arrival; amounts are in öre.

    ``county``: of the county table. ``bound_ore``: what is proposed already, None while it is open.
    """

    key: int
    per_cent: int
    requested_ore: int
    county: str
    kind: str
    bound_ore: int | None = None


@dataclass(frozen=True, slots=True)
class Granted:
    """What is granted out of the frame already, in öre, to one applicant."""

    county: str
    kind: str
    amount_ore: int


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of a scenario. Shares are in per cent, of the frame or of what is applied for; None is no limit.

    ``tiers``: (least result, share of what is applied for). The highest one reached counts; below all of them ``share``
    does. ``least_rest_ore``: with CutRule.REST, what has to be left for the last one to get it.
    """

    cap_ore: int | None = None
    least_per_cent: int = 0
    county_share: int | None = None
    kind_share: int | None = None
    share: int = HUNDRED
    tiers: tuple[tuple[int, int], ...] = ()
    cut: CutRule = CutRule.LINE
    least_rest_ore: int = 0
    whole_thousands: bool = False

    def share_of(self, per_cent: int) -> int:
        """The share of what is applied for that a result gives."""
        reached = [(least, share) for least, share in self.tiers if per_cent >= least]
        return max(reached)[1] if reached else self.share

    def rounded(self, ore: int) -> int:
        return ore - ore % THOUSAND_KRONOR if self.whole_thousands else ore


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one application gets, its rank (equals share one), and the rule that decided."""

    candidate: Candidate
    rank: int
    amount_ore: int
    ground: Ground

    @property
    def is_open(self) -> bool:
        """Whether the scenario decided it: what is bound was settled before."""
        return self.candidate.bound_ore is None


@dataclass(frozen=True)
class Allocation:
    """The outcomes in the order of the ranking, and what they make of the frame."""

    outcomes: tuple[Outcome, ...]
    frame_ore: int
    rules: Rules
    granted: tuple[Granted, ...] = ()

    @cached_property
    def given(self) -> tuple[Outcome, ...]:
        """Whoever gets something by the scenario itself."""
        return tuple(outcome for outcome in self.outcomes if outcome.is_open and outcome.amount_ore)

    @cached_property
    def refused(self) -> tuple[Outcome, ...]:
        """Whoever the scenario gives nothing."""
        return tuple(outcome for outcome in self.outcomes if outcome.is_open and not outcome.amount_ore)

    @cached_property
    def sum_ore(self) -> int:
        """What the scenario itself gives."""
        return sum(outcome.amount_ore for outcome in self.given)

    @cached_property
    def bound_ore(self) -> int:
        """What was granted or proposed before."""
        proposed = sum(outcome.amount_ore for outcome in self.outcomes if not outcome.is_open)
        return proposed + sum(granted.amount_ore for granted in self.granted)

    @property
    def left_ore(self) -> int:
        """What remains of the frame; below zero when more was proposed than it holds."""
        return self.frame_ore - self.bound_ore - self.sum_ore

    @cached_property
    def splits_equals(self) -> int | None:
        """The result that some got and others with the same did not, for want of money; None when nobody did."""
        results = {outcome.candidate.per_cent for outcome in self.given}
        without = (o.candidate.per_cent for o in self.refused if o.ground is Ground.FRAME_FULL)
        return next((per_cent for per_cent in without if per_cent in results), None)

    @cached_property
    def digest(self) -> str:
        """The sha256 of the rules, the frame and every outcome: two that agree say the same of the same cases."""
        outcomes = [[asdict(outcome.candidate), outcome.amount_ore] for outcome in self.outcomes]
        said = [self.frame_ore, asdict(self.rules), list(map(asdict, self.granted)), outcomes]
        return sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def allocate(
    candidates: Iterable[Candidate], frame_ore: int, rules: Rules, granted: Iterable[Granted] = ()
) -> Allocation:
    """Share ``frame_ore`` among the candidates by the rules. The order in which they are given does not matter.

    ``granted``: what is already granted out of the frame.
    """
    ranking, before = ranked(candidates), tuple(sorted(granted, key=astuple))
    taken = _Taken(frame_ore, rules)
    for one in before:
        taken.take(one, one.amount_ore)
    for candidate, _ in ranking:
        if candidate.bound_ore is not None:
            taken.take(candidate, candidate.bound_ore)
    outcomes = (Outcome(candidate, rank, *_decide(candidate, taken)) for candidate, rank in ranking)
    return Allocation(tuple(outcomes), frame_ore, rules, before)


def ranked(candidates: Iterable[Candidate]) -> Sequence[tuple[Candidate, int]]:
    """The candidates by result, equals by arrival, each with its rank: one more than how many have a better result."""
    ordered = sorted(candidates, key=lambda candidate: (-candidate.per_cent, candidate.key))
    first_place: dict[int, int] = {}
    for place, candidate in enumerate(ordered, start=1):
        first_place.setdefault(candidate.per_cent, place)
    return [(candidate, first_place[candidate.per_cent]) for candidate in ordered]


@dataclass
class _Taken:
    """What has been taken so far, of the frame and of each share."""

    frame_ore: int
    rules: Rules
    total_ore: int = 0
    line_is_drawn: bool = False
    counties: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)

    @property
    def left_ore(self) -> int:
        return max(self.frame_ore - self.total_ore, 0)

    def take(self, whose: Candidate | Granted, ore: int) -> None:
        self.total_ore += ore
        self.counties[whose.county] += ore
        self.kinds[whose.kind] += ore

    def is_full(self, share: int | None, taken_ore: int, ore: int) -> bool:
        """Whether ``ore`` more would exceed the share of the frame."""
        return share is not None and (taken_ore + ore) * HUNDRED > self.frame_ore * share


def _decide(candidate: Candidate, taken: _Taken) -> tuple[int, Ground]:
    """The amount and the rule. What is given is taken at once."""
    if candidate.bound_ore is not None:
        return candidate.bound_ore, Ground.PROPOSED
    if candidate.per_cent < taken.rules.least_per_cent:
        return 0, Ground.BELOW
    amount, ground = _wanted(candidate, taken.rules)
    if amount and not taken.line_is_drawn:
        amount, ground = _within_shares(candidate, amount, ground, taken)
    elif amount:
        amount, ground = 0, Ground.FRAME_FULL
    taken.take(candidate, amount)
    return amount, ground


def _wanted(candidate: Candidate, rules: Rules) -> tuple[int, Ground]:
    """What the rules would give with money enough, and the rule that sets it lowest."""
    amount, ground = candidate.requested_ore, Ground.WHOLE
    if (share := rules.share_of(candidate.per_cent)) < HUNDRED:
        amount, ground = amount * share // HUNDRED, Ground.PART
    if rules.cap_ore is not None and rules.cap_ore < amount:
        amount, ground = rules.cap_ore, Ground.CAPPED
    rounded = rules.rounded(amount)
    if rounded < amount and ground is Ground.WHOLE:
        ground = Ground.ROUNDED
    return (rounded, ground) if rounded else (0, Ground.TOO_SMALL)


def _within_shares(candidate: Candidate, amount: int, ground: Ground, taken: _Taken) -> tuple[int, Ground]:
    """The same, held within the shares of the frame and the frame itself."""
    rules = taken.rules
    if taken.is_full(rules.county_share, taken.counties[candidate.county], amount):
        return 0, Ground.COUNTY_FULL
    if taken.is_full(rules.kind_share, taken.kinds[candidate.kind], amount):
        return 0, Ground.KIND_FULL
    if amount <= taken.left_ore:
        return amount, ground
    taken.line_is_drawn = rules.cut is not CutRule.SKIP
    rest = rules.rounded(taken.left_ore)
    if rules.cut is CutRule.REST and rest and rest >= rules.least_rest_ore:
        return rest, Ground.REST
    return 0, Ground.FRAME_FULL
