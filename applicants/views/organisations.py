"""Organisations, as those who act for them see them."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.gates import StaffRequest
from applicants.domain import organisations, payment_accounts
from applicants.domain.organisations import Details
from applicants.domain.queries.mandates import invitations_in, mandates_in
from applicants.domain.queries.organisations import organisation_for
from applicants.enums import AccountKind, MandateRole, OrganisationType, ReviewStatus, SignRule
from applicants.interfaces.forms import AccountForm, DetailsForm, OrganisationForm
from applicants.models import Mandate, Organisation
from applicants.permissions import is_in_force, may_manage
from delmos.lib.dates import stockholm_date
from delmos.lib.forms import accepted, page_status
from delmos.lib.gate import NotYours

BEGIN = "Du kan börja ansöka nu. Lämna underlag för din behörighet så att vi kan granska det före beslut."


def organisation_new(request: StaffRequest) -> HttpResponse:
    """Register an organisation and be the first to act for it. Not for people at the agency."""
    if request.user.works_at_agency:
        raise NotYours
    form = OrganisationForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and accepted(form, lambda: _register(request, form)):
        messages.success(request, f"{form.cleaned_data['name']} är registrerad. {BEGIN}")
        return redirect("home")
    return render(request, "applicant/organisation_new.html", {"form": form}, status=page_status(form))


def organisation(request: StaffRequest, number: str) -> HttpResponse:
    """What is stated about the organisation, the people who act for it, and its payment account."""
    now = timezone.now()
    found = organisation_for(request.user, number, now=now)
    form = AccountForm(request.POST or None, initial={"kind": AccountKind.BANKGIRO})
    if request.method == "POST" and form.is_valid() and accepted(form, lambda: _state(request, found, form, now)):
        messages.success(request, "Betalkontot är sparat. Två ekonomer hos oss kontrollerar det före en utbetalning.")
        return redirect("organisation", number)
    mandates = list(mandates_in(found, now=now))
    manages = may_manage(_in_force(mandates, request))
    context = {
        "organisation": found,
        "account": payment_accounts.current_account(found),
        "form": form,
        "mandates": mandates,
        "manages": manages,
        "lacking": _lacking(mandates, stockholm_date(now)),
        "invitations": list(invitations_in(found, now=now)) if manages else [],
        "acting_for": found.name,
    }
    return render(request, "applicant/organisation.html", context, status=page_status(form))


def organisation_edit(request: StaffRequest, number: str) -> HttpResponse:
    """Change what is stated about the organisation."""
    now = timezone.now()
    found = organisation_for(request.user, number, now=now)
    stated = asdict(Details(**{name: getattr(found, name) for name in Details.__slots__}))
    form = DetailsForm(request.POST or None, initial=stated)
    if found.official_code:
        form.fix_official()
    if request.method == "POST" and form.is_valid() and accepted(form, lambda: _change(request, found, form, now)):
        messages.success(request, "Uppgifterna är sparade.")
        return redirect("organisation", number)
    context = {"organisation": found, "form": form, "acting_for": found.name}
    return render(request, "applicant/organisation_edit.html", context, status=page_status(form))


def _register(request: StaffRequest, form: OrganisationForm) -> None:
    stated: dict[str, Any] = {
        **form.cleaned_data,
        "kind": OrganisationType(form.cleaned_data["kind"]),
        "role": form.terms.role,
        "sign_rule": form.terms.sign_rule,
    }
    organisations.register(by=request.user, now=timezone.now(), **stated)


def _change(request: StaffRequest, found: Organisation, form: DetailsForm, now: datetime) -> None:
    organisations.change_details(found, details=Details(**form.cleaned_data), by=request.user, now=now)


def _state(request: StaffRequest, found: Organisation, form: AccountForm, now: datetime) -> None:
    payment_accounts.state(
        found,
        kind=AccountKind(form.cleaned_data["kind"]),
        clearing=form.cleaned_data["clearing"],
        number=form.cleaned_data["number"],
        address=reverse("organisation", args=[found.organisation_number]),
        by=request.user,
        now=now,
    )


def _lacking(mandates: list[Mandate], today: date) -> str:
    """What keeps the organisation from signing anything, in a sentence; nothing when it can."""
    signing = [
        mandate
        for mandate in mandates
        if mandate.role == MandateRole.SIGNATORY
        and is_in_force(mandate, today)
        and mandate.review_status != ReviewStatus.REJECTED
    ]
    if not signing:
        return "Ingen som kan skriva under finns här. En ansökan skickas in när en firmatecknare har skrivit under den."
    if len(signing) == 1 and signing[0].sign_rule == SignRule.JOINTLY:
        return "Två firmatecknare ska skriva under tillsammans, men bara en finns här."
    return ""


def _in_force(mandates: list[Mandate], request: StaffRequest) -> Mandate | None:
    """The person's own mandate among those of the page: the gate has let nobody in without one in force."""
    mine = [mandate for mandate in mandates if mandate.person_id == request.user.pk]
    return min(mine, key=lambda mandate: mandate.valid_from) if mine else None
