"""The applicant's first page: what one writes and has sent in, organisation by organisation."""

from dataclasses import dataclass, field
from datetime import datetime

from accounts.models import User
from applicants.domain.queries.mandates import mandates_of
from applicants.models import Mandate
from applicants.permissions import is_in_force
from delmos.lib.dates import stockholm_date
from grants.domain.queries import cases
from grants.domain.queries.drafts import drafts_of
from grants.domain.queries.expressions import own_expressions
from grants.enums import ExpressionStatus
from grants.models import Application, Draft, Expression

MOST_DRAFTS, MOST_CASES = 20, 50


@dataclass(slots=True)
class Group:
    """An organisation that the person acts for, or has asked to, with what goes on there."""

    mandate: Mandate
    in_force: bool
    drafts: list[Draft] = field(default_factory=list)
    expressions: list[Expression] = field(default_factory=list)
    cases: list[Application] = field(default_factory=list)


def groups_of(person: User, *, now: datetime) -> list[Group]:
    """One group per organisation, in Swedish order, so that nobody acts for the wrong one."""
    today = stockholm_date(now)
    groups: dict[int, Group] = {}
    for mandate in mandates_of(person, now=now):
        group = Group(mandate, is_in_force(mandate, today))
        if group.in_force or mandate.organisation_id not in groups:  # one that begins later comes second
            groups[mandate.organisation_id] = group
    for draft in drafts_of(person, now=now).filter(application=None, expression=None)[:MOST_DRAFTS]:
        if group_of_draft := groups.get(draft.organisation_id):
            group_of_draft.drafts.append(draft)
    for expression in own_expressions(person, now=now).exclude(status=ExpressionStatus.APPLIED)[:MOST_DRAFTS]:
        if group_of_expression := groups.get(expression.organisation_id):
            group_of_expression.expressions.append(expression)
    for case in cases.own_cases(person, now=now).select_related("final_report")[:MOST_CASES]:
        if group_of_case := groups.get(case.organisation_id):
            group_of_case.cases.append(case)
    return list(groups.values())
