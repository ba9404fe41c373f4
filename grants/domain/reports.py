"""Final reports: what was spent per budget row, and what is left to repay (INV-26)."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction

from accounts.assurance import NOTHING_KNOWN, Assurance
from accounts.models import User
from accounts.permissions import Permission
from applicants.permissions import check_may_act_for, check_may_sign_for
from delmos.lib.dates import format_moment, stockholm_date
from delmos.lib.money import format_sek
from delmos.lib.refusal import Refusals, Refused
from grants.domain import decisions, ledger
from grants.domain.applications import close_if_settled, locked
from grants.domain.telling import tell_party
from grants.enums import PostingKind, ReportStatus
from grants.models import Application, FinalReport, ReportRow
from grants.permissions import check_case_act
from grants.policies import stopped_ore
from grants.workflow import INTERNAL_CONTROL, REPORT
from journal.domain import cases, documents, events
from journal.enums import Direction


class Stale(Refused):
    """The report was saved by somebody else, or in another tab, since the page was opened.

    ``saved`` is the report that stands, so that the page can show both.
    """

    def __init__(self, saved: FinalReport) -> None:
        super().__init__(
            f"Redovisningen sparades av {saved.saved_by.name} {format_moment(saved.saved_at)}, efter att du öppnade "
            "den. Dina ändringar är inte sparade än. Jämför med det som är sparat och spara igen om dina ska gälla."
        )
        self.saved = saved


@dataclass(frozen=True, slots=True)
class Account:
    """What the recipient reports: texts, and spent öre per budget row id."""

    results: str
    relation_to_purpose: str
    follow_up: str
    spent: Mapping[int, int]


@transaction.atomic
def save(application: Application, *, account: Account, base_version: int, by: User, now: datetime) -> FinalReport:
    """Save the report as the recipient's own draft. Nothing has to be complete yet.

    Raises Refused when the grant is not paid or the report is already submitted, Stale when somebody saved in between.
    """
    application = locked(application)
    check_may_act_for(by, application.organisation, now=now)
    _check_paid(application)
    report = FinalReport.objects.select_for_update(of=("self",)).select_related("saved_by").filter(
        application=application
    ).first() or FinalReport(application=application)
    _check_open(report, base_version)
    report.results, report.relation_to_purpose = account.results.strip(), account.relation_to_purpose.strip()
    report.follow_up, report.version = account.follow_up.strip(), report.version + 1
    report.saved_at, report.saved_by = now, by
    report.save()
    _write_rows(report, account.spent)
    return report


@transaction.atomic
def submit(
    report: FinalReport, *, base_version: int, shown: Assurance = NOTHING_KNOWN, by: User, now: datetime
) -> FinalReport:
    """Hand the report in, signed by a signatory: frozen, hashed and entered in the diary. Twice changes nothing.

    ``shown``, what the signer had shown of who they are, goes into the event.
    """
    application = locked(report.application)
    report = FinalReport.objects.select_for_update(of=("self",)).select_related("saved_by").get(pk=report.pk)
    check_may_sign_for(by, application.organisation, now=now)
    if report.status == ReportStatus.SUBMITTED:
        return report
    step = REPORT.check("submit", report.status)
    _check_open(report, base_version)
    if missing := problems(report):
        raise Refusals(missing)
    report.content = documents.store(_freeze(report), content_type="application/json", by=by, now=now)
    report.status, report.submitted_at, report.submitted_by = str(step.target), now, by
    report.save(update_fields=["content", "status", "submitted_at", "submitted_by"])
    entry = cases.register(
        application.case,
        direction=Direction.IN,
        title="Slutredovisning",
        counterpart=application.organisation.name,
        document=report.content,
        by=by,
        now=now,
    )
    events.record(
        application.stream,
        step.event,
        by=by,
        now=now,
        spent_ore=spent(report),
        content_sha256=report.content.sha256,
        entries=[entry.serial],
        **asdict(shown),
    )
    return report


@transaction.atomic
def approve(report: FinalReport, *, note: str = "", by: User, now: datetime) -> FinalReport:
    """Approve the report: book the approved cost and, when money is left, the sum to repay (INV-26).

    Approved cost is what was spent, at most what was paid. What a payment stop has kept from being paid is
    withdrawn: it goes back to the frame. Raises Refused while something is left to pay.
    """
    application = locked(report.application)
    report = FinalReport.objects.select_for_update(of=("self",)).get(pk=report.pk)
    check_case_act(by, Permission.REVIEW_REPORTS, application, law=application.ordinance.report_law)
    step = REPORT.check("approve", report.status)
    balance = ledger.balance_of(application)
    if (left := balance.remaining - stopped_ore(application)) > 0:
        raise Refused(f"Det återstår {format_sek(left)} att betala ut. Betala ut det först.")
    approved = min(spent(report), balance.disbursed)
    report.status, report.approved_at, report.approved_by = str(step.target), now, by
    report.approval_note = note.strip()
    report.save(update_fields=["status", "approved_at", "approved_by", "approval_note"])
    if balance.remaining:  # all of it is stopped, and is not paid once the grant is accounted for
        ledger.withdraw_unpaid(
            application, reference=f"report:{report.pk}", booked_on=stockholm_date(now), by=by, now=now
        )
    _book(PostingKind.COST_APPROVED, application, approved, report, by=by, now=now)
    _book(PostingKind.REPAYABLE, application, balance.disbursed - approved, report, by=by, now=now)
    entry = cases.register(
        application.case, direction=Direction.DRAWN_UP, title="Granskning av slutredovisning", by=by, now=now
    )
    events.record(
        application.stream,
        step.event,
        by=by,
        now=now,
        approved_ore=approved,
        repayable_ore=balance.disbursed - approved,
        entries=[entry.serial],
    )
    tell_party(
        application, key=f"report:{report.pk}", title="Vi har granskat er slutredovisning", page="own_report", now=now
    )
    close_if_settled(application, by=by, now=now)
    return report


@transaction.atomic
def register_repayment(
    application: Application, *, amount_ore: int, received_on: date, reference: str, by: User, now: datetime
) -> None:
    """Book unspent money that has come back (öre). Raises Refused for more than is outstanding or a day to come."""
    application = locked(application)
    check_case_act(by, Permission.HANDLE_PAYMENTS, application, law=INTERNAL_CONTROL)
    outstanding = ledger.balance_of(application).outstanding
    if not 0 < amount_ore <= outstanding:
        raise Refused(f"Beloppet ska vara större än 0 kr och högst {format_sek(outstanding)}.", field="amount")
    if received_on > stockholm_date(now):
        raise Refused("Dagen kan inte ligga framåt i tiden.", field="received_on")
    if not reference.strip():
        raise Refused("Skriv bankens referens för inbetalningen.", field="reference")
    marked = f"{application.case.number}:{reference.strip()}"[:60]
    if application.postings.filter(kind=PostingKind.REPAID, reference=marked).exists():
        raise Refused("Inbetalningen med den referensen är redan bokförd.", field="reference")
    decision = decisions.decided(application)
    ledger.post(
        PostingKind.REPAID,
        application,
        amount_ore,
        reference=marked,
        booked_on=received_on,
        budget_year=decision.budget_year if decision else application.call.budget_year,
        by=by,
        now=now,
    )
    events.record(
        application.stream, "repayment_booked", by=by, now=now, amount_ore=amount_ore, received_on=received_on
    )
    close_if_settled(application, by=by, now=now)


def problems(report: FinalReport) -> list[Refused]:
    """What the report lacks before it can be handed in, all at once, each with the ordinance's rule."""
    law = report.application.ordinance.report_law
    found = [
        Refused(f"Beskriv {what}.", law=law, field=field)
        for field, what in (
            ("results", "resultaten"),
            ("relation_to_purpose", "hur resultaten förhåller sig till ändamålet"),
            ("follow_up", "hur åtgärderna följs upp framöver"),
        )
        if not getattr(report, field)
    ]
    reported = set(report.rows.values_list("budget_row_id", flat=True))
    found += [
        Refused(f"Ange hur mycket som har använts till ”{row.label}”.", law=law, field=f"spent_{row.pk}")
        for row in report.application.budget.all()
        if row.pk not in reported
    ]
    return found


