"""Payments: two persons, a verified account, a sent decision, and never twice (INV-18, 20, 21, 26)."""

from datetime import date, timedelta

import pytest

from accounts.models import User
from applicants.domain import payment_accounts
from applicants.enums import AccountKind
from delmos.lib.refusal import Refusals, Refused
from grants.domain import ledger, payments
from grants.domain.queries.cases import to_pay
from grants.enums import CheckResult, DecisionKind, DecisionStatus, PaymentStatus, PostingKind, ReopeningGround
from grants.models import Application, Check, Payment, Posting, Reopening
from tests.database import at_once
from tests.factories import (
    AMOUNT,
    NOW,
    TODAY,
    an_association,
    decision_at,
    declare_no_conflict,
    payment_at,
    payment_prepared,
    person,
    signatory_of,
    verified_account,
)
from tests.factories import appeals as after

pytestmark = pytest.mark.django_db

WITHOUT_MONEY = [DecisionKind.REJECT, DecisionKind.DISMISS]


def granted() -> Application:
    """A case whose grant has been sent, with economists who have answered on jäv."""
    application = decision_at(DecisionStatus.DISPATCHED).application
    declare_no_conflict(application, "farah", "filip")
    return application


def prepare(application: Application, instalment: int = 1, *, days: int = 0) -> Payment:
    return payments.prepare(application, instalment=instalment, by=person("farah"), now=NOW + timedelta(days=days))


def state_another(application: Application) -> None:
    organisation = application.organisation
    payment_accounts.state(
        organisation, kind=AccountKind.BANKGIRO, number="991-2346", by=signatory_of(organisation), now=NOW
    )


# --- preparing --------------------------------------------------------------------------------------------------------


def test_a_payment_keeps_its_account_as_it_was() -> None:
    payment = payment_at(PaymentStatus.PREPARED)
    assert (payment.amount_ore, payment.account_text, payment.instalment, payment.prepared_by) == (
        AMOUNT,
        "Bankgiro 5050-1055",
        1,
        person("farah"),
    )


def test_without_an_account_nothing_is_prepared() -> None:
    """INV-20."""
    with pytest.raises(Refused, match="har inte uppgett något betalkonto"):
        prepare(granted())


@pytest.mark.parametrize("checked_by", [(), ("farah",)], ids=["unverified", "checked once"])
def test_to_an_account_that_two_have_not_verified_nothing_is_prepared(checked_by: tuple[str, ...]) -> None:
    """INV-20."""
    application = granted()
    organisation = application.organisation
    account = payment_accounts.state(
        organisation, kind=AccountKind.BANKGIRO, number="5050-1055", by=signatory_of(organisation), now=NOW
    )
    for username in checked_by:
        payment_accounts.verify(account, note="Utdrag", by=person(username), now=NOW)
    with pytest.raises(Refused, match="är inte kontrollerat av två ekonomer"):
        prepare(application)


@pytest.mark.parametrize("status", [DecisionStatus.PREPARED, DecisionStatus.DECIDED])
def test_before_the_decision_is_sent_nothing_is_prepared(status: DecisionStatus) -> None:
    """INV-20."""
    application = decision_at(status).application
    verified_account(application.organisation)
    declare_no_conflict(application, "farah")
    with pytest.raises(Refused, match="Det finns inget expedierat beslut om bidrag"):
        prepare(application)


@pytest.mark.parametrize("kind", WITHOUT_MONEY)
def test_on_a_negative_decision_nothing_is_prepared(kind: DecisionKind) -> None:
    """INV-20."""
    application = decision_at(DecisionStatus.DISPATCHED, kind=kind).application
    verified_account(application.organisation)
    declare_no_conflict(application, "farah")
    with pytest.raises(Refused, match="Det finns inget expedierat beslut om bidrag"):
        prepare(application, 1)


@pytest.mark.parametrize("instalment", [0, 2])
def test_another_instalment_than_the_next_is_not_prepared(instalment: int) -> None:
    """INV-21: a page that was opened before the instalment was paid does not pay the next one."""
    application = granted()
    verified_account(application.organisation)
    with pytest.raises(Refused, match=f"Rat {instalment} kan inte betalas ut nu. Nästa i tur är rat 1."):
        prepare(application, instalment)


