"""What the browser gets when a verb refuses, or when a person asks for what is not theirs."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
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
    """The page's own address: an act posted to its own address has its form there."""
    return request.path if request.resolver_match and request.method == "POST" else "/"
