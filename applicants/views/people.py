"""The people of an organisation: invitations, mandates with their evidence, and the end of a mandate."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.gates import StaffRequest
from applicants.domain import evidence, invitations, mandates, roles
from applicants.domain.queries.mandates import (
    evidence_for,
    invitations_in,
    mandate_for,
    mandate_to_change,
)
from applicants.domain.queries.organisations import organisation_for
from applicants.interfaces.mandate_forms import EndForm, EvidenceForm, InvitationForm, RoleForm
from applicants.models import Mandate
from applicants.permissions import is_to_be_reviewed, is_waiting, mandate_is_reviewed, mandate_of, may_manage
from delmos.lib.forms import accepted, page_status
from delmos.lib.gate import one
from delmos.lib.refusal import Refused
from journal.interfaces.downloads import download


def invitation_new(request: StaffRequest, number: str) -> HttpResponse:
    """Invite somebody to act for the organisation."""
    now = timezone.now()
    found = organisation_for(request.user, number, now=now)
    form = InvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():

        def send() -> None:
            invitations.invite(
                found,
                email=form.cleaned_data["email"],
                terms=form.terms,
                path_of=lambda token: reverse("invitation", args=[token]),
                by=request.user,
                now=now,
            )

        if accepted(form, send):
            messages.success(request, f"Inbjudan är skickad till {form.cleaned_data['email']}. Den gäller i 14 dagar.")
            return redirect("organisation", number)
    context = {"organisation": found, "form": form, "acting_for": found.name}
    return render(request, "applicant/invitation_new.html", context, status=page_status(form))


@require_POST
def invitation_withdraw(request: StaffRequest, number: str, pk: int) -> HttpResponse:
    """Take an invitation back."""
    now = timezone.now()
    invitation = one(invitations_in(organisation_for(request.user, number, now=now), now=now), pk=pk)
    invitations.withdraw(invitation, by=request.user, now=now)
    messages.success(request, f"Inbjudan till {invitation.email} är återtagen.")
    return redirect("organisation", number)


def invitation(request: StaffRequest, token: str) -> HttpResponse:
    """What the link offers, and by whom; accepting it binds the mandate to the person signed in.

    A link that no longer works is answered with a sentence, and as a page like any other: refusals by status would
    bring the address, and so the token, into the server's log.
    """
    now = timezone.now()
    found = invitations.find(token)
    try:
        invitations.check_open(found, now=now)
        if request.method == "POST":
            invitations.accept(token, by=request.user, now=now)
            messages.success(request, f"Nu företräder du {found.organisation.name}.")
            return redirect("home")
        refusal = None
    except Refused as error:
        refusal = error.message
    return render(request, "applicant/invitation.html", {"invitation": found, "refusal": refusal})


def mandate(request: StaffRequest, pk: int) -> HttpResponse:
    """A mandate with its evidence; the person, and those who manage, hand in more."""
    now = timezone.now()
    found = mandate_for(request.user, pk, now=now)
    upload = EvidenceForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and upload.is_valid() and accepted(upload, lambda: _hand_in(request, found, upload)):
        messages.success(request, "Underlaget är inskickat. Vi granskar det.")
        return redirect("mandate", pk)
    return _mandate_page(request, found, upload, EndForm())


def mandate_role(request: StaffRequest, pk: int) -> HttpResponse:
    """Change the role of somebody in an organisation that one manages."""
    now = timezone.now()
    found = mandate_to_change(request.user, pk, now=now)
    number = found.organisation.organisation_number
    form = RoleForm(request.POST or None, initial={"role": found.role, "sign_rule": found.sign_rule})
    if request.method == "POST" and form.is_valid():

        def change() -> None:
            terms, address = form.terms, reverse("organisation", args=[number])
            roles.change(found, role=terms.role, sign_rule=terms.sign_rule, address=address, by=request.user, now=now)

        if accepted(form, change):
            messages.success(request, f"{found.person.name} är nu {form.terms.role.label.lower()}.")
            return redirect("organisation", number)
    context = {"mandate": found, "form": form, "acting_for": found.organisation.name}
    return render(request, "applicant/mandate_role.html", context, status=page_status(form))


@require_POST
def mandate_end(request: StaffRequest, pk: int) -> HttpResponse:
    """End a mandate: one's own, or one that one manages."""
    found = mandate_for(request.user, pk, now=timezone.now())
    form = EndForm(request.POST)
    if form.is_valid() and accepted(form, lambda: _end(request, found, form)):
        messages.success(request, f"Behörigheten för {found.person.name} är avslutad.")
        if found.person_id == request.user.pk:
            return redirect("home")
        return redirect("organisation", found.organisation.organisation_number)
    return _mandate_page(request, found, EvidenceForm(), form)


def mandate_file(request: StaffRequest, pk: int, evidence: int) -> HttpResponseBase:
    """A document that shows a mandate."""
    found = evidence_for(request.user, pk, evidence, now=timezone.now())
    return download(request, found.document, found.name)


def _mandate_page(request: StaffRequest, found: Mandate, upload: EvidenceForm, end: EndForm) -> HttpResponse:
    own = mandate_of(request.user, found.organisation, now=timezone.now())
    reviewed = is_to_be_reviewed(found)
    context = {
        "mandate": found,
        "mine": found.person_id == request.user.pk,
        "changeable": may_manage(own) and not is_waiting(found),
        "reviewed": reviewed,
        "evidence": list(found.evidence.select_related("document__scan")),
        "upload": upload,
        "end": end,
        "wants_evidence": reviewed and not mandate_is_reviewed(found),
        "inside": own is not None,
        "acting_for": found.organisation.name,
    }
    status = max(page_status(upload), page_status(end))
    return render(request, "applicant/mandate.html", context, status=status)


def _hand_in(request: StaffRequest, found: Mandate, upload: EvidenceForm) -> None:
    file = upload.cleaned_data["file"]
    evidence.hand_in(found, name=file.name, content=file, size=file.size, by=request.user, now=timezone.now())


def _end(request: StaffRequest, found: Mandate, form: EndForm) -> None:
    mandates.end(found, last_day=form.cleaned_data["last_day"], by=request.user, now=timezone.now())
