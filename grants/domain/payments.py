"""Payments: prepared by one economist, attested by another, to a verified account (INV-20, INV-21)."""

from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission
from applicants.domain.payment_accounts import current_account
from delmos.lib.dates import format_date, stockholm_date
from delmos.lib.refusal import Refused
from grants.domain import decisions, instalments, ledger, reopenings
from grants.domain.applications import locked
from grants.domain.telling import tell_party
from grants.enums import PaymentStatus, PostingKind
from grants.models import Application, Decision, Instalment, Payment, PaymentStop
from grants.models.payment import UNDER_WAY
from grants.permissions import check_case_act
from grants.policies import (
    check_account_verified,
    check_dispatched,
    check_exclusions,
    check_not_stopped,
)
from grants.workflow import INTERNAL_CONTROL, PAYMENT
from journal.domain import events


@transaction.atomic
def prepare(application: Application, *, instalment: int, by: User, now: datetime) -> Payment:
    """Prepare the payment of an instalment, of the number that the page has shown.

    No more is paid of it than an earlier decision in the case has left. Raises Refused unless it is the next one, its
    day and condition have come, and decision, account and checks allow it.
    """
    application = locked(application)
    check_case_act(by, Permission.HANDLE_PAYMENTS, application, law=INTERNAL_CONTROL)
    decision = check_dispatched(decisions.decided(application))
    reopenings.check_may_pay(decision)
    account = check_account_verified(current_account(application.organisation), application.organisation)
    check_exclusions(application, on=stockholm_date(now))
    check_none_under_way(decision)
    planned, left_ore = _check_next(decision, instalment)
    instalments.check_due(planned, on=stockholm_date(now))
    check_not_stopped(application, planned.number)
    amount_ore = min(left_ore, ledger.balance_of(application).remaining)
    if amount_ore <= 0:
        raise Refused("Det finns inget kvar av bidraget att betala ut.")
    payment = Payment.objects.create(
        decision=decision,
        instalment=planned.number,
        amount_ore=amount_ore,
        account=account,
        account_text=str(account),
        prepared_at=now,
        prepared_by=by,
    )
    events.record(
        application.stream,
        "payment_prepared",
        by=by,
        now=now,
        payment=payment.pk,
        instalment=planned.number,
        amount_ore=amount_ore,
    )
    return payment


@transaction.atomic
def attest(payment: Payment, *, by: User, now: datetime) -> Payment:
    """Attest another economist's payment. Raises Refused for the same person or an account changed since."""
    payment, application = _locked(payment)
    check_case_act(by, Permission.HANDLE_PAYMENTS, application, law=INTERNAL_CONTROL)
    step = PAYMENT.check("attest", payment.status)
    check_other_person(payment, by)
    reopenings.check_may_pay(payment.decision)
    _check_account_unchanged(payment, application)
    check_exclusions(application, on=stockholm_date(now))
    payment.status, payment.attested_at, payment.attested_by = str(step.target), now, by
    payment.save(update_fields=["status", "attested_at", "attested_by"])
    events.record(application.stream, step.event, by=by, now=now, payment=payment.pk)
    return payment


@transaction.atomic
def mark_paid(payment: Payment, *, paid_on: date, by: User, now: datetime) -> Payment:
    """Note that the bank has paid, and book it on that day. Doing it twice books once.

    It is a fact, whatever has become of the account since: what is not booked would be paid once more. Raises Refused
    for a day in the future or before the attestation.
    """
    payment, application = _locked(payment)
    check_case_act(by, Permission.HANDLE_PAYMENTS, application, law=INTERNAL_CONTROL)
    if payment.status == PaymentStatus.PAID:
        return payment
    step = PAYMENT.check("mark_paid", payment.status)
    _check_paid_on(payment, paid_on, now=now)
    payment.status, payment.paid_on, payment.paid_at, payment.paid_by = str(step.target), paid_on, now, by
    payment.save(update_fields=["status", "paid_on", "paid_at", "paid_by"])
    ledger.post(
        PostingKind.DISBURSED,
        application,
        payment.amount_ore,
        reference=f"payment:{payment.pk}",
        booked_on=paid_on,
        budget_year=payment.decision.instalments.get(number=payment.instalment).budget_year,
        by=by,
        now=now,
    )
    events.record(
        application.stream,
        step.event,
        by=by,
        now=now,
        payment=payment.pk,
        amount_ore=payment.amount_ore,
        paid_on=paid_on,
    )
    tell_party(application, key=f"payment:{payment.pk}", title="Vi har betalat ut bidraget", page="own_case", now=now)
    return payment


