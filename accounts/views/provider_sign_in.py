"""Out to a provider of sign-in, and back: signing in, linking an account, proving anew who one is."""

import structlog
from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import get_next_redirect_url, perform_login
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.domain import identities
from accounts.domain.identities import Proof
from accounts.domain.providers import Provider, provider_at, providers
from accounts.enums import Door, Purpose
from accounts.freshness import mark_fresh, mark_strong
from accounts.gates import StaffRequest
from accounts.interfaces import oidc
from accounts.interfaces.oidc import Errand, NotProven, ProviderDown
from accounts.models import User
from delmos.lib.refusal import Refused

log = structlog.get_logger("delmos.sign_in")

FORBIDDEN, DOWN = 403, 503


@login_not_required
@require_POST
@never_cache
def sign_in(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Send a visitor to the provider. By POST, so that no other site can send anybody."""
    return _send(request, provider_at(provider_id), Purpose.SIGN_IN, next_url=get_next_redirect_url(request) or "")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def prove(request: StaffRequest) -> HttpResponse:
    """Say why the person must prove anew who they are, and send them to the provider that they are linked to."""
    next_url = get_next_redirect_url(request) or "/"
    linked = set(identities.links_of(request.user).values_list("provider", flat=True))
    provider = next((found for door, found in providers().items() if door in linked), None)
    if request.method == "POST" and provider:
        return _send(request, provider, Purpose.PROVE, next_url=next_url)
    context = {"next_url": next_url, "provider": provider, "may_link": Door.EID in providers() and not linked}
    return render(request, "account/prove.html", context)


@reauthentication_required(app="allauth.socialaccount")
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def link(request: StaffRequest, provider_id: str) -> HttpResponse:
    """Link the account to a provider: only for who is signed in to it and has just given its password or code."""
    provider, next_url = provider_at(provider_id), get_next_redirect_url(request) or reverse("mfa_index")
    if request.method == "POST":
        return _send(request, provider, Purpose.LINK, next_url=next_url)
    return render(request, "account/link.html", {"provider": provider, "next_url": next_url})


@login_not_required
@require_GET
@never_cache
def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """The person is back from the provider."""
    provider = provider_at(provider_id)
    try:
        errand, proof = oidc.returned(request, provider, now=timezone.now())
        return _ACTS[errand.purpose](request, errand, proof)
    except ProviderDown as down:
        return _down(request, provider, down)
    except NotProven as refusal:
        log.warning("not proven", door=provider.door, fault=refusal.fault)
        return _refused(request, refusal)
    except Refused as refusal:
        return _refused(request, refusal)


def _send(request: HttpRequest, provider: Provider, purpose: Purpose, *, next_url: str) -> HttpResponse:
    """A page that leads on to the provider at once: a form of ours may not lead to another site by itself (CSP)."""
    errand = Errand(purpose, request.user.pk, next_url, begun_at=int(timezone.now().timestamp()))
    try:
        address = oidc.outward(request, provider, errand)
    except ProviderDown as down:
        return _down(request, provider, down)
    return render(request, "account/onward.html", {"address": address, "provider": provider})


def _sign_in(request: HttpRequest, errand: Errand, proof: Proof) -> HttpResponse:
    person = identities.admit(proof, now=timezone.now())
    if person is None:
        raise Refused("Ingen av dina grupper på myndigheten ger dig en roll här. Kontakta den som ger ut rollerna.")
    if request.user.is_authenticated and request.user != person:
        get_account_adapter(request).logout(request)  # nothing of the other person's session is left
    record_authentication(request, person, "socialaccount", provider=proof.door, level=proof.level)
    # Who cannot be reached is asked for an address first, unless on the way to something else.
    next_url = errand.next_url or (reverse("account_email") if proof.door == Door.EID and not person.email else None)
    response: HttpResponse = perform_login(request, person, redirect_url=next_url)
    return _remember(request, response, person, proof)


def _link(request: HttpRequest, errand: Errand, proof: Proof) -> HttpResponse:
    person = _same_person(request, errand)
    identities.link(proof, by=person, now=timezone.now())
    messages.success(request, f"{proof.door.label} är kopplad till ditt konto.")
    return _remember(request, redirect(errand.next_url), person, proof)


def _prove(request: HttpRequest, errand: Errand, proof: Proof) -> HttpResponse:
    person = _same_person(request, errand)
    if identities.person_behind(proof) != person:
        raise Refused("Du legitimerade dig som någon annan än den som är inloggad. Inget har ändrats.")
    record_authentication(
        request, person, "socialaccount", provider=proof.door, level=proof.level, reauthenticated=True
    )
    messages.success(request, "Du har legitimerat dig.")
    return _remember(request, redirect(errand.next_url), person, proof)


def _same_person(request: HttpRequest, errand: Errand) -> User:
    """The person who began the errand, still signed in here."""
    person = request.user
    if not isinstance(person, User) or person.pk != errand.person:
        raise NotProven("Den som började är inte längre inloggad här. Logga in och börja om.", fault="person")
    return person


def _remember(request: HttpRequest, response: HttpResponse, person: User, proof: Proof) -> HttpResponse:
    """Leave in the session what this sign-in is worth, once signing in has made the session the person's own."""
    if proof.door == Door.EID and proof.proven_at:
        mark_fresh(request, person, proof.assurance)
    if proof.door == Door.AGENCY:
        mark_strong(request, person if proof.strong else None)
    return response


def _refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    return render(request, "account/not_signed_in.html", {"sentence": refusal.message}, status=FORBIDDEN)


def _down(request: HttpRequest, provider: Provider, down: ProviderDown) -> HttpResponse:
    log.error("provider down", door=provider.door, fault=str(down))
    sentence = f"{provider.door.label} svarar inte just nu. Vänta en stund och försök igen."
    return render(request, "account/not_signed_in.html", {"sentence": sentence}, status=DOWN)


_ACTS = {Purpose.SIGN_IN: _sign_in, Purpose.LINK: _link, Purpose.PROVE: _prove}
