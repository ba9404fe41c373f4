"""What the journeys through a draft share: its pages, the line that says whether it is saved, and what is."""

from playwright.sync_api import expect

from grants.models import Draft
from tests.journeys.browser import Visitor

PATIENT = 30_000  # milliseconds: the page asks anew every 15 seconds


def page(draft: Draft, key: str = "about") -> str:
    return f"/utkast/{draft.pk}/del/{key}/"


def state(visitor: Visitor, text: str) -> None:
    """Wait until the line at the foot of the form says so."""
    expect(visitor.page.locator("#save-state")).to_contain_text(text, timeout=PATIENT)


def answers(draft: Draft) -> dict[str, str]:
    draft.refresh_from_db()
    return {key: draft.answers.get(key) for key in ("title", "summary")}
