"""INV-8 and INV-9: who may act in a case, and that whoever did might."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import Model, Q, QuerySet

from accounts.models import User
from grants.enums import ConflictAnswer, ConflictOutcome
from grants.models import (
    Appeal,
    Application,
    ConflictDeclaration,
    ConflictQuestion,
    Correction,
    Decision,
    Delegation,
    Payment,
    Reopening,
)

ACTS_BY = (
    "checked",
    "scored",
    "proposed",
    "prepared",
    "decided",
    "dispatched",
    "tested",
    "dismissed",
    "reconsidered",
    "handed_over",
    "corrected",
    "reopened",
    "attested",
    "paid",
    "cancelled",
)


def kept_out(person: User, case: Application) -> bool:
    """INV-8: an open question of jäv, or one that was upheld."""
    asked = ConflictQuestion.objects.filter(case=case.case_id, person=person)
    return asked.filter(Q(ruling=None) | Q(ruling__outcome=ConflictOutcome.UPHELD)).exists()


def has_answered(person: User, case: Application) -> bool:
    """INV-8: an answer on jäv comes before the first act."""
    return _answers(case).filter(person=person).exists()


def broken(case: Application) -> Iterator[str]:
    """Whoever has acted in the case had answered, and was not kept out, at the moment of the act."""
    answered = dict(_answers(case).order_by("-pk").values_list("person", "declared_at"))
    asked = list(ConflictQuestion.objects.filter(case=case.case_id).select_related("ruling"))
    for who, at, act in _acts(case):
        if answered.get(who, at) > at or who not in answered:
            yield f"INV-8: {act} before an answer on jäv"
        yield from (
            f"INV-8: {act} by somebody kept out"
            for question in asked
            if question.person_id == who and question.raised_at < at and _keeps_out(question, at)
        )


def holds_delegation(person: int, kind: str, amount_ore: int, *, at: datetime, on: date) -> bool:
    """INV-9: delegation for this kind and amount, that day."""
    held = Delegation.objects.filter(
        Q(ended_at__gt=at) | Q(ended_at=None, ends_on=None) | Q(ends_on__gte=on),
        Q(most_ore=None) | Q(most_ore__gte=amount_ore),
        decider=person,
        kinds__contains=[kind],
        starts_on__lte=on,
    )
    return held.exists()


def _answers(case: Application) -> QuerySet[ConflictDeclaration]:
    given = ConflictDeclaration.objects.filter(case=case.case_id)
    return given.filter(answer__in=[ConflictAnswer.NONE, ConflictAnswer.CONFLICT])


def _keeps_out(question: ConflictQuestion, at: datetime) -> bool:
    ruling = getattr(question, "ruling", None)
    return ruling is None or ruling.ruled_at > at or ruling.outcome == ConflictOutcome.UPHELD


def _acts(case: Application) -> Iterator[tuple[int, datetime, str]]:
    """Every act of the agency that a row of the case tells of: who, when, what."""
    rows: list[QuerySet[Model]] = [
        case.checks.all(),
        case.scores.all(),
        case.proposals.all(),
        Decision.objects.filter(application=case),
        Payment.objects.filter(decision__application=case),
        Appeal.objects.filter(application=case),
        Correction.objects.filter(decision__application=case),
        Reopening.objects.filter(application=case, ground__in=_BY_THE_AGENCY),
    ]
    for found in rows:
        for row in found:
            yield from (
                (getattr(row, f"{act}_by_id"), getattr(row, f"{act}_at"), f"{act} in {row._meta.model_name}")
                for act in ACTS_BY
                if getattr(row, f"{act}_by_id", None)
            )


_BY_THE_AGENCY = ("obviously_wrong", "to_advantage", "reservation", "safety", "misled")
