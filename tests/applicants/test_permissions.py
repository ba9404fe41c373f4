"""Mandates: who may act and sign for an organisation, and when (INV-5, FL 14–15 §§)."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from accounts.models import User
from applicants.domain import organisations
from applicants.domain.queries.people import people_acting_for
from applicants.enums import MandateRole, ReviewStatus
from applicants.models import Mandate, Organisation
from applicants.permissions import (
    check_may_act_for,
    check_may_manage,
    check_may_read_for,
    check_may_sign_for,
    mandate_is_reviewed,
)
from delmos.lib.refusal import Refused
from tests.factories import NOW, anybody

pytestmark = pytest.mark.django_db


def test_a_signatory_may_act_and_sign(anna: User, association: Organisation) -> None:
    assert check_may_act_for(anna, association, now=NOW).role == "signatory"
    assert check_may_sign_for(anna, association, now=NOW).person == anna


def test_an_agent_may_act(bo: User, association: Organisation) -> None:
    assert check_may_act_for(bo, association, now=NOW).role == "agent"


def test_an_agent_may_not_sign(bo: User, association: Organisation) -> None:
    with pytest.raises(Refused, match="ska skrivas under av en firmatecknare"):
        check_may_sign_for(bo, association, now=NOW)


@pytest.mark.parametrize("username", ["cecilia", "dag", "disa", "eva", "farah", "filip", "gun", "rut"])
def test_nobody_else_may_act(cast: dict[str, User], association: Organisation, username: str) -> None:
    with pytest.raises(Refused, match="Du saknar behörighet att företräda Föreningen Grannsamverkan Öster"):
        check_may_act_for(cast[username], association, now=NOW)


def between(anna: User, association: Organisation, first: date, last: date) -> None:
    Mandate.objects.filter(person=anna, organisation=association).update(valid_from=first, valid_to=last)


def test_a_mandate_holds_on_its_first_and_last_day(anna: User, association: Organisation) -> None:
    between(anna, association, date(2018, 5, 2), date(2018, 5, 2))
    assert check_may_act_for(anna, association, now=NOW)


@pytest.mark.parametrize(
    ("first", "last"), [(date(2018, 5, 3), date(2018, 6, 1)), (date(2018, 4, 1), date(2018, 5, 1))]
)
def test_a_mandate_before_or_after_its_time_is_none(
    anna: User, association: Organisation, first: date, last: date
) -> None:
    between(anna, association, first, last)
    with pytest.raises(Refused, match="Du saknar behörighet"):
        check_may_act_for(anna, association, now=NOW)


def test_the_day_of_a_mandate_is_swedish(anna: User, association: Organisation) -> None:
    """Half past ten in the evening UTC on 1 May is already 2 May in Stockholm."""
    between(anna, association, date(2018, 5, 2), date(2018, 5, 2))
    assert check_may_act_for(anna, association, now=datetime(2018, 5, 1, 22, 30, tzinfo=UTC))


CHECKS: list[Callable[..., Mandate]] = [check_may_read_for, check_may_act_for, check_may_manage, check_may_sign_for]


def may(person: User, organisation: Organisation) -> list[str]:
    """The checks that let the person through."""
    passed = []
    for check in CHECKS:
        try:
            check(person, organisation, now=NOW)
        except Refused:
            continue
        passed.append(check.__name__.removeprefix("check_may_").removesuffix("_for"))
    return passed


@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        (MandateRole.SIGNATORY, ["read", "act", "manage", "sign"]),
        (MandateRole.AGENT, ["read", "act", "manage"]),
        (MandateRole.CONTRIBUTOR, ["read", "act"]),
        (MandateRole.READER, ["read"]),
    ],
)
def test_each_role_has_its_own_rights(
    anna: User, association: Organisation, role: MandateRole, allowed: list[str]
) -> None:
    kim = anybody("kim")
    organisations.add_mandate(association, person=kim, role=role, by=anna, now=NOW)
    assert may(kim, association) == allowed


def test_a_mandate_that_is_ended_gives_nothing_from_that_moment(
    anna: User, bo: User, association: Organisation
) -> None:
    Mandate.objects.filter(person=bo).update(ended_at=NOW, ended_by=anna)
    assert may(bo, association) == []


def test_a_mandate_that_waits_for_review_gives_nothing(bo: User, association: Organisation) -> None:
    Mandate.objects.filter(person=bo).update(waits_for_review=True)
    assert may(bo, association) == []


def test_a_mandate_that_waited_gives_its_rights_when_approved(bo: User, rut: User, association: Organisation) -> None:
    Mandate.objects.filter(person=bo).update(
        waits_for_review=True, review_status=ReviewStatus.APPROVED, reviewed_at=NOW, reviewed_by=rut
    )
    assert may(bo, association) == ["read", "act", "manage"]
    assert mandate_is_reviewed(Mandate.objects.get(person=bo))


def test_the_people_of_an_organisation_are_those_with_a_mandate_in_force(
    anna: User, bo: User, cecilia: User, association: Organisation
) -> None:
    assert people_acting_for(association, now=NOW) == [anna, bo]


def test_the_people_of_an_organisation_can_be_asked_for_by_role(
    anna: User, bo: User, association: Organisation
) -> None:
    assert people_acting_for(association, now=NOW, roles=[MandateRole.SIGNATORY]) == [anna]


def test_nobody_is_counted_whose_mandate_has_ended(anna: User, bo: User, association: Organisation) -> None:
    Mandate.objects.filter(person=bo).update(ended_at=NOW, ended_by=anna)
    assert people_acting_for(association, now=NOW) == [anna]
