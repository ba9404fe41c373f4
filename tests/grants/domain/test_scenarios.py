"""Scenarios are somebody's own until they are adopted, and then nobody's to change."""

from typing import Any

import pytest
from django.db import DatabaseError, transaction

from delmos.lib.gate import NotYours
from delmos.lib.refusal import Refused
from grants.allocation import Rules
from grants.domain import scenarios
from grants.enums import CutRule
from grants.models import Scenario
from tests.factories import NOW, a_scenario, adopted, person

pytestmark = pytest.mark.django_db
EVERYTHING: dict[str, Any] = {
    "cap_ore": 300_000_00,
    "least_per_cent": 60,
    "county_share": 30,
    "kind_share": 50,
    "share": 90,
    "tiers": ((80, 100), (60, 75)),
    "cut": CutRule.REST,
    "least_rest_ore": 50_000_00,
    "whole_thousands": True,
}


def test_every_rule_comes_back_as_it_was_written() -> None:
    made = a_scenario(**EVERYTHING)
    assert Scenario.objects.get(pk=made.pk).rules == Rules(**EVERYTHING)


def test_one_changes_ones_own() -> None:
    made = a_scenario()
    scenarios.change(made, name="Tak", rules=Rules(cap_ore=1_00), by=person("dag"), now=NOW)
    made.refresh_from_db()
    assert (made.name, made.rules) == ("Tak", Rules(cap_ore=1_00))


@pytest.mark.parametrize(
    "rules",
    [
        {"share": 0},
        {"share": 101},
        {"county_share": 0},
        {"kind_share": 101},
        {"least_per_cent": 101},
        {"cap_ore": 0},
        {"least_rest_ore": -1},
        {"tiers": ((50, 0),)},
        {"tiers": ((50, 80), (50, 90))},
    ],
)
def test_rules_that_cannot_be_are_refused(rules: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        a_scenario(**rules)


def test_a_name_is_used_once_and_is_not_empty() -> None:
    made = a_scenario()
    application = made.call.applications.get()
    for name in ("Alla lika", " "):
        with pytest.raises(Refused):
            a_scenario(application, name=name)


def test_another_officer_copies_it_and_changes_nothing_of_the_first() -> None:
    made, disa = a_scenario(**EVERYTHING), person("disa")
    for act in (
        lambda: scenarios.change(made, name="X", rules=Rules(), by=disa, now=NOW),
        lambda: scenarios.remove(made, by=disa, now=NOW),
    ):
        with pytest.raises(Refused, match="Gör en kopia"):
            act()
    copies = [scenarios.copy(made, by=disa, now=NOW) for _ in range(2)]
    assert [(copy.name, copy.rules) for copy in copies] == [
        ("Alla lika (kopia)", made.rules),
        ("Alla lika (kopia 2)", made.rules),
    ]


@pytest.mark.parametrize("username", ["eva", "gun"])
def test_deciders_and_management_read_and_write_nothing(username: str) -> None:
    made = a_scenario()
    assert scenarios.scenario_for(person(username), made.pk) == made
    with pytest.raises(Refused):
        scenarios.copy(made, by=person(username), now=NOW)


def test_others_do_not_find_it() -> None:
    made = a_scenario()
    with pytest.raises(NotYours):
        scenarios.scenario_for(person("farah"), made.pk)


def test_it_can_be_taken_away_until_it_is_adopted() -> None:
    made = a_scenario()
    scenarios.remove(made, by=person("dag"), now=NOW)
    assert not Scenario.objects.exists()


def test_an_adopted_one_is_kept_by_the_verbs_and_by_the_database() -> None:
    made = adopted(a_scenario())
    with pytest.raises(Refused, match="antaget"):
        scenarios.change(made, name="X", rules=Rules(), by=person("dag"), now=NOW)
    with pytest.raises(Refused, match="antaget"):
        scenarios.remove(made, by=person("dag"), now=NOW)
    for change in (
        lambda: Scenario.objects.update(cap_ore=1),
        lambda: made.outcomes.update(amount_ore=1, kind="partial_grant"),
        lambda: made.outcomes.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_nobody_has_more_than_twenty_in_one_place() -> None:
    made = a_scenario()
    application = made.call.applications.get()
    for number in range(scenarios.MOST_OWN - 1):
        a_scenario(application, name=f"Nummer {number}")
    with pytest.raises(Refused, match="högst 20"):
        a_scenario(application, name="Ett till")
