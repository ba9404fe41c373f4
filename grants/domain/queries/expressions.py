"""Expressions of interest: the agency's view without those in which the person is jävig, and the applicant's own."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from accounts.models import User
from accounts.permissions import Permission
from applicants.domain.queries.organisations import organisations_of
from delmos.lib.gate import NotYours, one
from grants.domain.queries.calls import public_calls
from grants.domain.queries.cases import case_for, own_case
from grants.enums import ExpressionStatus
from grants.models import Application, Call, ConflictDeclaration, Expression, ExpressionAssessment
from grants.permissions import Matter, without_conflict

WAITING = (ExpressionStatus.RECEIVED, ExpressionStatus.RECEIVED_LATE, ExpressionStatus.ASSESSED)


def expressions_for(person: User) -> QuerySet[Expression]:
    """The expressions that ``person`` may open at the agency (INV-4, INV-8)."""
    if not person.may(Permission.SEE_CASES):
        return Expression.objects.none()
    return Expression.objects.filter(without_conflict(person)).select_related(
        "case", "organisation", "call", "submitted_by", "settled_by"
    )


def expression_for(person: User, number: str) -> Expression:
    """One expression at the agency. Raises NotYours to strangers and to those who are jäviga in its case."""
    return one(expressions_for(person).select_related("form"), case__number=number)


def calls_with_expressions(person: User) -> QuerySet[Any]:
    """The calls in two steps, published or cancelled, with how many expressions are ``received`` and ``waiting``."""
    seen = Q(expressions__in=expressions_for(person).order_by())
    return (
        public_calls()
        .filter(invited_close_at__isnull=False)
        .order_by("-opens_at", "-pk")
        .annotate(
            received=Count("expressions", filter=seen),
            waiting=Count("expressions", filter=seen & Q(expressions__status__in=WAITING)),
        )
    )


def count_open(call: Call) -> int:
    """How many expressions of interest under the call wait for an answer, or for an application."""
    return Expression.objects.filter(call=call, status__in=[*WAITING, ExpressionStatus.INVITED]).count()


def with_suggestion(person: User) -> QuerySet[Expression]:
    """As expressions_for, each with the newest assessment's suggestion as ``suggestion``; None before there is one."""
    newest = ExpressionAssessment.objects.filter(expression=OuterRef("pk")).order_by("-pk")
    return expressions_for(person).annotate(suggestion=Subquery(newest.values("suggestion")[:1]))


def declared_none(person: User, matters: Iterable[Matter]) -> set[int]:
    """The ids of the cases of ``matters`` in which ``person``, not kept out, has answered on jäv. One query."""
    declarations = ConflictDeclaration.objects.filter(case__in=[matter.case_id for matter in matters], person=person)
    return set(declarations.values_list("case", flat=True))


def own_expressions(person: User, *, now: datetime) -> QuerySet[Expression]:
    """The expressions of the organisations that ``person`` may act for."""
    return (
        Expression.objects.filter(organisation__in=organisations_of(person, now=now).order_by())
        .select_related("case", "organisation", "call", "submitted_by")
        .order_by("-received_at", "-pk")
    )


def own_expression(person: User, number: str, *, now: datetime) -> Expression:
    """One of the applicant's own expressions. Raises NotYours to everybody else."""
    rows = own_expressions(person, now=now).select_related("form", "receipt__entry")
    return one(rows, case__number=number)


def began_the_case(application: Application) -> bool:
    """Whether the case of ``application`` began with an expression of interest, which then is there to open."""
    return application.call.has_two_steps and Expression.objects.filter(case=application.case_id).exists()


def matter_for(person: User, number: str, *, clocks: bool = False) -> Matter:
    """What a case at the agency has come to: its application, or else its expression. Raises NotYours to others.

    ``clocks``: the application carries what `case_clocks.clocks_of` reads.
    """
    try:
        return case_for(person, number, clocks=clocks)
    except NotYours:
        return expression_for(person, number)


def own_matter(person: User, number: str, *, now: datetime) -> Matter:
    """What one of the applicant's own cases has come to. Raises NotYours to everybody else."""
    try:
        return own_case(person, number, now=now)
    except NotYours:
        return own_expression(person, number, now=now)
