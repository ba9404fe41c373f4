"""What the pages after a decision cost: appeals, letters, corrections and changes, each in its dearest state.

They have rows of their own: together with all the others they would fill the pages of the lists in `test_queries`.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from grants.domain import corrections
from grants.enums import CorrectedPart
from grants.models import Application, Decision
from tests import factories
from tests.factories import appeals
from tests.house.addresses import undone
from tests.house.test_queries import MOST, cost

pytestmark = pytest.mark.django_db

# Of each page, who looks and at which case: opened by the party, appealed with the file ready, found late, settled with
# a correction, and opened again with a proposal for the new decision.
PAGES = {
    ("case_after", "dag", "appealed"): 10,
    ("case_after", "eva", "settled"): 10,
    ("case_after", "rut", "opened"): 10,
    ("delivery", "rut", "opened"): 4,
    ("decision_correct", "eva", "opened"): 4,
    ("decision_reopen", "eva", "opened"): 4,
    ("decision_compose", "eva", "reopened"): 12,
    ("appeal_new", "rut", "opened"): 5,
    ("appeal", "rut", "appealed"): 8,
    ("appeal", "eva", "late"): 8,
    ("appeal", "dag", "settled"): 8,
    ("appeal_act", "rut", "appealed"): 7,
    ("own_letter", "anna", "opened"): 8,
    ("own_appeal", "anna", "opened"): 8,
    ("own_appeal", "anna", "settled"): 9,
    ("own_case", "anna", "settled"): 11,
    ("case", "dag", "settled"): 11,
}
SEVERAL = ("case_after", "own_appeal", "own_case")  # pages that list letters, decisions and appeals


@pytest.fixture(scope="module")
def rows(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, Application]]:
    """A case for each state. The portal's clock stands at the day of the factories."""
    with django_db_blocker.unblock(), undone(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "now", lambda: factories.NOW)
        yield one_of_each()


def one_of_each() -> dict[str, Application]:
    arrival = {"call": factories.a_call(frame_ore=10_000_000_00), "organisation": factories.association()}

    def opened() -> Decision:
        return appeals.opened_decision(appeals.dispatched_rejection(**arrival))

    reopened = appeals.reopened(opened()).application
    reopened.refresh_from_db()
    waiting = appeals.bundle_made(appeals.reconsidered(appeals.tested_in_time(appeals.appealed(opened()))))
    return {
        "opened": opened().application,
        "appealed": waiting.appeal.application,
        "late": appeals.tested_late(appeals.appealed(opened(), now=appeals.LATER)).application,
        "settled": settled(opened()),
        "reopened": factories.proposed(reopened),
        "twice": settled(appeals.opened_decision(appeals.granted_anew(settled_decision(opened())))),
    }


def settled(decision: Decision) -> Application:
    return settled_decision(decision).application


def settled_decision(decision: Decision) -> Decision:
    """A slip of the pen corrected, and then annulled by the court."""
    slip = corrections.Slip(CorrectedPart.REASONS, "minska", "motverka", "Ett ord blev fel.")
    eva = factories.person("eva")
    corrections.correct(decision, slip=slip, write_letter=appeals.a_correction, by=eva, now=factories.NOW)
    appeals.settled(appeals.handed_over_appeal(appeals.tested_in_time(appeals.appealed(decision))))
    return decision


def address(name: str, application: Application) -> str:
    more: dict[str, list[Any]] = {"appeal": [1], "appeal_act": [1, "gor-i-ordning"]}
    if name in ("delivery", "own_letter"):
        more[name] = [appeals.the_letter(application.decisions.earliest("pk")).serial]
    return reverse(name, args=[application.case.number, *more.get(name, [])])


@pytest.mark.parametrize("key", PAGES, ids=" ".join)
def test_a_page_costs_what_it_says(key: tuple[str, str, str], rows: dict[str, Application]) -> None:
    name, username, state = key
    assert cost(username, address(name, rows[state]))[0] == PAGES[key]


@pytest.mark.parametrize("name", SEVERAL)
def test_a_case_decided_and_appealed_twice_costs_the_same_as_once(name: str, rows: dict[str, Application]) -> None:
    who = "dag" if name == "case_after" else "anna"
    (once, _), (twice, _) = (cost(who, address(name, rows[state])) for state in ("settled", "twice"))
    assert once == twice


def test_no_page_costs_more_than_twelve() -> None:
    assert [key for key, queries in PAGES.items() if queries > MOST] == []