def test_of_a_partial_grant_only_the_granted_part_is_paid() -> None:
    """INV-20."""
    decision = decision_at(DecisionStatus.DISPATCHED, kind=DecisionKind.PARTIAL_GRANT)
    assert payment_prepared(decision).amount_ore == AMOUNT // 3


def test_on_a_stale_check_nothing_is_prepared() -> None:
    """INV-18: the demands are tried again before each payment."""
    application = granted()
    verified_account(application.organisation)
    with pytest.raises(Refusals, match="Gör om den"):
        prepare(application, days=91)
    assert prepare(application, days=90).pk


def test_a_demand_no_longer_met_stops_the_attestation() -> None:
    """INV-18."""
    payment = payment_at(PaymentStatus.PREPARED)
    Check.objects.create(
        application=payment.decision.application,
        requirement="insolvency",
        result=CheckResult.NOT_MET,
        source="Konkursregistret",
        note="Konkurs 1 maj",
        checked_at=NOW,
        checked_by=person("dag"),
    )
    with pytest.raises(Refused, match="Kravet ”Inte i konkurs eller likvidation” är inte uppfyllt"):
        payments.attest(payment, by=person("filip"), now=NOW)


def test_a_second_live_payment_is_refused() -> None:
    """INV-21."""
    payment = payment_at(PaymentStatus.PREPARED)
    with pytest.raises(Refused, match="Det finns redan en utbetalning på väg för beslutet"):
        prepare(payment.decision.application)
    assert Payment.objects.get() == payment


@pytest.mark.django_db(transaction=True)
def test_a_double_clicked_preparation_is_one_payment() -> None:
    """INV-21."""
    application = granted()
    verified_account(application.organisation)
    outcome = at_once(lambda: prepare(application), lambda: prepare(application))
    assert sorted(type(result).__name__ for result in outcome) == ["Payment", "Refused"]
    assert Payment.objects.count() == 1


def test_a_cancelled_payment_can_be_done_anew() -> None:
    """INV-21: the new one is a new record."""
    cancelled = payment_at(PaymentStatus.CANCELLED)
    renewed = prepare(cancelled.decision.application)
    assert (renewed.pk == cancelled.pk, renewed.status) == (False, PaymentStatus.PREPARED)


# --- attesting --------------------------------------------------------------------------------------------------------


def test_another_economist_attests() -> None:
    payment = payment_at(PaymentStatus.ATTESTED)
    assert (payment.status, payment.attested_at, payment.attested_by) == (
        PaymentStatus.ATTESTED,
        NOW,
        person("filip"),
    )


def test_the_same_economist_does_not_attest(farah: User) -> None:
    """INV-20."""
    with pytest.raises(Refused, match="En annan ekonom behöver attestera den"):
        payments.attest(payment_at(PaymentStatus.PREPARED), by=farah, now=NOW)


def test_an_account_changed_since_stops_the_attestation(filip: User) -> None:
    """INV-20."""
    payment = payment_at(PaymentStatus.PREPARED)
    state_another(payment.decision.application)
    with pytest.raises(Refused, match="är inte kontrollerat av två ekonomer"):
        payments.attest(payment, by=filip, now=NOW)


def test_an_account_changed_and_verified_since_stops_it_too(filip: User) -> None:
    payment = payment_at(PaymentStatus.PREPARED)
    verified_account(payment.decision.application.organisation, number="991-2346")
    with pytest.raises(Refused, match="Mottagaren har bytt betalkonto"):
        payments.attest(payment, by=filip, now=NOW)


# --- paid -------------------------------------------------------------------------------------------------------------


def test_a_paid_payment_is_booked_on_the_day_the_bank_paid(farah: User) -> None:
    payment = payments.mark_paid(
        payment_at(PaymentStatus.ATTESTED), paid_on=TODAY, by=farah, now=NOW + timedelta(days=3)
    )
    posting = Posting.objects.get(kind=PostingKind.DISBURSED)
    assert (payment.status, payment.paid_on) == (PaymentStatus.PAID, TODAY)
    assert (posting.amount_ore, posting.booked_on, posting.reference, posting.grant_delta) == (
        AMOUNT,
        TODAY,
        f"payment:{payment.pk}",
        1,
    )


def test_a_grant_paid_in_full_has_nothing_remaining() -> None:
    """INV-26."""
    balance = ledger.balance_of(payment_at(PaymentStatus.PAID).decision.application)
    assert (balance.granted, balance.disbursed, balance.remaining) == (AMOUNT, AMOUNT, 0)


