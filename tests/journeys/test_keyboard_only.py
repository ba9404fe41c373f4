"""The keyboard alone, the whole way from the page where one signs in to the receipt."""

from collections.abc import Callable

import pytest

from accounts.models import User
from applicants.models import Organisation
from grants.models import Application, Draft
from tests import factories
from tests.journeys.browser import Visitor
from tests.journeys.filling import fill_in
from tests.journeys.keyboard import Keyboard


@pytest.mark.django_db(transaction=True)
def test_an_application_is_made_with_the_keyboard_alone(
    cast: dict[str, User], association: Organisation, visit: Callable[..., Visitor]
) -> None:
    call = factories.an_open_call_today()
    anna = visit().go("/konto/logga-in/").look()
    keys = Keyboard(anna)
    keys.press("Välj vem du vill vara")
    keys.enter(anna.look().page.locator("button[value=anna]"))
    keys.press("Utlysningar")
    keys.press(call.title)
    keys.press(f"Ansök för {association.name}")
    fill_in(anna, Draft.objects.get(), keys.answer, keys.press)
    keys.press("Granska och skriv under")
    sign(anna.look(), keys)
    number = Application.objects.get().case.number
    assert (anna.look().sees("Vi har tagit emot er ansökan"), anna.sees(number)) == (True, True)


def sign(anna: Visitor, keys: Keyboard) -> None:
    """At the button anna remembers the box above it, and goes back to tick it."""
    keys.reach(anna.page.get_by_role("button", name="Skriv under och skicka in"))
    keys.reach(anna.page.locator("input[name=statement]"), key="Shift+Tab")
    anna.page.keyboard.press("Space")
    keys.press("Skriv under och skicka in")
