"""An applicant takes its application back, and the officer writes the case off."""

from datetime import datetime

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.gates import StaffRequest, requires
from accounts.permissions import Permission
from delmos.lib.forms import accepted, page_status
from grants.domain import expression_withdrawals, withdrawals
from grants.domain.queries.cases import case_for
from grants.domain.queries.expressions import own_matter
from grants.domain.telling import name_of
from grants.interfaces import letters
from grants.interfaces.withdrawal_forms import WithdrawForm
from grants.models import Expression, Withdrawal
from grants.permissions import Matter
from grants.views.casework import case_context


def withdraw(request: StaffRequest, number: str) -> HttpResponse:
    """Say what it means, and take the application, or the expression of interest, back."""
    now = timezone.now()
    matter = own_matter(request.user, number, now=now)
    what = name_of(matter)
    form = WithdrawForm(request.POST or None, what=what)
    if form.is_valid() and accepted(form, lambda: _withdraw(request, matter, form.cleaned_data["reason"], now=now)):
        messages.success(request, f"{what.capitalize()} är återkallad.")
        return redirect("own_case", number)
    context = {
        "matter": matter,
        "what": what,
        "is_expression": isinstance(matter, Expression),
        "form": form,
        "may_withdraw": form.is_bound or _can_withdraw(request, matter, now=now),
        "acting_for": matter.organisation.name,
    }
    return render(request, "applicant/withdraw.html", context, status=page_status(form))


def _withdraw(request: StaffRequest, matter: Matter, reason: str, *, now: datetime) -> None:
    if isinstance(matter, Expression):
        expression_withdrawals.withdraw(matter, reason=reason, by=request.user, now=now)
    else:
        withdrawals.withdraw(matter, reason=reason, by=request.user, now=now)


def _can_withdraw(request: StaffRequest, matter: Matter, *, now: datetime) -> bool:
    if isinstance(matter, Expression):
        return expression_withdrawals.can_withdraw(request.user, matter, now=now)
    return withdrawals.can_withdraw(request.user, matter, now=now)


@requires(Permission.ASSESS_CASES)
def write_off(request: StaffRequest, number: str) -> HttpResponse:
    """Show the withdrawal, and write the case off."""
    application = case_for(request.user, number)
    form = forms.Form(request.POST if request.method == "POST" else None)
    if form.is_valid() and accepted(
        form,
        lambda: withdrawals.write_off(
            application, write_letter=letters.render_write_off, by=request.user, now=timezone.now()
        ),
    ):
        messages.success(request, "Ärendet är avskrivet, och sökanden kan läsa beslutet.")
        return redirect("case", number)
    withdrawal = Withdrawal.objects.filter(application=application).select_related("withdrawn_by").first()
    context = case_context(application, form=form, withdrawal=withdrawal)
    return render(request, "casework/write_off.html", context, status=page_status(form))
