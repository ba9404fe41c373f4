"""The days of calls as a calendar (RFC 5545), for the calendar programs of those who apply."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from icalendar import Calendar, Event

from grants.call_times import period
from grants.models import Call
from journal.domain.outbox import absolute

REFRESH = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Occasion:
    """A moment (UTC) or a day of a call that somebody may want in a calendar; ``name`` is part of its address."""

    call: Call
    name: str
    sentence: str
    when: datetime | date

    @property
    def uid(self) -> str:
        """The same for ever, so that a program that fetches the calendar again changes the event it has."""
        return f"utlysning-{self.call.pk}-{self.name}@{urlsplit(settings.SITE_URL).hostname}"


def occasions(call: Call) -> Iterator[Occasion]:
    """Everything in the call that has a time, in order."""
    if call.invited_close_at:
        yield Occasion(call, "opens", "Öppnar för intresseanmälan", call.opens_at)
        yield Occasion(call, "expression-closes", "Sista tid för intresseanmälan", call.closes_at)
        yield Occasion(call, "invited-close", "Sista tid för ansökan för dem som är inbjudna", call.invited_close_at)
    else:
        yield Occasion(call, "opens", "Öppnar", call.opens_at)
        yield Occasion(call, "closes", "Stänger", call.closes_at)
    yield Occasion(call, "report-due", "Slutredovisning senast", call.report_due_on)


def calendar(name: str, calls: Iterable[Call]) -> bytes:
    """The calendar of ``calls``. The same calls give the same bytes: nothing in it is the moment it was fetched."""
    made = Calendar()
    made.add("prodid", f"-//{settings.AGENCY_NAME}//Utlysningar//SV")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("name", name)
    made.add("x-wr-calname", name)
    made.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    for call in calls:
        for occasion in occasions(call):
            made.add_component(_event(occasion))
    return bytes(made.to_ical())


def _event(occasion: Occasion) -> Event:
    call = occasion.call
    event = Event()
    event.add("uid", occasion.uid)
    event.add("dtstamp", changed_at(call))
    event.add("last-modified", changed_at(call))
    event.add("sequence", int(call.is_cancelled))
    event.add("status", "CANCELLED" if call.is_cancelled else "CONFIRMED")
    event.add("dtstart", occasion.when)
    event.add("summary", f"{'Inställd: ' if call.is_cancelled else ''}{occasion.sentence}: {call.title}")
    event.add("description", _description(call))
    event.add("url", absolute(reverse("call_detail", args=[call.slug])))
    event.add("transp", "TRANSPARENT")
    return event


def _description(call: Call) -> str:
    if call.is_cancelled:
        return f"Utlysningen är inställd. {call.cancellation_reason}"
    return f"{call.purpose} {period(call)}" if call.has_two_steps else call.purpose


def changed_at(call: Call) -> datetime:
    """When what the public reads of the call last changed: it was published, or called off.

    Raises ValueError for a call that is still being written.
    """
    moment = call.cancelled_at or call.published_at
    if moment is None:
        raise ValueError("a call that is not published is in no calendar")
    return moment
