"""Who may act in the diary: a registrar in every case without jäv, and an officer in a general case of its own."""

from accounts.models import User
from accounts.permissions import Permission
from delmos.lib.refusal import Law, Refused
from grants.domain.queries.diary import diary_cases_for, entries_for, general_cases_for
from grants.domain.queries.releases import entries_to_try
from grants.models import GeneralCase
from grants.permissions import check_may
from grants.workflow import CONFLICT, REGISTRATION
from journal.models import Case, RegistryEntry


def locked_case(case: Case) -> Case:
    """The newest state of the case in the diary, its row locked until the end of the transaction."""
    return Case.objects.select_for_update().get(pk=case.pk)


def in_turn(person: User) -> None:
    """Let the acts of one person come one after another: the same post sent twice at once is then seen to be one."""
    User.objects.select_for_update().get(pk=person.pk)


def check_may_register(person: User, case: Case, *, law: Law = REGISTRATION) -> None:
    """Den som är jävig får inte ta i ärendet, och bara en registrator för diariet."""
    check_may(person, Permission.REGISTER_CASES, law=law)
    if not diary_cases_for(person).filter(pk=case.pk).exists():
        raise Refused("Du är eller kan vara jävig i ärendet och får inte handlägga det.", law=CONFLICT)


def check_may_read_entry(person: User, entry: RegistryEntry, *, law: Law = REGISTRATION) -> None:
    """Den som är jävig får inte ta i handlingen, och bara en registrator för diariet."""
    check_may(person, Permission.REGISTER_CASES, law=law)
    if not entries_for(person).filter(pk=entry.pk).exists():
        raise Refused("Du är eller kan vara jävig i ärendet och får inte handlägga det.", law=CONFLICT)


def check_may_open_entry(person: User, entry: RegistryEntry) -> None:
    """En handling i diariet öppnas av registratorn, ärendets handläggare eller den som beslutar om utlämnandet."""
    own = general_cases_for(person).filter(case=entry.case_id)
    opened = (entries_for(person), entries_to_try(person))
    if not (own.exists() or any(found.filter(pk=entry.pk).exists() for found in opened)):
        raise Refused("Det här kan bara registratorn eller ärendets handläggare göra.", law=REGISTRATION)


def check_may_handle(person: User, general: GeneralCase) -> None:
    """Ett allmänt ärende handläggs av registratorn eller av den handläggare som det är fördelat till."""
    if not general_cases_for(person).filter(pk=general.pk).exists():
        raise Refused("Det här kan bara registratorn eller ärendets handläggare göra.", law=REGISTRATION)


def check_is_open(general: GeneralCase) -> None:
    """Ett avslutat ärende ändras inte."""
    if not general.is_open:
        raise Refused("Ärendet är avslutat.")
