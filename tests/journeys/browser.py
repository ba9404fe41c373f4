"""A person at a browser: signs in, looks, and every page is tried by axe."""

import os
import re
from io import BytesIO
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser, Error, Page

from tests.processes import wait_until

ROOT = Path(__file__).resolve().parent.parent.parent
SCREENSHOTS = ROOT / "docs" / "screenshots"
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 360, "height": 780}
# Screenshots are written on request only, so that a test run leaves the tree as it was.
WRITES = os.environ.get("SCREENSHOTS") == "1"


class Visitor:
    """Somebody who uses the portal in a browser of their own."""

    def __init__(self, browser: Browser, base_url: str, *, narrow: bool = False, javascript: bool = True) -> None:
        self.base_url = base_url
        self.context = browser.new_context(
            viewport=NARROW if narrow else WIDE,
            locale="sv-SE",
            timezone_id="Europe/Stockholm",
            java_script_enabled=javascript,
        )
        self.context.set_default_timeout(30_000)
        self.page: Page = self.context.new_page()
        self.errors: list[str] = []
        self.javascript = javascript
        self.page.on("console", self._note)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))

    def sign_in(self, username: str) -> "Visitor":
        """Sign in on the demonstration's own page."""
        self.go("/demo/")
        self.page.locator(f"button[name=username][value={username}]").click()
        self.page.wait_for_load_state()
        return self

    def go(self, path: str) -> "Visitor":
        response = self.page.goto(f"{self.base_url}{path}")
        assert response is not None and response.status < 400, f"{path}: {response and response.status}"
        return self

    def press(self, name: str) -> "Visitor":
        """Press the button or follow the link with this name, and meet the page that comes."""
        control = self.page.get_by_role("button", name=name, exact=True).or_(
            self.page.get_by_role("link", name=name, exact=True)
        )
        control.first.click()
        self.page.wait_for_load_state()
        return self

    def follow(self, name: str) -> "Visitor":
        """As `press`, and the next page is there when it returns, however slow the server is."""
        self.page.evaluate("window.left = true")
        return self.press(name).arrive()

    def arrive(self) -> "Visitor":
        """Wait for another page than the one that was left."""

        def is_new() -> bool:
            try:
                return bool(self.page.evaluate("!window.left && document.readyState === 'complete'"))
            except Error:  # the old page is being taken down
                return False

        wait_until(is_new)
        return self

    def write(self, label: str, text: str) -> "Visitor":
        named = re.compile(rf"^\s*{re.escape(label)}\s*(\(frivilligt\))?\s*$")
        self.page.get_by_label(named).fill(text)
        return self

    def choose(self, label: str, *, within: str = "") -> "Visitor":
        scope = self.page.get_by_role("group", name=within) if within else self.page
        scope.get_by_label(label, exact=True).check()
        return self

    def sees(self, text: str) -> bool:
        return text in self.page.locator("body").inner_text().replace("\u00a0", " ")

    def look(self, shot: str = "") -> "Visitor":
        """Try the page with axe (contrast included), at 320 pixels too; keep a screenshot at both widths."""
        assert not self.javascript or violations(self.page) == [], self.page.url
        before = self.page.viewport_size or WIDE
        for width, size in (("360", NARROW), ("1280", WIDE)):
            self.page.set_viewport_size(size)
            if WRITES and shot:
                SCREENSHOTS.mkdir(parents=True, exist_ok=True)
                keep(self.page.screenshot(full_page=True), SCREENSHOTS / f"{shot}-{width}.png")
        self.page.set_viewport_size({"width": 320, "height": 700})
        assert self.page.evaluate("document.documentElement.scrollWidth") <= 320, f"{self.page.url} is wider than 320"
        self.page.set_viewport_size(before)
        assert self.errors == [], self.errors
        return self

    def close(self) -> None:
        self.context.close()

    def _note(self, message: Any) -> None:
        # A page that answers 4xx is noted by the browser as an error; that is the test's business, not the page's.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.errors.append(message.text)


def keep(screenshot: bytes, path: Path) -> None:
    """Keep a screenshot with few colours: a fifth of the size, and as good for documentation."""
    image = Image.open(BytesIO(screenshot)).convert("RGB")
    image.quantize(64, dither=Image.Dither.NONE).save(path, optimize=True)


def violations(page: Page) -> list[str]:
    """What axe finds on the page, one line per rule and element."""
    found = Axe().run(page).response["violations"]
    return [f"{rule['id']}: {node['html'][:200]}" for rule in found for node in rule["nodes"]]
