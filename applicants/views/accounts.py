"""Payment accounts, as the economists verify them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.gates import StaffRequest, requires
from accounts.permissions import Permission
from applicants.domain import payment_accounts
from applicants.domain.queries.organisations import account_for, accounts_for
from applicants.enums import AccountStatus
from applicants.interfaces.forms import VerificationForm
from delmos.lib.forms import accepted, page_status
from delmos.lib.keyset import page


@requires(Permission.VERIFY_ACCOUNTS)
def account_list(request: StaffRequest) -> HttpResponse:
    """The accounts that wait, oldest first, or all of them."""
    rows = accounts_for(request.user)
    everything = request.GET.get("alla") == "1"
    if not everything:
        rows = rows.exclude(status=AccountStatus.VERIFIED)
    found = page(rows, after=request.GET.get("efter"), order=("stated_at", "pk"))
    query = request.GET.copy()
    if found.next:
        query["efter"] = found.next
    next_url = f"?{query.urlencode()}" if found.next else ""
    context = {"rows": found.items, "next_url": next_url, "everything": everything}
    return render(request, "payments/accounts.html", context)


@requires(Permission.VERIFY_ACCOUNTS)
def account_verify(request: StaffRequest, pk: int) -> HttpResponse:
    """Check an account, or confirm what another economist has checked."""
    account = account_for(request.user, pk)
    form = VerificationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        note = form.cleaned_data["note"]
        if accepted(form, lambda: payment_accounts.verify(account, note=note, by=request.user, now=timezone.now())):
            messages.success(request, f"Kontrollen av {account} är sparad.")
            return redirect("account_list")
    context = {
        "account": account,
        "form": form,
        "waiting": account.status in (AccountStatus.UNVERIFIED, AccountStatus.CHECKED_ONCE),
        "mine": account.checked_by_id == request.user.pk,
    }
    return render(request, "payments/account.html", context, status=page_status(form))
