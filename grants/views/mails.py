"""Mails that did not arrive, for the registrars: who may need a letter on paper instead, and sending again."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.gates import StaffRequest, requires
from accounts.permissions import Permission
from delmos.lib.gate import one
from delmos.lib.keyset import page
from grants.domain.queries.mails import undelivered_for
from journal.domain import delivery


@requires(Permission.REGISTER_CASES)
def undelivered_mails(request: StaffRequest) -> HttpResponse:
    """The mails that did not arrive, newest first."""
    found = page(undelivered_for(request.user), after=request.GET.get("efter"), order=("-queued_at", "-pk"))
    context = {"mails": found.items, "next_url": f"?efter={found.next}" if found.next else ""}
    return render(request, "account/mails.html", context)


@require_POST
@requires(Permission.REGISTER_CASES)
def mail_again(request: StaffRequest, pk: int) -> HttpResponse:
    """Put one of them back in the queue."""
    mail = one(undelivered_for(request.user), pk=pk)
    if delivery.send_again(mail, now=timezone.now()):
        messages.success(request, f"Mejlet till {mail.to} skickas igen.")
    return redirect("undelivered_mails")
