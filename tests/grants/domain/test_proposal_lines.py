"""The proposal row by row of the budget: proposed ≤ eligible ≤ what the row was, and the rows come to the amount."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from delmos.lib.refusal import Refusals, Refused
from grants.domain import assessment
from grants.domain.proposal_lines import Line, granted_lines, shared
from grants.enums import DecisionKind
from grants.models import Application, BudgetRow, Proposal
from tests.factories import AMOUNT, NOW, assigned, checked, person, received, scored


@pytest.fixture
def case(db: None) -> Application:
    return scored(checked(assigned(received())))


def propose(application: Application, lines: list[Line], **changes: Any) -> Proposal:
    said: dict[str, Any] = {
        "kind": DecisionKind.PARTIAL_GRANT,
        "amount_ore": sum(line.proposed_ore for line in lines),
        "reasons": "Bra.",
        "by": person("dag"),
        "now": NOW,
    }
    return assessment.propose(application, lines=lines, **{**said, **changes})


def whole(application: Application) -> list[Line]:
    return shared(list(application.budget.all()), AMOUNT)


def test_a_full_grant_has_the_whole_budget(case: Application) -> None:
    made = propose(case, [], kind=DecisionKind.GRANT, amount_ore=AMOUNT)
    assert [(line.cost_ore, line.eligible_ore, line.proposed_ore) for line in made.lines.all()] == [
        (row.amount_ore,) * 3 for row in case.budget.all()
    ]


def test_a_part_is_proposed_row_by_row_with_the_reason_for_what_is_less(case: Application) -> None:
    first, second = whole(case)
    first = replace(first, eligible_ore=50_000_00, proposed_ore=40_000_00, why_less=" Resan hör inte hit. ")
    made = propose(case, [second, first])
    assert made.amount_ore == first.proposed_ore + second.proposed_ore
    assert [(line.eligible_ore, line.why_less, line.proposed_ore) for line in made.lines.all()] == [
        (50_000_00, "Resan hör inte hit.", 40_000_00),
        (second.eligible_ore, "", second.proposed_ore),
    ]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"eligible_ore": -1}, "ska vara mellan 0 kr och"),
        ({"eligible_ore": AMOUNT}, "ska vara mellan 0 kr och"),
        ({"eligible_ore": 2, "proposed_ore": 1}, "Skriv varför inte hela"),
        ({"eligible_ore": 2, "proposed_ore": 3, "why_less": "Resan"}, "får inte vara högre än den godtagna kostnaden"),
        ({"proposed_ore": -1}, "får inte vara högre än den godtagna kostnaden"),
        ({"eligible_ore": 2, "proposed_ore": 1, "why_less": "x" * 301}, "Högst 300 tecken"),
    ],
)
def test_a_row_that_does_not_fit_is_refused(case: Application, change: dict[str, Any], sentence: str) -> None:
    """INV-17."""
    first, second = whole(case)
    with pytest.raises(Refusals, match=sentence):
        propose(case, [replace(first, **change), second], amount_ore=1_00)
    assert case.proposals.count() == 0


def test_rows_that_do_not_come_to_the_amount_are_refused(case: Application) -> None:
    with pytest.raises(Refused, match="Raderna blir tillsammans 300\xa0000\xa0kr, men förslaget är 1\xa0kr"):
        propose(case, whole(case), amount_ore=1_00)


@pytest.mark.parametrize("rows", [slice(0, 0), slice(0, 1), slice(0, 2)], ids=["none", "one of two", "one twice"])
def test_a_part_names_every_row_once(case: Application, rows: slice) -> None:
    chosen = whole(case)[rows]
    lines = [chosen[0], chosen[0]] if len(chosen) == 2 else chosen
    with pytest.raises(Refused, match="Fördela det föreslagna beloppet på budgetens alla rader"):
        propose(case, lines, amount_ore=1_00)


def test_a_rejection_has_no_rows(case: Application) -> None:
    made = propose(case, whole(case), kind=DecisionKind.REJECT, amount_ore=0)
    assert list(made.lines.all()) == []


def test_the_rows_are_those_of_the_decision_only_when_they_come_to_its_amount(case: Application) -> None:
    propose(case, [], kind=DecisionKind.GRANT, amount_ore=AMOUNT)
    assert len(granted_lines(case, AMOUNT)) == 2
    assert granted_lines(case, AMOUNT - 1) == []


@given(some.lists(some.integers(1, 10**12), min_size=1, max_size=20), some.data())
def test_a_shared_amount_is_whole_and_within_each_row(costs: list[int], data: Any) -> None:
    amount = data.draw(some.integers(0, sum(costs)))
    rows = [BudgetRow(pk=number, amount_ore=cost) for number, cost in enumerate(costs, start=1)]
    lines = shared(rows, amount)
    assert sum(line.proposed_ore for line in lines) == amount
    assert [line.eligible_ore for line in lines] == costs
    assert [line for line in lines if not 0 <= line.proposed_ore <= line.eligible_ore] == []
