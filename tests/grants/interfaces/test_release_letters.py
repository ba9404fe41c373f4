"""Letters about public documents: what is released and what is not, under which rules, and how to appeal."""

import pypdfium2 as pdfium
import pytest

from accounts.models import User
from grants.domain import release_decisions
from grants.enums import ReleaseOutcome
from grants.interfaces.release_letters import render_cover, render_refusal
from grants.models import ReleaseRequest
from tests.factories import NOW
from tests.factories.registry import RULE, mask, tried, written_wanted

pytestmark = pytest.mark.django_db


def text_of(content: bytes) -> str:
    """What the letter says, on one line."""
    pages = pdfium.PdfDocument(content)
    return " ".join("".join(page.get_textpage().get_text_range() for page in pages).split())


@pytest.fixture
def refused() -> ReleaseRequest:
    """A request whose document is refused, with a written decision wanted."""
    return written_wanted(tried(ReleaseOutcome.REFUSED))


def test_the_cover_lists_each_document_with_its_answer_and_rule(refused: ReleaseRequest) -> None:
    refused.closed_at = NOW
    text = text_of(render_cover(refused, list(refused.items.all())))
    assert f"ALM-2018-00001-1 Lämnas inte ut {RULE}" in text
    assert "skriftligt beslut" in text


def test_a_cover_of_what_is_released_as_it_is_says_nothing_of_refusals() -> None:
    request = tried(ReleaseOutcome.RELEASED, rule="").request
    request.closed_at = NOW
    assert "kammarrätten" not in text_of(render_cover(request, list(request.items.all())))


def test_the_rules_of_the_masks_are_listed() -> None:
    item = tried(ReleaseOutcome.MASKED, rule="")
    mask(item)
    item.request.closed_at = NOW
    assert f"Lämnas ut med maskning {RULE}" in text_of(render_cover(item.request, [item]))


def test_a_refusal_says_why_by_whom_and_how_it_is_appealed(refused: ReleaseRequest, eva: User, rut: User) -> None:
    release_decisions.decide(refused, reasons="Skada kan antas.", write_letter=render_refusal, by=eva, now=NOW)
    items = release_decisions.held_back(refused)
    text = text_of(render_refusal(ReleaseRequest.objects.select_related("case", "decided_by").get(), items))
    for said in (
        "Skada kan antas.",
        f"fattats av {eva.name} efter föredragning av {rut.name}",
        "till kammarrätten",
        "inom tre veckor",
        f"hela handlingen, enligt {RULE}.",
    ):
        assert said in text
