"""Jäv: everybody answers before the first act in a case, and a conflict blocks (INV-8, FL 16–18 §§)."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission
from delmos.lib.refusal import Refused, each
from grants.domain import decisions
from grants.enums import ApplicationStatus, ConflictAnswer, ConflictPoint, DecisionStatus
from grants.models import Application, ConflictDeclaration, ConflictQuestion, Expression
from grants.permissions import Matter, check_may, conflict_answer, is_invited
from grants.workflow import APPLICATION, CONFLICT
from journal.actors import SYSTEM, Actor
from journal.domain import events, notices


@transaction.atomic
def declare(
    matter: Matter,
    *,
    answer: ConflictAnswer,
    point: ConflictPoint = ConflictPoint.OTHER,
    ground: str = "",
    by: User,
    now: datetime,
) -> ConflictDeclaration:
    """Answer whether ``by`` is jävig in the case. Who says so raises the question of it, and is out until it is ruled.

    Everybody who works at the agency may, and who is invited from outside to assess the case.
    ``point`` is the ground in 16 § FL, the general clause unless another is chosen, and ``ground`` the circumstance.
    The same answer twice changes nothing. Raises Refused for a conflict without its circumstance, and for taking a
    conflict back: that is for another person to rule on.
    """
    matter = locked_case(matter)
    if not is_invited(by, matter):
        check_may(by, Permission.SEE_CASES)
    before = conflict_answer(by, matter)
    if before is ConflictAnswer.CONFLICT and answer is ConflictAnswer.NONE:
        raise Refused(
            "Du är eller kan vara jävig. Någon annan behöver pröva frågan innan du kan ta i ärendet.", law=CONFLICT
        )
    if answer is ConflictAnswer.CONFLICT and not ground.strip():
        raise Refused("Skriv vilken omständighet som gör dig jävig.", law=CONFLICT, field="ground")
    own = ConflictDeclaration.objects.filter(case=matter.case_id, person=by)
    if before is answer and (newest := own.filter(answer=answer).order_by("pk").last()):
        return newest
    declaration = ConflictDeclaration.objects.create(case_id=matter.case_id, person=by, answer=answer, declared_at=now)
    events.record(matter.stream, "conflict_declared", by=by, now=now, answer=answer)
    if answer is ConflictAnswer.CONFLICT:
        ConflictQuestion.objects.create(
            case_id=matter.case_id, person=by, point=point, ground=ground.strip(), raised_at=now, raised_by=by
        )
        keep_out(matter, by, by=by, now=now)
    return declaration


@transaction.atomic
def declare_none(matters: Iterable[Matter], *, by: User, now: datetime) -> int:
    """Answer, in each of these cases, that ``by`` is not jävig; how many there were. All or nothing.

    Raises Refusals that name each case in which ``by`` is kept out.
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
    """A case that comes back to an officer who meanwhile is kept out by jäv waits for another one instead.

    The caller holds the application's row lock and has set its state.
    """
    officer = application.officer
    if officer and conflict_answer(officer, application) is ConflictAnswer.CONFLICT:
        _hand_back(application, by=SYSTEM, now=now)


def locked_case(matter: Matter) -> Matter:
    """What the case has come to, its application or else its expression, locked until the transaction ends.

    Every act in a case locks the same row before it asks of jäv, so that a question and an act in the same instant
    come one after the other.
    """
    expression = Expression.objects.select_for_update(of=("self",)).select_related("case", "organisation")
    began = expression.filter(case=matter.case_id).first()
    rows = Application.objects.select_for_update(of=("self",)).select_related("case", "organisation", "officer")
    return rows.filter(case=matter.case_id).first() or began or matter


def keep_out(matter: Matter, person: User, *, by: Actor, now: datetime) -> None:
    """What follows at once for somebody who may be jävig. The caller holds the case's lock (see `locked_case`).

    The case waits for another officer, a letter drawn up for this person to decide falls, and what the person was
    told of the case is taken out of their notices.
    """
    if isinstance(matter, Application):
        if matter.decisions.filter(status=DecisionStatus.PREPARED, decider=person).exists():
            decisions.replace_letter(matter)
        if matter.officer_id == person.pk:
            _hand_back(matter, by=by, now=now)
    notices.forget(person.actor_key, case_number=matter.case.number)


def _hand_back(application: Application, *, by: Actor, now: datetime) -> None:
    if application.status != ApplicationStatus.IN_REVIEW:
        return
    step = APPLICATION.check("recuse", application.status)
    application.status, application.officer = str(step.target), None
    application.save(update_fields=["status", "officer"])
    events.record(application.stream, step.event, by=by, now=now)
