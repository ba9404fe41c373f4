"""A sweep: one act done to each of many rows, where a row that raises keeps none of the others waiting."""

from collections.abc import Callable, Iterable
from traceback import extract_tb
from typing import TypeVar

import structlog

log = structlog.get_logger(__name__)
Row = TypeVar("Row")


class SweepFailed(Exception):
    """Some rows raised. Each is in the log; this makes the task that swept fail as well, so that it is seen."""


def each(rows: Iterable[Row], act: Callable[[Row], int | None], *, sweep: str) -> int:
    """Do ``act`` to each of the rows, also when it raises for some; the sum of what it gave.

    Raises SweepFailed, when all are done, if any raised. The log has the name of the ``sweep``, the key of the row and
    where in the code it stopped. It has not what the error says: the database quotes people's data in its own words.
    """
    done, tried, failed = 0, 0, 0
    for row in rows:
        tried += 1
        try:
            done += act(row) or 0
        except Exception as error:
            failed += 1
            log.error("sweep_failed_at_a_row", sweep=sweep, row=_key(row), error=type(error).__name__, at=_place(error))
    if failed:
        raise SweepFailed(f"{sweep}: {failed} of {tried} rows failed, see sweep_failed_at_a_row in the log")
    return done


def _key(row: object) -> str:
    """Which row it is, never what it holds."""
    return str(getattr(row, "pk", row))


def _place(error: Exception) -> list[str]:
    """The calls that led to the error, the innermost last, as file and line."""
    return [f"{frame.filename}:{frame.lineno}" for frame in extract_tb(error.__traceback__)]
