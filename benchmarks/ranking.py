"""The ranking of a group with 1 000 cases against 100, in one run: each page's queries, and its time as a ratio.

Run `uv run python -m benchmarks.ranking [cases]` in the repository; it works in a test database of its own.
"""

import logging
import sys
from collections.abc import Mapping

from django.conf import settings
from django.db import connection
from django.test import Client

from benchmarks.roll_up import a_database
from benchmarks.worklist import Cost, cost
from grants.models import Application, Scenario
from tests import factories

FEW, MANY = 100, 1_000
MOST_QUERIES = 12

CASES = """
    INSERT INTO journal_case SELECT made.* FROM journal_case AS one,
        generate_series(%(first)s::int, %(last)s::int) AS n,
        LATERAL jsonb_populate_record(one, jsonb_build_object(
            'id', nextval(pg_get_serial_sequence('journal_case', 'id')),
            'number', 'BEN-2018-' || n, 'series', 'BEN', 'serial', n
        )) AS made
    WHERE one.id = %(case)s
"""
APPLICATIONS = """
    INSERT INTO grants_application SELECT made.* FROM grants_application AS one,
        generate_series(%(first)s::int, %(last)s::int) AS n
        JOIN journal_case AS c ON c.series = 'BEN' AND c.serial = n,
        LATERAL jsonb_populate_record(one, jsonb_build_object(
            'id', nextval(pg_get_serial_sequence('grants_application', 'id')),
            'case_id', c.id,
            'requested_ore', 1000000 + (n * 7919) %% 90000000,
            'area_code', (%(counties)s)[1 + n %% 10]
        )) AS made
    WHERE one.id = %(template)s
"""
SCORES = """
    INSERT INTO grants_score (application_id, criterion_id, points, reasons, scored_at, scored_by_id)
    SELECT a.id, s.criterion_id, (c.serial + s.criterion_id) %% 6, s.reasons, s.scored_at, s.scored_by_id
    FROM grants_application AS a JOIN journal_case AS c ON c.id = a.case_id AND c.series = 'BEN'
        AND c.serial BETWEEN %(first)s AND %(last)s
    CROSS JOIN grants_score AS s WHERE s.application_id = %(template)s
"""


def fill(template: Application, first: int, last: int) -> None:
    """The cases ``first`` to ``last``, copies of one assessed case with other amounts, counties and points."""
    counties = [f"{number:02}" for number in (1, 3, 4, 5, 6, 7, 8, 9, 10, 12)]
    values = {"first": first, "last": last, "case": template.case_id, "template": template.pk, "counties": counties}
    with connection.cursor() as cursor:
        for statement in (CASES, APPLICATIONS, SCORES, "ANALYZE"):
            cursor.execute(statement, values)


def measured(scenarios: list[Scenario]) -> Mapping[str, Cost]:
    client, first = Client(), scenarios[0]
    client.force_login(factories.person("dag"))
    place = f"/rangordning/{first.call.slug}/{first.group}/"
    chosen = "&".join(f"s={scenario.pk}" for scenario in scenarios)
    return {
        "calls and groups": cost(client, "/rangordning/"),
        "ranked list": cost(client, place),
        "scenario": cost(client, f"/rangordning/scenario/{first.pk}/"),
        "two scenarios side by side": cost(client, f"{place}jamfor/?{chosen}"),
        "before adopting": cost(client, f"/rangordning/scenario/{first.pk}/anta/"),
    }


def tell(few: Mapping[str, Cost], many: Mapping[str, Cost], cases: int) -> bool:
    """Print the table; whether every page keeps within its queries, and none costs more as the cases grow."""
    sys.stdout.write(f"{'page':<32}{'queries':>8}{f'{FEW} cases':>16}{f'{cases} cases':>18}{'ratio':>8}\n")
    kept = True
    for what, before in few.items():
        after = many[what]
        kept = kept and after.queries <= MOST_QUERIES and after.queries == before.queries
        ratio = after.took / before.took
        sys.stdout.write(f"{what:<32}{after.queries:>8}{before.took:>13.1f} ms{after.took:>15.1f} ms{ratio:>8.2f}\n")
    return kept


def main(cases: int) -> int:
    with a_database():
        logging.disable(logging.WARNING)
        settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
        template = factories.assessed()
        scenarios = [
            factories.a_scenario(template, name=name, cap_ore=cap)
            for name, cap in (("Tak", 300_000_00), ("Utan tak", None))
        ]
        fill(template, 1, FEW - 1)
        few = measured(scenarios)
        fill(template, FEW, cases - 1)
        many = measured(scenarios)
        return 0 if tell(few, many, cases) else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else MANY))
