"""The cast as people with rights: users, their organisations, mandates and verified accounts."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from stdnum import luhn

from accounts.models import User
from applicants.domain import mandates, organisations, payment_accounts
from applicants.enums import AccountKind, AccountStatus, MandateRole, OrganisationType, ReviewStatus
from applicants.models import Mandate, Organisation
from delmos.demo.cast import CAST
from delmos.demo.names import person_name
from delmos.demo.published import GAVLE_KOMMUN, KNOWN_NUMBERS, KNOWN_SEATS
from delmos.lib.dates import stockholm_date
from delmos.lib.identity import make_organisation_number
from grants.domain import delegations
from grants.enums import DecisionKind
from grants.models import Delegation

Cast = Mapping[str, User]

ANNAS_ASSOCIATION = "Föreningen Grannsamverkan Öster"
ANNAS_NUMBER = make_organisation_number("802999200")
ANNAS_SEAT = "1880"
CHECKED_IN = "Utdrag från Bankgirot"
MOST_ORE = 5_000_000_00
REVIEWED_IN = "Stadgar och protokoll stämmer med uppgiften om firmatecknare."


@transaction.atomic
def ensure_cast(*, now: datetime) -> dict[str, User]:
    """The people of the demonstration by user name, with the organisations they sign for; made when they are missing.

    ``now`` is when the organisations are registered and the mandates begin, so nobody can sign for an earlier day. The
    people have no password: they sign in on the demonstration's own page, which production does not have.
    """
    cast = {person.username: _person(person.username, person.name, roles=person.roles) for person in CAST}
    ensure_delegations(cast, now=now)
    association = ensure_organisation(
        name=ANNAS_ASSOCIATION,
        number=ANNAS_NUMBER,
        kind=OrganisationType.ASSOCIATION,
        seat=ANNAS_SEAT,
        invented=True,
        by=cast["anna"],
        now=now,
    )
    if not association.mandates.filter(person=cast["bo"]).exists():
        organisations.add_mandate(association, person=cast["bo"], role=MandateRole.AGENT, by=cast["anna"], now=now)
    municipality = ensure_organisation(
        name=GAVLE_KOMMUN,
        number=KNOWN_NUMBERS[GAVLE_KOMMUN],
        kind=OrganisationType.MUNICIPALITY,
        seat=KNOWN_SEATS[GAVLE_KOMMUN],
        invented=False,
        by=cast["cecilia"],
        now=now,
    )
    for organisation, signatory in ((association, cast["anna"]), (municipality, cast["cecilia"])):
        state_account(organisation, by=signatory, now=now)
        verify_account(organisation, cast, now=now)
        review_mandates(organisation, cast, now=now)
    return cast


def ensure_signatory(number: str, *, serial: int) -> User:
    """The invented person who signs for the organisation with this number; ``serial`` chooses the name."""
    return _person(f"firmatecknare-{number}", person_name(serial))


def ensure_organisation(
    *, name: str, number: str, kind: OrganisationType, seat: str, invented: bool, by: User, now: datetime
) -> Organisation:
    """The organisation with this number, registered by its signatory when it is missing."""
    found = Organisation.objects.filter(organisation_number=number).first()
    return found or organisations.register(
        by=by,
        now=now,
        organisation_number=number,
        name=name,
        kind=kind,
        seat_municipality=seat,
        is_demonstration=invented,
    )


def ensure_delegations(cast: Cast, *, now: datetime) -> None:
    """Let eva make every decision, unless she has had a delegation already."""
    if Delegation.objects.filter(decider=cast["eva"]).exists():
        return
    delegations.give(
        cast["eva"],
        kinds=list(DecisionKind),
        most_ore=MOST_ORE,
        starts_on=stockholm_date(now),
        ends_on=None,
        basis="Arbetsordningen, bilaga 2 punkt 4",
        by=cast["gun"],
        now=now,
    )


def state_account(organisation: Organisation, *, by: User, now: datetime) -> None:
    """State an invented bankgiro number, in a part of the series that is not given out. Twice changes nothing."""
    digits = f"9900{int(organisation.organisation_number[:-1]) % 1000:03d}"
    payment_accounts.state(
        organisation, kind=AccountKind.BANKGIRO, number=digits + luhn.calc_check_digit(digits), by=by, now=now
    )


def verify_account(organisation: Organisation, cast: Cast, *, now: datetime) -> None:
    """Let both economists verify the account in use, unless they have."""
    account = payment_accounts.current_account(organisation)
    if account is None or account.status != AccountStatus.UNVERIFIED:
        return
    for economist in (cast["farah"], cast["filip"]):
        account = payment_accounts.verify(account, note=CHECKED_IN, by=economist, now=now)


def review_mandates(organisation: Organisation, cast: Cast, *, now: datetime) -> None:
    """Let the registrar approve the signatories' mandates, unless somebody has reviewed them."""
    waiting = Mandate.objects.filter(
        organisation=organisation, role=MandateRole.SIGNATORY, review_status=ReviewStatus.UNREVIEWED
    )
    for mandate in waiting:
        mandates.review(mandate, approved=True, note=REVIEWED_IN, by=cast["rut"], now=now)


def _person(username: str, name: str, *, roles: tuple[str, ...] = ()) -> User:
    found = User.objects.filter(username=username).first()
    return found or User.objects.create_user(username, name=name, roles=list(roles))
