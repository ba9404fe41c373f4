"""What a letter costs: the portal's whole render against a bare WeasyPrint render of the same HTML.

Run `uv run python -m benchmarks.letters [letters]` in the repository; it works in a test database of its own. Printed
are ratios of one run, letters a minute of two processes, and how the memory of one process grows.
"""

import gc
import multiprocessing
import statistics
import sys
import time
from collections.abc import Callable

import psutil
from django.db import connection
from weasyprint import HTML

from benchmarks.roll_up import a_database
from grants.enums import DecisionKind, DecisionStatus
from grants.interfaces.decision_data import decision_data
from grants.interfaces.letters import STATIC, decision_html, render_decision
from grants.interfaces.sealing import seal
from grants.models import Decision
from tests import factories

LETTERS, PROCESSES, TARGET = 300, 2, 1.15
ROUNDS = 21  # of each, taken in turns, so that what else the machine does hits both alike
MEGABYTE = 1024 * 1024


def bare(html: str) -> bytes:
    """WeasyPrint as its manual has it, with the same HTML, the same files and the same kind of PDF."""
    document = HTML(string=html, base_url=f"{STATIC.resolve().as_uri()}/")
    return bytes(document.write_pdf(pdf_variant="pdf/a-3a"))


def seconds(act: Callable[[], object]) -> float:
    """How long it took, once."""
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def in_turns(acts: list[Callable[[], object]], rounds: int) -> list[float]:
    """The median of each, measured in turns after one round that counts for nothing."""
    for act in acts:
        act()
    measured = [[seconds(act) for act in acts] for _ in range(rounds)]
    return [statistics.median(column) for column in zip(*measured, strict=True)]


def draw(pk: int, count: int) -> None:
    """One process that draws letters, with a connection of its own."""
    connection.close()
    decision = Decision.objects.get(pk=pk)
    for _ in range(count):
        render_decision(decision)


def a_minute(pk: int, count: int) -> float:
    """Letters a minute of so many processes together, their start included."""
    connection.close()
    context = multiprocessing.get_context("fork")
    workers = [context.Process(target=draw, args=(pk, count // PROCESSES)) for _ in range(PROCESSES)]
    began = time.perf_counter()
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    if any(worker.exitcode for worker in workers):
        raise RuntimeError("a process failed")
    return 60 * (count // PROCESSES * PROCESSES) / (time.perf_counter() - began)


def growth(decision: Decision, count: int) -> float:
    """Megabytes that the process has grown by from a tenth of the letters to all of them."""
    process = psutil.Process()
    for _ in range(max(1, count // 10)):
        render_decision(decision)
    gc.collect()
    before = process.memory_info().rss
    for _ in range(count):
        render_decision(decision)
    gc.collect()
    return (process.memory_info().rss - before) / MEGABYTE


def say(line: str) -> None:
    """A line of the result, at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main(count: int) -> int:
    """Measure, print, and answer 1 when a letter costs more than it may."""
    with a_database():
        decision = factories.decision_at(DecisionStatus.PREPARED, kind=DecisionKind.GRANT)
        html = decision_html(decision)
        whole, plain = in_turns([lambda: render_decision(decision), lambda: bare(html)], ROUNDS)
        letter = render_decision(decision)
        sealing, data = in_turns([lambda: seal(letter), lambda: decision_data(decision)], ROUNDS)
        ratio = whole / plain
        say(f"a letter, as a ratio to a bare render of its HTML: {ratio:.2f} (target at most {TARGET})")
        say(f"the seal, as a ratio to the same: {sealing / plain:.2f}; the data inside: {data / plain:.3f}")
        say(f"letters a minute with {PROCESSES} processes: {a_minute(decision.pk, count):.0f}")
        say(f"memory of one process after {count} more letters: {growth(decision, count):+.1f} MB")
    return int(ratio > TARGET)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else LETTERS))
