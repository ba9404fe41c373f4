"""What a decision lacks is said all at once, one item for each thing that is missing, with its rule (INV-10 … 13)."""

from typing import Any

import pytest

from accounts.enums import Role
from accounts.models import User
from delmos.lib.refusal import Refusals, Refused
from grants.domain import assessment, assessors, conflicts, decisions
from grants.domain.decision_problems import decision_problems
from grants.domain.proposal_lines import Line
from grants.domain.reasons import reasons_from_assessment
from grants.enums import ApplicationStatus, CheckResult, ConflictAnswer, DecisionKind
from grants.models import Application, Decision
from grants.policies import newest_proposal
from tests.database import everything
from tests.factories import (
    AMOUNT,
    NOW,
    TODAY,
    a_letter,
    a_meeting,
    anybody,
    application_at,
    assessed_by,
    assigned,
    delegated,
    invited,
    person,
    proposed,
    received,
    secret,
    wording,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(db: None) -> Application:
    return application_at(ApplicationStatus.PROPOSED)


def problems(case: Application, kind: DecisionKind = DecisionKind.GRANT, **changes: Any) -> list[Refused]:
    return decision_problems(case, wording(case, kind, **changes), by=person("eva"), now=NOW)


def said(case: Application, **changes: Any) -> list[tuple[str | None, str]]:
    return [(refusal.field, str(refusal.law)) for refusal in problems(case, **changes)]


def test_a_whole_decision_lacks_nothing(case: Application) -> None:
    assert problems(case) == []


FL, MF, ACT = "förvaltningslagen (2017:900)", "myndighetsförordningen (2007:515)", "förordningen (2018:119)"


@pytest.mark.parametrize(
    ("changes", "item"),
    [
        ({"reasons": ""}, ("reasons", f"32 § {FL}")),
        ({"rules_cited": ""}, ("rules_cited", f"32 § {FL}")),
        ({"conditions": ""}, ("conditions", ACT)),
        ({"report_due_on": None}, ("report_due_on", ACT)),
        ({"report_due_on": TODAY}, ("report_due_on", ACT)),
        ({"amount_ore": 0}, ("amount", "None")),
        ({"kind": DecisionKind.DISMISS, "amount_ore": 0}, ("kind", f"20 § {FL}")),
    ],
    ids=lambda value: str(value)[:40],
)
def test_each_missing_item_is_named_with_its_field_and_paragraph(
    case: Application, changes: dict[str, Any], item: tuple[str, str]
) -> None:
    assert said(case, **changes) == [item]


def test_everything_is_said_at_once_and_nothing_is_drawn_up(case: Application, eva: User) -> None:
    lacking = {"reasons": "", "rules_cited": "", "conditions": "", "report_due_on": None}
    before = everything()
    with pytest.raises(Refusals) as refused:
        decisions.prepare(case, wording=wording(case, **lacking), write_letter=a_letter, by=eva, now=NOW)
    assert [refusal.field for refusal in refused.value.refusals] == list(lacking)
    assert (everything(), Decision.objects.count()) == (before, 0)


def test_looking_for_problems_changes_nothing(case: Application) -> None:
    before = everything()
    problems(case, reasons="")
    assert everything() == before


def test_without_a_delegation_of_the_kind_that_is_the_item(case: Application) -> None:
    """INV-9."""
    edit = anybody("edit", roles=(Role.DECIDER,))
    delegated(edit, kinds=[DecisionKind.REJECT])
    conflicts.declare(case, answer=ConflictAnswer.NONE, by=edit, now=NOW)
    found = decision_problems(case, wording(case), by=edit, now=NOW)
    assert [(refusal.field, str(refusal.law)) for refusal in found] == [("kind", f"4 § {MF}")]


def test_a_check_that_is_not_met_is_an_item(case: Application) -> None:
    """INV-18."""
    assessment.record_check(
        case,
        requirement="tax_debt",
        result=CheckResult.NOT_MET,
        source="Kronofogden",
        note="Skuld",
        by=person("dag"),
        now=NOW,
    )
    assert [refusal.message for refusal in problems(case)] == [
        "Kravet ”Inga skulder för skatt eller avgifter” är inte uppfyllt."
    ]


def test_facts_from_others_that_were_not_communicated_are_an_item(case: Application) -> None:
    """INV-11."""
    assessment.record_check(
        case,
        requirement="tax_debt",
        result=CheckResult.NOT_MET,
        source="Kronofogden",
        note="Skuld",
        by=person("dag"),
        now=NOW,
    )
    for kind in (DecisionKind.REJECT, DecisionKind.PARTIAL_GRANT):
        found = [(refusal.field, str(refusal.law)) for refusal in problems(case, kind)]
        assert ("communication", f"25 § {FL}") in found


def test_a_rejection_needs_neither_conditions_nor_report_day(case: Application) -> None:
    assert problems(case, DecisionKind.REJECT, conditions="", report_due_on=None) == []


# --- what the composer starts with ------------------------------------------------------------------------------------


def first_text(case: Application) -> str:
    proposal = newest_proposal(case)
    assert proposal is not None
    return reasons_from_assessment(case, proposal)


def test_the_first_text_is_the_proposal_and_each_criterion_with_its_reasons(case: Application) -> None:
    criteria = [f"{criterion.name}: 4 av 5. Väl beskrivet." for criterion in case.call.criteria.all()]
    assert first_text(case) == "\n\n".join(["Ansökan uppfyller kraven.", "\n".join(criteria)])


def test_the_newest_assessment_is_the_one_that_is_told(case: Application, eva: User, dag: User) -> None:
    assessment.return_to_officer(case, reason="Se över.", by=eva, now=NOW)
    first = case.call.criteria.earliest("order")
    assessment.score(case, criterion=first, points=2, reasons="Svagare.", by=dag, now=NOW)
    assert f"{first.name}: 4 av 5. Väl beskrivet." in first_text(case)  # it is not handed in
    assessors.hand_in(case, by=dag, now=NOW)
    assert f"{first.name}: 2 av 5. Svagare." in first_text(case)


def test_the_mean_of_several_assessors_is_told_without_their_names(case: Application, eva: User, disa: User) -> None:
    assessment.return_to_officer(case, reason="Låt fler läsa.", by=eva, now=NOW)
    invited(case, "disa")
    assessed_by(case, "disa", points=1)
    first = case.call.criteria.earliest("order")
    assert f"{first.name}: 2,5 av 5. Väl beskrivet. {secret('disa')}" in first_text(case)
    assert disa.name not in first_text(case)


def test_what_a_meeting_agreed_on_is_told_in_place_of_the_mean(case: Application, eva: User) -> None:
    assessment.return_to_officer(case, reason="Låt fler läsa.", by=eva, now=NOW)
    invited(case, "disa")
    assessed_by(case, "disa", points=1)
    meeting = a_meeting(case, first=3)
    first, second = case.call.criteria.order_by("order")[:2]
    told = first_text(case)
    assert (f"{first.name}: 3 av 5." in told, f"{second.name}: 2,5 av 5." in told) == (True, True)
    assert told.endswith(meeting.text)


def test_a_grant_covers_no_more_than_what_the_officer_has_found_eligible() -> None:
    """INV-17: the decider sends the case back instead of granting what is not accepted."""
    case = assigned(received())
    half = [Line(row.pk, row.amount_ore // 2, row.amount_ore // 2, "Halva tiden.") for row in case.budget.all()]
    proposed(case, kind=DecisionKind.PARTIAL_GRANT, amount_ore=AMOUNT // 2, lines=half)
    assert problems(case, DecisionKind.PARTIAL_GRANT, amount_ore=AMOUNT // 2) == []
    (refusal,) = problems(case, DecisionKind.PARTIAL_GRANT, amount_ore=AMOUNT // 2 + 100)
    assert (refusal.field, "godtagna" in refusal.message) == ("amount", True)
