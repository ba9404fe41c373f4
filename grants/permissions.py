"""Who may act in a case: role, mandate and jäv. What the state allows stands in the workflow tables and policies."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User
from accounts.permissions import Permission
from delmos.lib.refusal import Law, Refused
from grants.enums import ConflictAnswer, ConflictOutcome
from grants.models import Application, Assessor, ConflictDeclaration, ConflictQuestion, Expression
from grants.workflow import CONFLICT
from journal.models import Case

# What one case is about: the answer on jäv in it is one, whichever step the case has come to.
Matter = Application | Expression
OfACase = Matter | ConflictQuestion

ROLE_NAMES: dict[Permission, str] = {
    Permission.MANAGE_CALLS: "en handläggare",
    Permission.SEE_CASES: "myndighetens personal",
    Permission.REGISTER_CASES: "en registrator",
    Permission.ASSESS_CASES: "en handläggare",
    Permission.ASSESS_INVITED: "en handläggare eller en inbjuden bedömare",
    Permission.DECIDE_CASES: "en beslutsfattare",
    Permission.DELEGATE_DECISIONS: "ledningen",
    Permission.DISPATCH_DECISIONS: "en registrator eller handläggare",
    Permission.HANDLE_PAYMENTS: "en ekonom",
    Permission.VERIFY_ACCOUNTS: "en ekonom",
    Permission.REVIEW_REPORTS: "en handläggare",
    Permission.RULE_CONFLICTS: "en beslutsfattare eller ledningen",
    Permission.OPEN_SENSITIVE: "en handläggare, beslutsfattare eller registrator",
    Permission.SEE_READINGS: "en registrator eller ledningen",
    Permission.LIST_DELAYED: "en registrator eller ledningen",
    Permission.FOLLOW_BUDGET: "en handläggare, beslutsfattare, ekonom eller ledningen",
    Permission.EDIT_LETTER_TEXTS: "en jurist",
    Permission.HIDE_OFFICIALS: "en beslutsfattare eller registrator",
    Permission.WRITE_NOTES: "ärendets handläggare, en registrator eller en beslutsfattare",
    Permission.SEE_RANKING: "en handläggare, beslutsfattare eller ledningen",
}


def check_may(person: User, permission: Permission, *, law: Law | None = None) -> None:
    """Var och en gör bara det som hör till rollen."""
    if not person.may(permission):
        raise Refused(f"Det här kan bara {ROLE_NAMES[permission]} göra.", law=law)


def blocking() -> QuerySet[ConflictQuestion]:
    """The questions of jäv that keep their person out: those not yet ruled, and those that were upheld (INV-8)."""
    return ConflictQuestion.objects.filter(Q(ruling=None) | Q(ruling__outcome=ConflictOutcome.UPHELD))


def conflict_answer(person: User, matter: OfACase) -> ConflictAnswer | None:
    """How the person stands to the case: kept out by jäv, free to act, or None when nothing was answered. One query.

    Who was freed by a ruling on what they themselves said needs not answer anew.
    """
    case = Case.objects.filter(pk=matter.case_id)
    kept_out, answered = case.values_list(
        Exists(blocking().filter(case=OuterRef("pk"), person=person)),
        Exists(ConflictDeclaration.objects.filter(case=OuterRef("pk"), person=person)),
    ).get()
    if kept_out:
        return ConflictAnswer.CONFLICT
    return ConflictAnswer.NONE if answered else None


def check_not_conflicted(person: User, matter: Matter) -> ConflictAnswer | None:
    """Den som är jävig får inte ta del i handläggningen. The answer, if one was given, comes back."""
    answer = conflict_answer(person, matter)
    if answer is ConflictAnswer.CONFLICT:
        raise Refused("Du är eller kan vara jävig i ärendet och får inte handlägga det.", law=CONFLICT)
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


def check_is_assessor(person: User, application: Application) -> None:
    """Ansökan bedöms av ärendets handläggare och av dem som är inbjudna."""
    if application.officer_id != person.pk and not is_invited(person, application):
        raise Refused("Du är inte inbjuden att bedöma ansökan.")


def is_invited(person: User, matter: Matter) -> bool:
    """Whether the person is invited to assess the case, and may. One query."""
    if not person.may(Permission.ASSESS_INVITED):
        return False
    return Assessor.objects.filter(application__case=matter.case_id, person=person, ended_at=None).exists()


def without_conflict(person: User) -> Q:
    """The rows of a case that ``person`` is not kept out of by jäv: the filter of every staff query (INV-8).

    It asks who the person is and nothing of roles, so it holds for anybody with an account. People from outside who
    are invited to assess hang here too: their gate is the cases they are invited to, narrowed by this same filter.
    """
    return ~Q(Exists(blocking().filter(case=OuterRef("case"), person=person)))
