"""Jäv: everybody answers before the first act in a case, and a conflict blocks (INV-8, FL 16–18 §§)."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission
from delmos.lib.refusal import Refused
from grants.enums import ApplicationStatus, ConflictAnswer
from grants.models import Application, ConflictDeclaration
from grants.permissions import check_may, conflict_answer
from grants.workflow import APPLICATION, CONFLICT
from journal.domain import events


@transaction.atomic
def declare(
    application: Application, *, answer: ConflictAnswer, ground: str = "", by: User, now: datetime
) -> ConflictDeclaration:
    """Answer whether ``by`` is jävig in the case. An officer with a conflict loses the case, which waits for another.

    The same answer twice changes nothing. Raises Refused for a conflict without its circumstance, and for taking a
    conflict back: that is for another person to rule on.
    """
    application = Application.objects.select_for_update(of=("self",)).select_related("case").get(pk=application.pk)
    check_may(by, Permission.SEE_CASES)
    before = conflict_answer(by, application)
    if before is ConflictAnswer.CONFLICT and answer is ConflictAnswer.NONE:
        raise Refused("Du har anmält jäv. Någon annan behöver pröva frågan innan du kan ta i ärendet.", law=CONFLICT)
    if answer is ConflictAnswer.CONFLICT and not ground.strip():
        raise Refused("Skriv vilken omständighet som gör dig jävig.", law=CONFLICT, field="ground")
    if before is answer:
        return application.conflict_declarations.filter(person=by).latest("pk")
    declaration = ConflictDeclaration.objects.create(
        application=application, person=by, answer=answer, ground=ground.strip(), declared_at=now
    )
    events.record(application.stream, "conflict_declared", by=by, now=now, answer=answer)
    if answer is ConflictAnswer.CONFLICT and application.officer_id == by.pk:
        _hand_back(application, by=by, now=now)
    return declaration


def _hand_back(application: Application, *, by: User, now: datetime) -> None:
    if application.status != ApplicationStatus.IN_REVIEW:
        return
    step = APPLICATION.check("recuse", application.status)
    application.status, application.officer = str(step.target), None
    application.save(update_fields=["status", "officer"])
    events.record(application.stream, step.event, by=by, now=now)
