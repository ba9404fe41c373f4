"""The library of conditions: what is offered for a decision, and what a decision must have."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import InternalError

from delmos.lib.refusal import Refused
from grants.domain import conditions
from grants.domain.queries.conditions import library_for, of_the_profile
from grants.enums import ApplicationStatus, ConditionNeed, DecisionKind, DecisionStatus
from grants.models import Application, ConditionText
from tests import factories
from tests.factories import TODAY, application_at, condition_written

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
GRANT = DecisionKind.GRANT


@pytest.fixture
def case() -> Application:
    return application_at(ApplicationStatus.PROPOSED)


def codes(case: Application, kind: DecisionKind = GRANT, on: date = TODAY) -> list[str]:
    return [condition.code for condition in library_for(case, kind, on)]


def profile(case: Application) -> list[str]:
    return [condition.code for condition in of_the_profile(case.ordinance)]


def test_the_conditions_of_the_ordinance_are_there_from_the_beginning(case: Application) -> None:
    offered = library_for(case, GRANT, TODAY)
    assert [found.text for found in offered] == list(case.ordinance.standard_conditions) != []
    assert {found.need for found in offered} == {ConditionNeed.STANDARD}


def test_one_that_the_lawyer_writes_comes_beside_them_from_its_day(case: Application) -> None:
    condition_written(starts_on=TODAY + DAY)
    assert (codes(case), codes(case, on=TODAY + DAY)) == (profile(case), [*profile(case), "bjud-in"])


def test_the_required_ones_come_first(case: Application) -> None:
    condition_written(need=ConditionNeed.REQUIRED)
    assert codes(case)[0] == "bjud-in"


def test_the_newest_version_counts(case: Application) -> None:
    condition_written("Ett.")
    condition_written("Två.")
    assert [found.text for found in library_for(case, GRANT, TODAY) if found.code == "bjud-in"] == ["Två."]


def test_one_that_has_ended_is_not_offered(case: Application) -> None:
    condition_written(ends_on=TODAY)
    assert ("bjud-in" in codes(case), "bjud-in" in codes(case, on=TODAY + DAY)) == (True, False)


def test_one_of_the_ordinance_is_written_anew_or_ended(case: Application) -> None:
    first, second, *_ = profile(case)
    condition_written("Annat.", code=first)
    condition_written("Slut.", code=second, ends_on=TODAY)
    tomorrow = {found.code: found.text for found in library_for(case, GRANT, TODAY + DAY)}
    assert (tomorrow[first], second in tomorrow) == ("Annat.", False)


def test_it_is_for_its_ordinances_and_kinds(case: Application) -> None:
    condition_written(code="annan", ordinance_keys=[factories.MUNICIPALITIES])
    condition_written(code="hel", decision_kinds=[GRANT])
    assert codes(case) == [*profile(case), "hel"]
    assert codes(case, DecisionKind.PARTIAL_GRANT) == profile(case)


def test_a_decision_without_money_has_none(case: Application) -> None:
    assert codes(case, DecisionKind.REJECT) == []


def test_a_grant_without_a_required_condition_is_refused(case: Application) -> None:
    row = condition_written(need=ConditionNeed.REQUIRED, law="3 §")
    with pytest.raises(Refused, match="Ett villkor som alltid ska stå med saknas: Ni ska bjuda in"):
        factories.prepared(case)
    decision = factories.prepared(case, conditions=f"{row.text} (3 §)\nEget villkor.")
    assert decision.condition_lines == ["Ni ska bjuda in oss en gång. (3 §)", "Eget villkor."]


def test_a_decision_keeps_its_conditions_when_the_library_changes() -> None:
    decision = factories.decision_at(DecisionStatus.DECIDED)
    before = decision.conditions
    condition_written(need=ConditionNeed.REQUIRED)
    decision.refresh_from_db()
    assert decision.conditions == before


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"text": " "}, "Skriv villkoret"),
        ({"text": "Ett.\nTvå."}, "en enda rad"),
        ({"text": "x" * 601}, "högst 600"),
        ({"law": "x" * 161}, "högst 160"),
        ({"starts_on": TODAY - DAY}, "Välj i dag eller en senare dag"),
        ({"ends_on": TODAY - DAY}, "kan inte sluta gälla innan"),
    ],
)
def test_what_is_not_a_condition_is_refused(changes: dict[str, object], why: str) -> None:
    whole = conditions.ConditionWording(text="Bjud in.", law="", need=ConditionNeed.OPTIONAL, starts_on=TODAY)
    with pytest.raises(Refused, match=why):
        conditions.write("bjud-in", wording=replace(whole, **changes), by=factories.person("lars"), now=factories.NOW)


def test_a_new_code_is_made_of_the_words_and_not_taken() -> None:
    condition_written(code="bjud-in-oss")
    assert conditions.new_code("Bjud in oss!") == "bjud-in-oss-2"


def test_the_database_keeps_a_version() -> None:
    condition_written()
    for change in (lambda: ConditionText.objects.update(text="Annat"), ConditionText.objects.all().delete):
        with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
            change()
