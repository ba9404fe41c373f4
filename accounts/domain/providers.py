"""The providers that people may sign in through, as the settings name them (docs/sign-in.md)."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

from accounts.enums import Door, Role
from delmos.lib.gate import NotYours


@dataclass(frozen=True, slots=True)
class Provider:
    """One OpenID Connect provider. ``acr_values`` are the levels of assurance asked for, and counted as strong."""

    door: Door
    server_url: str
    client_id: str
    client_secret: str
    scopes: tuple[str, ...]
    acr_values: tuple[str, ...]

    @property
    def issuer(self) -> str:
        """Who signs the tokens: the address under which the provider tells about itself."""
        return self.server_url.partition("/.well-known/")[0].rstrip("/")

    @property
    def host(self) -> str:
        """The provider's host name, for the person who is sent there."""
        return urlsplit(self.server_url).hostname or ""


def providers() -> dict[Door, Provider]:
    """The doors that are open: those whose provider the settings name."""
    known = (
        Provider(
            Door.EID,
            settings.EID_SERVER_URL,
            settings.EID_CLIENT_ID,
            settings.EID_CLIENT_SECRET,
            tuple(settings.EID_SCOPES),
            tuple(settings.EID_ACR_VALUES),
        ),
        Provider(
            Door.AGENCY,
            settings.STAFF_OIDC_SERVER_URL,
            settings.STAFF_OIDC_CLIENT_ID,
            settings.STAFF_OIDC_CLIENT_SECRET,
            tuple(settings.STAFF_OIDC_SCOPES),
            tuple(settings.STAFF_OIDC_STRONG_ACR_VALUES),
        ),
    )
    return {provider.door: provider for provider in known if provider.server_url}


def provider_at(door: str) -> Provider:
    """The provider at ``door``. Raises NotYours for a door that does not exist or is not open."""
    found = providers().get(Door(door)) if door in Door.values else None
    if found is None:
        raise NotYours
    return found


def roles_of_groups(groups: object) -> tuple[Role, ...]:
    """The roles that the groups of the agency's directory give, as STAFF_OIDC_ROLES says; unknown groups give none.

    ``groups`` is a claim as it came: a list of names, or one name. Anything else gives no role.
    """
    named = [groups] if isinstance(groups, str) else groups
    if not isinstance(named, list):
        return ()
    return tuple(sorted({Role(role) for group, role in settings.STAFF_OIDC_ROLES if group in named}))
