"""The decision as data, inside the letter: what it says, and whom it does not name."""

import json
from io import BytesIO
from typing import Any

import pikepdf
import pytest

from grants.domain.proposal_lines import Line
from grants.enums import DecisionKind, DecisionStatus
from grants.interfaces.letters import render_decision
from grants.models import Decision
from tests import factories

pytestmark = pytest.mark.django_db


def inside(decision: Decision) -> dict[str, Any]:
    """The data as somebody gets it who opens the letter."""
    with pikepdf.open(BytesIO(render_decision(decision))) as pdf:
        said: dict[str, Any] = json.loads(pdf.attachments["beslut.json"].get_file().read_bytes())
    return said


def test_a_grant_says_all_that_the_letter_says_in_figures() -> None:
    decision = factories.decision_at(DecisionStatus.PREPARED)
    application = decision.application
    assert inside(decision) == {
        "schema": "statsbidrag-beslut/1",
        "agency": "Delegationen mot segregation",
        "case_number": application.case.number,
        "kind": "grant",
        "decided_on": "2018-05-02",
        "ordinance": {"sfs": "2018:119", "in_force_from": "2018-04-06"},
        "applicant": {
            "name": "Föreningen Grannsamverkan Öster",
            "organisation_number": application.organisation.organisation_number,
            "type": "association",
        },
        "project": {
            "title": "Grannar möts",
            "starts_on": "2018-06-01",
            "ends_on": "2018-12-31",
            "county_codes": application.county_codes,
        },
        "requested_ore": 30_000_000,
        "granted": [{"budget_year": 2018, "ore": 30_000_000}],
        "budget": [
            {
                "label": label,
                "budget_year": 2018,
                "requested_ore": ore,
                "eligible_ore": ore,
                "granted_ore": ore,
            }
            for label, ore in (("Lön till projektledare", 20_000_000), ("Lokal", 10_000_000))
        ],
        "instalments": [
            {"number": 1, "budget_year": 2018, "ore": 30_000_000, "earliest_on": "2018-05-02", "condition": "none"}
        ],
        "conditions": ["Bidraget får bara användas till insatsen."],
        "report_due_on": "2019-01-31",
        "rules_cited": "2 och 3 §§ förordningen (2018:119)",
        "appeal": {"allowed": True, "rule": decision.appeal_law},
    }


def test_a_grant_of_several_years_says_each_year_and_each_instalment() -> None:
    said = inside(factories.decision_over_years(DecisionStatus.PREPARED))
    assert said["granted"] == [{"budget_year": 2018, "ore": 15_000_000}, {"budget_year": 2019, "ore": 9_000_000}]
    assert [(part["number"], part["budget_year"], part["ore"]) for part in said["instalments"]] == [
        (1, 2018, 10_000_000),
        (2, 2018, 5_000_000),
        (3, 2019, 9_000_000),
    ]


def test_a_part_says_row_by_row_what_is_eligible_and_what_is_granted() -> None:
    application = factories.assigned(factories.received())
    first, *rest = application.budget.all()
    left = 20_000_000 - sum(row.amount_ore for row in rest)
    lines = [
        Line(first.pk, first.amount_ore - 1_000_000, left, "Lönen är för hög."),
        *(Line(row.pk, row.amount_ore, row.amount_ore) for row in rest),
    ]
    factories.proposed(application, kind=DecisionKind.PARTIAL_GRANT, amount_ore=20_000_000, lines=lines)
    found = inside(factories.prepared(application, kind=DecisionKind.PARTIAL_GRANT, amount_ore=20_000_000))
    assert [(row["requested_ore"], row["eligible_ore"], row["granted_ore"]) for row in found["budget"]] == [
        (first.amount_ore, first.amount_ore - 1_000_000, lines[0].proposed_ore),
        *((row.amount_ore, row.amount_ore, row.amount_ore) for row in rest),
    ]
    assert sum(row["granted_ore"] for row in found["budget"]) == sum(row["ore"] for row in found["granted"])


def test_a_decision_of_another_sum_than_the_proposal_says_nothing_of_rows() -> None:
    application = factories.proposed(factories.assigned(factories.received()))
    assert (
        inside(factories.prepared(application, kind=DecisionKind.PARTIAL_GRANT, amount_ore=1_000_000))["budget"] == []
    )


def test_a_rejection_grants_nothing() -> None:
    said = inside(factories.decision_at(DecisionStatus.PREPARED, kind=DecisionKind.REJECT))
    assert (said["kind"], said["granted"], said["budget"], said["conditions"]) == ("reject", [], [], [])
    assert said["report_due_on"] is None


def test_no_person_is_named() -> None:
    """33 § förvaltningslagen lets the names of officials be left out; the data never has them."""
    decision = factories.decision_at(DecisionStatus.PREPARED)
    said = json.dumps(inside(decision), ensure_ascii=False)
    people = filter(None, (decision.decider, decision.rapporteur, decision.application.submitted_by))
    assert [person.name for person in people if person.name in said] == []
