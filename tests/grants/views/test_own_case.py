"""The applicant's one timeline: what has happened, what is to come, and how many days are left."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from grants.domain import communications, payments
from grants.enums import ApplicationStatus, DecisionStatus, PaymentStatus, ReportStatus
from grants.views import draft_home
from tests import factories
from tests.factories import (
    NOW,
    TODAY,
    application_at,
    communicated,
    decision_at,
    decision_over_years,
    payment_at,
    payment_prepared,
    person,
    report_at,
)
from tests.pages import browser, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def day(clock, association):
    """Everything happens on the day of the factories."""


def to_come(application):
    """What is to come, each with its day, the days left, and whether it leads anywhere."""
    response = browser("anna").get(reverse("own_case", args=[application.case.number]))
    return [
        (row["title"].replace("\u00a0", " "), str(row["on"] or ""), row["left"], bool(row["url"]))
        for row in response.context["coming"]
    ]


def test_nothing_is_to_come_while_the_application_is_examined():
    assert to_come(application_at(ApplicationStatus.IN_REVIEW)) == []


def test_a_request_and_material_stand_by_their_days():
    application = factories.completion_requested().application
    communicated(application, due_on=datetime(2018, 5, 9, tzinfo=UTC).date())
    assert to_come(application) == [
        ("Yttra er över material i ärendet", "2018-05-09", "7 dagar kvar", True),
        ("Komplettera ansökan", "2018-05-16", "14 dagar kvar", True),
    ]


def test_what_is_answered_is_no_longer_to_come(anna):
    application = factories.completion_answered().request.application
    communications.answer(communicated(application), nothing_to_add=True, by=anna, now=NOW)
    assert to_come(application) == []


def test_material_whose_day_has_passed_is_no_longer_to_come(clock):
    application = application_at(ApplicationStatus.IN_REVIEW)
    communicated(application)
    clock(datetime(2018, 5, 17, 10, 0, tzinfo=UTC))
    assert to_come(application) == []


def test_a_decision_that_is_not_sent_promises_nothing():
    assert to_come(decision_at(DecisionStatus.DECIDED).application) == []


def test_after_the_decision_the_payment_and_the_report_are_to_come():
    assert to_come(decision_at(DecisionStatus.DISPATCHED).application) == [
        ("Utbetalning av 300 000 kr", "", "", False),
        ("Slutredovisning", "2019-01-31", "274 dagar kvar", False),
    ]


def test_each_instalment_that_is_left_is_to_come_with_its_day():
    decision = decision_over_years()
    assert [row for row in to_come(decision.application) if row[0].startswith("Utbetalning")] == [
        ("Utbetalning av 100 000 kr", "", "", False),
        ("Utbetalning av 50 000 kr", "", "", False),
        ("Utbetalning av 90 000 kr", "", "", False),
    ]
    payment = payment_prepared(decision)
    payments.mark_paid(
        payments.attest(payment, by=person("filip"), now=NOW), paid_on=TODAY, by=person("farah"), now=NOW
    )
    page = words(browser("anna").get(reverse("own_case", args=[decision.application.case.number])))
    assert "betald 2 maj 2018" in page
    assert [row[0] for row in to_come(decision.application)][:2] == [
        "Utbetalning av 50 000 kr",
        "Utbetalning av 90 000 kr",
    ]
    assert "Tidigast 1 december 2018" in page


def test_once_it_is_paid_the_report_is_to_come():
    application = payment_at(PaymentStatus.PAID).decision.application
    assert to_come(application) == [("Slutredovisning", "2019-01-31", "274 dagar kvar", True)]


def test_a_report_that_is_late_says_so(clock):
    application = payment_at(PaymentStatus.PAID).decision.application
    clock(datetime(2019, 2, 1, 10, 0, tzinfo=UTC))
    assert to_come(application) == [("Slutredovisning", "2019-01-31", "dagen har passerat", True)]


def test_a_report_that_is_handed_in_is_no_longer_to_come():
    assert to_come(report_at(ReportStatus.SUBMITTED).application) == []


def test_the_whole_way_reads_as_one_list():
    application = report_at(ReportStatus.APPROVED, spent=[100_000_00, 50_000_00]).application
    response = browser("anna").get(reverse("own_case", args=[application.case.number]))
    assert [
        (entry["title"], entry["text"].replace("\u00a0", " "), [paper["name"] for paper in entry["papers"]])
        for entry in response.context["entries"]
    ] == [
        ("Vi har godkänt slutredovisningen", "", []),
        ("Ni har lämnat slutredovisningen", "", ["Handling 4, Slutredovisning (datafil)"]),
        ("Vi har betalat ut bidraget", "300 000 kr.", []),
        ("Vi har skickat beslutet", "", ["Handling 3, Beslutsbrev (PDF)"]),
        ("Ärendet har fått en handläggare", "", []),
        ("Vi har tagit emot er ansökan", "", ["Handling 1, Ansökan (datafil)"]),
    ]
    assert "Handling 2" not in words(response)


def test_the_first_page_says_how_many_more_there_are_and_leads_to_them(monkeypatch):
    monkeypatch.setattr(draft_home, "SORTS", {sort.slug: replace(sort, most=1) for sort in draft_home.SORTS.values()})
    monkeypatch.setattr(draft_home, "PER_PAGE", 1)
    older = application_at(ApplicationStatus.IN_REVIEW)
    factories.received(older.call, title="Den nyaste", now=NOW + timedelta(hours=1))
    anna, url = browser("anna"), reverse("own_list", args=["inskickade"])
    home = anna.get(reverse("home"))
    assert "Inskickade ansökningar: de 1 senaste av 2 visas här." in words(home)
    assert url in home.content.decode()
    first = anna.get(url)
    second = anna.get(url + first.context["next_url"])
    assert [[row.title for row in shown.context["rows"]] for shown in (first, second)] == [
        ["Den nyaste"],
        [older.title],
    ]
    assert f"{older.organisation.name} · {older.case.number}" in words(second)


def test_what_is_shown_whole_leads_to_no_list():
    application_at(ApplicationStatus.IN_REVIEW)
    assert "visas här" not in words(browser("anna").get(reverse("home")))


def test_a_stranger_finds_nothing_in_the_lists(gavle):
    application_at(ApplicationStatus.IN_REVIEW)
    assert list(browser("cecilia").get(reverse("own_list", args=["inskickade"])).context["rows"]) == []
    assert browser("cecilia").get(reverse("own_list", args=["annat"])).status_code == 404
