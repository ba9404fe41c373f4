"""A collective decision of 300 letters: with one real worker and with two, and how much memory the worker holds.

The letters are drawn up twice, and then carried out by a worker that is killed halfway and another that goes on. Run
`uv run python -m benchmarks.batch [letters]` in the repository; it works in a test database of its own. Exits with 1
unless every case then has one decision with one letter and one seal.
"""

import logging
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from math import nan

import psutil
import redis
from django.conf import settings
from django.utils import timezone

from benchmarks.roll_up import a_database
from delmos.broker import WORKER
from grants.domain import batches
from grants.enums import BatchItemStatus, BatchStatus
from grants.models import Application, BatchDecision, Decision, Posting
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
            "worker", "--concurrency", "1", "--without-gossip", "--without-mingle", output=subprocess.DEVNULL
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


def done(batch: BatchDecision, status: BatchItemStatus) -> int:
    return batch.items.filter(status=status).count()


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
    total, before = batch.step_total, done(batch, of)
    with ExitStack() as stack:
        running = [stack.enter_context(a_worker()) for _ in range(workers)]
        sizes, asked, began = [], 0.0, 0.0
        for _ in looks(lambda: BatchDecision.objects.filter(pk=batch.pk, status=until).exists()):
            if time.monotonic() - asked > SWEEP:
                asked = time.monotonic()
                work_on_batches.delay()
            so_far = done(batch, of)
            began = began or (time.monotonic() if so_far > before else 0.0)
            sizes.append((so_far, memory(running)))
        took = time.monotonic() - began
    tenth = max(total // ENDS, 1)
    return Run(
        per_minute=(total - before) / took * 60,
        first=max((size for so_far, size in sizes if before < so_far <= before + tenth), default=nan),
        last=max((size for so_far, size in sizes if so_far > total - tenth), default=nan),
    )


def kill_halfway(batch: BatchDecision, of: BatchItemStatus) -> int:
    """A worker that is killed, with all that it started, once half of the step is done; how much was done."""
    with a_worker():
        for _ in looks(lambda: done(batch, of) >= batch.step_total // 2):
            pass
    return done(batch, of)


def exists_once(cases: list[Application]) -> bool:
    """Whether each case has one decision that is made, with a letter and a seal of its own, and one grant booked."""
    made = Decision.objects.filter(application__in=cases).exclude(decided_at=None)
    found = list(made.values_list("application", "letter", "sealed_letter"))
    booked = Posting.objects.filter(application__in=cases).count()
    letters, seals = ({row[column] for row in found} - {None} for column in (1, 2))
    return len(found) == len({row[0] for row in found}) == len(letters) == len(seals) == booked == len(cases)


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
        killed_at = kill_halfway(approved, BatchItemStatus.DECIDED)
        carried_out = watch(approved, BatchStatus.DECIDED, BatchItemStatus.DECIDED, workers=1)
        tell(f"decisions with seals, killed at {killed_at}", carried_out, one)
        if not exists_once(cases):
            sys.exit("not every case has one decision, one letter, one seal and one grant booked")
        sys.stdout.write(f"{letters} cases, and each has one decision, one letter, one seal and one grant booked\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else LETTERS)
