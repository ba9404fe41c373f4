"""Organisations: registering one and claiming it."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from accounts.models import User
from applicants.enums import TYPES_BY_LEGAL_FORM, MandateRole, OrganisationType, SignRule
from applicants.models import Mandate, Organisation
from delmos.lib import identity
from delmos.lib.dates import stockholm_date
from delmos.lib.geography import municipality
from delmos.lib.refusal import Refused
from journal.domain import events


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
) -> Organisation:
    """Register an organisation, with ``by`` as its first signatory.

    Raises Refused when the number is wrong, does not fit the type, or is taken.
    """
    digits = check_number(organisation_number, kind=kind)
    _check_seat(seat_municipality)
    if started_on and started_on > stockholm_date(now):
        raise Refused("Verksamheten kan inte ha börjat senare än i dag.", field="started_on")
    try:
        with transaction.atomic():
            organisation = Organisation.objects.create(
                organisation_number=digits,
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
        raise Refused(
            "Organisationen finns redan i portalen. Be den som är firmatecknare där att ge dig behörighet.",
            field="organisation_number",
        ) from error
    events.record(stream(organisation), "organisation_registered", by=by, now=now, name=organisation.name, kind=kind)
    add_mandate(organisation, person=by, role=MandateRole.SIGNATORY, by=by, now=now)
    return organisation


@transaction.atomic
def add_mandate(
    organisation: Organisation,
    *,
    person: User,
    role: MandateRole,
    by: User,
    now: datetime,
    sign_rule: SignRule = SignRule.ALONE,
) -> Mandate:
    """Give ``person`` the right to act for ``organisation`` from the Swedish day of ``now``."""
    mandate = Mandate.objects.create(
        person=person,
        organisation=organisation,
        role=role,
        sign_rule=sign_rule,
        valid_from=stockholm_date(now),
        granted_at=now,
        granted_by=by,
    )
    events.record(stream(organisation), "mandate_given", by=by, now=now, person=person.actor_key, role=role)
    return mandate


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


def stream(organisation: Organisation) -> str:
    """The event stream of an organisation."""
    return f"organisation:{organisation.organisation_number}"


def _check_seat(code: str) -> None:
    try:
        municipality(code)
    except KeyError as error:
        raise Refused("Välj säteskommun i listan.", field="seat_municipality") from error
