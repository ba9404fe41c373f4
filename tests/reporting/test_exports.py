"""The table as files, byte for byte."""

import json
from datetime import date

from delmos.lib.geography import COUNTIES, SEVERAL_COUNTIES_NAME
from reporting.domain.county_table import CountyRow, CountyTable
from reporting.enums import Basis
from reporting.interfaces.county_table import as_csv, as_json, as_text

FILLED = {
    "Gävleborgs län": (0, 3, 2, 1, 178_800_000),
    "Stockholms län": (1, 8, 24, 2, 927_300_049),
    SEVERAL_COUNTIES_NAME: (0, 0, 14, 2, 49),
}


def table() -> CountyTable:
    places = [*((county.code, county.name) for county in COUNTIES), ("", SEVERAL_COUNTIES_NAME)]
    rows = tuple(CountyRow(code, name, *FILLED.get(name, (0, 0, 0, 0, 0))) for code, name in places)
    return CountyTable(2018, Basis.DISBURSED, date(2018, 12, 31), rows)


def test_csv_byte_for_byte():
    assert as_csv(table()) == (
        "county_code,county,regions,municipalities,associations,foundations,amount_ore\n"
        "10,Blekinge län,0,0,0,0,0\n"
        "20,Dalarnas län,0,0,0,0,0\n"
        "09,Gotlands län,0,0,0,0,0\n"
        "21,Gävleborgs län,0,3,2,1,178800000\n"
        "13,Hallands län,0,0,0,0,0\n"
        "23,Jämtlands län,0,0,0,0,0\n"
        "06,Jönköpings län,0,0,0,0,0\n"
        "08,Kalmar län,0,0,0,0,0\n"
        "07,Kronobergs län,0,0,0,0,0\n"
        "25,Norrbottens län,0,0,0,0,0\n"
        "12,Skåne län,0,0,0,0,0\n"
        "01,Stockholms län,1,8,24,2,927300049\n"
        "04,Södermanlands län,0,0,0,0,0\n"
        "03,Uppsala län,0,0,0,0,0\n"
        "17,Värmlands län,0,0,0,0,0\n"
        "24,Västerbottens län,0,0,0,0,0\n"
        "22,Västernorrlands län,0,0,0,0,0\n"
        "19,Västmanlands län,0,0,0,0,0\n"
        "14,Västra Götalands län,0,0,0,0,0\n"
        "18,Örebro län,0,0,0,0,0\n"
        "05,Östergötlands län,0,0,0,0,0\n"
        ",Fler än ett län,0,0,14,2,49\n"
        ",SUMMA,1,11,40,5,1106100098\n"
    )


def test_text_byte_for_byte():
    assert as_text(table()).replace("\N{NO-BREAK SPACE}", " ") == (
        "Utbetalda bidrag för budgetåret 2018 efter län och typ av sökande, till och med den 31 december 2018\n"
        "\n"
        "Län                   Region  Kommun*  Ideell förening  Stiftelse  Belopp i tkr\n"
        "Blekinge län               –        –                –          –             –\n"
        "Dalarnas län               –        –                –          –             –\n"
        "Gotlands län               –        –                –          –             –\n"
        "Gävleborgs län             –        3                2          1         1 788\n"
        "Hallands län               –        –                –          –             –\n"
        "Jämtlands län              –        –                –          –             –\n"
        "Jönköpings län             –        –                –          –             –\n"
        "Kalmar län                 –        –                –          –             –\n"
        "Kronobergs län             –        –                –          –             –\n"
        "Norrbottens län            –        –                –          –             –\n"
        "Skåne län                  –        –                –          –             –\n"
        "Stockholms län             1        8               24          2         9 273\n"
        "Södermanlands län          –        –                –          –             –\n"
        "Uppsala län                –        –                –          –             –\n"
        "Värmlands län              –        –                –          –             –\n"
        "Västerbottens län          –        –                –          –             –\n"
        "Västernorrlands län        –        –                –          –             –\n"
        "Västmanlands län           –        –                –          –             –\n"
        "Västra Götalands län       –        –                –          –             –\n"
        "Örebro län                 –        –                –          –             –\n"
        "Östergötlands län          –        –                –          –             –\n"
        "Fler än ett län            –        –               14          2             0\n"
        "SUMMA                      1       11               40          5        11 061\n"
        "\n"
        "* Kommun omfattar även kommunalförbund.\n"
        "Trossamfund räknas som ideell förening.\n"
    )


def test_json_begins_with_what_the_table_is():
    assert as_json(table()).splitlines()[:5] == [
        "{",
        '  "year": 2018,',
        '  "basis": "disbursed",',
        '  "as_of": "2018-12-31",',
        '  "rows": [',
    ]


def test_json_has_the_same_keys_and_figures_as_the_csv():
    content = json.loads(as_json(table()))
    header, *lines = as_csv(table()).splitlines()
    rows = [",".join(map(str, row.values())) for row in (*content["rows"], content["total"])]
    assert ({",".join(row) for row in content["rows"]}, rows) == ({header}, lines)


def test_json_writes_swedish_letters_as_they_are():
    assert as_json(table()).count('"Östergötlands län"') == 1
