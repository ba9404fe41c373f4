"""Work shared by a few processes, each with its own connection to this process's database.

Nothing here may import a model: a new process reads this module before it has set Django up.
"""

import gc
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from threading import Thread
from typing import Protocol, TypeVar

import django
from django.db import connection

T = TypeVar("T")
MOST = 2


class Spread(Protocol):
    """Calls ``act`` with each of ``items``, in any process, and gives back the items in order as they are done."""

    def __call__(self, act: Callable[[T], None], items: Sequence[T]) -> Iterator[T]: ...


def here(act: Callable[[T], None], items: Sequence[T]) -> Iterator[T]:
    """A Spread over this process alone."""
    for item in items:
        act(item)
        yield item


@contextmanager
def processes(count: int | None = None) -> Iterator[Spread]:
    """A Spread over ``count`` processes: as many as there are processors, but two at most, unless given.

    ``act`` and the items are pickled, so ``act`` must be found by name in a module. What it raises is raised here.
    """
    wanted = count or min(MOST, os.cpu_count() or 1)
    if wanted == 1:
        yield here
        return
    name = connection.settings_dict["NAME"]
    with ProcessPoolExecutor(wanted, get_context("spawn"), initializer=_set_up, initargs=(name,)) as pool:

        def spread(act: Callable[[T], None], items: Sequence[T]) -> Iterator[T]:
            for item, _ in zip(items, pool.map(act, items), strict=True):
                yield item

        try:
            yield spread
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def _set_up(database: str) -> None:
    Thread(target=_end_with_parent, daemon=True).start()
    django.setup()
    # A process that works for a minute and ends has little garbage; looking for it took a seventh of the time.
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)
    connection.settings_dict["NAME"] = database


def _end_with_parent() -> None:
    """Leave nothing behind when the command is killed: a worker alone would wait for work for ever."""
    if parent := parent_process():
        wait([parent.sentinel])
        os._exit(1)
