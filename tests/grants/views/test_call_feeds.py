"""Calendars and the feed, read back by other people's readers."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar
from pytest_django import Settings

from grants.call_times import period
from grants.models import Call
from tests import factories

pytestmark = pytest.mark.django_db
ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture(autouse=True)
def _site(settings: Settings) -> None:
    settings.SITE_URL = "https://bidrag.example.se"


def get(name: str, *args: Any, **headers: str) -> Any:
    return Client().get(reverse(name, args=args), headers=headers)


def events(call: Call) -> list[Any]:
    return Calendar.from_ical(get("call_calendar", call.slug).content).walk("VEVENT")


def test_the_calendar_of_a_call_has_its_three_days() -> None:
    call = factories.a_call()
    assert [(event.decoded("dtstart"), str(event["summary"])) for event in events(call)] == [
        (factories.OPENS_AT, f"Öppnar: {call.title}"),
        (factories.CLOSES_AT, f"Stänger: {call.title}"),
        (date(2019, 1, 31), f"Slutredovisning senast: {call.title}"),
    ]


def test_a_call_in_two_steps_has_a_day_for_the_invited() -> None:
    invited = factories.CLOSES_AT + timedelta(days=30)
    call = factories.a_call(invited_close_at=invited)
    assert [(event.decoded("dtstart"), str(event["summary"]).split(":")[0]) for event in events(call)][:3] == [
        (factories.OPENS_AT, "Öppnar för intresseanmälan"),
        (factories.CLOSES_AT, "Sista tid för intresseanmälan"),
        (invited, "Sista tid för ansökan för dem som är inbjudna"),
    ]
    assert str(events(call)[0]["description"]) == f"{call.purpose} {period(call)}"


def test_moments_are_in_utc_and_lines_end_as_the_standard_says() -> None:
    lines = get("call_calendar", factories.a_call().slug).content.split(b"\r\n")
    assert [line for line in lines if line.startswith(b"DTSTART")] == [
        b"DTSTART:20180416T060000Z",
        b"DTSTART:20180515T215900Z",
        b"DTSTART;VALUE=DATE:20190131",
    ]
    assert [line for line in lines if len(line) > 75 or b"\n" in line] == []


def test_each_event_keeps_its_name_when_the_call_is_cancelled() -> None:
    call = factories.a_call()
    before = [str(event["uid"]) for event in events(call)]
    factories.a_cancelled_call(call=call)
    assert before == [f"utlysning-{call.pk}-{name}@bidrag.example.se" for name in ("opens", "closes", "report-due")]
    assert [str(event["uid"]) for event in events(call)] == before


def test_a_cancelled_call_is_cancelled_in_the_calendar_too() -> None:
    standing, cancelled = events(factories.a_call())[0], events(factories.a_cancelled_call())[0]
    assert [(event["status"], event["sequence"], event.decoded("dtstamp")) for event in (standing, cancelled)] == [
        ("CONFIRMED", 0, factories.BEFORE),
        ("CANCELLED", 1, factories.NOW),
    ]
    assert str(cancelled["description"]) == "Utlysningen är inställd. Riksdagen har dragit in anslaget."


def test_the_calendar_of_all_has_every_public_call() -> None:
    calls = [factories.a_call(), factories.a_cancelled_call()]
    factories.an_unpublished_call()
    found = Calendar.from_ical(get("calls_calendar").content).walk("VEVENT")
    assert sorted({str(event["url"]) for event in found}) == sorted(
        f"https://bidrag.example.se/utlysningar/{call.slug}/" for call in calls
    )


def entries() -> list[ElementTree.Element]:
    return ElementTree.fromstring(get("call_feed").content).findall("a:entry", ATOM)


def test_the_feed_tells_of_the_newest_change_first() -> None:
    cancelled = factories.a_cancelled_call(title="A")
    standing = factories.a_call(title="B")
    factories.an_unpublished_call(title="C")
    assert [[entry.findtext(f"a:{name}", "", ATOM) for name in ("title", "id", "updated")] for entry in entries()] == [
        ["Inställd: A", f"tag:bidrag.example.se,2018-04-10:utlysning/{cancelled.pk}", "2018-05-02T10:00:00+00:00"],
        ["B", f"tag:bidrag.example.se,2018-04-10:utlysning/{standing.pk}", "2018-04-10T08:00:00+00:00"],
    ]


def test_an_entry_leads_to_the_page_of_its_call() -> None:
    call = factories.a_call()
    (link,) = entries()[0].findall("a:link", ATOM)
    assert link.get("href") == f"https://bidrag.example.se/utlysningar/{call.slug}/"


def test_an_entry_speaks_of_both_steps() -> None:
    call = factories.a_call_in_two_steps()
    assert entries()[0].findtext("a:summary", "", ATOM) == f"{call.purpose} {period(call)}"


@pytest.mark.parametrize("name", ["call_feed", "calls_calendar"])
def test_without_calls_they_are_empty_and_well_formed(name: str) -> None:
    assert get(name).status_code == 200


@pytest.mark.parametrize(
    ("name", "media_type"), [("call_feed", "application/atom+xml"), ("calls_calendar", "text/calendar")]
)
def test_what_has_not_changed_is_not_sent_again(name: str, media_type: str) -> None:
    factories.a_call()
    first = get(name)
    assert (first["Content-Type"], first["Cache-Control"], dict(first.cookies)) == (
        f"{media_type}; charset=utf-8",
        "public, max-age=900",
        {},
    )
    again = get(name, **{"If-None-Match": first["ETag"]})
    factories.a_cancelled_call()
    changed = get(name, **{"If-None-Match": first["ETag"]})
    assert [(answer.status_code, answer.content == b"") for answer in (again, changed)] == [(304, True), (200, False)]


def test_a_draft_call_has_no_calendar() -> None:
    assert get("call_calendar", factories.an_unpublished_call().slug).status_code == 404


@pytest.mark.parametrize("name", ["home", "call_list"])
def test_pages_tell_programs_where_the_feed_is(name: str) -> None:
    link = '<link rel="alternate" type="application/atom+xml" title="Utlysningar" href="/utlysningar/flode.atom">'
    assert get(name).content.decode().count(link) == 1


def test_the_moment_it_is_fetched_is_not_in_it() -> None:
    """Otherwise every program would believe that everything has changed."""
    factories.a_call()
    assert get("calls_calendar").content == get("calls_calendar").content
    assert datetime.now(UTC).strftime("%Y%m%dT") not in get("calls_calendar").content.decode()
