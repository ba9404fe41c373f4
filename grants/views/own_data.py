"""Mina uppgifter: what is stored about me, as a page and as a file, and the way out."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.domain.profile import name_follows_eid
from accounts.gates import StaffRequest
from applicants.domain.leaving import leave
from delmos.lib.forms import accepted, page_status
from grants.domain.queries.own_data import own_data
from grants.interfaces.own_data import CloseForm, shown
from journal.interfaces.downloads import SANDBOX

SHOWN = 10  # rows of each kind on the page; the file has all


@require_GET
def page(request: StaffRequest) -> HttpResponse:
    """Everything that is stored about the person."""
    sections = [
        (section, [shown(row) for row in section.rows[:SHOWN]], max(len(section.rows) - SHOWN, 0))
        for section in own_data(request.user)
    ]
    context = {"sections": sections, "follows_eid": name_follows_eid(request.user)}
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
    form = CloseForm(request.POST if request.method == "POST" else None)
    if (
        request.method == "POST"
        and form.is_valid()
        and accepted(form, lambda: leave(by=request.user, now=timezone.now()))
    ):
        logout(request)
        messages.success(request, "Ditt konto är avslutat.")
        return redirect("home")
    return render(request, "account/close.html", {"form": form}, status=page_status(form))
