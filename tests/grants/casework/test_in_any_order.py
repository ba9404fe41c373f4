"""Casework in any order: whoever tries whatever, whenever, no invariant is ever false.

A state machine of hypothesis lets random people try random acts in a handful of cases that share a small frame, while
days pass. What a verb refuses has changed nothing; what it lets through is tried against `laws`.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, ClassVar

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from accounts.enums import Role
from delmos.lib.dates import stockholm_date
from delmos.lib.refusal import Refused
from grants.domain import appeal_times, completion_requests, delay_notices, delegations
from grants.enums import DecisionKind
from grants.models import Application
from journal.domain import events
from journal.models import Event
from tests import factories
from tests.grants.casework import laws
from tests.grants.casework.acts import ACTS, BY_NAME, DECIDERS, STAFF, Act, Try
from tests.grants.casework.ways import WAYS, Step

EXAMPLES, STEPS, AT_ONCE = 3, 60, 5  # a turn at a time, until enough is tried: how long an example becomes is chance
LEAST_TRIED, LEAST_DONE = 2_000, 500  # acts, in the whole random test
FRAME = 700_000_00  # three cases ask for 300 000 kr each
# What somebody does about jäv itself, and who gives a case to somebody: an answer is not due before it.
BEFORE_ANSWER = {"declare_none", "declare_conflict", "raise_question", "assign", "reassign"}


class Cases:
    """Three cases that came in time and one that came late, a clock, and everything that must hold all the time."""

    def __init__(self, cases: list[Application]) -> None:
        self.cases = cases
        self.now: datetime = factories.LATE
        self.kept: dict[int, dict[str, Any]] = {case.pk: laws.kept_for_ever(case) for case in cases}

    def pass_days(self, days: int) -> None:
        """Each day the portal does what it does by itself, and no sooner."""
        before = Event.objects.count()
        for _ in range(days):
            self.now += timedelta(days=1)
            completion_requests.expire(now=self.now)
            delay_notices.draft_due(now=self.now)
            appeal_times.note_legal_force(now=self.now)
        if Event.objects.count() != before:
            self.all_hold()

    def attempt(
        self, act: Act, case: Application, username: str, draw: Any = None, chosen: Mapping[str, Any] | None = None
    ) -> bool:
        """Whether the verb let it through and something came of it. Whatever is broken then is an error."""
        case, by, before = _fresh(case), factories.anybody(username), Event.objects.count()
        out, answered = laws.kept_out(by, case), laws.has_answered(by, case)
        self.now += timedelta(minutes=7)
        try:
            act.do(Try(case, by, self.now, draw, chosen or {}))
        except Refused:
            assert Event.objects.count() == before, f"{act.name} was refused and left an event"
            return False
        if Event.objects.count() == before:  # there was nothing to do it on, or it was done already
            return False
        if username in STAFF and not act.of_many:  # of many cases at once, the laws ask who did what in each
            assert not out or act.name == "declare_conflict", f"INV-8: {act.name} by somebody kept out"
            assert answered or act.name in BEFORE_ANSWER, f"INV-8: {act.name} before an answer on jäv"
        self.asked_after(act, case)
        return True

    def asked_after(self, act: Act, case: Application) -> None:
        """Ask everything that must hold of what the act has touched."""
        if act.of_many:
            self.all_hold()
        else:
            self._holds(case)

    def go(self, case: Application, steps: Iterable[Step]) -> list[str]:
        """The usual people answer on jäv and take the steps; those that were not let through come back."""
        stopped = []
        for step in steps:
            self.pass_days(step.after)
            username = step.by or factories.signatory_of(case.organisation).username
            may_be_asked = username in STAFF and step.act not in BEFORE_ANSWER
            if may_be_asked and not laws.has_answered(factories.anybody(username), case):
                self.attempt(BY_NAME["declare_none"], case, username)
            if not self.attempt(BY_NAME[step.act], case, username, chosen=step.chosen):
                stopped.append(step.act)
        return stopped

    def all_hold(self) -> None:
        for case in self.cases:
            self._holds(case)
        assert laws.overdrawn() == []

    def _holds(self, case: Application) -> None:
        case = _fresh(case)
        assert laws.broken(case) == []
        kept = laws.kept_for_ever(case)
        assert {name: kept.get(name) for name in self.kept[case.pk]} == self.kept[case.pk]
        self.kept[case.pk] = kept


class Casework(RuleBasedStateMachine):
    """All of it is rolled back after each example."""

    begun_with: ClassVar[list[Application]] = []
    tried: ClassVar[Counter[str]] = Counter()
    done: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.cases = CountedCases(self.begun_with)

    def teardown(self) -> None:
        try:
            assert list(events.verify_all()) == []
            self.cases.all_hold()
        finally:
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    @initialize(ways=st.lists(st.tuples(st.sampled_from(sorted(WAYS)), st.integers(0, 20)), min_size=4, max_size=4))
    def some_are_on_their_way(self, ways: list[tuple[str, int]]) -> None:
        for case, (way, far) in zip(self.cases.cases, ways, strict=True):
            self.cases.go(case, WAYS[way][:far])

    @rule(
        data=st.data(),
        days=st.sampled_from([0] * 6 + [1, 5, 21, 45]),
        number=st.integers(0, 3),
        acts=st.lists(st.sampled_from(ACTS), min_size=1, max_size=AT_ONCE),
        fitting=st.booleans(),
    )
    def people_try(self, data: st.DataObject, days: int, number: int, acts: list[Act], fitting: bool) -> None:
        """Half of the time those who do it as a rule, else anybody at all. Days may have passed."""
        self.cases.pass_days(days)
        case = self.cases.cases[number]
        party = factories.signatory_of(case.organisation).username
        for act in acts:
            whoever = (act.usual or (party,)) if fitting else (*STAFF, "anna", "bo", "cecilia")
            self.cases.attempt(act, case, data.draw(st.sampled_from(whoever)), data.draw)

    @rule(number=st.integers(0, 3), way=st.sampled_from(sorted(WAYS)), far=st.integers(1, 20))
    def it_goes_onward(self, number: int, way: str, far: int) -> None:
        """Whatever is left to do of a way, up to a step of it. What is done already, or does not fit, is refused."""
        self.cases.go(self.cases.cases[number], WAYS[way][:far])

    @rule(username=st.sampled_from(DECIDERS), most=st.sampled_from([None, 100_000_00]), gives=st.booleans())
    def delegations_come_and_go(self, username: str, most: int | None, gives: bool) -> None:
        now = self.cases.now = self.cases.now + timedelta(minutes=7)
        decider, gun = factories.anybody(username), factories.person("gun")
        for held in delegations.held_by(decider, on=stockholm_date(now)):
            delegations.end(held, by=gun, now=now)
        if gives:
            delegations.give(
                decider,
                kinds=list(DecisionKind),
                most_ore=most,
                starts_on=stockholm_date(now),
                ends_on=None,
                basis="Arbetsordningen",
                by=gun,
                now=now,
            )


class CountedCases(Cases):
    """The same, counting what the random test has tried and done. Of a way, everything is asked where it ends."""

    on_its_way = False

    def go(self, case: Application, steps: Iterable[Step]) -> list[str]:
        self.on_its_way = True
        stopped = super().go(case, steps)
        self.on_its_way = False
        self.all_hold()
        return stopped

    def asked_after(self, act: Act, case: Application) -> None:
        if not self.on_its_way:
            super().asked_after(act, case)

    def attempt(self, act: Act, *rest: Any, **more: Any) -> bool:
        done = super().attempt(act, *rest, **more)
        Casework.tried[act.name] += 1
        Casework.done[act.name] += done
        return done


def _fresh(case: Application) -> Application:
    return Application.objects.select_related("case", "call", "organisation", "officer").get(pk=case.pk)


@pytest.fixture
def cases(db: None) -> list[Application]:
    """Three that came in time and one that came late, which share a frame that is too small for all."""
    factories.anybody("elsa", roles=(Role.DECIDER,))
    factories.delegated(factories.person("eva"))
    call = factories.a_call(frame_ore=FRAME)
    others = [factories.an_association(serial) for serial in (1, 2)]
    made = [
        factories.received(call),
        *(factories.received(call, organisation=other) for other in others),
        factories.received(call, organisation=factories.an_association(3), now=factories.LATE),
    ]
    for case in made:
        factories.verified_account(case.organisation)
    return made


@pytest.mark.parametrize("way", WAYS)
def test_the_usual_ways_are_open_and_break_nothing(way: str, cases: list[Application]) -> None:
    gone = Cases(cases)
    assert gone.go(cases[0], WAYS[way]) == []
    gone.pass_days(30)
    assert laws.not_noted(_fresh(cases[0]), today=stockholm_date(gone.now)) == []
    assert list(events.verify_all()) == []


def test_every_act_is_a_step_of_some_usual_way() -> None:
    asked_first = {"declare_none"}  # by whoever has not answered, before the step
    assert {step.act for way in WAYS.values() for step in way} | asked_first == set(BY_NAME)


@pytest.mark.slow
def test_no_order_of_acts_breaks_an_invariant(cases: list[Application]) -> None:
    Casework.begun_with = cases
    a_turn = settings(
        max_examples=EXAMPLES,
        stateful_step_count=STEPS,
        deadline=None,
        phases=[Phase.explicit, Phase.reuse, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    while Casework.tried.total() < LEAST_TRIED:
        run_state_machine_as_test(Casework, settings=a_turn)
    assert Casework.done.total() >= LEAST_DONE
