"""The economists: prepare, attest, mark as paid, and book what comes back."""

from django import forms
from django.contrib import messages
from django.db.models import Prefetch, prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.gates import StaffRequest, requires
from accounts.permissions import Permission
from applicants.domain.payment_accounts import current_account
from delmos.lib.dates import stockholm_date
from delmos.lib.forms import accepted, page_status
from delmos.lib.gate import NotYours
from delmos.lib.keyset import page
from grants.domain import decisions, instalments, ledger, payments, reports
from grants.domain.queries.cases import case_for, payment_for, payments_for, to_pay
from grants.enums import PAYMENT_FACES, PaymentStatus
from grants.interfaces.payment_forms import CancelForm, PaidForm, PaymentForm, RepaymentForm
from grants.models import Payment
from grants.models.payment_stop import OPEN
from grants.permissions import conflict_answer
from grants.policies import newest_checks
from grants.views.casework import case_context

WAITING, MOST_WAITING = "vantar", 25  # the list of grants that wait: its key in the address, and rows on a page


@requires(Permission.HANDLE_PAYMENTS)
def payment_list(request: StaffRequest) -> HttpResponse:
    """Grants waiting to be paid, and payments by state, oldest first."""
    rows = payments_for(request.user)
    status = request.GET.get("lage", "")
    if status in PaymentStatus.values:
        rows = rows.filter(status=status)
    found = page(rows, after=request.GET.get("efter"), order=("prepared_at", "pk"))
    unpaid = to_pay(request.user, on=stockholm_date(timezone.now()))
    waiting = page(unpaid, after=request.GET.get(WAITING), order=("dispatched_at", "pk"), size=MOST_WAITING)
    context = {
        "rows": found.items,
        "next_url": _next_url(request, "efter", found.next),
        "waiting": waiting.items,
        "next_waiting_url": _next_url(request, WAITING, waiting.next),
        "statuses": [(value.value, face.staff) for value, face in PAYMENT_FACES.items()],
        "status": status,
    }
    return render(request, "payments/list.html", context)


def _next_url(request: StaffRequest, name: str, key: str | None) -> str:
    """The same page with the next part of one of its lists; nothing after the last."""
    if key is None:
        return ""
    query = request.GET.copy()
    query[name] = key
    return f"?{query.urlencode()}"


@requires(Permission.HANDLE_PAYMENTS)
def payment_prepare(request: StaffRequest, number: str) -> HttpResponse:
    """Prepare a payment of what is granted."""
    application = case_for(request.user, number)
    decision = decisions.decided(application)
    if decision is None or not decision.gives_money:
        raise NotYours
    made = Payment.objects.select_related("prepared_by", "attested_by")
    prefetch_related_objects([decision], Prefetch("payments", made), "instalments")
    stop = decision.payment_stops.filter(status__in=OPEN).first()
    balance = ledger.balance_of(application)
    planned, left_ore = instalments.next_unpaid(decision) or (None, 0)
    form = PaymentForm(request.POST or None, initial={"instalment": planned.number if planned else None})
    if (
        request.method == "POST"
        and form.is_valid()
        and accepted(
            form,
            lambda: payments.prepare(application, instalment=form.number, by=request.user, now=timezone.now()),
        )
    ):
        messages.success(request, "Utbetalningen är upprättad. En annan ekonom behöver attestera den.")
        return redirect("payment_list")
    context = case_context(
        application,
        form=form,
        decision=decision,
        balance=balance,
        planned=planned,
        left_ore=left_ore,
        stop=stop,
        planned_is_stopped=bool(stop and planned and stop.holds_back(planned.number)),
        comes=bool(planned and planned.planned_on > stockholm_date(timezone.now())),
        account=current_account(application.organisation),
        checks=list(newest_checks(application).values()),
        payments=list(decision.payments.all()),
        answer=conflict_answer(request.user, application),
        repayment_form=RepaymentForm() if balance.outstanding else None,
    )
    return render(request, "payments/prepare.html", context, status=page_status(form))


@requires(Permission.HANDLE_PAYMENTS)
def payment(request: StaffRequest, pk: int) -> HttpResponse:
    """One payment with what can be done to it."""
    return _payment_page(request, pk)


@require_POST
@requires(Permission.HANDLE_PAYMENTS)
def attest(request: StaffRequest, pk: int) -> HttpResponse:
    """Attest a payment."""
    payments.attest(payment_for(request.user, pk), by=request.user, now=timezone.now())
    messages.success(request, "Utbetalningen är attesterad.")
    return redirect("payment", pk)


@require_POST
@requires(Permission.HANDLE_PAYMENTS)
def mark_paid(request: StaffRequest, pk: int) -> HttpResponse:
    """Note that the bank has paid."""
    found = payment_for(request.user, pk)
    form = PaidForm(request.POST)
    if form.is_valid() and accepted(
        form,
        lambda: payments.mark_paid(found, paid_on=form.cleaned_data["paid_on"], by=request.user, now=timezone.now()),
    ):
        messages.success(request, "Utbetalningen är markerad som gjord och bokförd.")
        return redirect("payment", pk)
    return _payment_page(request, pk, paid=form)


@require_POST
@requires(Permission.HANDLE_PAYMENTS)
def cancel(request: StaffRequest, pk: int) -> HttpResponse:
    """Stop a payment that is not paid."""
    found = payment_for(request.user, pk)
    form = CancelForm(request.POST)
    if form.is_valid() and accepted(
        form,
        lambda: payments.cancel(found, **form.cleaned_data, by=request.user, now=timezone.now()),
    ):
        messages.success(request, "Utbetalningen är avbruten.")
        return redirect("payment", pk)
    return _payment_page(request, pk, cancelling=form)


@require_POST
@requires(Permission.HANDLE_PAYMENTS)
def repayment(request: StaffRequest, number: str) -> HttpResponse:
    """Book unspent money that has come back."""
    application = case_for(request.user, number)
    form = RepaymentForm(request.POST)
    if form.is_valid() and accepted(
        form,
        lambda: reports.register_repayment(
            application,
            amount_ore=form.cleaned_data["amount"],
            received_on=form.cleaned_data["received_on"],
            reference=form.cleaned_data["reference"],
            by=request.user,
            now=timezone.now(),
        ),
    ):
        messages.success(request, "Återbetalningen är bokförd.")
        return redirect("payment_prepare", number)
    balance = ledger.balance_of(application)
    context = case_context(application, form=form, balance=balance)
    return render(request, "payments/repayment.html", context, status=page_status(form))


def _payment_page(
    request: StaffRequest, pk: int, *, paid: PaidForm | None = None, cancelling: CancelForm | None = None
) -> HttpResponse:
    """The payment with its two forms; the one that was sent is the one whose errors the page leads with."""
    found = payment_for(request.user, pk)
    application = found.decision.application
    form = paid or cancelling or forms.Form()
    context = case_context(
        application,
        payment=found,
        form=form,
        paid_form=paid or PaidForm(initial={"paid_on": stockholm_date(timezone.now())}),
        cancel_form=cancelling or CancelForm(),
        answer=conflict_answer(request.user, application),
        prepared_by_me=found.prepared_by_id == request.user.pk,
        face=found.face,
    )
    return render(request, "payments/payment.html", context, status=page_status(form))
