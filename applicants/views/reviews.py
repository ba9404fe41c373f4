"""The agency reviews the evidence of mandates."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.gates import StaffRequest, requires
from accounts.permissions import Permission
from applicants.domain import mandates
from applicants.domain.queries.mandates import mandate_to_review, to_review
from applicants.enums import ReviewStatus
from applicants.interfaces.mandate_forms import ReviewForm, RevokeForm
from applicants.models import Mandate
from delmos.lib.forms import accepted, page_status
from delmos.lib.keyset import page


@requires(Permission.REVIEW_MANDATES)
def mandate_list(request: StaffRequest) -> HttpResponse:
    """The mandates that wait for a review, oldest first."""
    rows = to_review(request.user, now=timezone.now())
    found = page(rows, after=request.GET.get("efter"), order=("granted_at", "pk"))
    next_url = f"?efter={found.next}" if found.next else ""
    return render(request, "casework/mandates.html", {"rows": found.items, "next_url": next_url})


@requires(Permission.REVIEW_MANDATES)
def mandate_review(request: StaffRequest, pk: int) -> HttpResponse:
    """The evidence, and what it shows."""
    found = mandate_to_review(request.user, pk)
    form = ReviewForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and accepted(form, lambda: _review(request, found, form)):
        messages.success(request, f"Granskningen av {found} är sparad.")
        return redirect("mandate_list")
    return _page(request, found, form, RevokeForm())


@require_POST
@requires(Permission.REVIEW_MANDATES)
def mandate_revoke(request: StaffRequest, pk: int) -> HttpResponse:
    """End the mandate of somebody who has no right to act for the organisation."""
    found = mandate_to_review(request.user, pk)
    revoke = RevokeForm(request.POST)
    if revoke.is_valid() and accepted(revoke, lambda: _revoke(request, found, revoke)):
        messages.success(request, f"Behörigheten för {found.person.name} är avslutad.")
        return redirect("mandate_list")
    return _page(request, found, ReviewForm(), revoke)


def _page(request: StaffRequest, found: Mandate, form: ReviewForm, revoke: RevokeForm) -> HttpResponse:
    context = {
        "mandate": found,
        "form": form,
        "revoke": revoke,
        "waiting": found.review_status == ReviewStatus.UNREVIEWED,
        "evidence": list(found.evidence.select_related("document__scan")),
        "others": list(found.organisation.mandates.filter(ended_at=None).exclude(pk=found.pk).select_related("person")),
    }
    status = max(page_status(form), page_status(revoke))
    return render(request, "casework/mandate.html", context, status=status)


def _review(request: StaffRequest, found: Mandate, form: ReviewForm) -> None:
    mandates.review(
        found,
        approved=form.cleaned_data["approved"] == "yes",
        note=form.cleaned_data["note"],
        address=reverse("mandate", args=[found.pk]),
        by=request.user,
        now=timezone.now(),
    )


def _revoke(request: StaffRequest, found: Mandate, form: RevokeForm) -> None:
    mandates.revoke(found, reason=form.cleaned_data["reason"], by=request.user, now=timezone.now())
