"""Two economists check a payment account, each on a page of their own."""

import pytest
from django.urls import reverse

from applicants.domain import payment_accounts
from applicants.enums import AccountKind, AccountStatus
from tests import factories
from tests.pages import browser, errors

NOTE = {"note": "Utdrag från Bankgirot"}


@pytest.fixture
def account(association, anna):
    return payment_accounts.state(
        association, kind=AccountKind.BANKGIRO, number="5050-1055", by=anna, now=factories.NOW
    )


def page(account):
    return reverse("account_verify", args=[account.pk])


def status_of(account):
    account.refresh_from_db()
    return account.status


def listed(username, **query):
    return list(browser(username).get(reverse("account_list"), query).context["rows"])


def test_two_economists_make_an_account_ready_to_pay_to(account):
    for username in ("farah", "filip"):
        assert browser(username).post(page(account), NOTE)["Location"] == reverse("account_list")
    assert status_of(account) == AccountStatus.VERIFIED


def test_the_same_economist_does_not_check_twice(account):
    farah = browser("farah")
    farah.post(page(account), NOTE)
    response = farah.post(page(account), NOTE)
    assert (response.status_code, errors(response)) == (
        422,
        [
            "Du har redan kontrollerat kontot. En annan ekonom behöver göra den andra kontrollen. "
            "(4 § myndighetsförordningen (2007:515))"
        ],
    )
    assert status_of(account) == AccountStatus.CHECKED_ONCE


def test_a_check_says_what_it_rests_on(account):
    response = browser("farah").post(page(account), {"note": " "})
    assert (response.status_code, errors(response)) == (
        422,
        ["Vad bygger kontrollen på? – Skriv vad kontrollen bygger på."],
    )
    assert status_of(account) == AccountStatus.UNVERIFIED


def test_an_account_that_is_checked_by_two_waits_no_longer(association):
    account = factories.verified_account(association)
    response = browser("farah").post(page(account), NOTE)
    assert (response.status_code, errors(response)) == (422, ["Kontot väntar inte på någon kontroll."])


def test_the_list_shows_what_waits_and_on_request_everything(account, association):
    assert listed("farah") == [account]
    factories.verified_account(association)
    assert listed("farah") == []
    assert listed("farah", alla="1") == [account]


def test_an_unknown_account_is_not_there(farah):
    assert browser("farah").get(reverse("account_verify", args=[10**6])).status_code == 404
