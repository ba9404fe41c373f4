"""The county table outside the portal: CSV and JSON with exact öre for machines, text as in the published form."""

import csv
import io
import json
from collections.abc import Iterable
from dataclasses import asdict, astuple

from delmos.lib.dates import format_date
from delmos.lib.money import NIL, format_tkr
from reporting.domain.county_table import ROW_FIELDS, CountyRow, CountyTable

FOOTNOTES = (
    "* Kommun omfattar även kommunalförbund.",
    "Trossamfund räknas som ideell förening.",
)
_HEADINGS = ("Län", "Region", "Kommun*", "Ideell förening", "Stiftelse", "Belopp i tkr")


def as_csv(table: CountyTable) -> str:
    """A header and 23 rows, SUMMA last; the county code is empty for "Fler än ett län" and SUMMA."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(ROW_FIELDS)
    writer.writerows(astuple(row) for row in (*table.rows, table.total))
    return out.getvalue()


def as_json(table: CountyTable) -> str:
    """The 22 rows and the total, with the year, the basis and the day they hold for."""
    content = {
        "year": table.year,
        "basis": table.basis.value,
        "as_of": table.as_of.isoformat(),
        "rows": [asdict(row) for row in table.rows],
        "total": asdict(table.total),
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def as_text(table: CountyTable) -> str:
    """The table in columns, "–" for nil and amounts in tkr, as the agency prints it."""
    lines = [_HEADINGS, *(_printed(row) for row in (*table.rows, table.total))]
    widths = [max(len(line[column]) for line in lines) for column in range(len(_HEADINGS))]
    return "\n".join([caption(table), "", *(_aligned(line, widths) for line in lines), "", *FOOTNOTES, ""])


def caption(table: CountyTable) -> str:
    """What the table shows, with its basis and its day."""
    return (
        f"{table.basis.heading} för budgetåret {table.year} efter län och typ av sökande, "
        f"till och med den {format_date(table.as_of)}"
    )


def _printed(row: CountyRow) -> tuple[str, ...]:
    counts = (row.regions, row.municipalities, row.associations, row.foundations)
    return (row.county, *(str(count) if count else NIL for count in counts), format_tkr(row.amount_ore))


def _aligned(line: Iterable[str], widths: list[int]) -> str:
    county, *numbers = line
    return "  ".join([county.ljust(widths[0]), *(n.rjust(w) for n, w in zip(numbers, widths[1:], strict=True))])


FORMATS = {"csv": as_csv, "json": as_json, "text": as_text}
