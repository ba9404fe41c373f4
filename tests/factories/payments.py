"""Payments: prepared by farah, attested by filip."""

from typing import Any

from grants.domain import payments
from grants.enums import DecisionKind, DecisionStatus, PaymentStatus
from grants.models import Decision, Payment
from tests.factories.decisions import decision_at
from tests.factories.moments import NOW, TODAY
from tests.factories.people import declare_no_conflict, person, verified_account
from tests.factories.remembered import remembered


@remembered
def payment_prepared(decision: Decision, *, instalment: int = 1) -> Payment:
    """The payment of the first instalment of a dispatched decision, unless another is stated."""
    application = decision.application
    verified_account(application.organisation)
    declare_no_conflict(application, "farah", "filip")
    return payments.prepare(
        application,
        instalment=instalment,
        by=person("farah"),
        now=NOW,
    )


@remembered
def payment_at(status: PaymentStatus, *, kind: DecisionKind = DecisionKind.GRANT, **arrival: Any) -> Payment:
    """A payment in this status."""
    payment = payment_prepared(decision_at(DecisionStatus.DISPATCHED, kind=kind, **arrival))
    if status in (PaymentStatus.ATTESTED, PaymentStatus.PAID):
        payment = payments.attest(payment, by=person("filip"), now=NOW)
    if status == PaymentStatus.PAID:
        payment = payments.mark_paid(payment, paid_on=TODAY, by=person("farah"), now=NOW)
    if status == PaymentStatus.CANCELLED:
        payment = payments.cancel(payment, reason="Fel konto", by=person("farah"), now=NOW)
    return payment
