"""Who may act for an organisation."""

from datetime import date, datetime

from django.db.models import Q

from accounts.models import User
from applicants.enums import MandateRole
from applicants.models import Mandate, Organisation
from delmos.lib.dates import stockholm_date
from delmos.lib.refusal import Law, Refused

AGENTS = Law("förvaltningslagen (2017:900)", "14–15 §§")


def valid_on(day: date) -> Q:
    """The mandates that are in force on ``day``."""
    return Q(valid_from__lte=day) & (Q(valid_to__isnull=True) | Q(valid_to__gte=day))


def mandate_of(person: User, organisation: Organisation, *, now: datetime) -> Mandate | None:
    """The person's mandate for the organisation on the Swedish day of ``now``, if any."""
    return (
        Mandate.objects.filter(valid_on(stockholm_date(now)), person=person, organisation=organisation)
        .order_by("-valid_from")
        .first()
    )


def check_may_act_for(person: User, organisation: Organisation, *, now: datetime) -> Mandate:
    """Bara den som har behörighet får företräda organisationen."""
    mandate = mandate_of(person, organisation, now=now)
    if mandate is None:
        raise Refused(f"Du saknar behörighet att företräda {organisation.name}.", law=AGENTS)
    return mandate


def check_may_sign_for(person: User, organisation: Organisation, *, now: datetime) -> Mandate:
    """Bara en firmatecknare får skriva under för organisationen (INV-5)."""
    mandate = check_may_act_for(person, organisation, now=now)
    if mandate.role != MandateRole.SIGNATORY:
        raise Refused(
            "Ansökan ska skrivas under av en firmatecknare. Du kan fylla i den, men inte skriva under.", law=AGENTS
        )
    return mandate
