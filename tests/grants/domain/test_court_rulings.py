"""After a court, and changes by the agency: new decisions beside the old, and books that balance (INV-16, 22, 26)."""

import pytest

from accounts.models import User
from delmos.lib.refusal import Refused
from grants.domain import ledger, payments, reopenings
from grants.domain.queries.cases import to_pay
from grants.enums import (
    AppealStatus,
    ApplicationStatus,
    CourtOutcome,
    DecisionKind,
    DecisionStatus,
    PostingKind,
    ReopeningGround,
)
from grants.models import Application, Decision, Posting, Reopening
from tests import factories
from tests.factories import NOW
from tests.factories import appeals as after

pytestmark = pytest.mark.django_db


def granted_in_part() -> Decision:
    """A third of what was asked for, opened by anna."""
    return after.opened_decision(factories.decision_at(DecisionStatus.DISPATCHED, kind=DecisionKind.PARTIAL_GRANT))


def pay(decision: Decision) -> None:
    payment = payments.attest(factories.payment_prepared(decision), by=factories.person("filip"), now=NOW)
    payments.mark_paid(payment, paid_on=NOW.date(), by=factories.person("farah"), now=NOW)


def room_taken(application: Application) -> int:
    return ledger.granted_in(application.call_id, application.group, 2018)


def annulled(decision: Decision, outcome: CourtOutcome = CourtOutcome.ANNULLED) -> Application:
    appeal = after.handed_over_appeal(after.tested_in_time(after.appealed(decision)))
    after.settled(appeal, outcome)
    return Application.objects.select_related("case", "organisation", "call").get(pk=decision.application_id)


@pytest.mark.parametrize("outcome", [CourtOutcome.ANNULLED, CourtOutcome.REMITTED, CourtOutcome.CHANGED])
def test_an_appeal_that_wins_opens_the_case(outcome: CourtOutcome) -> None:
    decision = after.opened_decision()
    application = annulled(decision, outcome)
    decision.refresh_from_db()
    assert (application.status, decision.status) == (ApplicationStatus.IN_REVIEW, DecisionStatus.ANNULLED)
    assert application.case.closed_at is None


def test_what_the_court_upholds_stands() -> None:
    application = annulled(after.opened_decision(), CourtOutcome.UPHELD)
    assert application.status == ApplicationStatus.REJECTED


def test_a_rejection_annulled_and_then_granted_draws_on_the_frame() -> None:
    decision = after.opened_decision()
    application = annulled(decision)
    granted = after.granted_anew(decision, now=after.RULED_AT)
    assert (granted.earlier, room_taken(application), ledger.balance_of(application).granted) == (
        decision,
        granted.amount_ore,
        granted.amount_ore,
    )


def test_a_grant_annulled_gives_its_room_back_before_the_new_one() -> None:
    decision = granted_in_part()
    application = annulled(decision)
    assert room_taken(application) == 0
    granted = after.granted_anew(decision, now=after.RULED_AT)
    balance = ledger.balance_of(application)
    assert room_taken(application) == granted.amount_ore
    assert balance.granted == balance.disbursed + balance.remaining + balance.withdrawn
    kinds = Posting.objects.filter(application=application).order_by("entry").values_list("kind", "amount_ore")
    assert list(kinds) == [
        (PostingKind.GRANTED, decision.amount_ore),
        (PostingKind.WITHDRAWN, decision.amount_ore),
        (PostingKind.GRANTED, granted.amount_ore),
    ]


def test_the_number_of_grants_stays_exact() -> None:
    """INV-33: one grant before, none in between, one after."""
    decision = granted_in_part()

    def grants() -> int:
        deltas = dict.fromkeys((PostingKind.GRANTED, PostingKind.WITHDRAWN), 0)
        for kind, delta in Posting.objects.values_list("kind", "grant_delta"):
            deltas[PostingKind(kind)] += delta
        return deltas[PostingKind.GRANTED] - deltas[PostingKind.WITHDRAWN]

    counts = [grants()]
    annulled(decision)
    counts.append(grants())
    after.granted_anew(decision, now=after.RULED_AT)
    assert [*counts, grants()] == [1, 0, 1]


def test_a_new_decision_of_what_is_paid_already_leaves_the_economists_nothing_to_pay(farah: User) -> None:
    decision = factories.decision_at(DecisionStatus.DISPATCHED)
    waits = list(to_pay(farah, on=NOW.date()))
    pay(decision)
    after.reopened(decision, now=after.RULED_AT)
    granted = after.granted_anew(decision, now=after.RULED_AT)
    balance = ledger.balance_of(granted.application)
    assert (granted.amount_ore, balance.remaining) == (decision.amount_ore, 0)
    assert (waits, list(to_pay(farah, on=after.RULED_AT.date()))) == ([decision], [])


def test_what_was_paid_on_the_old_decision_counts_on_the_new() -> None:
    decision = granted_in_part()
    pay(decision)
    application = annulled(decision)
    between = ledger.balance_of(application)
    assert (between.remaining, between.withdrawn) == (0, 0)  # it balances also while nothing is in force (INV-26)
    granted = after.granted_anew(decision, now=after.RULED_AT)
    balance = ledger.balance_of(application)
    assert (balance.granted, balance.remaining) == (granted.amount_ore, granted.amount_ore - decision.amount_ore)


