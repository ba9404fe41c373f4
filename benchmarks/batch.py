"""A collective decision of 300 letters: with one real worker and with two, and how much memory the worker holds.

Run `uv run python -m benchmarks.batch [letters]` in the repository; it works in a test database of its own.
"""

import logging
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime

import psutil
import redis
from django.conf import settings
from django.utils import timezone

from benchmarks.roll_up import a_database
from delmos.broker import WORKER
from grants.domain import batches
from grants.enums import BatchItemStatus, BatchStatus
from grants.models import Application, BatchDecision
from grants.tasks import work_on_batches
from tests import factories
from tests.processes import belongs_to, kill_tree, start_celery, wait_until

LETTERS = 300
ENDS = 10  # the first and the last tenth of the letters are compared
PATIENCE, PAUSE, SWEEP = 3600.0, 0.2, 5.0  # seconds


@dataclass(frozen=True)
class Run:
    """How a step went: letters a minute, and the most memory (MiB) of any process in its first and its last tenth."""

    per_minute: float
    first: float
    last: float


@contextmanager
def a_worker() -> Iterator["subprocess.Popen[bytes]"]:
    """A real worker with one process, ready to work."""
    with redis.Redis.from_url(settings.REDIS_URL) as client:
        client.delete(WORKER)
        process = start_celery(
            "worker", "--concurrency", "1", "--without-gossip", "--without-mingle", "--loglevel=ERROR"
        )
        try:
            wait_until(lambda: client.exists(WORKER), 300)
            yield process
        finally:
            kill_tree(process)


def memory(workers: list["subprocess.Popen[bytes]"]) -> float:
    """What the largest process of the workers holds, in MiB."""
    sizes = [0.0]
    for process in psutil.process_iter():
        with suppress(psutil.NoSuchProcess):
            if any(belongs_to(worker.pid, process) for worker in workers):
                sizes.append(process.memory_info().rss / 2**20)
    return max(sizes)


def looks(is_over: Callable[[], bool]) -> Iterator[None]:
    """Once every PAUSE until it is over. Raises TimeoutError when that takes longer than PATIENCE."""
    until = time.monotonic() + PATIENCE
    while not is_over():
        if time.monotonic() > until:
            raise TimeoutError(f"not over in {PATIENCE:.0f} s")
        yield
        time.sleep(PAUSE)


def watch(batch: BatchDecision, until: BatchStatus, of: BatchItemStatus, *, workers: int) -> Run:
    """Let the workers do the step, and look at them meanwhile. What beat's sweep sends is sent here."""
    total = batch.step_total
    with ExitStack() as stack:
        running = [stack.enter_context(a_worker()) for _ in range(workers)]
        sizes, asked, began = [], 0.0, 0.0
        for _ in looks(lambda: BatchDecision.objects.filter(pk=batch.pk, status=until).exists()):
            if time.monotonic() - asked > SWEEP:
                asked = time.monotonic()
                work_on_batches.delay()
            done = batch.items.filter(status=of).count()
            began = began or (time.monotonic() if done else 0.0)
            sizes.append((done, memory(running)))
        took = time.monotonic() - began
    return Run(
        per_minute=total / took * 60,
        first=max(size for done, size in sizes if 0 < done <= max(total // ENDS, 1)),
        last=max(size for done, size in sizes if done > total - max(total // ENDS, 1)),
    )


def begun(cases: list[Application], now: datetime) -> BatchDecision:
    return factories.a_batch(cases, now=now, report_due_on=cases[0].call.report_due_on)


def tell(what: str, run: Run, compared: Run) -> None:
    sys.stdout.write(
        f"{what:<40}{run.per_minute:8.0f} a minute ({run.per_minute / compared.per_minute:4.2f} x)   "
        f"memory {run.first:5.0f} -> {run.last:5.0f} MiB ({run.last / run.first:4.2f} x)\n"
    )


def main(letters: int) -> None:
    with a_database():
        logging.disable(logging.WARNING)
        now = timezone.now()
        call = factories.an_open_call_today(frame_ore=letters * factories.AMOUNT)
        cases = factories.some_proposed(letters, call=call, now=now)
        first = begun(cases, now)
        one = watch(first, BatchStatus.READY, BatchItemStatus.READY, workers=1)
        tell("letters, one worker", one, one)
        batches.cancel(first, by=factories.person("eva"), now=now)
        batch = begun(cases, now)
        two = watch(batch, BatchStatus.READY, BatchItemStatus.READY, workers=2)
        tell("letters, two workers", two, one)
        batch.refresh_from_db()
        eva, shown = factories.person("eva"), batch.listing_id or ""
        approved = batches.approve(batch, listing_sha256=shown, by=eva, now=timezone.now())
        carried_out = watch(approved, BatchStatus.DECIDED, BatchItemStatus.DECIDED, workers=1)
        tell("decisions with seals, one worker", carried_out, one)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else LETTERS)
