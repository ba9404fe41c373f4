"""Delegation: a right to decide, for some kinds, up to an amount, on some days (INV-9; 4 § myndighetsförordningen)."""

from datetime import date, timedelta
from typing import Any

import pytest

from accounts.models import User
from delmos.lib.refusal import Refused
from grants.domain import decisions, delegations
from grants.enums import ApplicationStatus, DecisionKind, DecisionStatus
from grants.interfaces.sealing import seal
from grants.models import Decision, Delegation
from tests.database import in_turn
from tests.factories import NOW, TODAY, a_letter, application_at, decision_at, delegated, person, wording

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
GRANT, REJECT = DecisionKind.GRANT, DecisionKind.REJECT


def give(decider: User, **changes: Any) -> Delegation:
    whole: dict[str, Any] = {
        "kinds": [GRANT],
        "most_ore": None,
        "starts_on": TODAY,
        "ends_on": None,
        "basis": "Arbetsordningen 2 §",
    }
    return delegations.give(decider, **{**whole, **changes}, by=person("gun"), now=NOW)


def take_back(decider: User) -> Delegation:
    return delegations.end(delegated(decider), by=person("gun"), now=NOW)


def only(**limits: Any) -> None:
    """eva holds this delegation and no other."""
    for held in Delegation.objects.all():
        delegations.end(held, by=person("gun"), now=NOW)
    give(person("eva"), **limits)


def decide(decision: Decision) -> Decision:
    return decisions.decide(decision, letter_sha256=decision.letter_id, seal=seal, by=person("eva"), now=NOW)


# --- giving and taking back -------------------------------------------------------------------------------------------


def test_a_delegation_says_what_up_to_how_much_and_where_it_stands(eva: User) -> None:
    given = give(eva, kinds=[REJECT, GRANT], most_ore=50_000_000)
    assert (given.scope.replace("\u00a0", " "), given.basis) == (
        "bifall, avslag; högst 500 000 kr",
        "Arbetsordningen 2 §",
    )


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"kinds": []}, "Välj minst ett slag av beslut"),
        ({"most_ore": 0}, "Högsta beloppet ska vara större än 0 kr"),
        ({"starts_on": TODAY - DAY}, "En delegation kan inte gälla bakåt i tiden"),
        ({"ends_on": TODAY - DAY}, "Sista dagen ska inte ligga före den första"),
        ({"basis": "  "}, "Skriv var i arbetsordningen det står"),
    ],
    ids=["no-kind", "no-amount", "backwards", "ends-first", "no-basis"],
)
def test_a_delegation_that_says_too_little_or_the_wrong_thing_is_refused(
    eva: User, changes: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        give(eva, **changes)
    assert Delegation.objects.count() == 0


def test_the_same_delegation_twice_is_one(eva: User) -> None:
    """Else one of them would stand when the other is taken back (INV-9)."""
    first, second = give(eva), give(eva)
    assert first == second
    delegations.end(first, by=person("gun"), now=NOW)
    assert give(eva) != first


def test_only_somebody_who_decides_is_given_it(dag: User) -> None:
    with pytest.raises(Refused, match="Välj någon annan, som är beslutsfattare"):
        give(dag)


def test_nobody_gives_it_to_oneself(gun: User) -> None:
    gun.roles = ["manager", "decider"]
    gun.save()
    with pytest.raises(Refused, match="Välj någon annan"):
        give(gun)


def test_one_that_is_taken_back_twice_is_taken_back_once(eva: User) -> None:
    first = delegations.end(give(eva), by=person("gun"), now=NOW)
    again = delegations.end(first, by=person("gun"), now=NOW + DAY)
    assert (again.ended_at, again.ends_on) == (NOW, TODAY - DAY)


# --- deciding ---------------------------------------------------------------------------------------------------------


def test_the_decision_names_the_delegation_it_rests_on(eva: User) -> None:
    """INV-10."""
    decision = decision_at(DecisionStatus.DECIDED)
    assert decision.delegation == Delegation.objects.get(decider=eva)


@pytest.mark.parametrize(
    ("limits", "sentence"),
    [
        ({"kinds": [REJECT]}, "Du har ingen delegation att besluta om bifall 2 maj 2018"),
        ({"starts_on": TODAY + DAY}, "Du har ingen delegation att besluta om bifall 2 maj 2018"),
        (
            {"most_ore": 29_999_999},
            "Din delegation räcker till 299\u00a0999,99\u00a0kr, och beslutet gäller 300\u00a0000\u00a0kr",
        ),
    ],
    ids=["another-kind", "not-yet", "too-much"],
)
def test_no_letter_is_drawn_up_beyond_the_delegation(limits: dict[str, Any], sentence: str) -> None:
    case = application_at(ApplicationStatus.PROPOSED)
    only(**limits)
    with pytest.raises(Refused, match=sentence):
        decisions.prepare(case, wording=wording(case), write_letter=a_letter, by=person("eva"), now=NOW)
    assert Decision.objects.count() == 0


def test_the_amount_may_be_the_very_limit() -> None:
    case = application_at(ApplicationStatus.PROPOSED)
    only(most_ore=30_000_000)
    made = decisions.prepare(case, wording=wording(case), write_letter=a_letter, by=person("eva"), now=NOW)
    assert made.amount_ore == 30_000_000


def test_the_widest_of_several_is_what_counts() -> None:
    case = application_at(ApplicationStatus.PROPOSED)
    only(most_ore=100_00)
    wide = give(person("eva"), most_ore=30_000_000)
    made = decisions.prepare(case, wording=wording(case), write_letter=a_letter, by=person("eva"), now=NOW)
    assert made.delegation == wide


def test_a_delegation_taken_back_after_the_letter_stops_the_decision() -> None:
    decision = decision_at(DecisionStatus.PREPARED)
    only(kinds=[REJECT])
    with pytest.raises(Refused, match="Du har ingen delegation att besluta om bifall"):
        decide(decision)
    decision.refresh_from_db()
    assert decision.status == DecisionStatus.PREPARED


def test_a_decision_that_is_made_stands_when_the_delegation_is_taken_back() -> None:
    decision = decision_at(DecisionStatus.DECIDED)
    assert decision.delegation is not None
    delegations.end(decision.delegation, by=person("gun"), now=NOW)
    decision.refresh_from_db()
    assert decision.status == DecisionStatus.DECIDED


@pytest.mark.parametrize(
    ("day", "holds"),
    [(TODAY - DAY, False), (TODAY, True), (TODAY + 9 * DAY, True), (TODAY + 10 * DAY, False)],
    ids=["before", "first", "last", "after"],
)
def test_the_first_and_the_last_day_are_both_its_own(eva: User, day: date, holds: bool) -> None:
    given = give(eva, ends_on=TODAY + 9 * DAY)
    assert (given in delegations.held_by(eva, on=day)) is holds


# --- in the same instant: real threads, each with its own connection --------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_a_decision_in_the_instant_of_taking_back_is_refused() -> None:
    decision = decision_at(DecisionStatus.PREPARED)
    _, refused = in_turn(lambda: take_back(person("eva")), lambda: decide(decision))
    decision.refresh_from_db()
    assert (type(refused), decision.status) == (Refused, DecisionStatus.PREPARED)


@pytest.mark.django_db(transaction=True)
def test_a_decision_that_came_first_stands() -> None:
    decision = decision_at(DecisionStatus.PREPARED)
    made, ended = in_turn(lambda: decide(decision), lambda: take_back(person("eva")))
    assert (made.status, ended.ended_at) == (DecisionStatus.DECIDED, NOW)
