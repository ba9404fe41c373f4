"""The way in to a call that is being written."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect

from accounts.gates import StaffRequest, requires
from accounts.permissions import Permission
from grants.domain import calls
from grants.domain.queries.calls import call_for
from grants.enums import CallStatus

manages_calls = requires(Permission.MANAGE_CALLS)


def of_draft_call(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponseBase]:
    """Give the view the call instead of its slug. Reading a published one leads to its overview, writing is refused."""

    @manages_calls
    @wraps(view)
    def gated(request: StaffRequest, slug: str, *args: Any, **kwargs: Any) -> HttpResponse:
        call = call_for(request.user, slug)
        if request.method != "POST" and call.status != CallStatus.DRAFT:
            return redirect("manage_call", call.slug)
        calls.check_draft(call)
        return view(request, call, *args, **kwargs)

    return gated
