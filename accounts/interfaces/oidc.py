"""OpenID Connect, the authorization code flow with PKCE, state and nonce: out to a provider and back with a proof.

allauth finds the provider, keeps the state and exchanges the code. It believes an ID token without looking at its
signature and sends no nonce; and it would store every claim. So what comes back is read here: the token is verified,
the level of assurance demanded, and the personal identity number turned into a mark before anything else sees it.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from secrets import token_urlsafe
from typing import Any

import requests
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from accounts.assurance import LONGEST_LEVEL
from accounts.domain.identities import Proof
from accounts.domain.providers import Provider, roles_of_groups
from accounts.domain.recognition import marks_of
from accounts.enums import Door, Purpose
from accounts.interfaces.tokens import SKEW, InvalidToken, verified
from delmos.lib import identity
from delmos.lib.refusal import Refused

LONGEST_NAME = 150
LATEST = 2**33  # seconds since 1970 that a moment may be written as
GARBLED = (requests.RequestException, KeyError, TypeError, AttributeError, ValueError)  # no answer, or no sense in it


class NotProven(Refused):
    """The provider's answer proves too little. ``fault`` is a word for the log; nothing of the answer is in it."""

    def __init__(self, message: str, *, fault: str) -> None:
        super().__init__(message)
        self.fault = fault


class ProviderDown(Exception):
    """The provider does not answer, or answers with something else than OpenID Connect."""


@dataclass(frozen=True, slots=True)
class Errand:
    """What the person was sent out for, kept in the session under the state. ``begun_at`` is seconds since 1970."""

    purpose: Purpose
    person: int | None
    next_url: str
    begun_at: int


def outward(request: HttpRequest, provider: Provider, errand: Errand) -> str:
    """The address at the provider that the person goes to. Raises ProviderDown."""
    allauth: OpenIDConnectProvider = get_adapter().get_provider(request, provider.door)
    oauth = allauth.get_oauth2_adapter(request)
    pkce, nonce = allauth.get_pkce_params(), token_urlsafe(32)
    asked: dict[str, Any] = {"nonce": nonce, "ui_locales": "sv"}
    if provider.acr_values:
        asked["acr_values"] = " ".join(provider.acr_values)
    if errand.purpose != Purpose.SIGN_IN:  # it is not enough that somebody was signed in there before
        asked |= {"prompt": "login", "max_age": settings.FRESH_SIGN_IN_SECONDS}
    try:
        _discover(oauth, provider)
        client = oauth.get_client(request, allauth.app)
        client.state = allauth.stash_redirect_state(
            request,
            errand.purpose,
            errand.next_url,
            {"person": errand.person, "begun_at": errand.begun_at},
            pkce_code_verifier=pkce.pop("code_verifier"),
            nonce=nonce,
        )
        return str(client.get_redirect_url(oauth.authorize_url, allauth.get_scope(), asked | pkce))
    except GARBLED as error:
        raise ProviderDown(type(error).__name__) from None


def returned(request: HttpRequest, provider: Provider, *, now: datetime) -> tuple[Errand, Proof]:
    """The errand that the person is back from, and what the provider has shown. The state is spent.

    Raises NotProven, or ProviderDown.
    """
    allauth: OpenIDConnectProvider = get_adapter().get_provider(request, provider.door)
    try:
        state = allauth.unstash_redirect_state(request, request.GET.get("state", ""))
    except PermissionDenied:
        raise NotProven(
            "Inloggningen tog för lång tid, eller påbörjades i en annan webbläsare. Börja om.", fault="state"
        ) from None
    errand = Errand(Purpose(state["process"]), next_url=state.get("next", ""), **state["data"])
    if "code" not in request.GET:
        raise _without_code(request.GET.get("error", ""))
    claims = _claims(request, allauth, provider, state)
    proof = _proof(provider, claims)
    if errand.purpose != Purpose.SIGN_IN:
        _check_fresh(proof, errand, now=now)
    return errand, proof


def _without_code(error: str) -> NotProven:
    if error == "access_denied":
        return NotProven("Du avbröt. Inget har ändrats.", fault="cancelled")
    return NotProven("Det gick inte att logga in den vägen just nu. Försök igen.", fault="refused_by_provider")


