"""Jäv in today's scene: an officer who steps aside, and a party who objects."""

from datetime import datetime

from accounts.models import User
from delmos.demo.people import Cast
from delmos.demo.steps import HOUR, declare_no_conflict
from grants.domain import conflict_questions, conflicts
from grants.enums import ConflictAnswer, ConflictOutcome, ConflictPoint
from grants.interfaces.letters import render_conflict_ruling
from grants.models import Application, ConflictQuestion


def step_aside(application: Application, officer: User, cast: Cast, *, now: datetime) -> None:
    """The officer says to be jävig, and management rules that it is so."""
    conflicts.declare(
        application,
        answer=ConflictAnswer.CONFLICT,
        point=ConflictPoint.REPRESENTATIVE,
        ground="Min syster är kassör i föreningen.",
        by=officer,
        now=now,
    )
    declare_no_conflict(application, cast["gun"], now=now)
    conflict_questions.rule(
        ConflictQuestion.objects.get(case=application.case_id, person=officer),
        outcome=ConflictOutcome.UPHELD,
        reasons="Handläggarens syster är kassör i föreningen och företräder den. De är närstående.",
        write_letter=render_conflict_ruling,
        by=cast["gun"],
        now=now + HOUR // 2,
    )


def object_to_officer(application: Application, officer: User, *, by: User, now: datetime) -> None:
    """The party objects against the officer; nobody has ruled yet."""
    conflict_questions.object_to(
        application,
        name=officer.name,
        point=ConflictPoint.OTHER,
        ground="Handläggaren skrev i våras i lokaltidningen att kulturhuset borde läggas ner.",
        by=by,
        now=now,
    )
