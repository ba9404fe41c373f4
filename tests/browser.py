"""The browser of the journeys: Debian's Chromium, else the one that Playwright has downloaded."""

import os
import shutil
import sys
from pathlib import Path

from delmos.machine import install, may_install

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
REMEDY = "install it with `sudo apt-get install chromium` or `uv run playwright install --with-deps chromium`"


def chromium() -> str | None:
    """The path of a Chromium to give to Playwright as `executable_path`, or None when the machine has none."""
    return next(filter(None, map(shutil.which, NAMES)), None) or _playwrights_own()


def _playwrights_own() -> str | None:
    folder = os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright"
    found = sorted(Path(folder).glob("chromium-*/chrome-linux*/chrome"))
    return str(found[-1]) if found else None


def main() -> int:
    """0 with a browser, 1 when the tests must stop, 2 when they go on without the journeys."""
    if chromium() or (may_install() and install(["chromium"]) and chromium()):
        return 0
    if os.environ.get("CI", "").lower() in {"1", "true"}:
        sys.stderr.write(f"The journeys need Chromium, and CI runs them all; {REMEDY}.\n")
        return 1
    sys.stderr.write(f"\n*** THE JOURNEYS ARE LEFT OUT: there is no Chromium; {REMEDY}. ***\n\n")
    return 2


if __name__ == "__main__":
    sys.exit(main())
