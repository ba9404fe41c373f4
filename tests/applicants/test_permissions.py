"""Mandates: who may act and sign for an organisation, and when (INV-5, FL 14–15 §§)."""

from datetime import UTC, date, datetime

import pytest

from accounts.models import User
from applicants.models import Mandate, Organisation
from applicants.permissions import check_may_act_for, check_may_sign_for
from delmos.lib.refusal import Refused
from tests.factories import NOW

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
