"""A sweep does what it can of its rows, and says what it could not do without saying what is in them."""

from collections.abc import Iterator

import pytest
from structlog.testing import capture_logs

from delmos.lib.sweep import SweepFailed, each


def test_what_each_row_gave_is_summed() -> None:
    assert each([True, False, None, 3], lambda row: row, sweep="rows") == 4


def test_a_row_that_raises_keeps_none_of_the_others_waiting_and_the_sweep_fails_after_them() -> None:
    done = []

    def act(row: int) -> int:
        if row in (1, 3):
            raise ValueError("Anna Andersson")
        done.append(row)
        return 1

    with pytest.raises(SweepFailed, match="^rows: 2 of 4 rows failed, see sweep_failed_at_a_row in the log$"):
        each([1, 2, 3, 4], act, sweep="rows")
    assert done == [2, 4]


def test_the_log_says_which_row_and_where_it_stopped_and_not_what_the_error_said() -> None:
    def act(row: int) -> int:
        raise ValueError("Anna Andersson")

    with capture_logs() as lines, pytest.raises(SweepFailed) as failed:
        each([7], act, sweep="rows")
    (line,) = lines
    assert (line["event"], line["sweep"], line["row"], line["error"]) == (
        "sweep_failed_at_a_row",
        "rows",
        "7",
        "ValueError",
    )
    assert line["at"][-1].partition(".py:")[0] == __file__.removesuffix(".py")
    assert "Andersson" not in str(lines) + str(failed.value)
    assert failed.value.__context__ is None


def test_rows_that_cannot_be_read_are_no_failure_of_a_row() -> None:
    def rows() -> Iterator[int]:
        yield 1
        raise OSError("the database is away")

    with pytest.raises(OSError, match="the database is away"):
        each(rows(), lambda row: row, sweep="rows")
