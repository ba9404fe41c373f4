"""The officers' what-if: the ranked list, two scenarios, side by side, and one of them becomes proposals."""

from collections.abc import Callable

import pytest
from django.utils import timezone

from accounts.models import User
from grants.models import Application, Proposal
from tests import factories
from tests.journeys.browser import Visitor


@pytest.fixture
def ranked(cast: dict[str, User]) -> list[Application]:
    """Four assessed cases of today's call, of which the frame reaches two."""
    call = factories.an_open_call_today(frame_ore=factories.AMOUNT * 5 // 2)
    now = timezone.now()
    return [
        factories.assessed(call, points=points, serial=serial, now=now, title=f"Projekt {serial}")
        for serial, points in enumerate((5, 4, 4, 2), start=1)
    ]


@pytest.mark.django_db(transaction=True)
def test_a_scenario_is_tried_compared_and_becomes_proposals(
    ranked: list[Application], visit: Callable[..., Visitor]
) -> None:
    dag, first = visit("dag"), ranked[0]
    dag.go("/rangordning/").look("ranking-groups")
    dag.go(f"/rangordning/{first.call.slug}/{first.group}/").look("ranking-list")
    assert dag.sees("Här går strecket.")
    dag.press("Nytt scenario").look("ranking-scenario-new")
    dag.write("Namn", "Hela beloppet").press("Spara och visa utfallet").look("ranking-scenario")
    assert dag.sees("Ramen är slut")
    dag.go(f"/rangordning/{first.call.slug}/{first.group}/nytt-scenario/")
    dag.write("Namn", "Tak och lägsta resultat").write("Högst per bidrag", "200 000")
    dag.write("Lägsta resultat i procent", "60").press("Spara och visa utfallet")
    dag.go(f"/rangordning/{first.call.slug}/{first.group}/")
    for mark in dag.page.get_by_role("checkbox").all():
        mark.check()
    dag.press("Jämför markerade").look("ranking-compare")
    assert dag.sees("Skiljer sig")
    dag.press("Tak och lägsta resultat").press("Gör till förslag").look("ranking-adopt")
    dag.press("Anta scenariot och lämna mina förslag").look("ranking-adopted")
    assert dag.sees("Alla förslag är lämnade.")
    assert list(Proposal.objects.order_by("application_id").values_list("amount_ore", flat=True)) == [
        *(3 * [200_000_00]),
        0,
    ]
