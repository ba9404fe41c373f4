"""Organisations: registering one, claiming a municipality or region, and keeping its details."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from accounts.models import User
from applicants.domain import mandates
from applicants.domain.claimable import CLAIMABLE, official_code
from applicants.domain.mandates import Terms, stream
from applicants.enums import TYPES_BY_LEGAL_FORM, MandateRole, OrganisationType, SignRule
from applicants.models import Mandate, Organisation
from applicants.permissions import check_may_manage
from delmos.lib import identity
from delmos.lib.dates import stockholm_date
from delmos.lib.geography import municipality
from delmos.lib.refusal import Refused
from journal.domain import events

TAKEN = (
    "Organisationen finns redan i portalen. Be någon som företräder den om en inbjudan, "
    "eller begär behörighet så prövar vi ditt underlag."
)


@dataclass(frozen=True, slots=True)
class Details:
    """What those who manage an organisation may change about it."""

    name: str
    seat_municipality: str
    started_on: date | None = None
    address: str = ""
    contact_name: str = ""
    contact_email: str = ""
    contact_phone: str = ""


@transaction.atomic
def register(
    *,
    by: User,
    now: datetime,
    organisation_number: str,
    name: str,
    kind: OrganisationType,
    seat_municipality: str,
    started_on: date | None = None,
    address: str = "",
    is_demonstration: bool = False,
    role: MandateRole = MandateRole.SIGNATORY,
    sign_rule: SignRule = SignRule.ALONE,
    valid_to: date | None = None,
) -> Organisation:
    """Register an organisation, with ``by`` as the first to act for it. Drafting can begin at once.

    Raises Refused when the number is wrong, does not fit the type, or is taken, and when the municipality or region
    is already there.
    """
    digits = check_number(organisation_number, kind=kind)
    check_seat(seat_municipality)
    _check_started(started_on, now=now)
    terms = Terms(role, sign_rule, valid_to=valid_to)
    mandates.check_claimed_role(role)
    try:
        with transaction.atomic():
            organisation = Organisation.objects.create(
                organisation_number=digits,
                official_code=official_code(kind, seat_municipality),
                name=name.strip(),
                kind=kind,
                seat_municipality=seat_municipality,
                started_on=started_on,
                address=address.strip(),
                is_demonstration=is_demonstration,
                registered_at=now,
                registered_by=by,
            )
    except IntegrityError as error:
        raise Refused(TAKEN, field="organisation_number") from error
    events.record(stream(organisation), "organisation_registered", by=by, now=now, name=organisation.name, kind=kind)
    mandates.give(organisation, person=by, terms=terms, by=by, now=now)
    return organisation


def claim(code: str, *, organisation_number: str, terms: Terms, by: User, now: datetime) -> Organisation:
    """Take over one of the municipalities and regions that are there from the start, by its ``official_code``.

    Name, type and seat follow from the code. Raises Refused as ``register``, and for an unknown code.
    """
    if code not in CLAIMABLE:
        raise Refused("Välj kommun eller region i listan.", field="code")
    found = CLAIMABLE[code]
    return register(
        by=by,
        now=now,
        organisation_number=organisation_number,
        name=found.name,
        kind=found.kind,
        seat_municipality=found.seat_municipality,
        role=terms.role,
        sign_rule=terms.sign_rule,
        valid_to=terms.valid_to,
    )


@transaction.atomic
def change_details(organisation: Organisation, *, details: Details, by: User, now: datetime) -> Organisation:
    """Change what is stated about the organisation. What has been submitted keeps what was signed.

    Raises Refused to those who do not manage it, and for facts that cannot be. A municipality or region keeps its
    name and seat.
    """
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    check_may_manage(by, organisation, now=now)
    _check_details(organisation, details, now=now)
    stated = {name: value.strip() if isinstance(value, str) else value for name, value in asdict(details).items()}
    changed = sorted(name for name, value in stated.items() if getattr(organisation, name) != value)
    if not changed:
        return organisation
    for name in changed:
        setattr(organisation, name, stated[name])
    organisation.save(update_fields=[*changed, "name_order"])
    # Which fields, not their content: the log is kept for ever, and a contact person may be exchanged.
    events.record(stream(organisation), "organisation_changed", by=by, now=now, fields=changed)
    return organisation


def add_mandate(
    organisation: Organisation,
    *,
    person: User,
    role: MandateRole,
    by: User,
    now: datetime,
    sign_rule: SignRule = SignRule.ALONE,
) -> Mandate:
    """Give ``person`` the right to act for ``organisation`` from the Swedish day of ``now``. Raises Refused."""
    return mandates.give(organisation, person=person, terms=Terms(role, sign_rule), by=by, now=now)


def check_number(text: str, *, kind: OrganisationType) -> str:
    """The ten digits of an organisationsnummer that fits ``kind``. Raises Refused with what is wrong."""
    try:
        digits = identity.organisation_number(text)
    except identity.IdentityError as error:
        raise Refused(str(error), field="organisation_number") from error
    allowed = TYPES_BY_LEGAL_FORM.get(identity.legal_form(digits), frozenset())
    if not allowed:
        raise Refused(
            "Numret tillhör en organisationsform som inte kan söka här, till exempel ett företag.",
            field="organisation_number",
        )
    if kind not in allowed:
        names = " eller ".join(sorted(found.label.lower() for found in allowed))
        raise Refused(f"Numret tillhör {names}. Ändra typ av sökande eller kontrollera numret.", field="kind")
    return digits


def check_seat(code: str) -> None:
    """Säteskommunen ska vara en av landets 290 kommuner."""
    try:
        municipality(code)
    except KeyError as error:
        raise Refused("Välj säteskommun i listan.", field="seat_municipality") from error


def _check_started(day: date | None, *, now: datetime) -> None:
    if day and day > stockholm_date(now):
        raise Refused("Verksamheten kan inte ha börjat senare än i dag.", field="started_on")


def _check_details(organisation: Organisation, details: Details, *, now: datetime) -> None:
    check_seat(details.seat_municipality)
    _check_started(details.started_on, now=now)
    if not details.name.strip():
        raise Refused("Skriv organisationens namn.", field="name")
    fixed = (organisation.name, organisation.seat_municipality)
    if organisation.official_code and (details.name.strip(), details.seat_municipality) != fixed:
        raise Refused("En kommuns eller regions namn och säte är bestämda och kan inte ändras här.", field="name")
    try:
        validate_email(details.contact_email.strip() or "ingen@example.se")
    except ValidationError as error:
        raise Refused("Skriv e-postadressen som namn@exempel.se.", field="contact_email") from error
