"""No cost is paid twice by the state: another grant is looked into, with a note, before this one is given (INV-19)."""

from delmos.lib.refusal import Refused
from grants.domain.known_facts import OTHER_GRANTS, declares_other_grants, other_grants
from grants.domain.queries.correspondence import newest_answers
from grants.models import Application
from grants.ordinances.profile import Requirement
from grants.policies import newest_checks

UNNOTED = (
    "Sökanden uppger ett annat statligt bidrag, eller har beviljats ett här för samma tid. Skriv i kontrollen ”{}” hur "
    "du vet att samma kostnad inte betalas två gånger."
)
NEWER = "Sökanden har beviljats ett annat bidrag här för samma tid efter kontrollen ”{}”. Gör om den."


def check_resolved(application: Application) -> None:
    """Före bifall ska ett annat statligt bidrag som är känt vara utrett, med en anteckning om hur."""
    requirement = _requirement(application)
    if requirement is None or not is_known(application):
        return
    check = newest_checks(application).get(requirement.code)
    if check is None or not check.note:
        raise Refused(UNNOTED.format(requirement.title), law=requirement.law)
    if other_grants(application).filter(decided_at__gt=check.checked_at).exists():
        raise Refused(NEWER.format(requirement.title), law=requirement.law)


def check_noted(application: Application, requirement: Requirement, note: str) -> None:
    """Ett annat statligt bidrag som är känt bockas inte av utan en anteckning."""
    if requirement.code == OTHER_GRANTS and not note.strip() and is_known(application):
        raise Refused(UNNOTED.format(requirement.title), law=requirement.law, field="note")


def is_known(application: Application) -> bool:
    """Whether the applicant declares another state grant, or has one here for any part of the same period."""
    return declares_other_grants(newest_answers(application).answers) or other_grants(application).exists()


def _requirement(application: Application) -> Requirement | None:
    asked = application.ordinance.requirements_for(application.type)
    return next((found for found in asked if found.code == OTHER_GRANTS), None)
