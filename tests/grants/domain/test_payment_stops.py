"""Hinder mot utbetalning: a decision of its own that holds at once, and the one that lifts it (INV-9, 10, 11, 20)."""

from datetime import timedelta
from typing import Any

import pytest

from accounts.enums import Role
from accounts.models import User
from delmos.lib.refusal import Refused
from grants.domain import assessment, communications, delegations, ledger, payment_stops, payments, reports
from grants.domain.queries.cases import to_pay
from grants.enums import CheckResult, DecisionStatus, PaymentStatus, PaymentStopStatus
from grants.models import Application, Decision, DeliveryRecord, FinalReport, PaymentStop
from journal.domain import documents
from journal.models import Event
from tests import factories
from tests.factories import payment_stops as stops
from tests.factories.applications import AMOUNT
from tests.factories.payment_stops import STOPPED_AT

pytestmark = pytest.mark.django_db
S = PaymentStopStatus
HALF = AMOUNT // 2


@pytest.fixture
def grant(db: None) -> Decision:
    return stops.a_granted_case()


def test_what_is_stopped_is_not_paid_and_stays_granted(grant: Decision) -> None:
    stops.instalment_paid(grant)
    stop = stops.stop_decided(stops.stop_proposed(grant))
    balance = ledger.balance_of(grant.application)
    assert (stop.status, stop.amount_ore) == (S.IN_FORCE, HALF)
    assert (balance.granted, balance.remaining, balance.withdrawn) == (AMOUNT, HALF, 0)
    with pytest.raises(Refused, match="hinder mot utbetalning gäller"):
        stops.instalment_prepared(grant, 2)


def test_an_instalment_before_it_is_paid_as_planned(grant: Decision) -> None:
    stops.stop_decided(stops.stop_proposed(grant))
    assert stops.instalment_paid(grant).amount_ore == HALF


@pytest.mark.parametrize(("from_instalment", "stopped_ore"), [(1, AMOUNT), (2, HALF)])
def test_it_stops_whole_instalments_from_one_and_onward(
    from_instalment: int, stopped_ore: int, grant: Decision
) -> None:
    assert stops.stop_proposed(grant, from_instalment=from_instalment).amount_ore == stopped_ore


def test_a_payment_under_way_is_called_off_at_once(filip: User, grant: Decision) -> None:
    payment = stops.instalment_prepared(grant)
    stops.stop_decided(stops.stop_proposed(grant, from_instalment=1))
    payment.refresh_from_db()
    assert (payment.status, payment.cancel_reason) == (PaymentStatus.CANCELLED, "Beslut om hinder mot utbetalning")
    with pytest.raises(Refused):
        payments.attest(payment, by=filip, now=STOPPED_AT)


def test_a_payment_under_way_of_an_earlier_instalment_goes_on(filip: User, grant: Decision) -> None:
    payment = stops.instalment_prepared(grant)
    stops.stop_decided(stops.stop_proposed(grant))
    assert payments.attest(payment, by=filip, now=STOPPED_AT).status == PaymentStatus.ATTESTED


def test_a_proposal_stops_nothing(grant: Decision) -> None:
    stops.stop_proposed(grant, from_instalment=1)
    assert stops.instalment_paid(grant).status == PaymentStatus.PAID


def test_what_was_proposed_and_paid_since_is_not_stopped(grant: Decision) -> None:
    stop = stops.stop_proposed(grant, from_instalment=1)
    stops.instalment_paid(grant)
    with pytest.raises(Refused, match="inte är utbetald"):
        stops.stop_decided(stop)


def test_lifted_it_is_paid(grant: Decision) -> None:
    stops.instalment_paid(grant)
    stops.stop_lifted(stops.stop_decided(stops.stop_proposed(grant)))
    stops.instalment_paid(grant, 2)
    assert ledger.balance_of(grant.application).remaining == 0


def test_the_letters_are_sent_and_kept(grant: Decision) -> None:
    """INV-36: what was decided is what is stored and sent."""
    stop = stops.stop_lifted(stops.stop_decided(stops.stop_proposed(grant)))
    sent = grant.application.case.entries.order_by("-serial")[:2]
    assert [entry.title for entry in sent] == [payment_stops.LIFT_TITLE, payment_stops.TITLE]
    assert [entry.document for entry in sent] == [stop.lift_letter, stop.letter]
    assert [entry.visible_to_party for entry in sent] == [True, True]
    assert DeliveryRecord.objects.filter(entry__in=sent, opens=True).count() == 2
    assert stop.letter is not None and documents.read(stop.letter)


