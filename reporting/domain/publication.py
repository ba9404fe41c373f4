"""What the agency has published before, to hold the page against. Source: ``reporting/data/README.md``."""

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from delmos.lib.money import ORE_PER_TKR, tkr
from reporting.domain.county_table import CountyRow, CountyTable
from reporting.enums import Basis

PUBLISHED_YEAR = 2018
PUBLISHED_AS_OF = date(2018, 12, 31)
PRINTED_TOTAL_ORE = 38_609 * ORE_PER_TKR  # as printed; the printed rows sum to 38 318 tkr


@dataclass(frozen=True, slots=True)
class Comparison:
    """The published table beside ours; amounts in öre, and the names of the counties whose rows differ."""

    printed_total_ore: int
    sum_of_rows_ore: int
    rows: int
    differing: tuple[str, ...]

    @property
    def excess_ore(self) -> int:
        """How much the printed sum exceeds its own rows."""
        return self.printed_total_ore - self.sum_of_rows_ore


def compare(table: CountyTable) -> Comparison | None:
    """``table`` held against the published one; None when it shows something else than what was published."""
    if table.year != PUBLISHED_YEAR or table.basis is not Basis.DISBURSED or table.as_of < PUBLISHED_AS_OF:
        return None
    published = published_rows()
    differing = tuple(
        ours.county for ours, theirs in zip(table.rows, published, strict=True) if _as_printed(ours) != theirs
    )
    return Comparison(PRINTED_TOTAL_ORE, sum(row.amount_ore for row in published), len(published), differing)


@cache
def published_rows() -> tuple[CountyRow, ...]:
    """The 22 rows of 2018 as published, in their printed order, amounts in whole thousands of kronor as öre."""
    text = (files("reporting") / "data" / "published_2018.csv").read_text(encoding="utf-8")
    return tuple(_row(**line) for line in csv.DictReader(text.splitlines()))


def _row(*, county_code: str, county: str, amount_tkr: str, **counts: str) -> CountyRow:
    numbers = {name: int(count) for name, count in counts.items()}
    return CountyRow(county_code, county, **numbers, amount_ore=int(amount_tkr) * ORE_PER_TKR)


def _as_printed(row: CountyRow) -> CountyRow:
    counts = (row.regions, row.municipalities, row.associations, row.foundations)
    return CountyRow(row.county_code, row.county, *counts, amount_ore=tkr(row.amount_ore) * ORE_PER_TKR)
