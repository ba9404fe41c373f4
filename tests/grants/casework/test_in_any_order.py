"""Casework in any order: whoever tries whatever, whenever, no invariant is ever false.

A state machine of hypothesis lets random people try random acts in a handful of cases that share a small frame, while
days pass. What a verb refuses has changed nothing; what it lets through is tried against `laws`.
"""

from collections import Counter
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, ClassVar

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from accounts.enums import Role
from delmos.lib.dates import stockholm_date
from delmos.lib.refusal import Refused
from grants.domain import completion_requests, delay_notices, delegations
from grants.enums import DecisionKind
from grants.models import Application
from journal.domain import events
from journal.models import Event
from tests import factories
from tests.grants.casework import laws
from tests.grants.casework.acts import ACTS, DECIDERS, ONWARD, STAFF, Act, Try

EXAMPLES, STEPS = 12, 60
FRAME = 700_000_00  # three cases ask for 300 000 kr each
# What somebody does about jäv itself: an answer is not due before it.
BEFORE_ANSWER = {"declare_none", "declare_conflict", "raise_question", "assign", "change_frame"}
BY_NAME = {act.name: act for act in ACTS}


class Casework(RuleBasedStateMachine):
    """Three cases that came in time and one that came late. All of it is rolled back after each example."""

    cases: ClassVar[list[Application]] = []
    done: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.now: datetime = factories.LATE
        self.kept: dict[int, dict[str, Any]] = {case.pk: laws.kept_for_ever(case) for case in self.cases}

    def teardown(self) -> None:
        try:
            assert list(events.verify_all()) == []
            assert laws.overdrawn() == []
            for case in self.cases:
                self._holds(case)
        finally:
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    @initialize(far=st.lists(st.integers(0, len(ONWARD)), min_size=4, max_size=4))
    def some_are_on_their_way(self, far: list[int]) -> None:
        """Cases go some way as they should, so that what comes last is tried as often as what comes first."""
        for case, steps in zip(self.cases, far, strict=True):
            self._go(case, steps)

    @rule(data=st.data(), number=st.integers(0, 3), act=st.sampled_from(ACTS), fitting=st.booleans())
    def somebody_tries(self, data: st.DataObject, number: int, act: Act, fitting: bool) -> None:
        """Half of the time somebody who does it as a rule, else anybody at all."""
        case = self.cases[number]
        party = factories.signatory_of(case.organisation).username
        whoever = (act.usual or (party,)) if fitting else (*STAFF, "anna", "bo", "cecilia")
        self._try(act, case, data.draw(st.sampled_from(whoever)), data.draw)

    @rule(number=st.integers(0, 3), far=st.integers(1, len(ONWARD)))
    def it_goes_onward(self, number: int, far: int) -> None:
        """Whatever is left to do of the usual way, up to a step of it. What is done already is refused."""
        self._go(self.cases[number], far)

    @rule(days=st.integers(1, 45))
    def days_pass(self, days: int) -> None:
        self.now += timedelta(days=days)
        completion_requests.expire(now=self.now)
        delay_notices.draft_due(now=self.now)

    @rule(username=st.sampled_from(DECIDERS), most=st.sampled_from([None, 100_000_00]), gives=st.booleans())
    def delegations_come_and_go(self, username: str, most: int | None, gives: bool) -> None:
        decider, gun = factories.anybody(username), factories.person("gun")
        self.now += timedelta(minutes=7)
        for held in delegations.held_by(decider, on=stockholm_date(self.now)):
            delegations.end(held, by=gun, now=self.now)
        if gives:
            delegations.give(
                decider,
                kinds=list(DecisionKind),
                most_ore=most,
                starts_on=stockholm_date(self.now),
                ends_on=None,
                basis="Arbetsordningen",
                by=gun,
                now=self.now,
            )

    def _go(self, case: Application, far: int) -> None:
        """The usual people answer on jäv and do the usual things, in the way that fits."""
        for name, usual in islice(ONWARD.items(), far):
            username = usual or factories.signatory_of(case.organisation).username
            if username in STAFF and not laws.has_answered(factories.anybody(username), case):
                self._try(BY_NAME["declare_none"], case, username)
            self._try(BY_NAME[name], case, username)

    def _try(self, act: Act, case: Application, username: str, draw: Any = None) -> None:
        case, by, before = self._fresh(case), factories.anybody(username), Event.objects.count()
        out, answered = laws.kept_out(by, case), laws.has_answered(by, case)
        self.now += timedelta(minutes=7)
        try:
            act.do(Try(case, by, self.now, draw))
        except Refused:
            assert Event.objects.count() == before, f"{act.name} was refused and left an event"
            return
        if Event.objects.count() == before:  # there was nothing to do it on, or it was done already
            return
        self.done[act.name] += 1
        if username in STAFF:
            assert not out or act.name == "declare_conflict", f"INV-8: {act.name} by somebody kept out"
            assert answered or act.name in BEFORE_ANSWER, f"INV-8: {act.name} before an answer on jäv"
        self._holds(case)

    def _holds(self, case: Application) -> None:
        case = self._fresh(case)
        assert laws.broken(case) == []
        kept = laws.kept_for_ever(case)
        assert {name: kept.get(name) for name in self.kept[case.pk]} == self.kept[case.pk]
        self.kept[case.pk] = kept

    @staticmethod
    def _fresh(case: Application) -> Application:
        return Application.objects.select_related("case", "call", "organisation", "officer").get(pk=case.pk)


@pytest.mark.slow
@pytest.mark.django_db
def test_no_order_of_acts_breaks_an_invariant() -> None:
    factories.anybody("elsa", roles=(Role.DECIDER,))
    factories.delegated(factories.person("eva"))
    call = factories.a_call(frame_ore=FRAME)
    others = [factories.an_association(serial) for serial in (1, 2)]
    Casework.cases = [
        factories.received(call),
        *(factories.received(call, organisation=other) for other in others),
        factories.received(call, organisation=factories.an_association(3), now=factories.LATE),
    ]
    for case in Casework.cases:
        factories.verified_account(case.organisation)
    run_state_machine_as_test(
        Casework,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            phases=[Phase.explicit, Phase.reuse, Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert set(ONWARD) <= set(Casework.done)
