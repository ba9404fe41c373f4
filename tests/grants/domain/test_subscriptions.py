"""E-mail on new calls: nothing without a confirmed link, nothing known to others, nothing left when it ends."""

import re
from datetime import datetime, timedelta

import pytest

from applicants.enums import OrganisationType
from delmos.lib.gate import NotYours
from grants.domain import subscriptions
from grants.models import Subscription
from journal.models import Mail
from tests.factories import NOW

pytestmark = pytest.mark.django_db

WEEK = timedelta(days=7)
T = OrganisationType


def ask(email: str = "kim@example.se", *types: OrganisationType, now: datetime = NOW) -> str:
    """Ask, and give the token of the newest mail to the address."""
    subscriptions.ask(email=email, types=types, now=now)
    return newest_token()


def newest_token() -> str:
    found = re.search(r"/bevaka/bekrafta/([^/]+)/", Mail.objects.latest("pk").text)
    assert found
    return found[1]


def test_asking_sends_a_link_and_nothing_more() -> None:
    ask()
    assert [(mail.to, mail.subject) for mail in Mail.objects.all()] == [
        ("kim@example.se", "Bekräfta e-post om nya utlysningar")
    ]
    assert Subscription.objects.get().confirmed_at is None


def test_the_token_is_kept_as_a_hash() -> None:
    token = ask()
    assert token not in str(Subscription.objects.values_list().get())


def test_the_link_begins_the_subscription() -> None:
    subscriptions.confirm(ask("kim@example.se", T.FOUNDATION, T.ASSOCIATION), now=NOW)
    assert Subscription.objects.values_list("types", "confirmed_at", "token_sha256").get() == (
        [T.ASSOCIATION, T.FOUNDATION],
        NOW,
        "",
    )


def test_a_link_is_used_once() -> None:
    token = ask()
    subscriptions.confirm(token, now=NOW)
    with pytest.raises(NotYours):
        subscriptions.confirm(token, now=NOW)


@pytest.mark.parametrize("token", ["", "x", "\x00"])
def test_a_made_up_token_confirms_nothing(token: str) -> None:
    subscriptions.confirm(ask(), now=NOW)
    with pytest.raises(NotYours):
        subscriptions.confirm(token, now=NOW)


def test_a_link_holds_for_seven_days() -> None:
    token = ask()
    with pytest.raises(NotYours):
        subscriptions.confirm(token, now=NOW + WEEK)
    assert subscriptions.confirm(token, now=NOW + WEEK - timedelta(seconds=1)).confirmed_at


def test_asking_again_at_once_sends_nothing() -> None:
    ask()
    ask("KIM@example.se", now=NOW + timedelta(minutes=9))
    assert (Mail.objects.count(), Subscription.objects.count()) == (1, 1)


def test_asking_again_later_sends_a_new_link_and_the_old_one_is_worth_nothing() -> None:
    old = ask()
    new = ask(now=NOW + timedelta(minutes=10))
    with pytest.raises(NotYours):
        subscriptions.confirm(old, now=NOW + timedelta(minutes=11))
    assert subscriptions.confirm(new, now=NOW + timedelta(minutes=11)).confirmed_at


def test_a_subscriber_who_asks_anew_gets_the_same_mail_and_keeps_the_old_choice_until_the_link() -> None:
    later = NOW + timedelta(days=30)
    subscriptions.confirm(ask("kim@example.se", T.REGION), now=NOW)
    token = ask("kim@example.se", T.FOUNDATION, now=later)
    assert Subscription.objects.get().types == [T.REGION]
    assert {mail.subject for mail in Mail.objects.all()} == {"Bekräfta e-post om nya utlysningar"}
    confirmed = subscriptions.confirm(token, now=later)
    assert (confirmed.types, confirmed.confirmed_at) == ([T.FOUNDATION], NOW)


def test_ending_leaves_nothing_behind_and_may_be_done_twice() -> None:
    token = subscriptions.end_token(subscriptions.confirm(ask(), now=NOW))
    subscriptions.end(token)
    subscriptions.end(token)
    assert Subscription.objects.count() == 0


def test_nobody_ends_a_subscription_by_its_number() -> None:
    subscription = subscriptions.confirm(ask(), now=NOW)
    for token in (str(subscription.pk), f"{subscription.pk}:x", subscriptions.end_token(subscription)[:-1]):
        with pytest.raises(NotYours):
            subscriptions.end(token)
    assert Subscription.objects.count() == 1


def test_unconfirmed_addresses_are_forgotten_after_seven_days() -> None:
    subscriptions.confirm(ask("a@example.se"), now=NOW)
    ask("b@example.se")
    ask("c@example.se", now=NOW + timedelta(seconds=1))
    assert subscriptions.forget_unconfirmed(now=NOW + WEEK) == 1
    assert sorted(Subscription.objects.values_list("email", flat=True)) == ["a@example.se", "c@example.se"]
