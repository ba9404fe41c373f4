"""Who is behind a proof: the person is found again, registered, or linked to it. Never by e-mail address."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from allauth.socialaccount.models import SocialAccount
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from accounts.assurance import Assurance
from accounts.enums import Door, Role, Way
from accounts.models import User
from delmos.lib.refusal import Refused
from journal.actors import SYSTEM, Actor
from journal.domain import events


@dataclass(frozen=True, slots=True)
class Proof:
    """What a provider has shown about the person who stands at a door.

    ``marks`` are what the person is recognised by, the one in use first; no personal identity number is here.
    ``roles`` follow from the groups in the agency's directory. ``strong`` says whether the provider demanded two
    factors, ``level`` which level of assurance it states (``acr``), ``proven_at`` (UTC) when the person last proved who
    they are, if the provider tells.
    """

    door: Door
    marks: tuple[str, ...]
    name: str
    email: str = ""
    roles: tuple[Role, ...] = ()
    strong: bool = False
    level: str = ""
    proven_at: datetime | None = None

    @property
    def assurance(self) -> Assurance:
        """What stands beside a signature that rests on this proof."""
        return Assurance(Way(self.door), self.level, self.proven_at)


@transaction.atomic
def admit(proof: Proof, *, now: datetime) -> User | None:
    """The person behind the proof, registered the first time; at the agency's door with the roles of their groups.

    None at the agency's door for whom no group gives a role: such a person gets no account, and loses the roles of one.
    Raises Refused when somebody with a role at the agency comes with an e-legitimation.
    """
    person = person_behind(proof)
    if person is None and (proof.roles or proof.door == Door.EID):
        person = _register(proof, now=now)
    if person is None:
        return None
    if proof.door == Door.AGENCY:
        person = set_roles(person, proof.roles, by=SYSTEM, now=now)
        return person if person.roles else None
    _check_side(person, proof.door)
    if person.name != proof.name:  # the e-legitimation knows the name that a signature is made in
        person.name = proof.name
        person.save(update_fields=["name"])
    return person


@transaction.atomic
def link(proof: Proof, *, by: User, now: datetime) -> SocialAccount:
    """Let the person who is signed in, ``by``, come in through this door from now on. Twice changes nothing.

    Raises Refused when the proof belongs to another account, or the account to another proof.
    """
    person = User.objects.select_for_update().get(pk=by.pk)
    _check_side(person, proof.door)
    owner = person_behind(proof)
    if owner is not None and owner != person:
        raise Refused(f"{proof.door.label} är redan kopplad till ett annat konto. Logga in med den i stället.")
    if owner is None and links_of(person).filter(provider=proof.door).exists():
        raise Refused("Kontot är redan kopplat till någon annan än den du legitimerade dig som.")
    if owner is None:
        _add_link(person, proof, by=by, now=now)
    return links_of(person).get(provider=proof.door)


@transaction.atomic
def set_roles(person: User, roles: Sequence[Role], *, by: Actor, now: datetime) -> User:
    """Give the person exactly these roles. What was given and taken is written down."""
    person = User.objects.select_for_update().get(pk=person.pk)
    given = sorted(set(roles))
    if given != sorted(person.roles):
        events.record(stream_of(person), "roles_set", by=by, now=now, before=sorted(person.roles), after=given)
        person.roles = [str(role) for role in given]
        person.save(update_fields=["roles"])
    return person


def person_behind(proof: Proof) -> User | None:
    """The person whom one of the proof's marks is linked to. A mark of an older key is exchanged for the newest."""
    found = (
        SocialAccount.objects.filter(provider=proof.door, uid__in=proof.marks)
        .select_related("user")
        .select_for_update(of=("self",))
        .first()
    )
    if found is None:
        return None
    found.uid = proof.marks[0]
    found.save(update_fields=["uid", "last_login"])
    person: User = found.user
    return person


def links_of(person: User) -> QuerySet[SocialAccount]:
    """The ways in through a provider that the person has."""
    links: QuerySet[SocialAccount] = SocialAccount.objects.filter(user=person)
    return links


def stream_of(person: User) -> str:
    """The event stream in which what happens to an account is written."""
    return f"person:{person.pk}"


def _register(proof: Proof, *, now: datetime) -> User:
    """A new account with its link. When two arrive at once the second finds the first one's."""
    try:
        with transaction.atomic():
            taken = User.objects.filter(email__iexact=proof.email).exists()
            person = User.objects.create_user(
                f"{proof.door}-{uuid4().hex}", name=proof.name, email="" if taken else proof.email
            )
            _add_link(person, proof, by=person, now=now)
            return person
    except IntegrityError:
        found = person_behind(proof)
        if found is None:
            raise
        return found


def _add_link(person: User, proof: Proof, *, by: Actor, now: datetime) -> None:
    # Nothing but the mark: what else the provider told stays where it was said.
    SocialAccount.objects.create(user=person, provider=proof.door, uid=proof.marks[0], extra_data={})
    events.record(stream_of(person), "sign_in_linked", by=by, now=now, door=proof.door)


def _check_side(person: User, door: Door) -> None:
    """Who works at the agency and who applies are two accounts, also when they are one human being."""
    if door == Door.EID and person.works_at_agency:
        raise Refused("Kontot hör till myndigheten. Logga in med myndighetens inloggning i stället.")
    if door == Door.AGENCY and not person.works_at_agency:
        raise Refused("Kontot hör inte till myndigheten, och kan inte kopplas till dess inloggning.")
