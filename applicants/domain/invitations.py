"""Invitations: a mandate offered by a mailed link, accepted once, within fourteen days, by whoever signs in with it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from accounts.models import User
from applicants.domain import mandates
from applicants.domain.mandates import Terms, stream
from applicants.enums import MandateRole, SignRule
from applicants.models import Invitation, Mandate, Organisation
from applicants.permissions import check_may_manage
from delmos.lib.dates import format_date, stockholm_date
from delmos.lib.gate import NotYours
from delmos.lib.refusal import Refused
from journal.domain import events, outbox

VALID_FOR = timedelta(days=14)
TOKEN_BYTES = 32
# Makes the path of the page that accepts a token: addresses belong to the views, which hand it in.
PathOf = Callable[[str], str]


@transaction.atomic
def invite(
    organisation: Organisation, *, email: str, terms: Terms, path_of: PathOf, by: User, now: datetime
) -> Invitation:
    """Mail somebody a link that gives the mandate of ``terms``. An earlier one to the same address stops working.

    Raises Refused to those who do not manage the organisation, and for an address or days that cannot be.
    """
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    check_may_manage(by, organisation, now=now)
    mandates.check_days(terms, now=now)
    address = _address(email)
    for earlier in organisation.invitations.filter(email=address, accepted_at=None, withdrawn_at=None):
        _close(earlier, by=by, now=now)
    token = token_urlsafe(TOKEN_BYTES)
    invitation = Invitation.objects.create(
        organisation=organisation,
        email=address,
        role=terms.role,
        sign_rule=terms.sign_rule,
        valid_from=terms.valid_from,
        valid_to=terms.valid_to,
        last_day=stockholm_date(now + VALID_FOR),
        token_sha256=_hash(token),
        invited_at=now,
        invited_by=by,
    )
    # Neither address nor token: the log is kept for ever.
    events.record(stream(organisation), "invitation_sent", by=by, now=now, invitation=invitation.pk, role=terms.role)
    outbox.queue(
        "invitation",
        key=f"invitation:{invitation.pk}",
        to=address,
        context={
            "organisation": organisation.name,
            "role": MandateRole(terms.role).label.lower(),
            "inviter": by.name,
            "last_day": format_date(invitation.last_day),
            "url": outbox.absolute(path_of(token)),
        },
        now=now,
        opens_a_door=True,
    )
    return invitation


@transaction.atomic
def accept(token: str, *, by: User, now: datetime) -> Mandate:
    """Take the mandate that the link offers; it is bound to ``by``. Raises NotYours for a link that never was.

    Raises Refused when the link is used, withdrawn or too old, when who invited may no longer do so, to people at the
    agency, and to somebody who already has a mandate.
    """
    invitation = find(token)
    organisation = Organisation.objects.select_for_update().get(pk=invitation.organisation_id)
    invitation.refresh_from_db()
    check_open(invitation, now=now)
    if by.works_at_agency:
        raise Refused("Du arbetar på myndigheten och kan inte också företräda en sökande.")
    _check_inviter(invitation, now=now)
    today = stockholm_date(now)
    starts = invitation.valid_from if invitation.valid_from and invitation.valid_from > today else None
    terms = Terms(MandateRole(invitation.role), SignRule(invitation.sign_rule), starts, invitation.valid_to)
    mandate = mandates.give(organisation, person=by, terms=terms, by=invitation.invited_by, now=now)
    invitation.accepted_at, invitation.accepted_by, invitation.mandate = now, by, mandate
    invitation.save(update_fields=["accepted_at", "accepted_by", "mandate"])
    events.record(stream(organisation), "invitation_accepted", by=by, now=now, invitation=invitation.pk)
    return mandate


@transaction.atomic
def withdraw(invitation: Invitation, *, by: User, now: datetime) -> Invitation:
    """Take an invitation back, so that its link no longer works. Twice changes nothing.

    Raises Refused to those who do not manage the organisation, and when the invitation is already accepted.
    """
    organisation = Organisation.objects.select_for_update().get(pk=invitation.organisation_id)
    check_may_manage(by, organisation, now=now)
    invitation = Invitation.objects.get(pk=invitation.pk)
    if invitation.accepted_at:
        raise Refused("Inbjudan är redan accepterad. Avsluta behörigheten i stället.")
    if not invitation.withdrawn_at:
        _close(invitation, by=by, now=now)
    return invitation


def find(token: str) -> Invitation:
    """The invitation of a link. Raises NotYours when there never was such a link."""
    found = Invitation.objects.select_related("organisation", "invited_by").filter(token_sha256=_hash(token)).first()
    if found is None:
        raise NotYours
    return found


def check_open(invitation: Invitation, *, now: datetime) -> None:
    """En inbjudan kan användas en gång, till och med sin sista dag, om den inte har återtagits."""
    again = f"Be någon som företräder {invitation.organisation.name} om en ny."
    if invitation.accepted_at:
        raise Refused(f"Inbjudan är redan använd. {again}")
    if invitation.withdrawn_at:
        raise Refused(f"Inbjudan har återtagits. {again}")
    if stockholm_date(now) > invitation.last_day or (invitation.valid_to and stockholm_date(now) > invitation.valid_to):
        raise Refused(f"Inbjudan gällde till och med {format_date(invitation.last_day)}. {again}")


def _check_inviter(invitation: Invitation, *, now: datetime) -> None:
    try:
        check_may_manage(invitation.invited_by, invitation.organisation, now=now)
    except Refused as error:
        raise Refused(
            f"{invitation.invited_by.name}, som bjöd in dig, får inte längre bjuda in för "
            f"{invitation.organisation.name}. Be någon annan där om en ny inbjudan."
        ) from error


def _close(invitation: Invitation, *, by: User, now: datetime) -> None:
    invitation.withdrawn_at, invitation.withdrawn_by = now, by
    invitation.save(update_fields=["withdrawn_at", "withdrawn_by"])
    events.record(stream(invitation.organisation), "invitation_withdrawn", by=by, now=now, invitation=invitation.pk)


def _hash(token: str) -> str:
    """What is stored of a token. It has 256 random bits, so a plain hash cannot be searched backwards."""
    return sha256(token.encode()).hexdigest()


def _address(text: str) -> str:
    address = text.strip().lower()
    try:
        validate_email(address)
    except ValidationError as error:
        raise Refused("Skriv e-postadressen som namn@exempel.se.", field="email") from error
    return address
