"""The applicant's first page: what one writes and has sent in, organisation by organisation, and the whole lists."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet, Window
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.gates import StaffRequest
from accounts.models import User
from applicants.domain.queries.mandates import mandates_of
from applicants.models import Mandate
from applicants.permissions import is_in_force
from delmos.lib.dates import stockholm_date
from delmos.lib.gate import NotYours
from delmos.lib.keyset import page
from grants.domain.queries.cases import own_cases
from grants.domain.queries.drafts import drafts_of
from grants.domain.queries.expressions import own_expressions
from grants.enums import ExpressionStatus
from grants.models import Application, Draft, Expression

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Sort:
    """One sort of what a person writes or has sent in: the newest on the first page, all of it on a page of its own."""

    slug: str
    title: str
    template: str  # of a row
    order: Sequence[str]
    most: int  # on the first page
    rows: Callable[[User, datetime], QuerySet[Any]]


DRAFTS = Sort(
    slug="paborjade",
    title="Påbörjade ansökningar",
    template="applicant/row_draft.html",
    order=("-saved_at", "pk"),
    most=20,
    rows=lambda person, now: drafts_of(person, now=now).filter(application=None, expression=None),
)
EXPRESSIONS = Sort(
    slug="intresseanmalningar",
    title="Intresseanmälningar",
    template="applicant/row_expression.html",
    order=("-received_at", "-pk"),
    most=20,
    rows=lambda person, now: own_expressions(person, now=now).exclude(status=ExpressionStatus.APPLIED),
)
CASES = Sort(
    slug="inskickade",
    title="Inskickade ansökningar",
    template="applicant/row_case.html",
    order=("-received_at", "-pk"),
    most=50,
    rows=lambda person, now: own_cases(person, now=now).select_related("final_report"),
)
SORTS = {sort.slug: sort for sort in (DRAFTS, EXPRESSIONS, CASES)}


@dataclass(slots=True)
class Group:
    """An organisation that the person acts for, or has asked to, with what goes on there."""

    mandate: Mandate
    in_force: bool
    drafts: list[Draft] = field(default_factory=list)
    expressions: list[Expression] = field(default_factory=list)
    cases: list[Application] = field(default_factory=list)


def own_space(person: User, *, now: datetime) -> dict[str, Any]:
    """One group per organisation, in Swedish order, so that nobody acts for the wrong one; and which lists are cut."""
    today = stockholm_date(now)
    groups: dict[int, Group] = {}
    for mandate in mandates_of(person, now=now):
        group = Group(mandate, is_in_force(mandate, today))
        if group.in_force or mandate.organisation_id not in groups:  # one that begins later comes second
            groups[mandate.organisation_id] = group
    newest = {sort.slug: _newest(sort, person, now) for sort in SORTS.values()}
    for draft in newest[DRAFTS.slug]:
        if group_of_draft := groups.get(draft.organisation_id):
            group_of_draft.drafts.append(draft)
    for expression in newest[EXPRESSIONS.slug]:
        if group_of_expression := groups.get(expression.organisation_id):
            group_of_expression.expressions.append(expression)
    for case in newest[CASES.slug]:
        if group_of_case := groups.get(case.organisation_id):
            group_of_case.cases.append(case)
    cut = [(SORTS[slug], rows[0].in_all) for slug, rows in newest.items() if rows and rows[0].in_all > len(rows)]
    return {"groups": list(groups.values()), "cut": cut}


def own_list(request: StaffRequest, slug: str) -> HttpResponse:
    """All of one sort, whichever organisation it is of."""
    sort, now = SORTS.get(slug), timezone.now()
    if sort is None:
        raise NotYours
    found = page(sort.rows(request.user, now), after=request.GET.get("efter"), order=sort.order, size=PER_PAGE)
    next_url = f"?efter={found.next}" if found.next else ""
    context = {"sort": sort, "rows": found.items, "next_url": next_url, "now": now}
    return render(request, "applicant/own_list.html", context)


def _newest(sort: Sort, person: User, now: datetime) -> list[Any]:
    """The newest of a sort, each with how many there are in all: one query."""
    return list(sort.rows(person, now).annotate(in_all=Window(Count("*")))[: sort.most])
