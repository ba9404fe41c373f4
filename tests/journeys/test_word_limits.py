"""The counter beside a text, in a real browser, counts the same signs and words as the server, whatever is written."""

import re
from collections.abc import Callable

import pytest
from django.http import QueryDict
from django.urls import reverse
from playwright.sync_api import Locator

from accounts.models import User
from grants.domain.answers import word_count
from grants.interfaces.question_forms import answers_from, group_form
from grants.models import Call
from grants.questions import Question, QuestionGroup, QuestionKind
from tests import factories
from tests.journeys.browser import Visitor

TEXT = Question("text", QuestionKind.LONG_TEXT, "Texten", max_length=100, max_words=5)
GROUP = QuestionGroup("more", "Mer", (TEXT,))
# Everything that either Python or a browser may call space, and signs that look like it and are not.
SPACES = [9, *range(0x0B, 0x0D), *range(0x1C, 0x21), 0x85, 0xA0, 0x1680, *range(0x2000, 0x200E), 0x2028, 0x2029, 0x202F]
SPACES += [0x205F, 0x2060, 0x3000, 0xFEFF, 0x180E]
TEXTS = [
    "",
    "   ",
    "läx-hjälp och IT-stöd",
    "a - b – c — d",
    "ett\ntvå\r\ntre\rfyra\n\n\nfem",
    "  ett \n ",
    "1 000 000 kr, 12,5 % och 2018-06-01",
    "1\u00a0000\u00a0000\u202fkr",
    "mjukt\u00adbindestreck och hårt\u2011bindestreck",
    "👨‍👩‍👧‍👦 👍🏽 🇸🇪 é e\u0301 ﬀ",
    "(ett) ”två”... tre/fyra & fem;sex",
    "中文字 مرحبا بالعالم",
    "x" * 101,
    "å ä ö " * 20,
    *(f"{chr(space)}a{chr(space)}{chr(space)}b{chr(space)}" for space in SPACES),
]


@pytest.mark.django_db(transaction=True)
def test_the_browser_and_the_server_count_alike(cast: dict[str, User], visit: Callable[..., Visitor]) -> None:
    call = factories.a_call_asking(GROUP)
    dag = visit("dag").go(reverse("manage_call_preview", args=[call.slug]))
    field = dag.page.get_by_label(re.compile("^Texten"))
    assert {text: by_the_browser(field, text) for text in TEXTS} == {text: by_the_server(call, text) for text in TEXTS}


def by_the_browser(field: Locator, text: str) -> tuple[int, int]:
    """Signs and words left, as the line under the field says it."""
    field.evaluate("(field, text) => { field.value = text; field.dispatchEvent(new Event('input')); }", text)
    said = field.locator("xpath=following-sibling::p[contains(@class, 'counter')]").inner_text()
    counts = re.fullmatch(r"(\d+) tecken (kvar|för mycket), (\d+) ord (kvar|för mycket)", said)
    assert counts, said
    characters, over, words, too_many = counts.groups()
    return int(characters) * (1 if over == "kvar" else -1), int(words) * (1 if too_many == "kvar" else -1)


def by_the_server(call: Call, text: str) -> tuple[int, int]:
    """Signs and words left of what a browser sends: with two signs where a line ends."""
    sent = QueryDict(mutable=True)
    sent.update({"version": "0", "text": re.sub(r"\r\n|\r|\n", "\r\n", text)})
    form = group_form(GROUP, data=sent, times=call.times)
    assert form.is_valid(), form.errors
    answer = answers_from(form)["text"]
    return TEXT.max_length - len(answer), TEXT.max_words - word_count(answer)
