"""Calls for other programs than browsers: calendars and a feed. Anybody may fetch and keep them for a while."""

from collections.abc import Iterable
from hashlib import sha256

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import quote_etag

from grants.domain.queries.calls import newest_public_calls, public_call
from grants.interfaces.call_calendar import calendar, changed_at
from grants.interfaces.call_feed import feed
from grants.models import Call

KEPT = 15 * 60  # seconds
MOST = 100  # calls in a calendar or feed of all


@login_not_required
def all_calls_calendar(request: HttpRequest) -> HttpResponseBase:
    """The days of the calls that were published or called off last."""
    calls = newest_public_calls()[:MOST]
    return _kept(request, calendar(f"Utlysningar – {settings.AGENCY_NAME}", calls), "text/calendar", calls)


@login_not_required
def call_calendar(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The days of one call."""
    call = public_call(slug)
    response = _kept(request, calendar(call.title, [call]), "text/calendar", [call])
    response["Content-Disposition"] = f'inline; filename="{call.slug}.ics"'
    return response


@login_not_required
def call_feed(request: HttpRequest) -> HttpResponseBase:
    """The calls that were published or called off last, the newest change first."""
    calls = newest_public_calls()[:MOST]
    return _kept(request, feed(calls), "application/atom+xml", calls)


def _kept(request: HttpRequest, content: bytes, media_type: str, calls: Iterable[Call]) -> HttpResponseBase:
    """The content with what a program needs to ask next time whether it has changed."""
    response = HttpResponse(content, content_type=f"{media_type}; charset=utf-8")
    etag = quote_etag(sha256(content).hexdigest())
    response["ETag"] = etag
    patch_cache_control(response, public=True, max_age=KEPT)
    changes = [changed_at(call) for call in calls]
    last_change = int(max(changes).timestamp()) if changes else None
    answer = get_conditional_response(request, etag=etag, last_modified=last_change, response=response)
    return answer or response
