"""Tables as files: what a spreadsheet reads, and what it must not take for a formula."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from delmos.lib.sheets import Row, harmless, write_csv, write_xlsx

ROWS: list[Row] = [('Å; "b"', 3, Decimal("1234.5"), date(2018, 5, 2), None)]
HEADING = ("Namn", "Antal", "Kronor", "Dag", "Tom")


def test_a_csv_is_what_a_swedish_spreadsheet_expects() -> None:
    out = BytesIO()
    write_csv(out, HEADING, ROWS)
    assert out.getvalue().decode("utf-8") == (
        "\ufeffNamn;Antal;Kronor;Dag;Tom\r\n" + '"Å; ""b""";3;1234,50;2018-05-02;\r\n'
    )


def test_an_xlsx_keeps_the_kinds_of_its_values() -> None:
    out = BytesIO()
    write_xlsx(out, HEADING, ROWS, title="Lista")
    sheet = openpyxl.load_workbook(out).active
    assert sheet.title == "Lista"
    _, (name, count, amount, day, nothing) = sheet.iter_rows(values_only=True)
    assert (name, count, amount, day.date(), nothing) == ('Å; "b"', 3, 1234.5, date(2018, 5, 2), None)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "=cmd|' /C calc'!A0"])
def test_what_would_be_a_formula_is_text_in_both(text: str) -> None:
    assert harmless(text) == f"'{text}"
    out = BytesIO()
    write_xlsx(out, ("A",), [(text,)], title="Lista")
    cell = openpyxl.load_workbook(out).active["A2"]
    assert cell.data_type == "s"


@pytest.mark.parametrize("text", ["", "Lön", "1+1", "a=b", "'=1"])
def test_other_texts_are_left_as_they_are(text: str) -> None:
    assert harmless(text) == text


@given(st.text())
def test_no_text_begins_a_formula(text: str) -> None:
    assert not harmless(text).lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r"))


@given(st.text())
def test_every_text_can_be_written(text: str) -> None:
    for write in (write_csv, lambda out, heading, rows: write_xlsx(out, heading, rows, title="x")):
        write(BytesIO(), ("A",), [(text,)])
