"""The way in to a call that is being written."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect

from accounts.gates import StaffRequest, requires
from accounts.permissions import Permission
from delmos.lib.gate import NotYours
from grants.domain import calls
from grants.domain.queries.calls import call_for
from grants.enums import CallStatus, Stage
from grants.models import Call

EXPRESSION_STEP = "?steg=intresse"
manages_calls = requires(Permission.MANAGE_CALLS)


def of_published_call(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponseBase]:
    """Give the view the call instead of its slug. Reading a draft or cancelled one leads to its overview."""

    @manages_calls
    @wraps(view)
    def gated(request: StaffRequest, slug: str) -> HttpResponse:
        call = call_for(request.user, slug)
        if request.method != "POST" and call.status != CallStatus.PUBLISHED:
            return redirect("manage_call", call.slug)
        return view(request, call)

    return gated


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


def of_written_form(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponseBase]:
    """Give the view a call whose form is being written: a draft, or a published call with a new version of it.

    Reading any other leads to its overview, writing is refused by the verb.
    """

    @manages_calls
    @wraps(view)
    def gated(request: StaffRequest, slug: str, *args: Any, **kwargs: Any) -> HttpResponse:
        call = call_for(request.user, slug)
        being_written = call.form_being_written(chosen_stage(request, call))
        if request.method != "POST" and being_written is None:
            return redirect("manage_call", call.slug)
        if being_written is None:
            calls.check_draft(call)
        return view(request, call, *args, **kwargs)

    return gated


def chosen_stage(request: StaffRequest, call: Call) -> Stage:
    """The step whose form the page is about: the application, unless the address asks for the expression of interest.

    Raises NotYours for a step that the call does not have.
    """
    match request.GET.get("steg", ""):
        case "":
            return Stage.APPLICATION
        case "intresse" if call.has_two_steps:
            return Stage.EXPRESSION
        case _:
            raise NotYours


def step_query(stage: Stage) -> str:
    """What the address of a page about the form of ``stage`` ends with."""
    return EXPRESSION_STEP if stage is Stage.EXPRESSION else ""
