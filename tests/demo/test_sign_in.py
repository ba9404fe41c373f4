"""The sign-in page without passwords, which production does not have."""

import pytest
from django.contrib.auth import SESSION_KEY
from django.test import Client
from django.urls import reverse

from accounts.models import User
from delmos.demo.cast import CAST
from delmos.demo.people import ensure_cast
from delmos.demo.year_2018 import BEGINS
from tests.demo.counting import row_counts
from tests.run.test_production import COMPLETE, start

PAGE = "/demo/"
RESOLVE = "import django; django.setup()\nfrom django.urls import resolve\nresolve('/demo/')"


@pytest.fixture
def people(db: None) -> dict[str, User]:
    return ensure_cast(now=BEGINS)


def test_the_page_has_its_address() -> None:
    assert reverse("demo_sign_in") == PAGE


def test_the_page_has_one_button_for_each_person(people: dict[str, User], client: Client) -> None:
    page = client.get(PAGE).content.decode()
    assert [page.count(f'value="{person.username}"') for person in CAST] == [1] * len(CAST)


@pytest.mark.parametrize("username", [person.username for person in CAST])
def test_a_button_signs_in_as_the_person(people: dict[str, User], client: Client, username: str) -> None:
    answer = client.post(PAGE, {"username": username})
    assert (answer.status_code, answer["Location"], client.session[SESSION_KEY]) == (
        302,
        "/",
        str(people[username].pk),
    )


def test_looking_at_the_page_changes_nothing(people: dict[str, User], client: Client) -> None:
    before = row_counts()
    client.get(PAGE, {"username": "eva"})
    assert (row_counts(), SESSION_KEY in client.session) == (before, False)


@pytest.mark.parametrize("username", ["", "nobody", "firmatecknare-8029990009"])
def test_nobody_else_can_be_signed_in_as(people: dict[str, User], client: Client, username: str) -> None:
    User.objects.create_user("firmatecknare-8029990009", name="Amina Lindqvist")
    answer = client.post(PAGE, {"username": username})
    assert (answer.status_code, SESSION_KEY in client.session) == (404, False)


def test_the_form_carries_its_token(people: dict[str, User]) -> None:
    assert Client(enforce_csrf_checks=True).post(PAGE, {"username": "eva"}).status_code == 403


def test_production_has_no_such_address() -> None:
    code, words = start(COMPLETE, RESOLVE)
    assert (code, words.splitlines()[-1].split(":")[0]) == (1, "django.urls.exceptions.Resolver404")


def test_the_demonstration_has_the_address() -> None:
    assert start({}, RESOLVE, "delmos.settings.demo") == (0, "")
