"""Management gives and takes back the right to decide (4 § myndighetsförordningen)."""

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.gates import StaffRequest, requires
from accounts.permissions import Permission
from delmos.lib.dates import stockholm_date
from delmos.lib.faces import Face
from delmos.lib.forms import accepted, page_status
from delmos.lib.gate import one
from delmos.lib.keyset import page
from grants.domain import delegations
from grants.interfaces.delegation_forms import DelegationForm
from grants.models import Delegation

HOLDS = Face("Gäller", "Gäller", "success")
COMING = Face("Gäller inte än", "Gäller inte än", "waiting")
OVER = Face("Gäller inte längre", "Gäller inte längre", "neutral")


@requires(Permission.DELEGATE_DECISIONS)
def delegation_list(request: StaffRequest) -> HttpResponse:
    """Every delegation there is or has been, the newest first."""
    today = stockholm_date(timezone.now())
    rows = Delegation.objects.select_related("decider", "given_by", "ended_by")
    found = page(rows, after=request.GET.get("efter"), order=("-pk",))
    context = {
        "rows": [(row, _face(row, today=today)) for row in found.items],
        "next_url": f"?efter={found.next}" if found.next else "",
        "over": OVER,
    }
    return render(request, "manage/delegation_list.html", context)


@requires(Permission.DELEGATE_DECISIONS)
def delegation_new(request: StaffRequest) -> HttpResponse:
    """Give somebody the right to decide."""
    now = timezone.now()
    form = DelegationForm(request.POST if request.method == "POST" else None, today=stockholm_date(now))
    if form.is_valid() and accepted(form, lambda: delegations.give(**form.delegation, by=request.user, now=now)):
        messages.success(request, f"{form.cleaned_data['decider'].name} har fått delegationen.")
        return redirect("delegation_list")
    return render(request, "manage/delegation_new.html", {"form": form}, status=page_status(form))


@require_POST
@requires(Permission.DELEGATE_DECISIONS)
def delegation_end(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a delegation back, from now on."""
    delegation = one(Delegation.objects.select_related("decider"), pk=pk)
    delegations.end(delegation, by=request.user, now=timezone.now())
    messages.success(request, f"Delegationen för {delegation.decider.name} är återkallad. Fattade beslut står fast.")
    return redirect("delegation_list")


def _face(delegation: Delegation, *, today: date) -> Face:
    if delegation.ended_at or (delegation.ends_on and delegation.ends_on < today):
        return OVER
    return HOLDS if delegation.starts_on <= today else COMING
