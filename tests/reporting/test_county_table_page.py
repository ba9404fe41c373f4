import html
import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from delmos.lib.dates import format_date, format_moment, stockholm_date
from delmos.lib.geography import COUNTIES
from reporting.domain.publication import published_rows
from reporting.domain.roll_up import roll_up
from reporting.domain.verification import verify
from reporting.models import CountyCell
from tests.reporting.ledger import book, book_published

pytestmark = pytest.mark.django_db
NOW = datetime(2018, 12, 31, 22, 30, tzinfo=UTC)
PAGE, CSV, JSON = "county_table", "county_table_csv", "county_table_json"


def get(client: Client, name: str = PAGE, **query: str):
    return client.get(reverse(name), query)


def text(response) -> str:
    """What a reader sees, without tags and with plain spaces."""
    body = re.sub(r"<svg.*?</svg>", "", response.content.decode(), flags=re.DOTALL)
    plain = html.unescape(re.sub(r"<[^>]+>", " ", body)).replace("\N{NO-BREAK SPACE}", " ")
    return re.sub(r"\s+", " ", plain)


def rows(response) -> list[list[str]]:
    """The cells of every row of the table, as a reader sees them."""
    body = re.sub(r"<svg.*?</svg>", "", response.content.decode(), flags=re.DOTALL)
    found = re.findall(r"<tr>(.*?)</tr>", body, flags=re.DOTALL)
    return [
        [
            html.unescape(cell).replace("\N{NO-BREAK SPACE}", " ")
            for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)
        ]
        for row in found
    ]


@pytest.fixture
def books_of_2018() -> None:
    book_published()
    roll_up(now=NOW)


def test_anybody_reads_the_published_table_row_by_row(client, books_of_2018):
    found = rows(get(client, ar="2018", grund="utbetalt", datum="2018-12-31"))
    assert [line[0] for line in found] == ["Län", *(row.county for row in published_rows()), "SUMMA"]
    assert (found[4], found[6]) == (
        ["Gävleborgs län", "–", "3", "2", "1", "1 788"],
        ["Jämtlands län", "–", "1", "–", "–", "300"],
    )
    assert found[-2:] == [["Fler än ett län", "–", "–", "14", "2", "3 925"], ["SUMMA", "6", "48", "90", "6", "38 318"]]


def test_headings_are_the_published_ones(client):
    assert rows(get(client))[0] == ["Län", "Region", "Kommun*", "Ideell förening", "Stiftelse", "Belopp i tkr"]


def test_a_row_without_grants_has_dashes(client, books_of_2018):
    assert rows(get(client, ar="2018"))[3] == ["Gotlands län", "–", "–", "–", "–", "–"]


def test_a_plain_address_shows_what_is_paid_of_the_latest_year_until_today(client):
    for year in (2018, 2020, 2019):
        book(year=year, day=date(2018, 6, 1))
    roll_up(now=NOW)
    today = format_date(stockholm_date(timezone.now()))
    caption = f"Utbetalda bidrag för budgetåret 2020 efter län och typ av sökande, till och med den {today}"
    assert text(get(client)).count(caption) == 1


def test_the_page_says_that_the_published_sum_exceeds_its_rows(client, books_of_2018):
    assert (
        text(get(client, ar="2018")).count(
            "Den publicerade tabellen för 2018 anger summan 38 609 tkr. Det är 291 tkr mer än tabellens egna "
            "rader, som tillsammans blir 38 318 tkr. SUMMA här är 38 318 tkr. Alla 22 rader är lika med den "
            "publicerade tabellens. Källa: Delegationen mot segregation"
        )
        == 1
    )


def test_the_page_names_the_rows_that_differ_from_the_published_table(client, books_of_2018):
    book("disbursed", 1_000_00, area="09")
    roll_up(now=NOW)
    told = "Rader som skiljer sig från den publicerade tabellen: Gotlands län."
    assert text(get(client, ar="2018")).count(told) == 1


@pytest.mark.parametrize("query", [{"grund": "beviljat"}, {"grund": "netto"}, {"datum": "2018-12-30"}, {"ar": "2019"}])
def test_the_note_stands_at_the_published_table_only(client, query):
    assert text(get(client, **{"ar": "2018", **query})).count("38 609") == 0


def test_the_address_chooses_the_basis(client):
    book("granted", 400_000_00)
    book("disbursed", 300_000_00)
    book("repaid", 50_000_00)
    roll_up(now=NOW)
    sums = [rows(get(client, ar="2018", grund=word))[-1][-1] for word in ("beviljat", "utbetalt", "netto")]
    assert sums == ["400", "300", "250"]


def test_the_form_shows_what_was_asked_for(client):
    book(year=2018)
    roll_up(now=NOW)
    form = get(client, ar="2018", grund="netto", datum="2018-07-01").context["form"]
    assert [form[name].value() for name in ("ar", "grund", "datum")] == ["2018", "netto", "2018-07-01"]


