"""What tests do to the database that the product never does: race, break, tamper and photograph it."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier, Event
from typing import Any

from django.apps import apps
from django.db import connection, transaction

from tests.processes import wait_until

ROOMS = ("journal", "accounts", "applicants", "grants", "reporting")
WAIT = 60.0  # seconds until a race counts as stuck


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Do all ``acts`` at the same moment, each on a connection of its own; what each gave or raised, in order."""
    start = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        try:
            connection.ensure_connection()
            start.wait(WAIT)
            return act()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [future.result(WAIT) for future in [pool.submit(run, act) for act in acts]]


def in_turn(first: Callable[[], Any], second: Callable[[], Any]) -> list[Any]:
    """What each gave or raised, when ``second`` comes while ``first`` has acted but not committed.

    ``first`` holds its transaction open until ``second`` waits for a lock; it fails when nothing waits.
    """
    acted = Event()

    def hold() -> Any:
        with transaction.atomic():
            given = first()
            acted.set()
            wait_until(somebody_waits_for_a_lock)
        return given

    def come_second() -> Any:
        acted.wait(WAIT)
        return second()

    return at_once(hold, come_second)


def somebody_waits_for_a_lock() -> bool:
    """Whether another connection to the test database stands still behind a lock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")  # inside a transaction the view else stands still
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return bool(cursor.fetchone()[0])


@contextmanager
def triggers_asleep() -> Iterator[None]:
    """What somebody with the keys to the server can do: write past the triggers."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield
        cursor.execute("SET LOCAL session_replication_role = origin")


def tamper(sql: str, parameters: Sequence[Any] = ()) -> int:
    """Change rows behind the portal's back; how many were hit."""
    with triggers_asleep(), connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return int(cursor.rowcount)


def break_event_log(stream: str = "") -> None:
    """From now on the database refuses every new event, until the test's transaction is rolled back.

    With a ``stream``: those of one case alone.
    """
    only = f"WHEN (NEW.stream_id = '{stream}') " if stream else ""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION no_more_events() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'the event log is broken'; END $$;"
            "CREATE TRIGGER no_more_events BEFORE INSERT ON journal_event "
            f"FOR EACH ROW {only}EXECUTE FUNCTION no_more_events();"
        )


def everything() -> dict[str, list[Any]]:
    """Every row of every table of the portal's own rooms."""
    return {
        model._meta.label: list(model._default_manager.order_by("pk").values_list())
        for room in ROOMS
        for model in apps.get_app_config(room).get_models()
    }
