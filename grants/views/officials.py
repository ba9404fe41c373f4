"""Officials' names left out of what the party is sent (33 § FL)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.gates import StaffRequest, requires
from accounts.permissions import Permission
from delmos.lib.forms import accepted, page_status
from grants.domain import officials
from grants.domain.queries.cases import case_for
from grants.domain.queries.officials import left_out
from grants.interfaces.decision_forms import LeaveOutForm
from grants.models import OfficialsLeftOut
from grants.views.casework import case_context


@requires(Permission.HIDE_OFFICIALS)
def officials_page(request: StaffRequest, number: str) -> HttpResponse:
    """Whether names are left out in the case, since when and why; and leave them out."""
    application = case_for(request.user, number)
    form = LeaveOutForm(request.POST or None)
    if form.is_valid() and accepted(
        form,
        lambda: officials.leave_out(
            application, reason=form.cleaned_data["reason"], by=request.user, now=timezone.now()
        ),
    ):
        messages.success(request, "Namnen utelämnas nu. Är ett beslutsbrev upprättat måste det upprättas på nytt.")
        return redirect("decision", number)
    earlier = OfficialsLeftOut.objects.filter(case=application.case_id).select_related("marked_by", "lifted_by")
    context = case_context(application, form=form, mark=left_out(application.case_id), earlier=earlier)
    return render(request, "casework/officials.html", context, status=page_status(form))


@require_POST
@requires(Permission.HIDE_OFFICIALS)
def officials_named(request: StaffRequest, number: str) -> HttpResponse:
    """Name officials again."""
    application = case_for(request.user, number)
    officials.name_again(application, by=request.user, now=timezone.now())
    messages.success(request, "Tjänstemännen namnges igen i det som skickas från och med nu.")
    return redirect("decision", number)
