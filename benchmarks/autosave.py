"""500 drafts save themselves at once, each a few times as somebody types, on gunicorn over loopback.

Run `uv run python -m benchmarks.autosave [drafts]` in the repository; it works in a test database of its own. The
figures are ratios to a bare Django view that inserts one row, under the same server and the same arrivals.
"""

import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from http.cookies import SimpleCookie

from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from benchmarks.bare import CREATE
from benchmarks.closing import Answer, a_database, ask, gunicorn, post
from grants.domain import drafts
from grants.models import Draft, DraftRevision
from tests import factories

DRAFTS, SAVES, AT_ONCE = 500, 4, 64  # AT_ONCE: connections open at the same moment
OK = {200, 204}
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
TEXT = "Vi möts på torget varje vecka. " * 20

Save = Callable[[int], Answer]


def begin(count: int) -> list[Draft]:
    """So many drafts in one call, each of an association of its own."""
    call, now = factories.an_open_call_today(), timezone.now()
    found = []
    for number in range(count):
        made = factories.an_association(number)
        found.append(drafts.start(call, organisation=made, by=factories.signatory_of(made), now=now))
    return found


def a_writer(draft: Draft, port: int) -> Save:
    """Somebody with the first page of the draft open; what the page sends by itself after the n-th pause."""
    browser = Client()
    browser.force_login(factories.signatory_of(draft.organisation))
    cookies = {name: morsel.value for name, morsel in browser.cookies.items()}
    key = draft.form.form.groups[0].key
    _, response = ask(port, "GET", reverse("draft_group", args=[draft.pk, key]), {}, cookies)
    for header in response.headers.get_all("Set-Cookie", []):
        cookies |= {name: morsel.value for name, morsel in SimpleCookie(header).items()}
    token = TOKEN.search(response.text)
    if token is None:
        raise ValueError("the page has no form")
    page = {"version": "0", "opened-page": draft.pk.hex, "csrfmiddlewaretoken": token[1]}
    return partial(_save, port, reverse("draft_autosave", args=[draft.pk, key]), page, cookies)


def _save(port: int, path: str, page: Mapping[str, str], cookies: Mapping[str, str], number: int) -> Answer:
    return post(port, path, {**page, "title": f"Namn {number}", "summary": f"{TEXT}{number}"}, cookies)


def all_at_once(saves: Sequence[Save]) -> tuple[list[Answer], float]:
    """Every writer saves ``SAVES`` times, one after the other; the answers, and saves per second."""

    def write(save: Save) -> list[Answer]:
        return [save(number) for number in range(SAVES)]

    start = time.perf_counter()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        outcome = [answer for answers in pool.map(write, saves) for answer in answers]
    return outcome, len(outcome) / (time.perf_counter() - start)


def lost(begun: Sequence[Draft]) -> int:
    """How many of the saves that were sent are in no version, or not the one that stands at the end."""
    kept = Counter(
        (draft, after.get("title")) for draft, after in DraftRevision.objects.values_list("draft", "after").iterator()
    )
    missing = sum(not kept[draft.pk, f"Namn {number}"] for draft in begun for number in range(SAVES))
    last = Draft.objects.filter(pk__in=[draft.pk for draft in begun]).exclude(answers__title=f"Namn {SAVES - 1}")
    return missing + last.count()


def tell(what: str, outcome: Sequence[Answer], rate: float, compared: float) -> None:
    times = sorted(answer.took * 1000 for answer in outcome)
    wrong = sum(answer.status >= 500 for answer in outcome)
    refused = sum(answer.status not in OK for answer in outcome) - wrong
    sys.stdout.write(
        f"{what:<34}{rate:8.0f}/s {rate / compared:6.2f} x   median {times[len(times) // 2]:7.1f} ms"
        f"   95 % {times[len(times) * 95 // 100]:7.1f} ms   5xx = {wrong}   other refusals = {refused}\n"
    )


def main(count: int) -> int:
    with a_database():
        with connection.cursor() as cursor:
            cursor.execute(CREATE)
        begun = begin(count)
        with gunicorn("django.core.wsgi:get_wsgi_application()", DJANGO_SETTINGS_MODULE="benchmarks.bare") as port:
            bare, bare_rate = all_at_once([lambda number, port=port: post(port, "/", {}, {})] * count)
        tell(f"bare view, {len(bare)} inserts", bare, bare_rate, bare_rate)
        with gunicorn("delmos.wsgi:application") as port:
            with ThreadPoolExecutor(8) as pool:
                saves = list(pool.map(lambda draft: a_writer(draft, port), begun))
            outcome, rate = all_at_once(saves)
        tell(f"{count} drafts, {len(outcome)} saves", outcome, rate, bare_rate)
        missing = lost(begun)
        sys.stdout.write(f"lost writes = {missing}\n")
        return 1 if missing or any(answer.status not in OK for answer in outcome) else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else DRAFTS))
