"""Organisations, as those who act for them see them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.gates import StaffRequest
from applicants.domain import organisations, payment_accounts
from applicants.domain.queries.organisations import organisation_for
from applicants.enums import AccountKind, OrganisationType
from applicants.interfaces.forms import AccountForm, OrganisationForm
from delmos.lib.forms import accepted, page_status
from delmos.lib.gate import NotYours


def organisation_new(request: StaffRequest) -> HttpResponse:
    """Register an organisation and become its signatory. Not for people at the agency."""
    if request.user.works_at_agency:
        raise NotYours
    form = OrganisationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        stated = {**form.cleaned_data, "kind": OrganisationType(form.cleaned_data["kind"])}
        if accepted(form, lambda: organisations.register(by=request.user, now=timezone.now(), **stated)):
            messages.success(request, f"{stated['name']} är registrerad, och du är firmatecknare.")
            return redirect("home")
    return render(request, "applicant/organisation_new.html", {"form": form}, status=page_status(form))


def organisation(request: StaffRequest, number: str) -> HttpResponse:
    """What is stated about the organisation, and its payment account."""
    now = timezone.now()
    found = organisation_for(request.user, number, now=now)
    current = payment_accounts.current_account(found)
    form = AccountForm(request.POST or None, initial={"kind": AccountKind.BANKGIRO})
    if (
        request.method == "POST"
        and form.is_valid()
        and accepted(
            form,
            lambda: payment_accounts.state(
                found,
                kind=AccountKind(form.cleaned_data["kind"]),
                number=form.cleaned_data["number"],
                by=request.user,
                now=now,
            ),
        )
    ):
        messages.success(request, "Betalkontot är sparat. Två ekonomer hos oss kontrollerar det före en utbetalning.")
        return redirect("organisation", number)
    context = {
        "organisation": found,
        "account": current,
        "form": form,
        "mandates": list(found.mandates.select_related("person")),
        "acting_for": found.name,
    }
    return render(request, "applicant/organisation.html", context, status=page_status(form))