def spent(report: FinalReport) -> int:
    """The sum in öre that the recipient says was spent."""
    return sum(report.rows.values_list("spent_ore", flat=True))


def _check_paid(application: Application) -> None:
    if ledger.balance_of(application).disbursed <= 0:
        raise Refused(
            "Bidraget är inte utbetalt än. Slutredovisningen öppnar när det är betalt.",
            law=application.ordinance.report_law,
        )


def _check_open(report: FinalReport, base_version: int) -> None:
    if report.status != ReportStatus.DRAFT:
        raise Refused("Slutredovisningen är redan inlämnad och kan inte ändras.")
    if report.version != base_version:
        raise Stale(report)


def _write_rows(report: FinalReport, spent_by_row: Mapping[int, int]) -> None:
    known = set(report.application.budget.values_list("pk", flat=True))
    if not set(spent_by_row) <= known:
        raise Refused("En budgetrad hör till en annan ansökan.")
    if any(amount < 0 for amount in spent_by_row.values()):
        raise Refused("Ett använt belopp kan inte vara negativt.")
    report.rows.exclude(budget_row_id__in=spent_by_row).delete()
    for row, amount in spent_by_row.items():
        ReportRow.objects.update_or_create(report=report, budget_row_id=row, defaults={"spent_ore": amount})


def _freeze(report: FinalReport) -> bytes:
    content = {
        "case": report.application.case.number,
        "results": report.results,
        "relation_to_purpose": report.relation_to_purpose,
        "follow_up": report.follow_up,
        "rows": [
            {"label": row.budget_row.label, "budget_ore": row.budget_row.amount_ore, "spent_ore": row.spent_ore}
            for row in report.rows.select_related("budget_row")
        ],
    }
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def _book(
    kind: PostingKind, application: Application, amount_ore: int, report: FinalReport, *, by: User, now: datetime
) -> None:
    if amount_ore:
        ledger.post(
            kind,
            application,
            amount_ore,
            reference=f"report:{report.pk}",
            booked_on=stockholm_date(now),
            budget_year=application.call.budget_year,
            by=by,
            now=now,
        )
