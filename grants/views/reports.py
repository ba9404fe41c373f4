"""Final reports: written by the recipient, reviewed by the officer."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.freshness import check_fresh, shown_by
from accounts.gates import StaffRequest, requires
from accounts.permissions import Permission
from delmos.lib.forms import accepted, page_status
from delmos.lib.gate import NotYours
from delmos.lib.money import format_sek
from grants.domain import ledger, reports
from grants.domain.proposal_lines import granted_by_row
from grants.domain.queries.cases import case_for, own_case
from grants.enums import ReportStatus
from grants.interfaces.report_forms import ApprovalForm, ReportForm
from grants.models import Application, FinalReport
from grants.views.casework import case_context

CONFLICT = 409


def own_report(request: StaffRequest, number: str) -> HttpResponse:
    """The recipient writes, saves, and hands in. What is written is saved also when the person must sign in anew."""
    application = own_case(request.user, number, now=timezone.now())
    report = _report(application)
    if report and report.status != ReportStatus.DRAFT and "save" not in request.POST:
        return _handed_in(request, application, report)
    data = request.POST.copy() if request.method == "POST" else None
    form = ReportForm(data, application=application, granted=granted_by_row(application), initial=_initial(report))
    if data is None:
        return _report_page(request, application, form)
    detour = check_fresh(request) if "submit" in request.POST else None
    handing_in = "submit" in request.POST and detour is None
    try:
        done = form.is_valid() and accepted(
            form, lambda: _save(request, application, form, data, hand_in=handing_in), passing_on=(reports.Stale,)
        )
    except reports.Stale as stale:
        saved = _show_both(stale.saved, form, data, stale.message)
        return _report_page(request, application, form, saved=saved, status=CONFLICT)
    if done:
        messages.success(request, "Slutredovisningen är inlämnad." if handing_in else "Sparat.")
        return detour or redirect("own_report", number)
    return _report_page(request, application, form)


@requires(Permission.SEE_CASES)
def report_review(request: StaffRequest, number: str) -> HttpResponse:
    """The officer reads the report against the budget, and approves it."""
    application = case_for(request.user, number)
    report = _report(application)
    if report is None or report.status == ReportStatus.DRAFT:
        raise NotYours
    form = ApprovalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        note = form.cleaned_data["note"]
        if accepted(form, lambda: reports.approve(report, note=note, by=request.user, now=timezone.now())):
            messages.success(request, "Slutredovisningen är godkänd.")
            return redirect("report_review", number)
    balance = ledger.balance_of(application)
    spent = reports.spent(report)
    context = case_context(
        application,
        report=report,
        **_rows(application, report),
        form=form,
        balance=balance,
        spent=spent,
        unspent=max(balance.disbursed - spent, 0),
        may_approve=request.user.may(Permission.REVIEW_REPORTS) and report.status == ReportStatus.SUBMITTED,
        face=report.face,
    )
    return render(request, "casework/report.html", context, status=page_status(form))


def _save(request: StaffRequest, application: Application, form: ReportForm, data: QueryDict, *, hand_in: bool) -> None:
    """Save what is written; hand it in when that was asked for. The text is kept also when it cannot be handed in."""
    account = reports.Account(
        results=form.cleaned_data["results"],
        relation_to_purpose=form.cleaned_data["relation_to_purpose"],
        follow_up=form.cleaned_data["follow_up"],
        spent=form.spent,
    )
    now = timezone.now()
    saved = reports.save(
        application, account=account, base_version=form.cleaned_data["version"], by=request.user, now=now
    )
    data["version"] = str(saved.version)  # what is shown again stands on what was just saved
    if hand_in:
        signer = request.user
        reports.submit(saved, base_version=saved.version, shown=shown_by(request, signer), by=signer, now=now)


def _report_page(
    request: StaffRequest,
    application: Application,
    form: ReportForm,
    *,
    saved: Sequence[tuple[str, str]] = (),
    status: int | None = None,
) -> HttpResponse:
    balance = ledger.balance_of(application)
    if balance.disbursed <= 0:
        raise NotYours
    context = {
        "application": application,
        "form": form,
        "saved": saved,
        "balance": balance,
        "due_on": _due_on(application),
        "acting_for": application.organisation.name,
    }
    return render(request, "applicant/report.html", context, status=status or page_status(form))


def _show_both(report: FinalReport, form: ReportForm, data: QueryDict, sentence: str) -> list[tuple[str, str]]:
    """The person's own text stays in the fields; what is saved and differs is given, to stand beside it."""
    data["version"] = str(report.version)
    form.add_error(None, sentence)
    spent = {row.budget_row_id: row.spent_ore for row in report.rows.all()}
    texts = [(field.label, getattr(report, field.name), form.cleaned_data[field.name]) for field in form.texts]
    sums = [(field.label, spent.get(row.pk), form.spent.get(row.pk)) for row, field in form.money]
    return [
        (str(label), format_sek(saved) if isinstance(saved, int) else saved or "Inget svar")
        for label, saved, mine in [*texts, *sums]
        if saved != mine
    ]


def _handed_in(request: StaffRequest, application: Application, report: FinalReport) -> HttpResponse:
    balance = ledger.balance_of(application)
    context = {
        "application": application,
        "report": report,
        **_rows(application, report),
        "spent": reports.spent(report),
        "balance": balance,
        "acting_for": application.organisation.name,
    }
    return render(request, "applicant/report_done.html", context)


def _rows(application: Application, report: FinalReport) -> dict[str, Any]:
    """What was spent, beside what was granted where the decision says it row by row."""
    granted = granted_by_row(application)
    rows = [(row, granted.get(row.budget_row_id)) for row in report.rows.select_related("budget_row")]
    return {"rows": rows, "shows_granted": bool(granted)}


def _report(application: Application) -> FinalReport | None:
    return FinalReport.objects.filter(application=application).select_related("application__case").first()


def _initial(report: FinalReport | None) -> dict[str, object]:
    if report is None:
        return {"version": 0}
    spent = {f"spent_{row.budget_row_id}": row.spent_ore for row in report.rows.all()}
    texts = {name: getattr(report, name) for name in ("results", "relation_to_purpose", "follow_up", "version")}
    return {**texts, **spent}


def _due_on(application: Application) -> object:
    decision = application.decisions.filter(report_due_on__isnull=False, dispatched_at__isnull=False).first()
    return decision.report_due_on if decision else application.call.report_due_on
