"""Taking over a municipality or region, and asking for a mandate where others already act."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.gates import StaffRequest
from applicants.domain import evidence, mandates, organisations
from applicants.domain.claimable import CLAIMABLE
from applicants.interfaces.mandate_forms import ClaimForm, EvidenceForm, JoinForm
from applicants.models import Organisation
from applicants.views.organisations import BEGIN
from delmos.lib import identity
from delmos.lib.forms import accepted, page_status
from delmos.lib.gate import NotYours
from delmos.lib.refusal import Refused


def organisation_claim(request: StaffRequest) -> HttpResponse:
    """Be the first to act for a municipality or region. Not for people at the agency."""
    if request.user.works_at_agency:
        raise NotYours
    form = ClaimForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and accepted(form, lambda: _claim(request, form)):
        messages.success(request, f"Nu företräder du {CLAIMABLE[form.cleaned_data['code']].name}. {BEGIN}")
        return redirect("home")
    return render(request, "applicant/organisation_claim.html", {"form": form}, status=page_status(form))


def organisation_join(request: StaffRequest) -> HttpResponse:
    """Ask for a mandate with evidence, where others already act. Not for people at the agency."""
    if request.user.works_at_agency:
        raise NotYours
    form = JoinForm(request.POST or None)
    upload = EvidenceForm(request.POST or None, request.FILES or None)
    both = request.method == "POST" and form.is_valid() & upload.is_valid()  # errors of both are shown at once
    if both and accepted(form, lambda: _ask(request, form, upload)):
        messages.success(request, "Vi har tagit emot din begäran. Du får ett meddelande när vi har granskat den.")
        return redirect("home")
    context = {"form": form, "upload": upload}
    status = max(page_status(form), page_status(upload))
    return render(request, "applicant/organisation_join.html", context, status=status)


def _claim(request: StaffRequest, form: ClaimForm) -> None:
    organisations.claim(
        form.cleaned_data["code"],
        organisation_number=form.cleaned_data["organisation_number"],
        terms=form.terms,
        by=request.user,
        now=timezone.now(),
    )


@transaction.atomic
def _ask(request: StaffRequest, form: JoinForm, upload: EvidenceForm) -> None:
    """The mandate and its first evidence, both or none."""
    now = timezone.now()
    asked = mandates.request(
        _registered(form.cleaned_data["organisation_number"]), terms=form.terms, by=request.user, now=now
    )
    file = upload.cleaned_data["file"]
    evidence.hand_in(asked, name=file.name, content=file, size=file.size, by=request.user, now=now)


def _registered(number: str) -> Organisation:
    try:
        digits = identity.organisation_number(number)
    except identity.IdentityError as error:
        raise Refused(str(error), field="organisation_number") from error
    found = Organisation.objects.filter(organisation_number=digits).first()
    if found is None:
        raise Refused(
            "Organisationen finns inte i portalen än. Registrera den i stället, så kan du börja genast.",
            field="organisation_number",
        )
    return found
