"""The sign-in page without passwords, which production does not have."""

import pytest
from django.contrib.auth import SESSION_KEY
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import SignIn, User
from delmos.demo.cast import CAST
from delmos.demo.people import ensure_cast
from delmos.demo.year_2018 import BEGINS
from tests.demo.counting import row_counts
from tests.pages import flashes
from tests.run.test_production import COMPLETE, start

PAGE, PROVE = "/demo/", "/demo/legitimera/"
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


def test_a_visitor_comes_back_to_where_the_sign_in_began(people: dict[str, User], client: Client) -> None:
    page = client.get("/konto/logga-in/?next=/utlysningar/").content.decode()
    assert page.count(f'href="{PAGE}?next=%2Futlysningar%2F"') == 1
    answer = client.post(f"{PAGE}?next=%2Futlysningar%2F", {"username": "anna"})
    assert answer["Location"] == "/utlysningar/"


def test_signing_in_here_leads_to_no_other_site(people: dict[str, User], client: Client) -> None:
    assert client.post(f"{PAGE}?next=https://evil.example/", {"username": "anna"})["Location"] == "/"


def test_signing_in_here_says_that_it_was_a_demonstration(people: dict[str, User], client: Client) -> None:
    client.post(PAGE, {"username": "anna"})
    assert list(SignIn.objects.values_list("signed_in_by__username", "way", "level")) == [("anna", "demonstration", "")]


# --- standing in for the e-legitimation -------------------------------------------------------------------------------


@pytest.fixture
def old(people: dict[str, User], client: Client) -> Client:
    """Anna signed in so long ago that she may not sign."""
    client.post(PAGE, {"username": "anna"})
    session = client.session
    session["proven_by_eid"] = session["proven_by_eid"] | {"at": 0}
    session.save()
    return client


def test_the_button_leaves_a_fresh_mark_and_leads_back(old: Client) -> None:
    answer = old.post(PROVE, {"next": "/mina-uppgifter/"})
    mark = old.session["proven_by_eid"]
    assert (answer["Location"], flashes(answer)) == ("/mina-uppgifter/", ["Du har legitimerat dig."])
    assert (mark["way"], mark["level"], timezone.now().timestamp() - mark["at"] < 60) == ("demonstration", "", True)


def test_the_button_leads_to_no_other_site(old: Client) -> None:
    assert old.post(PROVE, {"next": "https://evil.example/"})["Location"] == "/"


def test_reading_the_address_of_the_button_proves_nothing(old: Client) -> None:
    assert (old.get(PROVE).status_code, old.session["proven_by_eid"]["at"]) == (405, 0)


def test_a_visitor_proves_nothing(people: dict[str, User]) -> None:
    assert Client().post(PROVE)["Location"].startswith("/konto/logga-in/?next=")


def test_the_button_carries_its_token_too(people: dict[str, User]) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(people["anna"])
    assert client.post(PROVE).status_code == 403


def test_the_page_before_a_signature_says_what_the_button_stands_for(old: Client) -> None:
    page = old.get("/konto/legitimera/?next=/").content.decode()
    said = (f'action="{PROVE}"', "I demonstrationen räcker det att trycka på knappen.")
    assert [page.count(part) for part in said] == [1, 1]


def test_the_sign_in_page_has_one_primary_button(people: dict[str, User], client: Client) -> None:
    main = client.get("/konto/logga-in/").content.decode().split("<main")[1]
    assert main.count("btn-primary") == main.count(">Välj vem du vill vara<") == 1


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
