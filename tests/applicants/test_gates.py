"""Organisations and accounts are fetched through the rows a person may see."""

import pytest

from accounts.models import User
from applicants.domain.queries import organisations as queries
from applicants.models import Organisation, PaymentAccount
from delmos.lib.gate import NotYours
from tests.factories import NOW, verified_account

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("username", ["anna", "bo"])
def test_those_with_a_mandate_see_their_organisation(
    cast: dict[str, User], association: Organisation, username: str
) -> None:
    assert list(queries.organisations_of(cast[username], now=NOW)) == [association]
    assert queries.organisation_for(cast[username], association.organisation_number, now=NOW) == association


@pytest.mark.parametrize("username", ["cecilia", "dag", "disa", "eva", "farah", "filip", "gun", "rut"])
def test_others_do_not(cast: dict[str, User], association: Organisation, username: str) -> None:
    with pytest.raises(NotYours):
        queries.organisation_for(cast[username], association.organisation_number, now=NOW)


def test_a_number_that_nobody_has_is_not_there_either(anna: User) -> None:
    with pytest.raises(NotYours):
        queries.organisation_for(anna, "8024510029", now=NOW)


@pytest.mark.parametrize("username", ["farah", "filip"])
def test_economists_see_accounts(cast: dict[str, User], association: Organisation, username: str) -> None:
    account = verified_account(association)
    assert list(queries.accounts_for(cast[username])) == [account]
    assert queries.account_for(cast[username], account.pk) == account


@pytest.mark.parametrize("username", ["anna", "bo", "cecilia", "dag", "disa", "eva", "gun", "rut"])
def test_nobody_else_fetches_an_account(cast: dict[str, User], association: Organisation, username: str) -> None:
    account = verified_account(association)
    with pytest.raises(NotYours):
        queries.account_for(cast[username], account.pk)


def test_a_replaced_account_is_not_listed(farah: User, association: Organisation) -> None:
    verified_account(association)
    newer = verified_account(association, number="991-2346")
    assert list(queries.accounts_for(farah)) == [newer]
    assert PaymentAccount.objects.count() == 2
