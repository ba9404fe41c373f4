"""Final reports: written and submitted by the signatory, approved by dag."""

from collections.abc import Sequence
from typing import Any

from grants.domain import reports
from grants.domain.reports import Account
from grants.enums import PaymentStatus, ReportStatus
from grants.models import Application, FinalReport
from tests.factories.moments import NOW
from tests.factories.payments import payment_at
from tests.factories.people import person, signatory_of
from tests.factories.remembered import remembered


def an_account(application: Application, *, spent: Sequence[int] | None = None) -> Account:
    """A complete account. ``spent`` is öre per budget row, in order; everything was spent unless stated."""
    rows = list(application.budget.all())
    amounts = [row.amount_ore for row in rows] if spent is None else spent
    return Account(
        results="Grannarna känner varandra.",
        relation_to_purpose="Det minskar segregationen.",
        follow_up="Föreningen frågar varje år.",
        spent=dict(zip((row.pk for row in rows), amounts, strict=True)),
    )


@remembered
def report_at(status: ReportStatus, *, spent: Sequence[int] | None = None, **arrival: Any) -> FinalReport:
    """A final report in this status, on a grant paid in full."""
    application = payment_at(PaymentStatus.PAID, **arrival).decision.application
    by = signatory_of(application.organisation)
    report = reports.save(application, account=an_account(application, spent=spent), base_version=0, by=by, now=NOW)
    if status in (ReportStatus.SUBMITTED, ReportStatus.APPROVED):
        report = reports.submit(report, base_version=report.version, by=by, now=NOW)
    if status == ReportStatus.APPROVED:
        report = reports.approve(report, note="Granskad.", by=person("dag"), now=NOW)
    return report
