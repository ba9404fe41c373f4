"""That one worker alone works on a thing: an advisory lock of the database."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def alone(kind: str, key: object) -> Iterator[bool]:
    """Whether this worker is the only one with the ``key`` of its ``kind``.

    The lock outlives no connection: when the worker is killed, the database lets it go.
    """
    names = [kind, str(key)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtext(%s), hashtext(%s))", names)
        (mine,) = cursor.fetchone()
    try:
        yield bool(mine)
    finally:
        if mine:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtext(%s), hashtext(%s))", names)
