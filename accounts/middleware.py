"""Signing in: demanded everywhere but on public pages, and with two factors of staff where the installation says so."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect

from accounts.freshness import is_strong
from accounts.models import User
from accounts.views.kept import is_kept, kept_page

# Where a person without a second factor may go: to get one, to prove the password anew, or to leave.
OPEN_TO_ALL = frozenset(
    {
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_list_webauthn",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "mfa_index",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_download_recovery_codes",
        "account_reauthenticate",
        "account_prove",
        "openid_connect_callback",
        "account_logout",
        "healthz",
        "accessibility",
    }
)


class StaffSecondFactor:
    """People at the agency who have no second factor yet can only set one up (setting STAFF_SECOND_FACTOR).

    Whom the agency's own provider let in with two factors needs none here.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: object) -> HttpResponse | None:
        user = request.user
        if not settings.STAFF_SECOND_FACTOR or not isinstance(user, User) or not user.works_at_agency:
            return None
        name = request.resolver_match.url_name if request.resolver_match else ""
        if name in OPEN_TO_ALL or is_mfa_enabled(user) or is_strong(request):
            return None
        return redirect("mfa_activate_totp")


class SignInDemanded(LoginRequiredMiddleware):
    """A page is closed unless it says login_not_required; what somebody has written is not lost over it.

    A part of a page that asks in the background is told 401, since it can do nothing with a sign-in page. A form that
    was being written when the session ended comes back with its text.
    """

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., HttpResponseBase],
        view_args: tuple[Any, ...],
        view_kwargs: dict[str, Any],
    ) -> HttpResponseBase | None:
        led_away = super().process_view(request, view_func, view_args, view_kwargs)
        if led_away is None:
            return None
        if request.headers.get("HX-Request"):
            return HttpResponse(status=401)
        return kept_page(request) if is_kept(request) else led_away
