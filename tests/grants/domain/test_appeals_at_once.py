"""Appeals in the very instant of the sweep, and a new decision in that of another: one waits for the other.

Real threads, each with its own connection. Who is first holds its transaction open until the other waits for it.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from threading import Event as Signal
from typing import Any

import pytest

from grants.domain import appeal_times, appeals, decisions, deliveries, reopenings
from grants.domain.appeals import Incoming
from grants.enums import AppealStatus, AppealWay, DecisionKind, DecisionStatus, StandingState
from grants.interfaces.sealing import seal
from grants.models import Appeal, AppealTime, Application, Decision
from journal.domain import events
from journal.models import Event
from tests import factories
from tests.database import at_once, in_turn, somebody_waits_for_a_lock
from tests.factories import NOW, person
from tests.factories import appeals as after
from tests.grants.domain import acts
from tests.processes import wait_until

pytestmark = pytest.mark.django_db(transaction=True)
LAST = date(2018, 5, 23)
NEXT_DAY = datetime(2018, 5, 24, 10, 0, tzinfo=UTC)


def sweep() -> int:
    return appeal_times.note_legal_force(now=NEXT_DAY)


def entering(decision: Decision, came_in_on: date = LAST) -> Callable[[], Appeal]:
    """An appeal that lay in the letter box, entered when the last day has passed."""
    rut, incoming = person("rut"), Incoming(AppealWay.LETTER, came_in_on, "Ändra beslutet.")
    return lambda: appeals.enter(decision, incoming=incoming, by=rut, now=NEXT_DAY)


def noted() -> list[str]:
    return list(Event.objects.filter(name__startswith="legal_force").order_by("pk").values_list("name", flat=True))


def test_an_appeal_that_came_first_is_seen_by_the_sweep_that_waited_for_it() -> None:
    decision = after.opened_decision()
    appeal, swept = in_turn(entering(decision), sweep)
    assert (swept, noted(), Appeal.objects.get()) == (0, [], appeal)
    assert AppealTime.objects.get().final_at is None


def test_an_appeal_in_the_instant_of_the_sweep_is_registered_and_takes_legal_force_back() -> None:
    decision = after.opened_decision()
    swept, appeal = in_turn(sweep, entering(decision))
    assert (swept, noted(), appeal.status) == (1, ["legal_force_noted"], AppealStatus.RECEIVED)
    standing = appeal_times.standing_of(Decision.objects.get(), [appeal], received=NOW.date(), today=NEXT_DAY.date())
    assert standing.state == StandingState.APPEALED
    after.tested_in_time(appeal, now=NEXT_DAY)
    assert (noted(), sweep()) == (["legal_force_noted", "legal_force_taken_back"], 0)
    assert list(events.verify_all()) == []


def test_the_party_appeals_in_the_instant_of_the_sweep() -> None:
    """In the portal the appeal has the day it was sent, and that day is late: a human says so, not the sweep."""
    decision = after.opened_decision()
    anna = person("anna")
    swept, appeal = in_turn(sweep, lambda: appeals.file(decision, text="Ändra.", by=anna, now=NEXT_DAY))
    assert (swept, appeal.status, appeal.came_in_on) == (1, AppealStatus.RECEIVED, NEXT_DAY.date())


def test_two_sweeps_at_once_note_it_once() -> None:
    after.opened_decision()
    assert (in_turn(sweep, sweep), noted()) == ([1, 0], ["legal_force_noted"])


def test_a_receipt_that_is_struck_in_the_instant_of_the_sweep_leaves_no_legal_force() -> None:
    rut = person("rut")
    record = acts.entered_receipt()
    _, swept = in_turn(lambda: acts.strike_receipt(record, rut), sweep)
    assert (swept, noted(), AppealTime.objects.count()) == (0, [], 0)


def test_the_party_opens_a_letter_twice_at_once_and_it_is_noted_once() -> None:
    letter = after.the_letter(after.dispatched_rejection())
    anna = person("anna")
    first, second = at_once(*[lambda: deliveries.receive(letter, by=anna, now=NOW)] * 2)
    assert (first, Event.objects.filter(name="letter_received").count()) == (second, 1)


def test_two_appeals_at_once_are_one() -> None:
    decision = after.opened_decision()
    anna = person("anna")
    appeal, refused = in_turn(
        lambda: appeals.file(decision, text="Ändra.", by=anna, now=NOW),
        lambda: appeals.file(decision, text="Ändra nu.", by=anna, now=NOW),
    )
    assert (str(refused)[:28], Appeal.objects.get()) == ("Beslutet är redan överklagat", appeal)


def test_a_new_decision_and_another_case_s_do_not_stop_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """The frames are locked before the ledger gives a number, also by a decision that gives back its room first."""
    call = factories.a_call()
    earlier = factories.decision_at(DecisionStatus.DISPATCHED, kind=DecisionKind.PARTIAL_GRANT, call=call)
    after.reopened(earlier)
    application = factories.proposed(Application.objects.get(pk=earlier.application_id))
    changed = factories.prepared(application)
    other = factories.decision_at(DecisionStatus.PREPARED, call=call, organisation=factories.an_association(2))
    given_back, end = Signal(), reopenings.end

    def end_slowly(*args: Any, **named: Any) -> None:
        end(*args, **named)
        given_back.set()
        wait_until(somebody_waits_for_a_lock)

    def decide(decision: Decision) -> Decision:
        return decisions.decide(decision, letter_sha256=decision.letter_id, seal=seal, by=person("eva"), now=NOW)

    def decide_meanwhile() -> Decision:
        given_back.wait(60)
        return decide(other)

    monkeypatch.setattr(reopenings, "end", end_slowly)
    made = at_once(lambda: decide(changed), decide_meanwhile)
    assert [type(result) for result in made] == [Decision, Decision]
