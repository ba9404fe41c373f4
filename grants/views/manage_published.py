"""What an officer may still do with a published call: change its frames, and call it off."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.gates import StaffRequest
from delmos.lib.dates import stockholm_date
from delmos.lib.forms import accepted, page_status
from grants.domain import cancelling, frames
from grants.domain.queries.calls import application_counts
from grants.domain.queries.expressions import count_open
from grants.interfaces.published_forms import CancelForm, FrameChangeForm
from grants.models import Call
from grants.views.manage_gates import of_published_call


@of_published_call
def cancel(request: StaffRequest, call: Call) -> HttpResponse:
    """Say what follows, ask for the reason, and call off the call."""
    form = CancelForm(request.POST or None)
    if form.is_valid() and accepted(
        form, lambda: cancelling.cancel(call, reason=form.cleaned_data["reason"], by=request.user, now=timezone.now())
    ):
        messages.success(request, "Utlysningen är inställd. De som har börjat söka eller har sökt får ett meddelande.")
        return redirect("manage_call", call.slug)
    context = {"call": call, "form": form, **what_has_come(call)}
    return render(request, "manage/call_cancel.html", context, status=page_status(form))


def what_has_come(call: Call) -> dict[str, int]:
    """How many applications have come in under the call, and how many expressions of interest are open."""
    interests = count_open(call) if call.has_two_steps else 0
    return {"received": application_counts([call]).get(call.pk, 0), "interests": interests}


@of_published_call
def change_frame(request: StaffRequest, call: Call) -> HttpResponse:
    """Give a frame another size from a day on. What it was stays to be read."""
    now = timezone.now()
    form = FrameChangeForm(
        request.POST or None, groups=call.ordinance.groups, years=frames.years_of(call), today=stockholm_date(now)
    )
    if form.is_valid() and accepted(form, lambda: frames.set_amount(call, **form.frame, by=request.user, now=now)):
        messages.success(request, "Ramen är ändrad.")
        return redirect("manage_call", call.slug)
    context = {"call": call, "form": form, "history": frame_history(call)}
    return render(request, "manage/call_frame_change.html", context, status=page_status(form))


def frame_history(call: Call) -> list[dict[str, object]]:
    """Each size that a frame has had, newest first, with the name of its group."""
    names = {group.code: group.name for group in call.ordinance.groups}
    return [{"group": names[row.frame.group], "row": row} for row in frames.history_of(call)]
