"""What is paid, answered for and paid back."""

from collections.abc import Callable
from typing import Any

from delmos.lib.dates import stockholm_date
from grants.domain import payments, reports
from grants.models import FinalReport, Payment
from tests import factories
from tests.grants.casework.acts.attempt import ECONOMISTS, OFFICERS, Act, Try


def prepare_payment(t: Try) -> Any:
    return payments.prepare(t.case, instalment=t.one_of([1, 1, 2, 3], "instalment"), by=t.by, now=t.now)


def attest(t: Try) -> Any:
    return _on_payment(t, lambda payment: payments.attest(payment, by=t.by, now=t.now))


def mark_paid(t: Try) -> Any:
    paid_on = stockholm_date(t.now)
    return _on_payment(t, lambda payment: payments.mark_paid(payment, paid_on=paid_on, by=t.by, now=t.now))


def cancel_payment(t: Try) -> Any:
    return _on_payment(t, lambda payment: payments.cancel(payment, reason="Fel.", by=t.by, now=t.now))


def _on_payment(t: Try, do: Callable[[Payment], Any]) -> Any:
    payment = Payment.objects.filter(decision__application=t.case).order_by("-pk").first()
    return payment and do(payment)


def report(t: Try) -> Any:
    share = t.number(0, 2, "halves")
    spent = [row.amount_ore * share // 2 for row in t.case.budget.all()]
    account = factories.an_account(t.case, spent=spent)
    saved = reports.save(t.case, account=account, base_version=0, by=t.by, now=t.now)
    return reports.submit(saved, base_version=saved.version, by=t.by, now=t.now)


def approve_report(t: Try) -> Any:
    handed_in = FinalReport.objects.filter(application=t.case).first()
    return handed_in and reports.approve(handed_in, note="Granskad.", by=t.by, now=t.now)


def repay(t: Try) -> Any:
    amount = t.number(1, 30, "ten_thousands") * 10_000_00
    today = stockholm_date(t.now)
    return reports.register_repayment(
        t.case, amount_ore=amount, received_on=today, reference=f"BG {amount}", by=t.by, now=t.now
    )


ACTS = (
    Act(prepare_payment, ECONOMISTS),
    Act(attest, ECONOMISTS),
    Act(mark_paid, ECONOMISTS),
    Act(cancel_payment, ECONOMISTS),
    Act(report),
    Act(approve_report, OFFICERS),
    Act(repay, ECONOMISTS),
)
