"""How the county table keeps up with the ledger, against the plain sum a page would otherwise make on every visit.

Run `uv run python -m benchmarks.roll_up [postings]` in the repository; it works in a test database of its own.
"""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime

from django.conf import settings
from django.db import connection

from applicants.enums import OrganisationType
from delmos.lib.geography import COUNTIES, SEVERAL_COUNTIES
from grants.domain.ledger import SERIES
from grants.enums import ApplicationStatus, PostingKind
from grants.models import Application
from reporting.domain.county_table import county_table
from reporting.domain.roll_up import BATCH, rebuild, roll_up
from reporting.domain.verification import differences
from reporting.enums import Basis
from tests import factories

POSTINGS, NEW = 100_000, 100
NOW = datetime(2026, 1, 1, tzinfo=UTC)
KEY = "budget_year, kind, booked_on, area_code, applicant_type, call_id, ordinance_key"
PLAIN_SUM = f"SELECT {KEY}, sum(amount_ore), sum(grant_delta) FROM grants_posting GROUP BY {KEY}"

# Seven kinds, 22 areas, six types, five budget years with fifty booking days each: some nine postings in every cell.
INSERT = """
    INSERT INTO grants_posting (entry, kind, amount_ore, grant_delta, application_id, call_id, ordinance_key, area_code,
        applicant_type, budget_year, booked_on, reference, booked_at, booked_by_id)
    SELECT n, (%(kinds)s)[1 + n %% 7], 1 + n %% 30000000, n %% 2, %(application)s, %(call)s, %(ordinance)s,
        (%(areas)s)[1 + n %% 22], (%(types)s)[1 + n %% 6], 2018 + n %% 5,
        make_date((2018 + n %% 5)::int, 1, 1) + (n %% 50)::int, 'benchmark:' || n, now(), %(person)s
    FROM generate_series(%(first)s::bigint, %(last)s::bigint) AS n
"""


@contextmanager
def a_database() -> Iterator[None]:
    """A migrated database of this run's own."""
    if settings.EMBEDDED:
        settings.EMBEDDED.hold()
    before = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(before, verbosity=0)


def book(application: Application, first: int, last: int) -> None:
    """The postings ``first`` to ``last`` of one real application, and the counter behind them."""
    with connection.cursor() as cursor:
        values = {
            "application": application.pk,
            "call": application.call_id,
            "ordinance": application.ordinance_key,
            "person": application.submitted_by_id,
            "kinds": PostingKind.values,
            "areas": [*(county.code for county in COUNTIES), SEVERAL_COUNTIES],
            "types": OrganisationType.values,
            "first": first,
            "last": last,
        }
        cursor.execute(INSERT, values)
        cursor.execute(
            "INSERT INTO journal_numberseries (name, year, last) VALUES (%s, 0, %s)"
            " ON CONFLICT (name, year) DO UPDATE SET last = excluded.last",
            [SERIES, last],
        )
        cursor.execute("ANALYZE grants_posting")


def plain_sum() -> None:
    with connection.cursor() as cursor:
        cursor.execute(PLAIN_SUM)
        cursor.fetchall()


def milliseconds(work: Callable[[], object], *, times: int = 1) -> float:
    """The quickest of so many runs."""
    return min(_once(work) for _ in range(times))


def _once(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def tell(what: str, took: float, compared: float) -> None:
    sys.stdout.write(f"{what:<50}{took:10.1f} ms{took / compared:10.2f} x\n")


def main(postings: int) -> None:
    with a_database():
        application = factories.application_at(ApplicationStatus.RECEIVED)
        book(application, 1, postings)
        plain = milliseconds(plain_sum, times=3)
        tell(f"plain sum of {postings} postings by cell", plain, plain)
        tell(f"roll-up of the same, {BATCH} at a time", milliseconds(lambda: roll_up(now=NOW)), plain)
        tell("rebuild of every cell", milliseconds(lambda: rebuild(now=NOW)), plain)
        tell("check of every cell", milliseconds(differences, times=3), plain)
        book(application, postings + 1, postings + NEW)
        tell(f"roll-up of {NEW} new postings", milliseconds(lambda: roll_up(now=NOW)), plain)
        tell("sweep with nothing to read", milliseconds(lambda: roll_up(now=NOW), times=3), plain)
        tell("the county table of a year, from the cells", milliseconds(a_table, times=3), plain)


def a_table() -> None:
    county_table(year=2018, basis=Basis.NET, as_of=date(2018, 12, 31))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else POSTINGS)
