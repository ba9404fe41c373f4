"""Gates for views: who may come in at all. Everybody else learns nothing (404)."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.account import app_settings
from allauth.account.authentication import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from accounts.domain.identities import links_of
from accounts.enums import Door
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


def own_factor(view: View) -> View:
    """The view gives the account a way in, or a second factor, of the portal's own.

    Nobody gets one past the provider they sign in through: e-legitimation is not weakened by a password beside it, and
    staff prove first at the agency's provider that it is they. (allauth asks nobody who has neither password nor key.)
    """

    @wraps(view)
    def gated(request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        person = request.user
        doors = set(links_of(person).values_list("provider", flat=True)) if person.is_authenticated else set()
        if doors and not person.has_usable_password():
            if Door.EID in doors:
                raise NotYours
            if not is_mfa_enabled(person) and not _proved_recently(request):
                return redirect(f"{reverse('account_prove')}?{urlencode({'next': request.path})}")
        return view(request, *args, **kwargs)

    return gated


def _proved_recently(request: StaffRequest) -> bool:
    proofs = [one for one in get_authentication_records(request, request.user) if one.get("reauthenticated")]
    return bool(proofs) and time.time() - proofs[-1]["at"] < app_settings.REAUTHENTICATION_TIMEOUT
