"""Who may act in a case: role, mandate and jäv. What the state allows stands in the workflow tables and policies."""

from django.db.models import Exists, OuterRef, Q

from accounts.models import User
from accounts.permissions import Permission
from delmos.lib.refusal import Law, Refused
from grants.enums import ConflictAnswer
from grants.models import Application, ConflictDeclaration, Expression
from grants.workflow import CONFLICT

# What one case is about: the answer on jäv in it is one, whichever step the case has come to.
Matter = Application | Expression

ROLE_NAMES: dict[Permission, str] = {
    Permission.MANAGE_CALLS: "en handläggare",
    Permission.SEE_CASES: "myndighetens personal",
    Permission.REGISTER_CASES: "en registrator",
    Permission.ASSESS_CASES: "en handläggare",
    Permission.DECIDE_CASES: "en beslutsfattare",
    Permission.DISPATCH_DECISIONS: "en registrator eller handläggare",
    Permission.HANDLE_PAYMENTS: "en ekonom",
    Permission.VERIFY_ACCOUNTS: "en ekonom",
    Permission.REVIEW_REPORTS: "en handläggare",
}


def check_may(person: User, permission: Permission, *, law: Law | None = None) -> None:
    """Var och en gör bara det som hör till rollen."""
    if not person.may(permission):
        raise Refused(f"Det här kan bara {ROLE_NAMES[permission]} göra.", law=law)


def conflict_answer(person: User, matter: Matter) -> ConflictAnswer | None:
    """The person's newest answer on jäv in the case; None when none was given."""
    newest = (
        ConflictDeclaration.objects.filter(case=matter.case_id, person=person)
        .order_by("-pk")
        .values_list("answer", flat=True)
        .first()
    )
    return ConflictAnswer(newest) if newest else None


def check_not_conflicted(person: User, matter: Matter) -> ConflictAnswer | None:
    """Den som är jävig får inte ta del i handläggningen. The answer, if one was given, comes back."""
    answer = conflict_answer(person, matter)
    if answer is ConflictAnswer.CONFLICT:
        raise Refused("Du har anmält jäv i ärendet och får inte handlägga det.", law=CONFLICT)
    return answer


def check_no_conflict(person: User, matter: Matter) -> None:
    """Den som är jävig får inte handlägga, och var och en ska ta ställning till jäv före sin första åtgärd."""
    if check_not_conflicted(person, matter) is None:
        raise Refused("Ta först ställning till om du är jävig i ärendet.", law=CONFLICT)


def check_case_act(person: User, permission: Permission, matter: Matter, *, law: Law | None = None) -> None:
    """Role and jäv together: what every act in a case asks of the person who does it."""
    check_may(person, permission, law=law)
    check_no_conflict(person, matter)


def check_is_officer(person: User, application: Application) -> None:
    """Bara den handläggare som ärendet är fördelat till får bereda det."""
    if application.officer_id != person.pk:
        raise Refused("Ärendet är fördelat till en annan handläggare.")


def without_conflict(person: User) -> Q:
    """The rows of a case in which ``person`` has not declared jäv: the filter of every staff query (INV-8)."""
    conflicts = ConflictDeclaration.objects.filter(case=OuterRef("case"), person=person, answer=ConflictAnswer.CONFLICT)
    return ~Q(Exists(conflicts))
