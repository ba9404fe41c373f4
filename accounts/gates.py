"""Gates for views: who may come in at all. Everybody else learns nothing (404)."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase

from accounts.models import User
from accounts.permissions import Permission
from delmos.lib.gate import NotYours

View = Callable[..., HttpResponseBase]


class StaffRequest(HttpRequest):
    """A request by a signed-in person, for the type checker."""

    user: User


def requires(permission: Permission) -> Callable[[View], View]:
    """Only people with ``permission`` may come in."""

    def decorate(view: View) -> View:
        @wraps(view)
        def gated(request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.may(permission):
                raise NotYours
            return view(request, *args, **kwargs)

        return gated

    return decorate
