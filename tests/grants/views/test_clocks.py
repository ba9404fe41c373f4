"""The board of clocks, and the list to Justitiekanslern."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from grants.domain import conflicts
from grants.enums import ApplicationStatus, ConflictAnswer
from tests.factories import (
    AFTER_FIVE_MONTHS,
    AFTER_SIX_MONTHS,
    DUE,
    NOW,
    an_association,
    application_at,
    assigned,
    communicated,
    delay_drafted,
    person,
    received,
)
from tests.factories.conflicts import a_question
from tests.pages import browser, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def day(clock, association):
    """Everything happens on the day of the factories, unless a test moves the clock."""
    return clock


def board(username, **query):
    return browser(username).get(reverse("clock_board"), query)


def rows(response):
    return [(row.title, row.reference, row.left) for row in response.context["rows"]]


def test_an_officer_begins_with_its_own(day):
    mine = assigned(received())
    other = received(mine.call, organisation=an_association(2))
    found = rows(board("dag"))
    assert found == [("Sex månader", mine.case.number, "184 dagar kvar")]
    assert [reference for _, reference, _ in rows(board("dag", vems="alla"))] == [
        "",
        mine.case.number,
        other.case.number,
    ]


@pytest.mark.parametrize("username", ["eva", "gun", "rut", "farah"])
def test_others_begin_with_every_case(username):
    application = received()
    assert [reference for _, reference, _ in rows(board(username))] == ["", application.case.number]


def test_what_has_passed_comes_first_and_says_by_how_much(day):
    application = assigned(received())
    communicated(application)
    day(datetime(2018, 5, DUE.day + 2, 10, 0, tzinfo=UTC))
    response = board("dag")
    assert rows(response)[0] == ("Kommunicering", application.case.number, "2 dagar över")
    assert [str(row.state.label) for row in response.context["rows"]] == ["Har passerat", "Senare"]
    assert (response.context["overdue"], response.context["due_today"], response.context["soon"]) == (1, 0, 0)


def test_the_last_day_is_today(day):
    communicated(assigned(received()))
    day(datetime(2018, 5, DUE.day, 10, 0, tzinfo=UTC))
    assert rows(board("dag"))[0][2] == "sista dagen är i dag"


def test_one_kind_alone():
    communicated(assigned(received()))
    assert [title for title, _, _ in rows(board("dag", slag="communication"))] == ["Kommunicering"]


@pytest.mark.parametrize("query", [{"slag": "x"}, {"vems": "x"}, {"utlysning": "\x00"}, {"efter": "x"}])
def test_what_nobody_can_choose_shows_the_page_all_the_same(query):
    received()
    assert board("gun", **query).status_code == 200


def test_a_page_leads_to_the_next():
    application = assigned(received())
    for _ in range(25):
        communicated(application)
    first = board("dag")
    second = browser("dag").get(reverse("clock_board") + first.context["next_url"])
    assert (len(rows(first)), len(rows(second)), second.context["next_url"]) == (25, 1, "")


def test_inv_8_a_case_in_which_one_is_javig_is_nowhere_on_it():
    application = received()
    conflicts.declare(application, answer=ConflictAnswer.CONFLICT, ground="Svåger", by=person("eva"), now=NOW)
    assert application.case.number not in board("eva").content.decode()


def test_a_draft_leads_to_the_page_where_it_is_sent(day):
    notice = delay_drafted()
    day(AFTER_FIVE_MONTHS)
    (row,) = board("dag", slag="delay_notice").context["rows"]
    assert row.url == reverse("delay_notice", args=[notice.application.case.number])


def test_home_shows_the_nearest_of_ones_own(day):
    application = assigned(received())
    communicated(application)
    day(AFTER_SIX_MONTHS)
    text = words(browser("dag").get(reverse("home")))
    assert "Mina närmaste frister" in text
    assert text.index("Kommunicering · senast 16 maj 2018, 173 dagar över") < text.index("Sex månader · senast")


def test_management_reads_at_home_which_days_were_missed(day):
    received()
    assert "Frister som har passerat" not in words(browser("gun").get(reverse("home")))
    day(AFTER_SIX_MONTHS)
    response = browser("gun").get(reverse("home"))
    assert [(count.kind, count.overdue) for count in response.context["counts"]] == [("six_months", 1)]
    assert "Frister som har passerat" in words(response)


def test_the_case_says_which_clocks_run():
    application = application_at(ApplicationStatus.IN_REVIEW)
    text = words(browser("dag").get(reverse("case", args=[application.case.number])))
    assert "Frister Sex månader Senast 2 november 2018. Avgör ärendet." in text


# --- the list to JK ---------------------------------------------------------------------------------------------------


def test_the_list_shows_what_was_not_decided_and_leads_to_its_files(day):
    application = received()
    day(datetime(2019, 2, 1, 9, 0, tzinfo=UTC))
    response = browser("rut").get(reverse("jk_list", args=[2018]))
    assert [case.number for case in response.context["cases"]] == [application.case.number]
    assert "Förteckningen ska lämnas senast den 1 mars 2019." in words(response)
    assert reverse("jk_list_csv", args=[2018]) in response.content.decode()


def test_the_files_are_a_sheet_and_a_letter(day):
    application = received()
    day(datetime(2019, 2, 1, 9, 0, tzinfo=UTC))
    rut = browser("rut")
    sheet, letter = (rut.get(reverse(name, args=[2018])) for name in ("jk_list_csv", "jk_list_pdf"))
    assert application.case.number in sheet.content.decode()
    assert (sheet["Content-Disposition"], sheet["Content-Type"]) == (
        'attachment; filename="jk-forteckning-2018.csv"',
        "text/csv; charset=utf-8",
    )
    assert (letter.content[:5], letter["Content-Type"]) == (b"%PDF-", "application/pdf")


def test_a_year_that_has_not_ended_says_so():
    assert "Året är inte slut" in words(browser("gun").get(reverse("jk_list", args=[2018])))


@pytest.mark.parametrize("year", [2017, 2019])
def test_there_is_no_list_of_a_year_before_the_portal_or_to_come(year):
    assert browser("rut").get(reverse("jk_list", args=[year])).status_code == 404


def test_somebody_who_is_javig_reads_that_another_must_make_the_list():
    application = received()
    conflicts.declare(application, answer=ConflictAnswer.CONFLICT, ground="Svåger", by=person("rut"), now=NOW)
    response = browser("rut").get(reverse("jk_list", args=[2018]))
    assert "Någon annan behöver ta fram förteckningen" in words(response)
    assert application.case.number not in response.content.decode()


def test_somebody_about_whom_others_raised_jav_is_not_told_to_have_declared_it():
    a_question(received(), "rut")
    response = browser("rut").get(reverse("jk_list", args=[2018]))
    assert "Du är eller kan vara jävig i minst ett ärende." in words(response)
