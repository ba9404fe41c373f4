"""The same portal without JavaScript, on a phone, for a visitor, and with a password and a code."""

from collections.abc import Callable

import pytest
from django.utils import timezone

from accounts.models import User
from grants.models import Application
from tests import factories
from tests.journeys.browser import Visitor, violations

PUBLIC = (
    "/",
    "/utlysningar/",
    "/statistik/lan/",
    "/tillganglighet/",
    "/konto/logga-in/",
    "/konto/losenord/glomt/",
    "/demo/",
)
Visit = Callable[..., Visitor]


@pytest.fixture
def ready_draft(cast: dict[str, User]) -> str:
    """The address of a draft in an open call, ready to sign. The clock is the real one, so the call is still open."""
    return f"/utkast/{factories.a_draft(factories.an_open_call_today(), now=timezone.now()).pk}/"


@pytest.mark.django_db(transaction=True)
def test_a_signatory_signs_on_a_phone_without_javascript(ready_draft: str, visit: Visit) -> None:
    anna = visit("anna", narrow=True, javascript=False)
    anna.go(ready_draft).look().press("Granska och skriv under").look()
    anna.page.locator("input[name=statement]").check()
    anna.press("Skriv under och skicka in").look()
    assert anna.sees(Application.objects.get().case.number)


@pytest.mark.django_db(transaction=True)
def test_a_budget_row_is_added_without_javascript(ready_draft: str, visit: Visit) -> None:
    anna = visit("anna", javascript=False)
    anna.go(f"{ready_draft}del/budget/")
    anna.page.get_by_label("Kostnadsslag, rad 3").fill("Resor")
    anna.page.get_by_label("Belopp i kronor, rad 3").fill("1 000,50 kr")
    anna.press("Spara")
    assert anna.page.get_by_label("Belopp i kronor, rad 3").input_value().replace("\u00a0", " ") == "1 000,50 kr"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/utlysningar/",
        "/statistik/lan/",
        "/tillganglighet/",
        "/konto/logga-in/",
        "/konto/losenord/glomt/",
        "/demo/",
    ],
)
def test_the_pages_of_a_visitor_pass_axe(path: str, cast: dict[str, User], visit: Visit) -> None:
    factories.an_open_call_today()
    visit().go(path).look(f"visitor{path.replace('/', '-').rstrip('-') or '-home'}")


@pytest.mark.django_db(transaction=True)
def test_a_page_that_is_not_there_says_so_and_passes_axe(cast: dict[str, User], visit: Visit) -> None:
    anna = visit("anna")
    anna.page.goto(f"{anna.base_url}/handlaggning/")
    assert (anna.page.title().split(" – ")[0], violations(anna.page)) == ("Sidan finns inte", [])


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("path", ["/konto/tvastegs/", "/konto/losenord/valj/", "/organisation/ny/"])
def test_the_pages_of_one_own_account_pass_axe(path: str, cast: dict[str, User], visit: Visit) -> None:
    visit("anna").go(path).look()


@pytest.mark.django_db(transaction=True)
def test_a_form_with_errors_passes_axe(cast: dict[str, User], visit: Visit) -> None:
    anna = visit("anna").go("/organisation/ny/").write("Organisationsnummer", "802000-0000").press("Registrera")
    assert anna.sees("Något behöver rättas")
    anna.look("errors")