def test_a_year_without_figures_is_an_empty_table_and_stays_chosen(client, books_of_2018):
    response = get(client, ar="2017")
    assert (rows(response)[-1], response.context["form"]["ar"].value()) == (["SUMMA", "–", "–", "–", "–", "–"], "2017")


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"ar": "tjugoarton"}, "Skriv budgetåret med fyra siffror, till exempel 2018."),
        ({"ar": "18"}, "Skriv budgetåret med fyra siffror, till exempel 2018."),
        ({"ar": "9" * 5000}, "Skriv budgetåret med fyra siffror, till exempel 2018."),
        ({"ar": "²"}, "Skriv budgetåret med fyra siffror, till exempel 2018."),
        ({"grund": "betalt"}, "Välj beviljat, utbetalt eller netto."),
        ({"datum": "2018-13-01"}, "Skriv datumet som år-månad-dag, till exempel 2018-05-15."),
        ({"datum": "31/12 2018"}, "Skriv datumet som år-månad-dag, till exempel 2018-05-15."),
        ({"datum": "2018-12-31\x00"}, "Skriv datumet som år-månad-dag, till exempel 2018-05-15."),
        ({"datum": "2018-01-01😀"}, "Skriv datumet som år-månad-dag, till exempel 2018-05-15."),
    ],
)
def test_a_wrong_parameter_is_told_in_a_sentence_on_page_and_files(client, query, sentence):
    page, as_csv, as_json = (get(client, name, **query) for name in (PAGE, CSV, JSON))
    assert [page.status_code, as_csv.status_code, as_json.status_code] == [400, 400, 400]
    assert text(page).count("Något behöver rättas") == 1
    assert [sentence in text(page), as_csv.content.decode(), as_json.json()] == [True, sentence, {"errors": [sentence]}]


def test_a_day_to_come_is_refused(client):
    tomorrow = stockholm_date(timezone.now()) + timedelta(days=1)
    response = get(client, CSV, datum=tomorrow.isoformat())
    told = f"Den {format_date(tomorrow)} har inte varit än. Välj i dag eller en tidigare dag."
    assert (response.status_code, response.content.decode()) == (400, told)


def test_a_refused_form_keeps_what_was_written(client):
    form = get(client, ar="2018", grund="netto", datum="i går").context["form"]
    assert [form[name].value() for name in ("ar", "grund", "datum")] == ["2018", "netto", "i går"]


def test_every_mistake_is_told_at_once(client):
    response = get(client, JSON, ar="x", grund="x", datum="x")
    assert [error.split()[0] for error in response.json()["errors"]] == ["Skriv", "Välj", "Skriv"]


def test_the_page_tells_when_it_was_updated(client, books_of_2018):
    page = text(get(client))
    assert (page.count(f"Uppdaterad {format_moment(NOW)}."), page.count("väntar på att läsas in")) == (1, 0)


@pytest.mark.parametrize(("count", "told"), [(1, "1 post väntar"), (2, "2 poster väntar")])
def test_the_page_tells_what_waits(client, count, told):
    for _ in range(count):
        book()
    assert text(get(client)).count(f"{told} på att läsas in.") == 1


def test_the_page_raises_the_alarm_after_a_check_that_found_a_difference(client, books_of_2018):
    CountyCell.objects.filter(area_code="21").update(amount_ore=1)
    verify(now=NOW)
    page = text(get(client))
    assert page.count("Tabellen stämmer inte med huvudboken") == 1
    assert page.count(f"Kontrollen {format_moment(NOW)} fann en avvikelse.") == 1


def test_the_files_have_the_parameters_of_the_page(client, books_of_2018):
    page = html.unescape(get(client, ar="2018", grund="netto", datum="2018-12-31").content.decode())
    query = "?ar=2018&grund=netto&datum=2018-12-31"
    assert [page.count(f'href="{reverse(name)}{query}"') for name in (CSV, JSON)] == [1, 1]


@pytest.mark.parametrize(("name", "suffix"), [(CSV, "csv"), (JSON, "json")])
def test_a_file_is_what_the_command_prints(client, books_of_2018, capsys, name, suffix):
    response = get(client, name, ar="2018", grund="utbetalt", datum="2018-12-31")
    call_command("county_table", "--year", "2018", "--as-of", "2018-12-31", "--format", suffix)
    assert response.content.decode() == capsys.readouterr().out
    assert response["Content-Disposition"] == f'attachment; filename="lan-2018-utbetalt-2018-12-31.{suffix}"'


def test_the_csv_says_that_it_is_text_in_utf_8(client):
    assert [get(client, name)["Content-Type"] for name in (CSV, JSON)] == [
        "text/csv; charset=utf-8",
        "application/json",
    ]


@pytest.mark.parametrize("count", [1, 30])
def test_the_page_takes_four_queries_however_many_grants(client, django_assert_num_queries, count):
    for number in range(count):
        book(area=COUNTIES[number % 21].code, day=date(2018, 6, 1 + number % 3))
    roll_up(now=NOW)
    with django_assert_num_queries(4):  # the years, the cells, the watermark, what waits
        get(client, ar="2018")


def test_the_page_only_reads(client):
    assert client.post(reverse(PAGE), {"ar": "2018"}).status_code == 405
