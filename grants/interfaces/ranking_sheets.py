"""The ranked list as CSV and XLSX, with what a scenario gives when one is chosen."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import BinaryIO

from delmos.lib.identity import format_organisation_number
from delmos.lib.money import ORE_PER_KRONA
from delmos.lib.sheets import Row, write_csv, write_xlsx
from grants.allocation import Outcome
from grants.domain.queries.ranking import Ranking
from grants.enums import SheetKind
from grants.interfaces.ranking_rows import RankedRow, rows_of

CLOSED = "Ett ärende som du inte får se"
HEADING = (
    *("Plats", "Resultat (procent)", "Diarienummer", "Sökande", "Organisationsnummer", "Typ av sökande", "Län"),
    *("Läge", "Sökt belopp (kr)", "Summa hit (kr)", "Ryms i ramen"),
)
SCENARIO_HEADING = ("Belopp i scenariot (kr)", "Regel som avgjorde")


def write_ranking(kind: SheetKind, out: BinaryIO, ranking: Ranking, outcomes: Mapping[int, Outcome] | None) -> None:
    """Write the whole list into ``out``. Amounts are in kronor with öre as decimals."""
    heading = HEADING if outcomes is None else (*HEADING, *SCENARIO_HEADING)
    rows = _rows(ranking, outcomes)
    if kind is SheetKind.CSV:
        write_csv(out, heading, rows)
    else:
        write_xlsx(out, heading, rows, title="Rangordning")


def _rows(ranking: Ranking, outcomes: Mapping[int, Outcome] | None) -> Iterator[Row]:
    for row in rows_of(ranking, 0, len(ranking.places), outcomes or {}):
        yield (*_row(row), *(_of_scenario(row) if outcomes is not None else ()))


def _row(row: RankedRow) -> Row:
    fits, found = "ja" if row.is_within else "nej", row.application
    if found is None:
        return (row.rank, None, CLOSED, "", "", "", "", "", None, _kronor(row.running_ore), fits)
    return (
        row.rank,
        row.per_cent,
        found.case.number,
        found.organisation.name,
        format_organisation_number(found.organisation.organisation_number),
        str(found.type.label),
        found.area_name,
        found.face.staff,
        _kronor(row.requested_ore),
        _kronor(row.running_ore),
        fits,
    )


def _of_scenario(row: RankedRow) -> Row:
    if row.application is None or row.outcome is None:
        return (None, "")
    return (_kronor(row.outcome.amount_ore), str(row.outcome.ground.label))


def _kronor(ore: int) -> Decimal:
    return Decimal(ore) / ORE_PER_KRONA
