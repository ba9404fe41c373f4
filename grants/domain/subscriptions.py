"""E-mail on new calls: asked for on a page, confirmed by link, ended by one click. No account is needed.

Whether an address is subscribed is told to nobody but the address itself: whoever asks for it sees the same page, and
the address gets the same mail.
"""

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from hashlib import sha256

from django.core.signing import BadSignature, Signer
from django.db import IntegrityError, transaction
from django.urls import reverse

from applicants.enums import OrganisationType
from delmos.lib.gate import NotYours, one
from grants.models import Subscription
from journal.domain import outbox

LINK_HOLDS = timedelta(days=7)
# So that nobody can fill somebody else's mailbox by asking again and again.
ASK_AGAIN_AFTER = timedelta(minutes=10)
_SIGNER = Signer(salt="grants.subscriptions.end")


@transaction.atomic
def ask(*, email: str, types: Collection[OrganisationType], now: datetime) -> None:
    """Send a link by which ``email`` confirms that it wants to hear of calls for ``types`` (empty: all).

    An address that already subscribes confirms its new choice in the same way. Nothing is sent when a link was asked
    for a moment ago.
    """
    subscription = _locked(email, now)
    if subscription is None:
        return
    token = secrets.token_urlsafe(32)
    subscription.wished_types = sorted(set(types))
    subscription.token_sha256, subscription.requested_at = _hash(token), now
    subscription.save(update_fields=["wished_types", "token_sha256", "requested_at"])
    outbox.queue(
        "subscription_confirm",
        key=f"subscription:{subscription.pk}:{now.isoformat()}",
        to=subscription.email,
        context={"url": outbox.absolute(reverse("subscription_confirm", args=[token])), "days": LINK_HOLDS.days},
        now=now,
        opens_a_door=True,
    )


def asked_by(token: str, *, now: datetime) -> Subscription:
    """The subscription whose link carries ``token``. Raises NotYours for an unknown, used or old one."""
    waiting = Subscription.objects.filter(requested_at__gt=now - LINK_HOLDS)
    return one(waiting, token_sha256=_hash(token))


@transaction.atomic
def confirm(token: str, *, now: datetime) -> Subscription:
    """Begin to send, or send by the new choice. Raises NotYours for an unknown, used or old link."""
    subscription = Subscription.objects.select_for_update().get(pk=asked_by(token, now=now).pk)
    if subscription.token_sha256 != _hash(token):  # used by somebody else while this one waited for the lock
        raise NotYours
    subscription.types, subscription.token_sha256 = subscription.wished_types, ""
    subscription.confirmed_at = subscription.confirmed_at or now
    subscription.save(update_fields=["types", "token_sha256", "confirmed_at"])
    return subscription


def end_token(subscription: Subscription) -> str:
    """What the link that ends the subscription carries: signed by the portal, and kept nowhere."""
    return _SIGNER.sign(str(subscription.pk))


def check_end_token(token: str) -> str:
    """The subscription that ``token`` ends. Raises NotYours for one that the portal has not signed."""
    try:
        return _SIGNER.unsign(token)
    except BadSignature as error:
        raise NotYours from error


def end(token: str) -> None:
    """End the subscription and delete the address; ended already is no error. Raises NotYours as check_end_token."""
    Subscription.objects.filter(pk=check_end_token(token)).delete()


def forget_unconfirmed(*, now: datetime) -> int:
    """Delete the addresses that never confirmed while their link held; how many."""
    old = Subscription.objects.filter(confirmed_at=None, requested_at__lte=now - LINK_HOLDS)
    return old.delete()[0]


def _locked(email: str, now: datetime) -> Subscription | None:
    """The row of the address, made if need be; None when it asked a moment ago."""
    known = Subscription.objects.select_for_update().filter(email__iexact=email).first()
    if known:
        return None if now < known.requested_at + ASK_AGAIN_AFTER else known
    try:
        with transaction.atomic():
            return Subscription.objects.create(email=email, requested_at=now)
    except IntegrityError:  # somebody asked for the same address at the same moment, and sends the link
        return None


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()
