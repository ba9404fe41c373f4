"""The feed of calls (Atom, RFC 4287)."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed

from delmos.lib.dates import stockholm_date
from grants.call_times import period
from grants.interfaces.call_calendar import changed_at
from grants.models import Call
from journal.domain.outbox import absolute


def feed(calls: Iterable[Call]) -> bytes:
    """The feed of ``calls``, in the order given."""
    made = Atom1Feed(
        title=f"Utlysningar – {settings.AGENCY_NAME}",
        link=absolute(reverse("call_list")),
        feed_url=absolute(reverse("call_feed")),
        description="Nya och inställda utlysningar av statsbidrag.",
        language="sv",
    )
    for call in calls:
        made.add_item(
            title=f"Inställd: {call.title}" if call.is_cancelled else call.title,
            link=absolute(reverse("call_detail", args=[call.slug])),
            description=_summary(call),
            unique_id=_tag(call),
            pubdate=call.published_at,
            updateddate=changed_at(call),
            categories=[call.ordinance.short_title],
        )
    return made.writeString("utf-8").encode()


def _summary(call: Call) -> str:
    if call.is_cancelled:
        return f"Utlysningen är inställd. {call.cancellation_reason}"
    return f"{call.purpose} {period(call)}"


def _tag(call: Call) -> str:
    """A name for ever (RFC 4151), whatever the address of the page becomes."""
    return f"tag:{urlsplit(settings.SITE_URL).hostname},{stockholm_date(call.created_at)}:utlysning/{call.pk}"
