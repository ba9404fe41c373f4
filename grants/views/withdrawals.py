"""An applicant takes its application back, and the officer writes the case off."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.gates import StaffRequest, requires
from accounts.permissions import Permission
from delmos.lib.forms import accepted, page_status
from grants.domain import withdrawals
from grants.domain.queries.cases import case_for, own_case
from grants.interfaces import letters
from grants.interfaces.withdrawal_forms import WithdrawForm
from grants.models import Withdrawal
from grants.views.casework import case_context


def withdraw(request: StaffRequest, number: str) -> HttpResponse:
    """Say what it means, and take the application back."""
    now = timezone.now()
    application = own_case(request.user, number, now=now)
    form = WithdrawForm(request.POST or None)
    if form.is_valid() and accepted(
        form, lambda: withdrawals.withdraw(application, reason=form.cleaned_data["reason"], by=request.user, now=now)
    ):
        messages.success(request, "Ansökan är återkallad.")
        return redirect("own_case", number)
    context = {
        "application": application,
        "form": form,
        "may_withdraw": form.is_bound or withdrawals.can_withdraw(request.user, application, now=now),
        "acting_for": application.organisation.name,
    }
    return render(request, "applicant/withdraw.html", context, status=page_status(form))


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
