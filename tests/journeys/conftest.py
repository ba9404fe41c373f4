"""A real browser, a real web server, a real worker and beat."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser import chromium
from tests.journeys.browser import Visitor

# Playwright's synchronous interface runs an event loop in this thread; Django then asks to be told that it is meant.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/journeys/" in item.nodeid:
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="module")
def chromium_browser() -> Iterator[Browser]:
    """Closed after each file, with its event loop: what comes after in the same process may seal, which needs one."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium_browser: Browser, live_server: Any) -> Iterator[Callable[..., Visitor]]:
    """Open a browser of one's own; ``visit("anna")`` signs in as anna."""
    opened: list[Visitor] = []

    def open_browser(username: str = "", **options: Any) -> Visitor:
        opened.append(Visitor(chromium_browser, live_server.url, **options))
        return opened[-1].sign_in(username) if username else opened[-1]

    yield open_browser
    for visitor in opened:
        visitor.close()