def test_the_economists_no_longer_wait_for_what_is_stopped(farah: User, grant: Decision) -> None:
    today = STOPPED_AT.date()
    assert list(to_pay(farah, on=today)) == [grant]
    stop = stops.stop_decided(stops.stop_proposed(grant, from_instalment=1))
    assert list(to_pay(farah, on=today)) == []
    stops.stop_lifted(stop)
    assert list(to_pay(farah, on=today)) == [grant]


def test_an_earlier_instalment_still_waits_for_them(farah: User, grant: Decision) -> None:
    stops.stop_decided(stops.stop_proposed(grant))
    assert list(to_pay(farah, on=STOPPED_AT.date())) == [grant]
    stops.instalment_paid(grant)
    assert list(to_pay(farah, on=STOPPED_AT.date())) == []


# --- who, and what must come first ------------------------------------------------------------------------------------


def test_who_proposes_does_not_decide(grant: Decision) -> None:
    """INV-9, also for somebody with both roles."""
    stop = stops.stop_proposed(grant)
    User.objects.filter(username="dag").update(roles=[Role.CASE_OFFICER, Role.DECIDER])
    both = User.objects.get(username="dag")
    with pytest.raises(Refused, match="Någon annan behöver besluta"):
        payment_stops.decide(stop, write_letter=stops.a_stop_letter, by=both, now=STOPPED_AT)


def test_only_the_officer_of_the_case_proposes(disa: User, grant: Decision) -> None:
    factories.declare_no_conflict(grant.application, "disa", now=STOPPED_AT)
    with pytest.raises(Refused, match="fördelat till en annan"):
        payment_stops.propose(
            grant.application, ground="conditions", from_instalment=2, reasons="Nej.", by=disa, now=STOPPED_AT
        )


def test_without_delegation_for_the_grant_nobody_stops_it(gun: User, eva: User, grant: Decision) -> None:
    stop = stops.stop_proposed(grant)
    for held in delegations.held_by(eva, on=STOPPED_AT.date()):
        delegations.end(held, by=gun, now=STOPPED_AT)
    with pytest.raises(Refused, match="ingen delegation"):
        stops.stop_decided(stop)
    assert PaymentStop.objects.get().status == S.PROPOSED


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"ground": "lost"}, "Välj en grund"),
        ({"from_instalment": 3}, "Välj en rat"),
        ({"reasons": "  "}, "Skriv skälen"),
        ({"reasons": "x" * 4001}, "för lång"),
        ({"not_heard": "x" * 2001}, "för lång"),
    ],
)
def test_what_a_proposal_must_say(changes: dict[str, Any], message: str, grant: Decision) -> None:
    with pytest.raises(Refused, match=message):
        stops.stop_proposed(grant, **changes)
    assert not PaymentStop.objects.exists()


def test_one_at_a_time(grant: Decision) -> None:
    stops.stop_proposed(grant)
    with pytest.raises(Refused, match="redan ett hinder"):
        stops.stop_proposed(grant, from_instalment=1)


def test_a_proposal_that_is_dropped_leaves_room_for_another(dag: User, grant: Decision) -> None:
    stop = payment_stops.drop(stops.stop_proposed(grant), by=dag, now=STOPPED_AT)
    assert stop.status == S.DROPPED
    assert stops.stop_proposed(grant, from_instalment=1).status == S.PROPOSED


def test_where_the_ordinance_has_no_such_rule_the_decision_is_changed_instead() -> None:
    decision = factories.decision_at(DecisionStatus.DISPATCHED)
    with pytest.raises(Refused, match="Ta upp ärendet igen"):
        stops.stop_proposed(decision, now=factories.NOW)


def test_before_the_grant_is_sent_there_is_nothing_to_stop() -> None:
    decision = stops.a_granted_case(sent=False)
    with pytest.raises(Refused, match="inget expedierat beslut"):
        stops.stop_proposed(decision)


def test_the_party_is_heard_first_or_the_reason_is_written(grant: Decision) -> None:
    """INV-11."""
    stop = stops.stop_proposed(grant, not_heard="")
    with pytest.raises(Refused, match="Kommunicera"):
        stops.stop_decided(stop)
    stops.heard(grant)
    with pytest.raises(Refused, match="vänta tills parten har svarat"):
        stops.stop_decided(stop)
    later = STOPPED_AT + timedelta(days=20)
    assert stops.stop_decided(stop, now=later).status == S.IN_FORCE


def test_an_answer_is_enough(anna: User, grant: Decision) -> None:
    stop = stops.stop_proposed(grant, not_heard="")
    stops.heard(grant)
    communications.answer(grant.application.communications.get(), nothing_to_add=True, by=anna, now=STOPPED_AT)
    assert stops.stop_decided(stop).status == S.IN_FORCE


