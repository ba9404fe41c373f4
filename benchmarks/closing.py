"""The last seconds before a call closes: 50 applicants submit, each with a double click, on gunicorn over loopback.

Run `uv run python -m benchmarks.closing [applicants]` in the repository; it works in a test database of its own. The
figures are ratios to a bare Django view that inserts one row, under the same server and the same arrivals.
"""

import http.client
import random
import re
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from benchmarks.bare import CREATE
from benchmarks.roll_up import a_database
from grants.models import Application, Call, Draft
from tests import factories
from tests.processes import kill_tree, process_environment, wait_until

APPLICANTS, CLICKS = 50, 2
EARLY, AFTER = 3.0, 0.5  # seconds before and after closing within which everybody submits
LEAD = 3.0  # seconds until the first one
HIDDEN = re.compile(r'name="content_sha256" value="([0-9a-f]{64})"')
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass(frozen=True)
class Answer:
    """How a request went: its status and how long it took, in seconds."""

    status: int
    took: float


Send = Callable[[], Answer]


@contextmanager
def gunicorn(application: str, **more: str) -> Iterator[int]:
    """A real gunicorn with the portal's own configuration, and ``more`` in its environment; its port."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    environment = {**process_environment(), "DELMOS_BIND": f"127.0.0.1:{port}", "LOG_LEVEL": "ERROR", **more}
    command = [sys.executable, "-m", "gunicorn", "--log-level=error", application]
    process = subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, start_new_session=True)
    try:
        wait_until(lambda: answers(port))
        yield port
    finally:
        kill_tree(process)


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def ask(port: int, method: str, path: str, data: Mapping[str, str], cookies: Mapping[str, str]) -> tuple[Answer, Any]:
    """One request on a connection of its own: how it went, and the response, read to its end."""
    start = time.perf_counter()
    connected = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {
        "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
        "Content-Type": "application/x-www-form-urlencoded",
    }
    connected.request(method, path, urlencode(data), headers)
    response: Any = connected.getresponse()
    response.text = response.read().decode()
    connected.close()
    return Answer(response.status, time.perf_counter() - start), response


def post(port: int, path: str, data: Mapping[str, str], cookies: Mapping[str, str]) -> Answer:
    return ask(port, "POST", path, data, cookies)[0]


def a_signatory(draft: Draft, port: int) -> Send:
    """Somebody who has the page to sign on open, fetched from the same server; what is sent at the click."""
    browser = Client()
    browser.force_login(factories.signatory_of(draft.organisation))
    cookies = {name: morsel.value for name, morsel in browser.cookies.items()}
    page = reverse("draft_check", args=[draft.pk])
    _, response = ask(port, "GET", page, {}, cookies)
    for header in response.headers.get_all("Set-Cookie", []):
        cookies |= {name: morsel.value for name, morsel in SimpleCookie(header).items()}
    shown, token = HIDDEN.search(response.text), TOKEN.search(response.text)
    if shown is None or token is None:
        raise ValueError(f"{page} has nothing to sign")
    data = {"content_sha256": shown[1], "statement": "on", "csrfmiddlewaretoken": token[1]}
    return partial(post, port, page, data, cookies)


def all_at_their_time(sends: Sequence[Send], offsets: Sequence[float], zero: datetime) -> list[list[Answer]]:
    """Everybody sends at ``zero`` plus their offset, with ``CLICKS`` clicks at once; the answers of each."""

    def click(send: Send, offset: float) -> Answer:
        time.sleep(max(0.0, (zero - timezone.now()).total_seconds() + offset))
        return send()

    with ThreadPoolExecutor(len(sends) * CLICKS) as pool:
        waiting = [
            [pool.submit(click, send, offset) for _ in range(CLICKS)]
            for send, offset in zip(sends, offsets, strict=True)
        ]
        return [[future.result() for future in clicks] for clicks in waiting]


def check(call: Call, drafts: Sequence[Draft], outcome: list[list[Answer]]) -> tuple[int, int]:
    """How many came in and how many came too late; everything else is an error."""
    statuses = {answer.status for clicks in outcome for answer in clicks}
    assert statuses <= {302, 422}, f"answers {sorted(statuses)}"
    came_in = list(Application.objects.filter(call=call).select_related("case").order_by("case__serial"))
    assert [found.case.serial for found in came_in] == list(range(1, len(came_in) + 1)), "numbers with a gap"
    promised = {draft.organisation_id for draft, clicks in zip(drafts, outcome, strict=True) if clicks[0].status == 302}
    assert promised == {found.organisation_id for found in came_in}, "lost or double"
    assert len(promised) == len(came_in), "double"
    assert all(found.received_at < call.closes_at for found in came_in), "received after closing"
    return len(came_in), len(drafts) - len(came_in)


def tell(what: str, outcome: list[list[Answer]], bare: float = 0) -> float:
    times = sorted(answer.took * 1000 for clicks in outcome for answer in clicks)
    median = statistics.median(times)
    compared = f"{median / (bare or median):8.1f} x"
    sys.stdout.write(f"{what:<44}median {median:8.1f} ms   slowest {times[-1]:8.1f} ms {compared}\n")
    return median


def main(applicants: int) -> None:
    chance = random.Random(2018)
    offsets = [chance.uniform(-EARLY, AFTER) for _ in range(applicants)]
    with a_database():
        with connection.cursor() as cursor:
            cursor.execute(CREATE)
        call = factories.an_open_call_today()
        now = timezone.now()
        drafts = [
            factories.a_draft(call, organisation=factories.an_association(number), now=now)
            for number in range(applicants)
        ]
        with gunicorn("django.core.wsgi:get_wsgi_application()", DJANGO_SETTINGS_MODULE="benchmarks.bare") as port:
            send = partial(post, port, "/", {}, {})
            bare = all_at_their_time([send] * applicants, offsets, timezone.now() + timedelta(seconds=LEAD + EARLY))
        bare_median = tell(f"bare view, {applicants} x {CLICKS} inserts", bare)
        with gunicorn("delmos.wsgi:application") as port:
            with ThreadPoolExecutor(8) as pool:  # everybody has the page open, so every worker of the server is warm
                sends = list(pool.map(lambda draft: a_signatory(draft, port), drafts))
            call.closes_at = timezone.now() + timedelta(seconds=LEAD + EARLY)
            Call.objects.filter(pk=call.pk).update(closes_at=call.closes_at)
            outcome = all_at_their_time(sends, offsets, call.closes_at)
        tell(f"{applicants} x {CLICKS} submissions around closing time", outcome, bare_median)
        in_time, late = check(call, drafts, outcome)
        sys.stdout.write(f"in time {in_time}, told that the call has closed {late}; none lost, none double\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else APPLICANTS)
