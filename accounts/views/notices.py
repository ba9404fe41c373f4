"""The notification centre: what has happened, for the person who is signed in."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.gates import StaffRequest
from delmos.lib.gate import one
from delmos.lib.keyset import page
from journal.domain import delivery
from journal.domain.notices import mark_read, notices_of


def notices(request: StaffRequest) -> HttpResponse:
    """The person's notices, newest first, with a mark on the unread."""
    person = request.user
    found = page(notices_of(person.actor_key), after=request.GET.get("efter"), order=("-created_at", "-pk"), size=20)
    context = {
        "notices": found.items,
        "next_url": f"?efter={found.next}" if found.next else "",
        "unread": len(person.unread_notices),
        "bounced": bool(person.email) and not delivery.address_works(person.email),
    }
    return render(request, "account/notices.html", context)


@require_POST
def notice_open(request: StaffRequest, pk: int) -> HttpResponse:
    """Mark one notice as read and go to what it tells of."""
    mine = notices_of(request.user.actor_key)
    notice = one(mine, pk=pk)
    mark_read(mine.filter(pk=pk), now=timezone.now())
    return redirect(notice.url)


@require_POST
def notices_read(request: StaffRequest) -> HttpResponse:
    """Mark every notice as read."""
    mark_read(notices_of(request.user.actor_key), now=timezone.now())
    messages.success(request, "Alla meddelanden är markerade som lästa.")
    return redirect("notices")
