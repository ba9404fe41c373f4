"""How allauth behaves here."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from accounts.domain import sign_ins
from accounts.domain.identities import links_of
from accounts.domain.providers import Provider, providers
from accounts.freshness import came_in_by
from accounts.models import User


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are not made by signing up: staff are added by the agency, applicants come with e-legitimation."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        """Who signs in through a provider proves there who they are, when allauth asks for it anew."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        if user.is_authenticated and links_of(user).exists():
            methods.append({"id": "prove", "description": "Legitimera dig igen", "url": reverse("account_prove")})
        return methods

    def post_login(self, request: HttpRequest, user: User, **about: Any) -> HttpResponse:
        """Every way in passes here, once, when the person is in."""
        sign_ins.remember(came_in_by(request, user), by=user, now=timezone.now())
        response: HttpResponse = super().post_login(request, user, **about)
        return response


class ProviderAdapter(DefaultSocialAccountAdapter):
    """The providers are those of the settings; a row in the database opens no door."""

    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        return [
            _app(known)
            for known in providers().values()
            if provider in (None, known.door, "openid_connect") and client_id in (None, known.client_id)
        ]


def _app(provider: Provider) -> SocialApp:
    return SocialApp(
        provider="openid_connect",
        provider_id=provider.door,
        name=provider.door.label,
        client_id=provider.client_id,
        secret=provider.client_secret,
        settings={"server_url": provider.server_url, "oauth_pkce_enabled": True, "scope": list(provider.scopes)},
    )
