"""Tables as files that a spreadsheet opens, written row by row so that a long one needs no more memory than a short."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from io import TextIOWrapper
from typing import Any, BinaryIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

Cell = str | int | Decimal | date | None
Row = Sequence[Cell]

_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_AMOUNT_FORMAT, _DAY_FORMAT = "#,##0.00", "yyyy-mm-dd"


def harmless(text: str) -> str:
    """``text`` so that no spreadsheet reads it as a formula: an apostrophe before what would begin one."""
    return f"'{text}" if text.lstrip(" ").startswith(_BEGINS_A_FORMULA) or text.startswith(_BEGINS_A_FORMULA) else text


def write_csv(out: BinaryIO, heading: Sequence[str], rows: Iterable[Row]) -> None:
    """As Swedish spreadsheets expect it: UTF-8 with its mark, semicolons, comma before the decimals, ISO days."""
    text = TextIOWrapper(out, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(heading)
    writer.writerows([_in_csv(cell) for cell in row] for row in rows)
    text.detach()


def write_xlsx(out: BinaryIO, heading: Sequence[str], rows: Iterable[Row], *, title: str) -> None:
    """One sheet with a heading that stays in sight. A text is a text whatever it begins with."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"

    def typed(value: Cell) -> Any:
        cell: Any = WriteOnlyCell(sheet)
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value
        if isinstance(value, str):
            cell.data_type = "s"
        elif isinstance(value, Decimal):
            cell.number_format = _AMOUNT_FORMAT
        elif isinstance(value, date):
            cell.number_format = _DAY_FORMAT
        return cell

    sheet.append([typed(name) for name in heading])
    for row in rows:
        sheet.append([typed(cell) for cell in row])
    book.save(out)


def _in_csv(cell: Cell) -> str:
    if isinstance(cell, str):
        return harmless(cell)
    if isinstance(cell, Decimal):
        return f"{cell:.2f}".replace(".", ",")
    return "" if cell is None else str(cell)
