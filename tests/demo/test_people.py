"""The cast and its rights."""

from datetime import timedelta

import pytest

from applicants.enums import AccountStatus
from applicants.models import Mandate, PaymentAccount
from delmos.demo.cast import CAST
from delmos.demo.people import ensure_cast
from delmos.demo.year_2018 import BEGINS
from tests.demo.counting import row_counts

pytestmark = pytest.mark.django_db


def test_everybody_of_the_cast_is_there_with_their_roles() -> None:
    people = ensure_cast(now=BEGINS)
    assert {name: (who.name, who.roles) for name, who in people.items()} == {
        person.username: (person.name, list(person.roles)) for person in CAST
    }


def test_nobody_of_the_cast_has_a_password() -> None:
    assert [who for who in ensure_cast(now=BEGINS).values() if who.has_usable_password()] == []


def test_anna_signs_bo_fills_in_and_cecilia_signs_for_gavle() -> None:
    ensure_cast(now=BEGINS)
    rows = Mandate.objects.order_by("person__username").values_list("person__username", "organisation__name", "role")
    assert list(rows) == [
        ("anna", "Föreningen Grannsamverkan Öster", "signatory"),
        ("bo", "Föreningen Grannsamverkan Öster", "agent"),
        ("cecilia", "Gävle kommun", "signatory"),
    ]


def test_the_accounts_of_the_cast_are_verified_by_farah_and_filip() -> None:
    ensure_cast(now=BEGINS)
    rows = PaymentAccount.objects.values_list("status", "checked_by__username", "verified_by__username")
    assert list(rows) == [(AccountStatus.VERIFIED, "farah", "filip")] * 2


def test_a_second_time_changes_nothing() -> None:
    ensure_cast(now=BEGINS)
    before = row_counts()
    ensure_cast(now=BEGINS + timedelta(days=400))
    assert row_counts() == before
