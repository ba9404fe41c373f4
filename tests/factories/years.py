"""Grants over two budget years: a call with frames for both, an authority for the coming one, and the decision."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from grants.domain import calls, commitments
from grants.domain.wording import Planned, Wording
from grants.enums import DecisionKind, DecisionStatus, InstalmentCondition
from grants.models import Application, AuthorityAmount, Call, Decision
from grants.questions import BUDGET, Form
from tests.factories.applications import assigned, proposed, received
from tests.factories.calls import ASSOCIATIONS, FRAME, an_unpublished_call, framed
from tests.factories.decisions import decided, dispatched, prepared, wording
from tests.factories.moments import BEFORE, NOW, TODAY
from tests.factories.people import person
from tests.factories.remembered import remembered

YEAR, NEXT_YEAR = 2018, 2019
SOUGHT: Mapping[int, int] = {YEAR: 200_000_00, NEXT_YEAR: 100_000_00}
GIVEN: Mapping[int, int] = {YEAR: 150_000_00, NEXT_YEAR: 90_000_00}
BUDGET_ROWS = [
    {"label": "Lön till projektledare", "amount_ore": 200_000_00, "years_ore": [150_000_00, 50_000_00]},
    {"label": "Lokal", "amount_ore": 100_000_00, "years_ore": [50_000_00, 50_000_00]},
]
INSTALMENTS = (
    Planned(YEAR, 100_000_00, TODAY),
    Planned(YEAR, 50_000_00, date(2018, 12, 1)),
    Planned(NEXT_YEAR, 90_000_00, date(2019, 2, 1)),
)


def over_two_years(form: Form) -> Form:
    """The form with its budget in two years."""
    groups = (
        replace(
            group,
            questions=tuple(
                replace(question, years=2) if question.key == BUDGET else question for question in group.questions
            ),
        )
        for group in form.groups
    )
    return Form(tuple(groups))


@remembered
def an_authority(sfs: str = "2018:119", amount_ore: int = FRAME, *, year: int = YEAR) -> AuthorityAmount:
    """The authority to commit coming years in decisions of ``year``."""
    return commitments.set_amount(
        sfs,
        budget_year=year,
        amount_ore=amount_ore,
        effective_from=date(year, 1, 1),
        basis="Regleringsbrevet",
        by=person("dag"),
        now=BEFORE,
    )


@remembered
def a_two_year_call(
    ordinance_key: str = ASSOCIATIONS, *, frame_ore: int = FRAME, next_ore: int = FRAME, authority_ore: int = FRAME
) -> Call:
    """A published call whose budget has two years, with a frame for each and, unless it is 0, an authority."""
    call = an_unpublished_call(
        ordinance_key, frame_ore=frame_ore, project_ends_on=date(2019, 12, 31), report_due_on=date(2020, 1, 31)
    )
    calls.edit_form(call, edit=over_two_years, by=person("dag"), now=BEFORE)
    framed(call, next_ore, year=NEXT_YEAR)
    if authority_ore:
        an_authority(call.ordinance.sfs, authority_ore)
    return calls.publish(call, by=person("dag"), now=BEFORE)


@remembered
def proposed_over_years(call: Call | None = None, **arrival: Any) -> Application:
    """A case that applies for 200 000 kr of 2018 and 100 000 kr of 2019, proposed to be granted in part."""
    application = received(call or a_two_year_call(), budget=BUDGET_ROWS, **arrival)
    amount = sum(GIVEN.values())
    return proposed(assigned(application), kind=DecisionKind.PARTIAL_GRANT, amount_ore=amount)


def wording_of_years(application: Application, given: Mapping[int, int] = GIVEN, **changes: Any) -> Wording:
    """What eva states of a partial grant over two years."""
    return wording(
        application,
        DecisionKind.PARTIAL_GRANT,
        **{"amounts": given, "amount_ore": sum(given.values()), "report_due_on": date(2020, 1, 31), **changes},
    )


@remembered
def prepared_over_years(
    application: Application | None = None, given: Mapping[int, int] = GIVEN, **changes: Any
) -> Decision:
    """The decision drawn up with its letter."""
    application = application or proposed_over_years()
    stated = {"amounts": given, "amount_ore": sum(given.values()), "report_due_on": date(2020, 1, 31), **changes}
    return prepared(application, kind=DecisionKind.PARTIAL_GRANT, **stated)


@remembered
def decision_over_years(status: DecisionStatus = DecisionStatus.DISPATCHED, **changes: Any) -> Decision:
    """A decision over two years in this status, paid in three instalments unless ``changes`` say otherwise."""
    decision = prepared_over_years(**{"instalments": INSTALMENTS, **changes})
    if status in (DecisionStatus.DECIDED, DecisionStatus.DISPATCHED):
        decision = decided(decision, now=NOW)
    if status == DecisionStatus.DISPATCHED:
        decision = dispatched(decision, now=NOW)
    decision.refresh_from_db()
    return decision


@remembered
def decision_at_waiting(application: Application, *, numbers: Sequence[int] = (2,)) -> Decision:
    """The case granted over two years and sent; the instalments of these ``numbers`` wait for status reports."""
    parts = tuple(
        replace(part, condition=InstalmentCondition.STATUS_REPORT) if number in numbers else part
        for number, part in enumerate(INSTALMENTS, start=1)
    )
    return dispatched(decided(prepared_over_years(application, instalments=parts)))
