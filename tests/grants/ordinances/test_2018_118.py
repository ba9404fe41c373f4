"""The grant to municipalities and county councils, paragraph by paragraph."""

from datetime import date

from applicants.enums import OrganisationType
from delmos.lib.refusal import Law
from grants.enums import DecisionKind
from grants.ordinances import ordinance_version

VERSION = ordinance_version("2018:118/2018-04-06")
CHECKS = {requirement.code: requirement for requirement in VERSION.requirements}


def test_it_is_cited_with_the_title_it_had_in_2018() -> None:
    assert VERSION.citation == (
        "förordningen (2018:118) om statsbidrag till kommuner och landsting för att minska och motverka segregation"
    )


def test_it_was_in_force_from_6_april_2018_to_the_end_of_2019() -> None:
    assert not VERSION.in_force_on(date(2018, 4, 5))
    assert VERSION.in_force_on(date(2018, 4, 6))
    assert VERSION.in_force_on(date(2019, 12, 31))
    assert not VERSION.in_force_on(date(2020, 1, 1))


def test_2_the_purpose_is_coordination_locally_and_regionally() -> None:
    assert "sektorsövergripande samordning" in VERSION.purpose
    assert VERSION.purpose_law == Law("förordningen (2018:118)", "2 §")


def test_3_a_municipality_and_a_region_may_apply() -> None:
    assert VERSION.group_of(OrganisationType.MUNICIPALITY) is VERSION.group("local_government")
    assert VERSION.group_of(OrganisationType.REGION) is VERSION.group("local_government")


def test_3_a_municipal_federation_may_apply_and_the_lawyer_is_told_why() -> None:
    assert VERSION.group_of(OrganisationType.MUNICIPAL_FEDERATION) is VERSION.group("local_government")
    assert any("Kommunalförbund står i förordningen först" in note for note in VERSION.uncertain)


def test_3_an_association_may_not_apply() -> None:
    assert VERSION.group_of(OrganisationType.ASSOCIATION) is None


def test_3_the_money_lasts_as_long_as_there_is_any() -> None:
    assert VERSION.availability_law == Law("förordningen (2018:118)", "3 §")


def test_4_three_kinds_of_measure_are_funded_and_offered_in_the_form() -> None:
    form = {question.key: question for group in VERSION.form for question in group.questions}

    assert len(VERSION.funds) == len(form["measure_kind"].choices) == 3
    assert form["measure_kind"].law == Law("förordningen (2018:118)", "4 §")


def test_5_a_task_that_the_law_demands_anyway_gets_no_grant() -> None:
    assert CHECKS["legal_duty"].law == Law("förordningen (2018:118)", "5 §")
    assert CHECKS["legal_duty"].excludes


def test_no_debt_or_bankruptcy_is_asked_of_a_municipality() -> None:
    assert sorted(CHECKS) == [
        "applicant_type",
        "funded_measure",
        "legal_duty",
        "mandate",
        "other_state_grants",
        "payment_account",
    ]


def test_the_general_rule_on_appeal_stands_until_19_has_been_read() -> None:
    for kind in DecisionKind:
        assert VERSION.appeal[kind].appealable
        assert VERSION.appeal[kind].law == Law("förvaltningslagen (2017:900)", "40 och 41 §§")
    assert any(note.startswith("Överklagande: 19 §") for note in VERSION.uncertain)


def test_before_2021_a_payment_is_stopped_only_by_changing_the_decision() -> None:
    assert VERSION.stop_law == Law("förvaltningslagen (2017:900)", "37 §")
