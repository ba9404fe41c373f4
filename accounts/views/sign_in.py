"""The sign-in page: e-legitimation first, then the ways of those who work at the agency."""

from typing import Any

from allauth.account.views import LoginView

from accounts.domain.providers import providers


class SignIn(LoginView):
    """allauth's page with the doors that are open."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"doors": {door.value: provider for door, provider in providers().items()}}


sign_in = SignIn.as_view()