def test_a_new_decision_does_not_go_below_what_is_paid() -> None:
    """INV-20: money that is to come back is claimed by a decision of its own."""
    decision = granted_in_part()
    pay(decision)
    application = annulled(decision)
    factories.proposed(application, kind=DecisionKind.REJECT, now=after.RULED_AT)
    with pytest.raises(Refused, match="är redan utbetalt för 2018. Det nya beslutet kan inte ge mindre än så"):
        factories.prepared(application, kind=DecisionKind.REJECT, now=after.RULED_AT)


def test_a_payment_under_way_is_settled_first() -> None:
    decision = granted_in_part()
    factories.payment_prepared(decision)
    with pytest.raises(Refused, match="En utbetalning är på väg"):
        annulled(decision)


def test_a_court_that_sets_a_dismissal_aside_brings_the_appeal_back(anna: User) -> None:
    dismissed = after.appeal_dismissed()
    again = after.appealed(dismissed.decision, of_dismissal=dismissed, now=after.LATER)
    handed_over = after.handed_over_appeal(after.tested_in_time(again, now=after.LATER), now=after.LATER)
    after.settled(handed_over, CourtOutcome.ANNULLED)
    dismissed.refresh_from_db()
    assert dismissed.status == AppealStatus.IN_TIME
    assert dismissed.decision.status == DecisionStatus.DISPATCHED


# --- changes by the agency --------------------------------------------------------------------------------------------


def test_a_change_is_a_new_decision_and_the_old_is_not_edited(eva: User) -> None:
    decision = after.dispatched_rejection()
    after.reopened(decision)
    kept = {name: value for name, value in Decision.objects.filter(pk=decision.pk).values().get().items()}
    granted = after.granted_anew(decision)
    left = Decision.objects.filter(pk=decision.pk).values().get()
    assert {name for name in kept if kept[name] != left[name]} == {"status"}
    assert (granted.earlier_id, left["status"]) == (decision.pk, DecisionStatus.SUPERSEDED)


@pytest.mark.parametrize("ground", [ReopeningGround.TO_ADVANTAGE, ReopeningGround.OBVIOUSLY_WRONG])
def test_a_favourable_decision_is_not_made_worse_without_its_ground(ground: ReopeningGround, eva: User) -> None:
    """INV-22."""
    decision = factories.decision_at(DecisionStatus.DISPATCHED)
    after.reopened(decision, ground)
    application = factories.proposed(Application.objects.get(pk=decision.application_id), kind=DecisionKind.REJECT)
    with pytest.raises(Refused, match="sämre för sökanden"):
        factories.prepared(application, kind=DecisionKind.REJECT)


@pytest.mark.parametrize("ground", [ReopeningGround.RESERVATION, ReopeningGround.SAFETY, ReopeningGround.MISLED])
def test_with_one_of_the_three_grounds_it_is(ground: ReopeningGround, eva: User) -> None:
    decision = factories.decision_at(DecisionStatus.DISPATCHED)
    after.reopened(decision, ground)
    application = factories.proposed(Application.objects.get(pk=decision.application_id), kind=DecisionKind.REJECT)
    made = factories.decided(factories.prepared(application, kind=DecisionKind.REJECT))
    assert (made.status, room_taken(application)) == (DecisionStatus.DECIDED, 0)


def test_a_decision_with_a_court_is_not_changed(eva: User) -> None:
    """39 § FL."""
    appeal = after.handed_over_appeal()
    with pytest.raises(Refused, match="överlämnat till domstolen"):
        after.reopened(appeal.decision, ReopeningGround.OBVIOUSLY_WRONG)


def test_an_appealed_decision_is_changed_only_when_obviously_wrong(eva: User) -> None:
    appeal = after.appealed()
    with pytest.raises(Refused, match="bara ändras om det är uppenbart felaktigt"):
        after.reopened(appeal.decision, ReopeningGround.TO_ADVANTAGE)
    assert after.reopened(appeal.decision, ReopeningGround.OBVIOUSLY_WRONG).decision == appeal.decision


def test_a_ground_that_only_a_court_has_is_refused(eva: User) -> None:
    with pytest.raises(Refused, match="Välj en grund"):
        after.reopened(after.dispatched_rejection(), ReopeningGround.COURT_ANNULLED)


def test_what_is_changed_cannot_be_withdrawn_meanwhile(anna: User) -> None:
    decision = after.dispatched_rejection()
    after.reopened(decision)
    with pytest.raises(Refused, match="omprövas"):
        factories.withdrawn(Application.objects.get(pk=decision.application_id))


@pytest.mark.parametrize("status", [DecisionStatus.PREPARED, DecisionStatus.DECIDED, DecisionStatus.ANNULLED])
def test_only_a_decision_in_force_is_opened_again(status: DecisionStatus, eva: User) -> None:
    decision = after.any_decision_at(status)
    with pytest.raises(Refused):
        after.reopened(decision)
    assert not Reopening.objects.exclude(ground__in=reopenings.OF_A_COURT).exists()


def test_reopening_is_offered_only_for_a_decision_in_force() -> None:
    decision = after.dispatched_rejection()
    application = decision.application
    application.refresh_from_db()
    assert reopenings.can_reopen(application, decision) is True
    assert reopenings.can_reopen(application, None) is False
