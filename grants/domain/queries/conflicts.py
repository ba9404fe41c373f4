"""Questions of jäv: those a person may rule on, and those of one case."""

from django.db.models import QuerySet

from accounts.models import User
from accounts.permissions import Permission
from delmos.lib.gate import one
from grants.models import ConflictQuestion
from grants.permissions import Matter, without_conflict


def questions_for(person: User) -> QuerySet[ConflictQuestion]:
    """The questions that ``person`` may read as one who rules; none in a case of their own jäv (INV-8)."""
    if not person.may(Permission.RULE_CONFLICTS):
        return ConflictQuestion.objects.none()
    return ConflictQuestion.objects.filter(without_conflict(person)).select_related(
        "case", "person", "raised_by", "entry", "ruling__ruled_by", "ruling__entry"
    )


def question_for(person: User, pk: int) -> ConflictQuestion:
    """One question. Raises NotYours to everybody who rules on none, or is kept out of its case."""
    return one(questions_for(person), pk=pk)


def open_questions(person: User) -> QuerySet[ConflictQuestion]:
    """What waits for a ruling, oldest first: also what ``person`` raised, which somebody else has to rule on."""
    return questions_for(person).filter(ruling=None).order_by("raised_at", "pk")


def to_rule(person: User) -> QuerySet[ConflictQuestion]:
    """Of these, the ones that ``person`` may rule on."""
    return open_questions(person).exclude(raised_by=person)


def ruled_questions(person: User) -> QuerySet[ConflictQuestion]:
    """What has been ruled, whatever the order."""
    return questions_for(person).filter(ruling__isnull=False)


def questions_in(matter: Matter) -> QuerySet[ConflictQuestion]:
    """The questions of one case, whose page the person has come to through its gate, oldest first."""
    found = ConflictQuestion.objects.filter(case=matter.case_id)
    return found.select_related("person", "ruling__entry").order_by("pk")
