"""What the browser gets when a verb refuses, or when a person asks for what is not theirs."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.defaults import page_not_found

from delmos.lib.gate import NotYours
from delmos.lib.refusal import Refused

CONFLICT = 409


class RefusalMiddleware:
    """A refusal that no form has taken care of becomes a page with its sentence and 409; NotYours becomes 404."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, NotYours):
            return page_not_found(request, exception)
        if isinstance(exception, Refused):
            context = {"refusal": exception, "back_url": _back(request)}
            return render(request, "refused.html", context, status=CONFLICT)
        return None


def _back(request: HttpRequest) -> str:
    """The page the person came from, when it is one of ours. The act's own address may answer to POST only."""
    came_from = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(came_from, {request.get_host()}, require_https=request.is_secure())
    return came_from if ours else "/"
