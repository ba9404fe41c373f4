"""The standard of 2025, SFS 2024:199, paragraph by paragraph."""

from datetime import date

import pytest

from applicants.enums import OrganisationType
from delmos.lib.refusal import Law
from grants.enums import DecisionKind
from grants.ordinances import ordinance_version

VERSION = ordinance_version("2024:199/2025-08-01")
CHECKS = {requirement.code: requirement for requirement in VERSION.requirements}
ACT = "förordningen (2024:199)"


def test_it_is_in_force_from_1_august_2025_and_on() -> None:
    assert not VERSION.in_force_on(date(2025, 7, 31))
    assert VERSION.in_force_on(date(2025, 8, 1))
    assert VERSION.in_force_on(date(2030, 1, 1))


def test_1_the_money_lasts_as_long_as_there_is_any() -> None:
    assert VERSION.availability_law == Law(ACT, "1 §")


def test_4_two_kinds_of_project_are_funded() -> None:
    assert len(VERSION.funds) == 2
    assert VERSION.funds_law == Law(ACT, "4 §")


def test_5_to_7_associations_and_foundations_share_a_group_and_faith_communities_have_their_own() -> None:
    assert VERSION.group_of(OrganisationType.ASSOCIATION) is VERSION.group("civil_society")
    assert VERSION.group_of(OrganisationType.FOUNDATION) is VERSION.group("civil_society")
    assert VERSION.group_of(OrganisationType.FAITH_COMMUNITY) is VERSION.group("faith")


def test_5_to_7_a_municipality_may_not_apply() -> None:
    assert VERSION.group_of(OrganisationType.MUNICIPALITY) is None


def test_5_to_7_everybody_needs_two_years_of_activity() -> None:
    assert VERSION.minimum_years_active == 2
    assert CHECKS["years_active"].types == frozenset()


def test_5_only_an_association_must_be_democratically_built() -> None:
    assert CHECKS["democratic_structure"].types == {OrganisationType.ASSOCIATION}
    assert CHECKS["democratic_structure"].law == Law(ACT, "5 §")


@pytest.mark.parametrize("code", ["public_owner", "non_profit", "openness"])
def test_6_a_foundation_is_private_without_profit_and_open_to_insight(code: str) -> None:
    assert CHECKS[code].types == {OrganisationType.FOUNDATION}
    assert CHECKS[code].law == Law(ACT, "6 §")


def test_7_a_the_democracy_condition_concerns_everybody() -> None:
    assert CHECKS["democracy_condition"].types == frozenset()
    assert CHECKS["democracy_condition"].law == Law(ACT, "7 a och 7 b §§")


@pytest.mark.parametrize("code", ["insolvency", "tax_debt", "own_reclaim"])
def test_8_insolvency_public_debt_and_an_unpaid_reclaim_exclude(code: str) -> None:
    assert CHECKS[code].excludes
    assert CHECKS[code].law == Law(ACT, "8 §")


def test_8_a_no_cost_is_paid_twice() -> None:
    assert CHECKS["other_state_grants"].excludes
    assert CHECKS["other_state_grants"].law == Law(ACT, "8 a §")


def test_10_only_an_authorised_representative_may_apply() -> None:
    assert CHECKS["mandate"].law == Law(ACT, "10 §")


def test_14_earlier_reports_are_weighed() -> None:
    assert [criterion.name for criterion in VERSION.criteria if criterion.law == Law(ACT, "14 §")] == [
        "Tidigare redovisningar"
    ]


def test_16_the_form_says_that_a_grant_lasts_at_most_a_year() -> None:
    end = next(question for question in VERSION.form[0].questions if question.key == "period_end")

    assert end.help.startswith("Bidrag lämnas för högst ett år i taget.")
    assert end.law == VERSION.payment_law == Law(ACT, "16 §")


def test_17_changes_must_be_reported() -> None:
    assert VERSION.change_duty_law == Law(ACT, "17 §")


@pytest.mark.parametrize("section", ["17 §", "18 §", "19 §", "20 §"])
def test_17_to_20_the_duties_of_the_recipient_stand_in_the_conditions(section: str) -> None:
    assert any(f"({section} {ACT})." in condition for condition in VERSION.standard_conditions)


def test_19_whether_there_is_an_auditor_is_checked_and_demanded_only_of_the_report() -> None:
    assert CHECKS["auditor"].law == Law(ACT, "19 §")
    assert not CHECKS["auditor"].excludes


def test_22_the_information_on_payment_stop_names_its_paragraph() -> None:
    assert VERSION.stop_law == Law(ACT, "22 §")
    assert f"(22 § {ACT})" in VERSION.stop_text


def test_23_there_are_six_grounds_for_repayment_the_last_on_democracy() -> None:
    assert len(VERSION.reclaim_grounds) == 6
    assert VERSION.reclaim_grounds[-1].startswith("Ni uppfyller inte demokrativillkoret")
    assert VERSION.reclaim_law == Law(ACT, "23 och 24 §§")


@pytest.mark.parametrize("kind", DecisionKind)
def test_25_no_decision_on_an_application_may_be_appealed(kind: DecisionKind) -> None:
    assert not VERSION.appeal[kind].appealable
    assert VERSION.appeal[kind].law == Law(ACT, "25 §")
