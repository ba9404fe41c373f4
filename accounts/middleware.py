"""Staff sign in with two factors where the installation demands it."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.models import User

# Where a person without a second factor may go: to get one, to prove the password anew, or to leave.
OPEN_TO_ALL = frozenset(
    {
        "mfa_activate_totp",
        "mfa_index",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_download_recovery_codes",
        "account_reauthenticate",
        "account_logout",
        "healthz",
        "accessibility",
    }
)


class StaffSecondFactor:
    """People at the agency who have no second factor yet can only set one up (setting STAFF_SECOND_FACTOR)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: object) -> HttpResponse | None:
        user = request.user
        if not settings.STAFF_SECOND_FACTOR or not isinstance(user, User) or not user.works_at_agency:
            return None
        name = request.resolver_match.url_name if request.resolver_match else ""
        return None if name in OPEN_TO_ALL or is_mfa_enabled(user) else redirect("mfa_activate_totp")
