"""What a person may change about themselves: name, e-mail address, and that the account is there at all."""

from datetime import datetime
from hashlib import sha256

from allauth.mfa.models import Authenticator
from django.core import signing
from django.db import transaction
from django.urls import reverse

from accounts.domain.identities import links_of, stream_of
from accounts.enums import Door
from accounts.models import SignIn, User
from delmos.lib.refusal import Refused
from journal.domain import events, outbox
from journal.models import Notice

LINK_LASTS = 24 * 60 * 60  # seconds that the link in the mail holds
_SALT = "accounts.profile.address"


def name_follows_eid(person: User) -> bool:
    """Whether the name comes from the e-legitimation: signatures are made in it, so nobody writes another by hand."""
    return links_of(person).filter(provider=Door.EID).exists()


@transaction.atomic
def rename(*, name: str, by: User, now: datetime) -> None:
    """Correct one's own name. Raises Refused when it is empty or comes from the e-legitimation."""
    person = User.objects.select_for_update().get(pk=by.pk)
    if name_follows_eid(person):
        raise Refused("Namnet kommer från din e-legitimation och ändras nästa gång du loggar in.", field="name")
    if not name.strip():
        raise Refused("Skriv ditt namn.", field="name")
    person.name = name.strip()
    person.save(update_fields=["name"])
    events.record(stream_of(person), "name_corrected", by=person, now=now)


def ask_for_address(*, address: str, by: User, now: datetime) -> None:
    """Mail a link to ``address``. It becomes the person's only when they have opened the link, signed in.

    The same address is asked once in ten minutes, so that nobody is drowned in mail from here.
    """
    token = signing.dumps({"person": by.pk, "address": address}, salt=_SALT)
    moment = int(now.timestamp()) // 600
    outbox.queue(
        "address",
        key=f"address:{by.pk}:{sha256(address.lower().encode()).hexdigest()[:16]}:{moment}",
        to=address,
        context={"name": by.name, "url": outbox.absolute(reverse("account_email_confirm", args=[token]))},
        now=now,
        opens_a_door=True,
    )


def address_in(token: str, *, person: User) -> str:
    """The address that the link was sent to. Raises Refused for a link that is old, changed or another person's."""
    try:
        asked = signing.loads(token, salt=_SALT, max_age=LINK_LASTS)
    except signing.BadSignature:
        raise Refused("Länken gäller inte längre. Skriv adressen igen, så skickar vi en ny.") from None
    if asked["person"] != person.pk:
        raise Refused("Länken hör till en annan person. Logga in som den som bad om den.")
    return str(asked["address"])


@transaction.atomic
def confirm_address(token: str, *, by: User, now: datetime) -> None:
    """Make the address of the link the person's. Raises Refused as `address_in`, and when another account has it."""
    address = address_in(token, person=by)
    person = User.objects.select_for_update().get(pk=by.pk)
    if User.objects.filter(email__iexact=address).exclude(pk=person.pk).exists():
        raise Refused("Adressen används redan av ett annat konto.")
    person.email = address
    person.save(update_fields=["email"])
    events.record(stream_of(person), "address_confirmed", by=person, now=now)


@transaction.atomic
def close(*, by: User, now: datetime) -> None:
    """End the account: nobody comes in to it again, sessions end at once, and what only served signing in is gone.

    The name stays beside what the person has signed and done, as the archive law demands (arkivlagen (1990:782) 3 §).
    Raises Refused for staff, whose accounts the agency ends.
    """
    person = User.objects.select_for_update().get(pk=by.pk)
    if person.works_at_agency:
        raise Refused("Konton för den som arbetar på myndigheten avslutas av myndigheten.")
    links_of(person).delete()
    Authenticator.objects.filter(user=person).delete()
    Notice.objects.filter(recipient_key=person.actor_key).delete()
    SignIn.objects.filter(signed_in_by=person).delete()
    person.is_active, person.email = False, ""
    person.set_unusable_password()
    person.save(update_fields=["is_active", "email", "password"])
    events.record(stream_of(person), "account_closed", by=person, now=now)
