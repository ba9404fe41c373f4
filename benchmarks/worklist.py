"""The officer's work list with 1 000 cases against 100 000, in one run: each page's queries, and its time as a ratio.

Run `uv run python -m benchmarks.worklist [cases]` in the repository; it works in a test database of its own.
"""

import logging
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from benchmarks.roll_up import a_database
from delmos.lib.dates import stockholm_date
from delmos.lib.keyset import page
from grants.domain.queries.worklist import listed, order_of
from grants.interfaces.worklist_form import selection_of
from grants.models import Application
from tests import factories

FEW, MANY, PAGE = 1_000, 100_000, 25
TIMES = 25  # runs of each page, of which the quickest counts: what else the machine does is no part of the page
MOST_QUERIES, MOST_RATIO = 12, 1.5
RARE = 20  # cases with the rare word, however many cases there are

# Half a minute between arrivals, amounts from 10 000 kr, most cases finished and one in twenty under review: what an
# agency has after some years. Every tenth says "cykelbana", a few "kastanjeträd".
CASES = """
    INSERT INTO journal_case SELECT made.* FROM journal_case AS one,
        generate_series(%(first)s::int, %(last)s::int) AS n,
        LATERAL jsonb_populate_record(one, jsonb_build_object(
            'id', nextval(pg_get_serial_sequence('journal_case', 'id')),
            'number', 'BEN-2018-' || n, 'series', 'BEN', 'serial', n
        )) AS made
    WHERE one.id = %(case)s
"""
ORGANISATIONS = """
    INSERT INTO applicants_organisation SELECT made.* FROM applicants_organisation AS one,
        generate_series(%(first)s::int, %(last)s::int) AS n,
        LATERAL jsonb_populate_record(one, jsonb_build_object(
            'id', nextval(pg_get_serial_sequence('applicants_organisation', 'id')),
            'organisation_number', '80' || lpad((30000000 + n)::text, 8, '0'),
            'name', 'Förening ' || n, 'name_order', 'f}rening ' || lpad(n::text, 6, '0')
        )) AS made
    WHERE one.id = %(organisation)s
"""
APPLICATIONS = """
    INSERT INTO grants_application SELECT made.* FROM grants_application AS one,
        generate_series(%(first)s::int, %(last)s::int) AS n
        JOIN journal_case AS c ON c.series = 'BEN' AND c.serial = n
        JOIN applicants_organisation AS o ON o.name = 'Förening ' || (1 + (n - 1) %% %(organisations)s),
        LATERAL jsonb_populate_record(one, jsonb_build_object(
            'id', nextval(pg_get_serial_sequence('grants_application', 'id')),
            'case_id', c.id,
            'organisation_id', o.id,
            'title', 'Projekt ' || n,
            'requested_ore', 1000000 + (n * 7919) %% 90000000,
            'county_codes', jsonb_build_array((%(counties)s)[1 + n %% 21]),
            'received_at', one.received_at - n * interval '30 seconds',
            'begun_at', one.received_at - n * interval '30 seconds',
            'status', (%(statuses)s)[1 + n %% 20],
            'officer_id', CASE WHEN n %% 20 = 0 THEN NULL ELSE %(officer)s END,
            'answers', one.answers || jsonb_build_object('summary', 'Vi bygger i kvarter ' || n
                || CASE WHEN n %% 10 = 0 THEN ' med cykelbana' ELSE '' END
                || CASE WHEN n <= %(rare)s THEN ' under kastanjeträd' ELSE '' END)
        )) AS made
    WHERE one.id = %(template)s
"""


@dataclass(frozen=True)
class Cost:
    """What a page costs: its queries, and the quickest of its times in milliseconds."""

    queries: int
    took: float


def fill(template: Application, first: int, last: int) -> None:
    """The cases ``first`` to ``last``, copies of one real case that differ in what the list looks at."""
    statuses = ["in_review", "received", "completing", *["closed"] * 15, "rejected", "granted"]
    values = {
        "first": first,
        "last": last,
        "case": template.case_id,
        "organisation": template.organisation_id,
        "officer": factories.person("dag").pk,
        "organisations": 200,
        "counties": [f"{number:02}" for number in (*range(1, 11), *range(12, 15), *range(17, 25))],
        "statuses": statuses,
        "rare": RARE,
        "template": template.pk,
    }
    with connection.cursor() as cursor:
        if first == 1:
            cursor.execute(ORGANISATIONS, {**values, "last": values["organisations"]})
        cursor.execute(CASES, values)
        cursor.execute(APPLICATIONS, values)
        cursor.execute("ANALYZE")


def pages() -> Iterator[tuple[str, str]]:
    """What is measured: in words, and the query of its address."""
    yield "first page", "vy=alla"
    yield "last page", f"vy=alla&efter={last_key('vy=alla')}"
    yield "first page by applicant", "ordning=sokande"
    yield "last page by applicant", f"ordning=sokande&efter={last_key('ordning=sokande')}"
    yield "search for a word in 20 cases", "q=kastanj"
    yield "search for a word in every tenth", "q=cykelbana"
    yield "search for a case number", "q=BEN-2018-500"
    yield "under review in a county, by amount", "lage=in_review&lan=21&ordning=belopp-fallande"
    yield "waiting for the applicant", "vy=vantar"
    yield "due", "vy=forfaller"


def last_key(query: str) -> str:
    """The key of the row before the last page."""
    dag = factories.person("dag")
    selection = selection_of(query, dag)
    rows = listed(dag, selection, today=stockholm_date(factories.NOW))
    last = list(rows.reverse().values_list("pk", flat=True)[: PAGE + 1])
    return str(page(rows.filter(pk__in=last), after=None, order=order_of(selection), size=1).next)


def measured() -> Mapping[str, Cost]:
    client = Client()
    client.force_login(factories.person("dag"))
    return {what: cost(client, f"/handlaggning/?{query}") for what, query in pages()}


def cost(client: Client, url: str) -> Cost:
    """The first visit warms the caches and writes in the session which list was looked at; the others count."""
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return Cost(len(queries), min(_once(client, url) for _ in range(TIMES)))


def _once(client: Client, url: str) -> float:
    start = time.perf_counter()
    client.get(url)
    return (time.perf_counter() - start) * 1000


def tell(few: Mapping[str, Cost], many: Mapping[str, Cost], cases: int) -> bool:
    """Print the table; whether every page keeps within its queries and its ratio."""
    sys.stdout.write(f"{'page':<40}{'queries':>8}{f'{FEW} cases':>16}{f'{cases} cases':>18}{'ratio':>8}\n")
    kept = True
    for what, before in few.items():
        after = many[what]
        ratio = after.took / before.took
        kept = kept and after.queries <= MOST_QUERIES and ratio <= MOST_RATIO
        sys.stdout.write(f"{what:<40}{after.queries:>8}{before.took:>13.1f} ms{after.took:>15.1f} ms{ratio:>8.2f}\n")
    return kept


def main(cases: int) -> int:
    with a_database():
        logging.disable(logging.WARNING)
        settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
        template = factories.received()
        fill(template, 1, FEW)
        few = measured()
        fill(template, FEW + 1, cases)
        many = measured()
        return 0 if tell(few, many, cases) else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else MANY))
