"""Applications: from arrival to the closed case. Each step takes what the step before gave."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from applicants.models import Organisation
from grants.domain import applications, assessment, assessors
from grants.domain.proposal_lines import Line, shared
from grants.enums import ApplicationStatus, CheckResult, DecisionKind
from grants.models import Application, Call
from tests.factories.drafts import COST_ROWS, a_draft, sign
from tests.factories.moments import LATE, NOW
from tests.factories.people import declare_no_conflict, delegated, person
from tests.factories.remembered import remembered

BUDGET = COST_ROWS
AMOUNT = sum(amount for _, amount in BUDGET)


@remembered
def received(
    call: Call | None = None, *, organisation: Organisation | None = None, now: datetime = NOW, **answers: Any
) -> Application:
    """An application that has come in, signed at ``now``."""
    draft = a_draft(call, organisation=organisation, **answers)
    application = sign(draft, now=now, accepts_late=True)
    assert application is not None
    return application


@remembered
def assigned(application: Application, *, now: datetime = NOW) -> Application:
    """Given to dag by rut; dag has answered on jäv."""
    application = applications.assign(application, officer=person("dag"), by=person("rut"), now=now)
    declare_no_conflict(application, "dag", now=now)
    return application


@remembered
def checked(application: Application, *, now: datetime = NOW) -> Application:
    """Every formal demand checked and met."""
    for requirement in application.ordinance.requirements_for(application.type):
        assessment.record_check(
            application,
            requirement=requirement.code,
            result=CheckResult.MET,
            source="Registerutdrag",
            note="Andra bidrag gäller andra kostnader." if requirement.code == "other_state_grants" else "",
            by=person("dag"),
            now=now,
        )
    return application


@remembered
def scored(application: Application, *, now: datetime = NOW) -> Application:
    """Every criterion given four points by dag, with reasons, and handed in."""
    for criterion in application.call.criteria.all():
        assessment.score(
            application, criterion=criterion, points=4, reasons="Väl beskrivet.", by=person("dag"), now=now
        )
    assessors.hand_in(application, by=person("dag"), now=now)
    return application


@remembered
def proposed(
    application: Application,
    *,
    kind: DecisionKind = DecisionKind.GRANT,
    amount_ore: int | None = None,
    lines: Sequence[Line] | None = None,
    now: datetime = NOW,
) -> Application:
    """Checked, scored and proposed by dag; eva may decide and has answered on jäv. The amount follows from the kind."""
    if kind is not DecisionKind.DISMISS:
        scored(checked(application, now=now), now=now)
    amount = amount_for(application, kind) if amount_ore is None else amount_ore
    assessment.propose(
        application,
        kind=kind,
        amount_ore=amount,
        lines=shared(list(application.budget.all()), amount) if amount and lines is None else lines or [],
        reasons="Ansökan uppfyller kraven.",
        by=person("dag"),
        now=now,
    )
    declare_no_conflict(application, "eva", now=now)
    delegated(person("eva"))
    application.refresh_from_db()
    return application


def amount_for(application: Application, kind: DecisionKind) -> int:
    """The whole of what is applied for, a third of it, or nothing."""
    amounts = {
        DecisionKind.GRANT: application.requested_ore,
        DecisionKind.PARTIAL_GRANT: application.requested_ore // 3,
    }
    return amounts.get(kind, 0)


@remembered
def early_application_at(
    status: ApplicationStatus, *, now: datetime = NOW, kind: DecisionKind = DecisionKind.GRANT, **arrival: Any
) -> Application:
    """An application in a status before any decision."""
    application = received(now=LATE if status == ApplicationStatus.RECEIVED_LATE else now, **arrival)
    if status in (ApplicationStatus.IN_REVIEW, ApplicationStatus.PROPOSED):
        application = assigned(application, now=now)
    if status == ApplicationStatus.PROPOSED:
        application = proposed(application, kind=kind, now=now)
    return application
