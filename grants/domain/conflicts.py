"""Jäv: everybody answers before the first act in a case, and a conflict blocks (INV-8, FL 16–18 §§)."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission
from delmos.lib.refusal import Refused, each
from grants.enums import ApplicationStatus, ConflictAnswer
from grants.models import Application, ConflictDeclaration, Expression
from grants.permissions import Matter, check_may, conflict_answer
from grants.workflow import APPLICATION, CONFLICT
from journal.actors import SYSTEM, Actor
from journal.domain import events


@transaction.atomic
def declare(
    matter: Matter, *, answer: ConflictAnswer, ground: str = "", by: User, now: datetime
) -> ConflictDeclaration:
    """Answer whether ``by`` is jävig in the case. An officer with a conflict loses the case, which waits for another.

    The same answer twice changes nothing. Raises Refused for a conflict without its circumstance, and for taking a
    conflict back: that is for another person to rule on.
    """
    application = _lock_case(matter)
    check_may(by, Permission.SEE_CASES)
    before = conflict_answer(by, matter)
    if before is ConflictAnswer.CONFLICT and answer is ConflictAnswer.NONE:
        raise Refused("Du har anmält jäv. Någon annan behöver pröva frågan innan du kan ta i ärendet.", law=CONFLICT)
    if answer is ConflictAnswer.CONFLICT and not ground.strip():
        raise Refused("Skriv vilken omständighet som gör dig jävig.", law=CONFLICT, field="ground")
    if before is answer:
        return ConflictDeclaration.objects.filter(case=matter.case_id, person=by).latest("pk")
    declaration = ConflictDeclaration.objects.create(
        case_id=matter.case_id, person=by, answer=answer, ground=ground.strip(), declared_at=now
    )
    events.record(matter.stream, "conflict_declared", by=by, now=now, answer=answer)
    if application and answer is ConflictAnswer.CONFLICT and application.officer_id == by.pk:
        _hand_back(application, by=by, now=now)
    return declaration


@transaction.atomic
def declare_none(matters: Iterable[Matter], *, by: User, now: datetime) -> int:
    """Answer, in each of these cases, that ``by`` is not jävig; how many there were. All or nothing.

    Raises Refusals that name each case in which ``by`` has said the opposite.
    """
    if not (chosen := sorted(matters, key=lambda found: found.case_id)):
        raise Refused("Välj minst ett ärende i listan.")
    return len(
        each(
            chosen,
            lambda matter: declare(matter, answer=ConflictAnswer.NONE, by=by, now=now),
            name=lambda matter: matter.case.number,
        )
    )


def release_if_conflicted(application: Application, *, now: datetime) -> None:
    """A case that comes back to an officer who has declared jäv meanwhile waits for another one instead.

    The caller holds the application's row lock and has set its state.
    """
    officer = application.officer
    if officer and conflict_answer(officer, application) is ConflictAnswer.CONFLICT:
        _hand_back(application, by=SYSTEM, now=now)


def _lock_case(matter: Matter) -> Application | None:
    """The application of the case, if it has come to one. Whichever step it is at, its row is locked."""
    if isinstance(matter, Expression):
        Expression.objects.select_for_update().get(pk=matter.pk)
    return (
        Application.objects.select_for_update(of=("self",)).select_related("case").filter(case=matter.case_id).first()
    )


def _hand_back(application: Application, *, by: Actor, now: datetime) -> None:
    if application.status != ApplicationStatus.IN_REVIEW:
        return
    step = APPLICATION.check("recuse", application.status)
    application.status, application.officer = str(step.target), None
    application.save(update_fields=["status", "officer"])
    events.record(application.stream, step.event, by=by, now=now)