def test_marking_twice_books_once(farah: User) -> None:
    """INV-21."""
    payment = payment_at(PaymentStatus.PAID)
    payments.mark_paid(payment, paid_on=TODAY, by=farah, now=NOW)
    assert Posting.objects.filter(kind=PostingKind.DISBURSED).count() == 1


@pytest.mark.django_db(transaction=True)
def test_marking_at_the_same_moment_books_once() -> None:
    """INV-21."""
    payment = payment_at(PaymentStatus.ATTESTED)
    by = person("farah")
    at_once(*[lambda: payments.mark_paid(payment, paid_on=TODAY, by=by, now=NOW)] * 3)
    assert Posting.objects.filter(kind=PostingKind.DISBURSED).count() == 1


@pytest.mark.parametrize(
    ("paid_on", "sentence"),
    [(date(2018, 5, 3), "inte ligga framåt i tiden"), (date(2018, 5, 1), "inte vara före attesten 2 maj 2018")],
)
def test_a_day_that_cannot_be_is_refused(farah: User, paid_on: date, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence) as refused:
        payments.mark_paid(payment_at(PaymentStatus.ATTESTED), paid_on=paid_on, by=farah, now=NOW)
    assert refused.value.field == "paid_on"


def test_a_payment_is_not_cancelled_without_a_reason(farah: User) -> None:
    with pytest.raises(Refused, match="Skriv varför utbetalningen avbryts"):
        payments.cancel(payment_at(PaymentStatus.PREPARED), reason=" ", by=farah, now=NOW)


def test_an_account_of_another_organisation_is_never_paid() -> None:
    """INV-20: the account belongs to the same organisationsnummer."""
    application = granted()
    verified_account(an_association(7))
    with pytest.raises(Refused, match="har inte uppgett något betalkonto"):
        prepare(application)


# --- what the bank has done is a fact ---------------------------------------------------------------------------------


def test_what_the_bank_has_paid_is_booked_also_when_the_recipient_has_stated_another_account_since(farah: User) -> None:
    """Else the same instalment would be prepared, and paid, once more."""
    payment = payment_at(PaymentStatus.ATTESTED)
    state_another(payment.decision.application)
    assert payments.mark_paid(payment, paid_on=TODAY, by=farah, now=NOW).status == PaymentStatus.PAID
    assert ledger.balance_of(payment.decision.application).disbursed == payment.amount_ore


def test_what_is_attested_is_not_cancelled_before_somebody_has_asked_the_bank(farah: User) -> None:
    payment = payment_at(PaymentStatus.ATTESTED)
    with pytest.raises(Refused, match="Kontrollera först att banken inte har betalat") as refused:
        payments.cancel(payment, reason="Fel konto", by=farah, now=NOW)
    assert refused.value.field == "not_executed"
    cancelled = payments.cancel(payment, reason="Fel konto", not_executed=True, by=farah, now=NOW)
    assert cancelled.status == PaymentStatus.CANCELLED


# --- a case that is opened again --------------------------------------------------------------------------------------


def test_nothing_is_paid_while_the_grant_may_become_less(farah: User, filip: User, eva: User) -> None:
    """What is paid can only be claimed back, and no new decision may give less than it."""
    application = granted()
    verified_account(application.organisation)
    decision = application.decisions.get()
    after.reopened(decision, ReopeningGround.MISLED)
    with pytest.raises(Refused, match="bidraget kan bli mindre"):
        prepare(application)
    assert list(to_pay(farah, on=TODAY)) == []


def test_what_is_prepared_is_not_attested_once_the_case_is_opened_for_less(filip: User) -> None:
    payment = payment_at(PaymentStatus.PREPARED)
    Reopening.objects.create(
        application=payment.decision.application,
        decision=payment.decision,
        ground=ReopeningGround.MISLED,
        reasons="Fel uppgifter.",
        reopened_at=NOW,
        reopened_by=filip,
    )
    with pytest.raises(Refused, match="bidraget kan bli mindre"):
        payments.attest(payment, by=filip, now=NOW)


def test_a_change_to_advantage_keeps_nobody_from_being_paid(farah: User, eva: User) -> None:
    application = granted()
    verified_account(application.organisation)
    after.reopened(application.decisions.get(), ReopeningGround.TO_ADVANTAGE)
    assert prepare(application).status == PaymentStatus.PREPARED