@transaction.atomic
def cancel(payment: Payment, *, reason: str, not_executed: bool = False, by: User, now: datetime) -> Payment:
    """Stop a payment before it is paid; a new one can then be prepared (INV-21).

    ``not_executed``: the economist has asked the bank. Raises Refused without it for a payment that is attested, which
    the bank may have carried out already, and without a reason.
    """
    payment, application = _locked(payment)
    check_case_act(by, Permission.HANDLE_PAYMENTS, application, law=INTERNAL_CONTROL)
    if not reason.strip():
        raise Refused("Skriv varför utbetalningen avbryts.", field="reason")
    if payment.status == PaymentStatus.ATTESTED and not not_executed:
        raise Refused(
            "Utbetalningen är attesterad. Kontrollera först att banken inte har betalat, och bekräfta det.",
            law=INTERNAL_CONTROL,
            field="not_executed",
        )
    return _cancel(payment, application, reason.strip(), by=by, now=now)


def call_off(stop: PaymentStop, *, by: User, now: datetime) -> None:
    """Call off what is prepared of an instalment that is now stopped. The caller holds the case's row lock.

    What is attested the bank may have paid already: an economist asks it, and cancels the payment or marks it paid.
    """
    prepared = stop.decision.payments.select_for_update().filter(status=PaymentStatus.PREPARED)
    for payment in prepared.filter(instalment__gte=stop.from_instalment):
        _cancel(payment, stop.application, "Beslut om hinder mot utbetalning", by=by, now=now)


def _cancel(payment: Payment, application: Application, reason: str, *, by: User, now: datetime) -> Payment:
    step = PAYMENT.check("cancel", payment.status)
    payment.status, payment.cancelled_at, payment.cancelled_by = str(step.target), now, by
    payment.cancel_reason = reason
    payment.save(update_fields=["status", "cancelled_at", "cancelled_by", "cancel_reason"])
    events.record(application.stream, step.event, by=by, now=now, payment=payment.pk, reason=reason)
    return payment


def check_none_under_way(decision: Decision) -> None:
    """Bara en utbetalning i taget får vara på väg för ett beslut (INV-21)."""
    if decision.payments.filter(status__in=UNDER_WAY).exists():
        raise Refused("Det finns redan en utbetalning på väg för beslutet. Avsluta eller avbryt den först.")


def check_other_person(payment: Payment, person: User) -> None:
    """Den som upprättar en utbetalning får inte också attestera den (INV-20)."""
    if payment.prepared_by_id == person.pk:
        raise Refused("Du har upprättat utbetalningen. En annan ekonom behöver attestera den.", law=INTERNAL_CONTROL)


def _check_next(decision: Decision, number: int) -> tuple[Instalment, int]:
    left = instalments.next_unpaid(decision)
    if left is None:
        raise Refused("Alla rater i beslutet är utbetalda.")
    if left[0].number != number:
        raise Refused(f"Rat {number} kan inte betalas ut nu. Nästa i tur är rat {left[0].number}.")
    return left


def _check_account_unchanged(payment: Payment, application: Application) -> None:
    current = check_account_verified(current_account(application.organisation), application.organisation)
    if current.pk != payment.account_id:
        raise Refused(
            "Mottagaren har bytt betalkonto sedan utbetalningen upprättades. Avbryt den och upprätta en ny.",
            law=INTERNAL_CONTROL,
        )


def _check_paid_on(payment: Payment, paid_on: date, *, now: datetime) -> None:
    attested_on = stockholm_date(payment.attested_at) if payment.attested_at else None
    if paid_on > stockholm_date(now):
        raise Refused("Betalningsdagen kan inte ligga framåt i tiden.", field="paid_on")
    if attested_on and paid_on < attested_on:
        raise Refused(f"Betalningsdagen kan inte vara före attesten {format_date(attested_on)}.", field="paid_on")


def _locked(payment: Payment) -> tuple[Payment, Application]:
    application = locked(payment.decision.application)
    found = Payment.objects.select_for_update(of=("self",)).select_related("decision", "account").get(pk=payment.pk)
    return found, application
