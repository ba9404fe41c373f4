import csv
import io
import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from reporting.models import CountyCell, Watermark
from tests.reporting.ledger import book

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command("county_table", *arguments, stdout=out)
    return out.getvalue()


def test_the_command_brings_in_what_waits_and_prints_the_table():
    book("disbursed", 178_800_000)
    printed = run("--year", "2018", "--basis", "disbursed", "--as-of", "2018-12-31", "--format", "csv")
    rows = {row["county"]: row["amount_ore"] for row in csv.DictReader(io.StringIO(printed))}
    assert (rows["Gävleborgs län"], rows["SUMMA"], len(rows)) == ("178800000", "178800000", 23)


def test_without_a_roll_up_the_command_prints_the_cells_as_they_are():
    book("disbursed", 100_00)
    printed = json.loads(run("--year", "2018", "--format", "json", "--no-roll-up"))
    assert printed["total"]["amount_ore"] == 0


def test_the_command_heeds_its_day():
    book("disbursed", 100_00, day=date(2018, 6, 2))
    printed = json.loads(run("--year", "2018", "--as-of", "2018-06-01", "--format", "json"))
    assert (printed["as_of"], printed["total"]["amount_ore"]) == ("2018-06-01", 0)


def test_the_command_heeds_its_basis():
    book("granted", 300_00)
    book("disbursed", 200_00)
    printed = json.loads(run("--basis", "granted", "--format", "json"))
    assert (printed["basis"], printed["total"]["amount_ore"]) == ("granted", 300_00)


def test_the_year_is_the_latest_one_unless_stated():
    for year in (2017, 2019, 2018):
        book(year=year)
    assert json.loads(run("--format", "json"))["year"] == 2019


def test_the_text_is_the_form_unless_stated():
    book("disbursed", 100_00)
    assert run("--as-of", "2018-12-31").splitlines()[0] == (
        "Utbetalda bidrag för budgetåret 2018 efter län och typ av sökande, till och med den 31 december 2018"
    )


@pytest.mark.parametrize(
    "arguments", [["--basis", "paid"], ["--format", "xml"], ["--as-of", "2018-13-01"], ["--verify", "--rebuild"]]
)
def test_a_wrong_argument_is_refused(arguments):
    with pytest.raises(CommandError):
        run(*arguments)


def test_verify_says_that_all_is_right():
    book("disbursed", 100_00)
    run("--format", "csv")
    assert run("--verify") == "Sammanställningen stämmer med huvudboken.\n"


def test_verify_finds_a_tampered_cell_and_fails(capsys):
    book("disbursed", 100_00)
    run("--format", "csv")
    CountyCell.objects.update(amount_ore=100_01)
    with pytest.raises(CommandError, match="^1 celler stämmer inte med huvudboken.$"):
        run("--verify")
    assert capsys.readouterr().err.count("huvudboken 100\N{NO-BREAK SPACE}kr och 1 bidrag") == 1


def test_verify_brings_nothing_in_and_tells_what_waits():
    book("disbursed", 100_00)
    assert (run("--verify").splitlines()[0], CountyCell.objects.count()) == (
        "1 poster väntar på att läsas in och är inte kontrollerade.",
        0,
    )


def test_rebuild_makes_the_cells_again_and_lowers_the_alarm():
    book("disbursed", 100_00)
    run("--format", "csv")
    CountyCell.objects.update(amount_ore=1)
    with pytest.raises(CommandError):
        run("--verify")
    run("--rebuild")
    assert (CountyCell.objects.get().amount_ore, Watermark.objects.get().difference_found) == (100_00, False)