def _claims(
    request: HttpRequest, allauth: OpenIDConnectProvider, provider: Provider, state: dict[str, Any]
) -> dict[str, Any]:
    """What the provider tells: the verified ID token, and what only its userinfo says."""
    oauth = allauth.get_oauth2_adapter(request)
    try:
        known = _discover(oauth, provider)
        answer = oauth.get_access_token_data(
            request, allauth.app, oauth.get_client(request, allauth.app), state["pkce_code_verifier"]
        )
        with get_adapter().get_requests_session() as session:
            keys = session.get(known["jwks_uri"])
            keys.raise_for_status()
        claims = verified(
            str(answer.get("id_token", "")),
            keys=keys.json(),
            issuer=known["issuer"],
            client_id=provider.client_id,
            nonce=state["nonce"],
        )
        said = _userinfo(known, str(answer["access_token"]))
    except OAuth2Error:  # its text holds the provider's answer, and stays here
        raise _untrusted("code") from None
    except InvalidToken as error:
        raise _untrusted(str(error)) from None
    except GARBLED as error:
        raise ProviderDown(type(error).__name__) from None
    if said and said.get("sub") != claims["sub"]:
        raise _untrusted("userinfo_sub")
    return said | claims


def _discover(oauth: Any, provider: Provider) -> dict[str, Any]:
    """What the provider says of itself. Raises ProviderDown when it claims to be another."""
    known: dict[str, Any] = oauth.openid_config
    if str(known["issuer"]).rstrip("/") != provider.issuer:
        raise ProviderDown("issuer")
    return known


def _userinfo(known: dict[str, Any], access_token: str) -> dict[str, Any]:
    address = known.get("userinfo_endpoint")
    if not address:
        return {}
    with get_adapter().get_requests_session() as session:
        answer = session.get(address, headers={"Authorization": f"Bearer {access_token}"})
    answer.raise_for_status()
    said: dict[str, Any] = answer.json()
    return said


def _untrusted(fault: str) -> NotProven:
    return NotProven("Svaret från inloggningen gick inte att lita på. Ingen är inloggad. Försök igen.", fault=fault)


def _proof(provider: Provider, claims: dict[str, Any]) -> Proof:
    name = _name(claims)
    proven_at = _moment(claims.get("auth_time"))
    strong = claims.get("acr") in provider.acr_values
    level = str(claims["acr"])[:LONGEST_LEVEL] if strong else ""
    if provider.door == Door.AGENCY:
        return Proof(
            Door.AGENCY,
            (str(claims["sub"]),),
            name,
            email=str(claims.get("email", "")),
            roles=roles_of_groups(claims.get(settings.STAFF_OIDC_GROUPS_CLAIM)),
            strong=strong,
            level=level,
            proven_at=proven_at,
        )
    if not strong:
        raise NotProven(
            "Din e-legitimation räcker inte till. Du behöver en på tillitsnivå 3, till exempel BankID eller Freja+.",
            fault="acr",
        )
    return Proof(Door.EID, marks_of(_number(claims)), name, strong=True, level=level, proven_at=proven_at)


def _moment(seconds: object) -> datetime | None:
    return datetime.fromtimestamp(seconds, UTC) if isinstance(seconds, int) and 0 < seconds < LATEST else None


def _number(claims: dict[str, Any]) -> str:
    """The personal identity number, for as long as it takes to make the marks of it."""
    try:
        return identity.personal_identity_number(str(claims.get(settings.EID_NUMBER_CLAIM, "")))
    except identity.IdentityError:
        raise NotProven(
            "Vi fick inget personnummer från e-legitimationen, och kan därför inte känna igen dig.", fault="number"
        ) from None


def _name(claims: dict[str, Any]) -> str:
    parts = (claims.get("given_name"), claims.get("family_name"))
    name = str(claims.get(settings.EID_NAME_CLAIM) or " ".join(str(part) for part in parts if part)).strip()
    if not name:
        raise NotProven("Vi fick inget namn från inloggningen, och kan därför inte skapa ett konto.", fault="name")
    return name[:LONGEST_NAME]


def _check_fresh(proof: Proof, errand: Errand, *, now: datetime) -> None:
    """The person proved who they are after being asked to: an older sign-in at the provider is not enough."""
    at = proof.proven_at.timestamp() if proof.proven_at else None
    if at is None or not errand.begun_at - SKEW <= at <= now.timestamp() + SKEW:
        raise NotProven(
            "Svaret visar inte att du legitimerade dig just nu. Inget har ändrats. Försök igen.", fault="auth_time"
        )
