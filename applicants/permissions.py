"""Who may act for an organisation."""

from datetime import date, datetime

from django.db.models import F, Q

from accounts.models import User
from applicants.enums import MANAGING_ROLES, WRITING_ROLES, MandateRole, ReviewStatus
from applicants.models import Mandate, Organisation
from delmos.lib.dates import stockholm_date
from delmos.lib.refusal import Law, Refused

AGENTS = Law("förvaltningslagen (2017:900)", "14–15 §§")
# Whose mandates the agency reviews: signatories, and whoever has claimed or asked for one.
TO_BE_REVIEWED = Q(role=MandateRole.SIGNATORY) | Q(granted_by=F("person"))


def valid_on(day: date) -> Q:
    """The mandates that are in force on ``day``: begun, not run out, not ended, and not waiting for a review."""
    return (
        Q(valid_from__lte=day, ended_at__isnull=True)
        & (Q(valid_to__isnull=True) | Q(valid_to__gte=day))
        & (Q(waits_for_review=False) | Q(review_status=ReviewStatus.APPROVED))
    )


def mandate_of(person: User, organisation: Organisation, *, now: datetime) -> Mandate | None:
    """The person's mandate for the organisation on the Swedish day of ``now``, if any."""
    return (
        Mandate.objects.filter(valid_on(stockholm_date(now)), person=person, organisation=organisation)
        .order_by("-valid_from", "-pk")
        .first()
    )


def check_may_read_for(person: User, organisation: Organisation, *, now: datetime) -> Mandate:
    """Bara den som har behörighet får företräda organisationen."""
    mandate = mandate_of(person, organisation, now=now)
    if mandate is None:
        raise Refused(f"Du saknar behörighet att företräda {organisation.name}.", law=AGENTS)
    return mandate


def check_may_act_for(person: User, organisation: Organisation, *, now: datetime) -> Mandate:
    """Bara den som har mer än läsbehörighet får skriva för organisationen."""
    mandate = check_may_read_for(person, organisation, now=now)
    if mandate.role not in WRITING_ROLES:
        raise Refused(
            f"Du får läsa men inte ändra något för {organisation.name}. "
            "Be en firmatecknare eller ett ombud om du behöver en annan roll."
        )
    return mandate


def check_may_manage(person: User, organisation: Organisation, *, now: datetime) -> Mandate:
    """Bara firmatecknare och ombud får sköta organisationens uppgifter, konto och behörigheter."""
    mandate = check_may_read_for(person, organisation, now=now)
    if mandate.role not in MANAGING_ROLES:
        raise Refused(f"Bara en firmatecknare eller ett ombud för {organisation.name} får göra det här.", law=AGENTS)
    return mandate


def check_may_sign_for(person: User, organisation: Organisation, *, now: datetime) -> Mandate:
    """Bara en firmatecknare får skriva under för organisationen (INV-5)."""
    mandate = check_may_act_for(person, organisation, now=now)
    if mandate.role != MandateRole.SIGNATORY:
        raise Refused(
            "Ansökan ska skrivas under av en firmatecknare. Du kan fylla i den, men inte skriva under.", law=AGENTS
        )
    return mandate


def is_in_force(mandate: Mandate, day: date) -> bool:
    """``valid_on`` for a mandate that is already at hand and not over: begun, and not waiting for a review."""
    return mandate.valid_from <= day and not is_waiting(mandate)


def is_waiting(mandate: Mandate) -> bool:
    """Whether the mandate gives nothing before the agency has approved it, and it has not."""
    return mandate.waits_for_review and not mandate_is_reviewed(mandate)


def may_write(mandate: Mandate | None) -> bool:
    """Whether a page shows what may be changed, or only what may be read. The verbs ask anew."""
    return mandate is not None and mandate.role in WRITING_ROLES


def may_manage(mandate: Mandate | None) -> bool:
    """Whether a page shows what only signatories and agents may do. The verbs ask anew."""
    return mandate is not None and mandate.role in MANAGING_ROLES


def is_to_be_reviewed(mandate: Mandate) -> bool:
    """``TO_BE_REVIEWED`` for a mandate that is already at hand."""
    return mandate.role == MandateRole.SIGNATORY or mandate.granted_by_id == mandate.person_id


def mandate_is_reviewed(mandate: Mandate) -> bool:
    """Whether the agency has approved the evidence of this mandate."""
    return mandate.review_status == ReviewStatus.APPROVED
