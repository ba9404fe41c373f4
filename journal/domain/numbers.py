"""Numbers without gaps or doubles, under any concurrency."""

from django.db import connection

_NEXT = """
    INSERT INTO journal_numberseries AS series (name, year, last) VALUES (%s, %s, 1)
    ON CONFLICT (name, year) DO UPDATE SET last = series.last + 1
    RETURNING last
"""


def next_number(series: str, year: int) -> int:
    """The next number of ``series`` in ``year``, starting at 1.

    The counter's row stays locked until the transaction ends, so a number is given in the order of commit, and a
    rolled-back transaction leaves no gap. Call it inside a transaction; raises RuntimeError outside one.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a number must be taken in the transaction that uses it")
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [series, year])
        (number,) = cursor.fetchone()
    return int(number)
