"""Mina uppgifter: what is stored about me, as a page and as a file, and the way out."""

from datetime import datetime
from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.gates import StaffRequest
from applicants.domain.queries.mandates import last_signatory_in, mandates_in
from applicants.enums import MandateRole
from applicants.models import Mandate
from applicants.permissions import is_in_force
from delmos.lib.dates import stockholm_date
from delmos.lib.forms import accepted, page_status
from grants.domain.leaving import leave
from grants.domain.queries.cases import own_cases
from grants.domain.queries.drafts import drafts_of
from grants.domain.queries.own_data import own_data
from grants.interfaces.own_data import CloseForm, facts, shown
from journal.interfaces.downloads import SANDBOX

SHOWN = 10  # rows of each kind on the page; the file has all


@require_GET
def page(request: StaffRequest) -> HttpResponse:
    """Everything that is stored about the person."""
    profile, *others = own_data(request.user)
    change = {"name": reverse("account_name"), "email": f"{reverse('account_email')}?next={request.path}"}
    context = {
        "profile": profile,
        "facts": facts(profile.rows[0], change=change),
        "sections": [
            (section, [shown(row) for row in section.rows[:SHOWN]], max(len(section.rows) - SHOWN, 0))
            for section in others
        ],
    }
    return render(request, "account/own_data.html", context)


@require_GET
def file(request: StaffRequest) -> HttpResponse:
    """The same as JSON, with every row (GDPR article 20)."""
    data = {section.key: section.rows for section in own_data(request.user)}
    answer = JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 2})
    answer["Content-Disposition"] = 'attachment; filename="mina-uppgifter.json"'
    answer["Cache-Control"] = "private, no-store"
    answer["Content-Security-Policy"] = SANDBOX
    return answer


@reauthentication_required(app="allauth.socialaccount")
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: StaffRequest) -> HttpResponse:
    """Say what goes and what stays, and end the account."""
    now = timezone.now()
    alone = [_left_behind(mandate, now=now) for mandate in last_signatory_in(request.user, now=now)]
    form = CloseForm(request.POST if request.method == "POST" else None, is_last=bool(alone))
    if request.method == "POST" and form.is_valid():
        knowingly = bool(alone)  # the form is valid only with the tick
        if accepted(form, lambda: leave(knowingly=knowingly, by=request.user, now=now)):
            logout(request)
            messages.success(request, "Ditt konto är avslutat.")
            return redirect("home")
    return render(request, "account/close.html", {"form": form, "alone": alone}, status=page_status(form))


def _left_behind(mandate: Mandate, *, now: datetime) -> dict[str, Any]:
    """What an organisation has when its last signatory leaves: who could follow, and what goes on there."""
    organisation, today = mandate.organisation, stockholm_date(now)
    colleagues = mandates_in(organisation, now=now).exclude(person=mandate.person)
    return {
        "organisation": organisation,
        "colleagues": [
            found for found in colleagues if is_in_force(found, today) and found.role != MandateRole.SIGNATORY
        ],
        "drafts": drafts_of(mandate.person, now=now)
        .filter(organisation=organisation, application=None, expression=None)
        .count(),
        "cases": list(own_cases(mandate.person, now=now).filter(organisation=organisation, case__closed_at=None)),
    }