def test_what_is_found_after_it_was_heard_is_communicated_too(anna: User, dag: User, grant: Decision) -> None:
    stop = stops.stop_proposed(grant, not_heard="")
    stops.heard(grant)
    communications.answer(grant.application.communications.get(), nothing_to_add=True, by=anna, now=STOPPED_AT)
    later = STOPPED_AT + timedelta(hours=1)
    assessment.record_check(
        grant.application,
        requirement=grant.application.ordinance.requirements[0].code,
        result=CheckResult.NOT_MET,
        source="Register",
        note="Har upphört.",
        by=dag,
        now=later,
    )
    with pytest.raises(Refused, match="Kommunicera"):
        stops.stop_decided(stop, now=later)


def test_lifting_says_why(eva: User, grant: Decision) -> None:
    stop = stops.stop_decided(stops.stop_proposed(grant))
    with pytest.raises(Refused, match="Skriv varför hindret upphävs"):
        payment_stops.lift(stop, reasons=" ", write_letter=stops.a_stop_letter, by=eva, now=STOPPED_AT)


def test_a_decision_is_made_once(grant: Decision) -> None:
    stop = stops.stop_decided(stops.stop_proposed(grant))
    with pytest.raises(Refused):
        stops.stop_decided(stop)
    assert Event.objects.filter(name="payment_stopped").count() == 1


# --- what follows -----------------------------------------------------------------------------------------------------


def test_a_new_decision_ends_the_stop_with_the_old_one(grant: Decision) -> None:
    stop = stops.stop_decided(stops.stop_proposed(grant, from_instalment=1))
    again = stops.granted_anew(grant)
    stop.refresh_from_db()
    assert stop.status == S.ENDED
    assert stops.instalment_prepared(again).status == PaymentStatus.PREPARED


def handed_in(application: Application) -> FinalReport:
    by = factories.signatory_of(application.organisation)
    saved = reports.save(application, account=factories.an_account(application), base_version=0, by=by, now=STOPPED_AT)
    return reports.submit(saved, base_version=saved.version, by=by, now=STOPPED_AT)


def test_once_the_grant_is_accounted_for_the_stopped_sum_goes_back_to_the_frame(dag: User, grant: Decision) -> None:
    stops.instalment_paid(grant)
    stop = stops.stop_decided(stops.stop_proposed(grant))
    report = handed_in(grant.application)
    reports.approve(report, by=dag, now=STOPPED_AT)
    balance = ledger.balance_of(grant.application)
    assert (balance.withdrawn, balance.remaining, balance.holds) == (HALF, 0, True)
    with pytest.raises(Refused, match="slutredovisat"):
        stops.stop_lifted(stop)


def test_without_a_stop_what_is_left_is_paid_before_the_report_is_approved(dag: User, grant: Decision) -> None:
    stops.instalment_paid(grant)
    report = handed_in(grant.application)
    with pytest.raises(Refused, match="Betala ut det först"):
        reports.approve(report, by=dag, now=STOPPED_AT)


# --- communication after the decision ---------------------------------------------------------------------------------


def test_what_was_shown_before_the_decision_is_not_answered_after_it(anna: User) -> None:
    case = factories.application_at("in_review")
    shown = factories.communicated(case)
    factories.decided(factories.prepared(factories.proposed(case)))
    with pytest.raises(Refused, match="Det går inte att yttra sig"):
        communications.answer(shown, nothing_to_add=True, by=anna, now=factories.NOW)
    assert not communications.can_be_answered(shown)


def test_nothing_is_communicated_while_a_decision_waits_to_be_sent(dag: User) -> None:
    decision = factories.decision_at(DecisionStatus.DECIDED)
    with pytest.raises(Refused, match="Skicka beslutet först"):
        factories.communicated(decision.application)


def test_a_stop_leaves_what_the_bank_may_have_paid_to_an_economist(farah: User, filip: User) -> None:
    """A payment that is called off could not be booked, and would be made once more when the stop is lifted."""
    decision = stops.a_granted_case()
    payment = stops.instalment_prepared(decision)
    payments.attest(payment, by=filip, now=STOPPED_AT)
    stops.stop_decided(stops.stop_proposed(decision, from_instalment=1))
    payment.refresh_from_db()
    assert payment.status == PaymentStatus.ATTESTED
    assert payments.mark_paid(payment, paid_on=STOPPED_AT.date(), by=farah, now=STOPPED_AT).status == PaymentStatus.PAID
