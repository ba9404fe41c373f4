"""The pages of e-mail on new calls: no GET changes anything, and no page says who subscribes."""

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from grants.domain import subscriptions
from grants.models import Subscription
from journal.models import Mail
from tests.factories import NOW
from tests.grants.domain.test_subscriptions import ask
from tests.pages import errors, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """The portal's clock stands at the day of the factories, and nobody has asked before."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    cache.clear()


def post(**data: Any) -> Any:
    return Client().post(reverse("subscription_new"), data)


def confirm_url(token: str) -> str:
    return reverse("subscription_confirm", args=[token])


def end_url(subscription: Subscription) -> str:
    return reverse("subscription_end", args=[subscriptions.end_token(subscription)])


def test_the_answer_is_the_same_for_a_new_an_asked_and_a_subscribed_address() -> None:
    subscriptions.confirm(ask("subscribed@example.se"), now=NOW)
    ask("asked@example.se")
    answers = [post(email=f"{name}@example.se") for name in ("new", "asked", "subscribed")]
    assert {(answer.status_code, answer["Location"], answer.content) for answer in answers} == {
        (302, reverse("subscription_sent"), b"")
    }


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"email": ""}, "E-postadress – Skriv din e-postadress."),
        ({"email": "kim"}, "E-postadress – Skriv en e-postadress, till exempel namn@exempel.se."),
        ({"email": "kim@example.se", "types": ["x"]}, "Bara utlysningar som kan sökas av – Välj i listan."),
    ],
)
def test_what_is_not_an_address_is_pointed_at(data: dict[str, Any], said: str) -> None:
    response = post(**data)
    assert (response.status_code, errors(response), Mail.objects.count()) == (422, [said], 0)


def test_the_eleventh_try_from_one_place_within_the_hour_is_refused() -> None:
    statuses = [post(email=f"{number}@example.se").status_code for number in range(11)]
    assert (statuses, Mail.objects.count()) == ([302] * 10 + [429], 10)


def test_looking_at_the_link_confirms_nothing() -> None:
    url = confirm_url(ask("kim@example.se"))
    said = words(Client().get(url))
    assert ("Vill du ha e-post om nya utlysningar?" in said, Subscription.objects.get().confirmed_at) == (True, None)


def test_the_button_confirms() -> None:
    response = Client().post(confirm_url(ask("kim@example.se")))
    assert ("Vi skriver till dig" in words(response), Subscription.objects.get().confirmed_at) == (True, NOW)


@pytest.mark.parametrize("name", ["subscription_confirm", "subscription_end"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_link_that_does_not_hold_says_so(name: str, method: str) -> None:
    response = getattr(Client(), method)(reverse(name, args=["x"]))
    assert (response.status_code, "Länken gäller inte" in words(response)) == (410, True)


def test_looking_at_the_end_ends_nothing() -> None:
    subscription = subscriptions.confirm(ask("kim@example.se"), now=NOW)
    assert Client().get(end_url(subscription)).status_code == 200
    assert Subscription.objects.count() == 1


def test_a_mail_program_ends_it_with_one_post_and_without_a_page_of_ours() -> None:
    """RFC 8058: no cookie, no token of a form, the body that the header says."""
    subscription = subscriptions.confirm(ask("kim@example.se"), now=NOW)
    client = Client(enforce_csrf_checks=True)
    response = client.post(end_url(subscription), {"List-Unsubscribe": "One-Click"})
    assert (response.status_code, Subscription.objects.count()) == (200, 0)


def test_confirming_demands_our_own_page() -> None:
    response = Client(enforce_csrf_checks=True).post(confirm_url(ask("kim@example.se")))
    assert (response.status_code, Subscription.objects.get().confirmed_at) == (403, None)


def test_a_visitor_who_only_looks_gets_no_session() -> None:
    client = Client()
    client.get(reverse("subscription_new"))
    assert sorted(client.cookies) == ["csrftoken"]
