"""JavaScript off, the whole way from the list of calls to the receipt."""

from collections.abc import Callable
from pathlib import Path

import pytest

from accounts.models import User
from grants.models import Application
from tests import factories
from tests.journeys.browser import Visitor
from tests.journeys.filling import attach, begin, by_label, fill_in


@pytest.mark.django_db(transaction=True)
def test_an_application_is_made_without_javascript(
    cast: dict[str, User], visit: Callable[..., Visitor], tmp_path: Path
) -> None:
    call = factories.an_open_call_today()
    anna = visit("anna", narrow=True, javascript=False)
    draft = begin(anna, call.title)
    fill_in(anna, draft, by_label, anna.follow)
    attach(anna, draft, tmp_path)
    anna.follow("Granska och skriv under").look()
    anna.page.locator("input[name=statement]").check()
    anna.follow("Skriv under och skicka in").look()
    number = Application.objects.get().case.number
    assert (anna.sees("Vi har tagit emot er ansökan"), anna.sees(number)) == (True, True)
