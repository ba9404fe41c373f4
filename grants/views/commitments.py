"""The authorities to commit coming budget years: what is committed against them, and another size."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.gates import StaffRequest, requires
from accounts.permissions import Permission
from delmos.lib.dates import stockholm_date
from delmos.lib.forms import accepted, page_status
from delmos.lib.keyset import page
from grants.domain import commitments
from grants.interfaces.commitment_forms import CommitmentForm, ordinance_choices


@requires(Permission.FOLLOW_BUDGET)
def commitment_list(request: StaffRequest) -> HttpResponse:
    """Each authority with what is committed and left, and every size they have had."""
    names = dict(ordinance_choices())
    found = page(commitments.history(), after=request.GET.get("efter"), order=("-effective_from", "-pk"))
    context = {
        "standings": [
            (names.get(row.sfs, row.sfs), row) for row in commitments.standings(stockholm_date(timezone.now()))
        ],
        "rows": found.items,
        "next_url": f"?efter={found.next}" if found.next else "",
    }
    return render(request, "manage/commitment_list.html", context)


@requires(Permission.MANAGE_CALLS)
def commitment_set(request: StaffRequest) -> HttpResponse:
    """Give an authority its size, or another one, from a day on. What it was stays to be read."""
    now = timezone.now()
    form = CommitmentForm(request.POST if request.method == "POST" else None, today=stockholm_date(now))
    if form.is_valid() and accepted(
        form, lambda: commitments.set_amount(**form.amount_stated, by=request.user, now=now)
    ):
        messages.success(request, "Bemyndigandet är sparat.")
        return redirect("commitment_list")
    return render(request, "manage/commitment_set.html", {"form": form}, status=page_status(form))
