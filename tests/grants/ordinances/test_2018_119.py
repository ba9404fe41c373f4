"""The grant to associations and foundations, paragraph by paragraph."""

from datetime import date

from applicants.enums import OrganisationType
from delmos.lib.refusal import Law
from grants.enums import DecisionKind
from grants.ordinances import ordinance_version

VERSION = ordinance_version("2018:119/2018-04-06")
CHECKS = {requirement.code: requirement for requirement in VERSION.requirements}
ACT = "förordningen (2018:119)"


def test_it_was_in_force_from_6_april_2018_to_the_end_of_january_2021() -> None:
    assert not VERSION.in_force_on(date(2018, 4, 5))
    assert VERSION.in_force_on(date(2021, 1, 31))
    assert not VERSION.in_force_on(date(2021, 2, 1))


def test_2_the_purpose_is_long_term_measures_locally() -> None:
    assert VERSION.purpose.endswith(
        "långsiktiga åtgärder som bidrar till att minska och motverka segregation på lokal nivå."
    )
    assert VERSION.purpose_law == Law(ACT, "2 §")


def test_3_associations_and_foundations_share_one_group() -> None:
    assert VERSION.group_of(OrganisationType.ASSOCIATION) is VERSION.group("civil_society")
    assert VERSION.group_of(OrganisationType.FOUNDATION) is VERSION.group("civil_society")


def test_3_a_faith_community_may_not_apply_before_2021() -> None:
    assert VERSION.group_of(OrganisationType.FAITH_COMMUNITY) is None


def test_3_a_municipality_may_not_apply() -> None:
    assert VERSION.group_of(OrganisationType.MUNICIPALITY) is None


def test_3_two_years_of_activity_are_demanded() -> None:
    assert VERSION.minimum_years_active == 2
    assert CHECKS["years_active"].law == Law(ACT, "3 §")


def test_3_only_an_association_must_be_democratically_built() -> None:
    assert CHECKS["democratic_structure"].concerns(OrganisationType.ASSOCIATION)
    assert not CHECKS["democratic_structure"].concerns(OrganisationType.FOUNDATION)


def test_3_only_a_foundation_is_asked_whether_the_public_owns_it() -> None:
    assert CHECKS["public_owner"].concerns(OrganisationType.FOUNDATION)
    assert not CHECKS["public_owner"].concerns(OrganisationType.ASSOCIATION)


def test_3_everybody_must_work_without_profit_and_respect_democracy() -> None:
    for code in ("non_profit", "democratic_values", "seat_or_area"):
        assert CHECKS[code].types == frozenset()
        assert CHECKS[code].law == Law(ACT, "3 §")


def test_4_tax_debt_and_insolvency_exclude() -> None:
    for code in ("tax_debt", "insolvency"):
        assert CHECKS[code].excludes
        assert CHECKS[code].law == Law(ACT, "4 §")
    assert any(note.startswith("4 §: hinder vid skatteskuld") for note in VERSION.uncertain)


def test_the_union_rule_on_state_aid_is_checked() -> None:
    assert str(CHECKS["state_aid"].law) == "artikel 107 i fördraget om Europeiska unionens funktionssätt"


def test_the_applicant_declares_what_the_officer_then_checks() -> None:
    declared = next(group for group in VERSION.form if group.key == "declarations").questions

    assert [question.key for question in declared if question.kind == "yes_no"] == [
        "respects_democracy",
        "public_debt",
        "insolvency",
        "market_activity",
    ]


def test_the_general_rule_on_appeal_stands_until_22_has_been_read() -> None:
    for kind in DecisionKind:
        assert VERSION.appeal[kind].appealable
        assert VERSION.appeal[kind].law == Law("förvaltningslagen (2017:900)", "40 och 41 §§")
    assert any(note.startswith("Överklagande: 22 §") for note in VERSION.uncertain)
