"""An applicant asks that its matter be decided, and reads the answer."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.gates import StaffRequest
from delmos.lib.forms import accepted, page_status
from grants.clocks import six_months_end
from grants.domain import decision_requests
from grants.domain.queries.cases import own_case
from grants.domain.queries.delays import decision_sent_on, refusal_serial, request_of
from grants.interfaces.delay_forms import DecisionRequestForm


def own_decision_request(request: StaffRequest, number: str) -> HttpResponse:
    """The form when the party may ask, otherwise why not; and afterwards the receipt and the answer."""
    now = timezone.now()
    application = own_case(request.user, number, now=now)
    form = DecisionRequestForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and accepted(
        form,
        lambda: decision_requests.ask(application, text=form.cleaned_data["text"], by=request.user, now=now),
    ):
        messages.success(request, "Vi har tagit emot er begäran.")
        return redirect("own_decision_request", number)
    found = request_of(application)
    context = {
        "application": application,
        "form": form,
        "found": found,
        "decided_on": decision_sent_on(found) if found else None,
        "letter_serial": refusal_serial(found) if found else None,
        "why_not": None if found or form.is_bound else decision_requests.why_not(request.user, application, now=now),
        "six_months_end": six_months_end(application.begun_at),
        "acting_for": application.organisation.name,
    }
    return render(request, "applicant/decision_request.html", context, status=page_status(form))
