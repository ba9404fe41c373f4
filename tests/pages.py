"""What the tests of pages share: a browser for a person of the cast, and what a page says as a person reads it."""

import re
from html import unescape
from typing import Any

from django.test import Client

from tests import factories

_SUMMARY = re.compile(r"data-error-summary>(.*?)</div>", re.DOTALL)
_ITEM = re.compile(r"<li>(.*?)</li>", re.DOTALL)
_LEAD = re.compile(r'<p class="lead">(.*?)</p>', re.DOTALL)
_MAIN = re.compile(r"<main.*?</main>", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")


def browser(username: str, **options: Any) -> Client:
    """A browser in which this person of the cast has signed in."""
    client = Client(**options)
    client.force_login(factories.person(username))
    return client


def filled(form: Any, **changes: Any) -> dict[str, Any]:
    """What a browser sends back of a page's form, with ``changes`` written into it."""
    values = {field.html_name: field.value() for field in form}
    return {name: "" if value is None else value for name, value in {**values, **changes}.items()}


def errors(response: Any) -> list[str]:
    """What the error summary at the top of the page says, line by line."""
    summaries = _SUMMARY.findall(response.content.decode())
    return [_plain(item) for summary in summaries for item in _ITEM.findall(summary)]


def lead(response: Any) -> str:
    """The first, larger sentence of the page: on a refusal, why it was refused."""
    found = _LEAD.search(response.content.decode())
    return _plain(found[1]) if found else ""


def words(response: Any) -> str:
    """Everything the page's main part says, on one line."""
    found = _MAIN.search(response.content.decode())
    return _plain(found[0]) if found else ""


def flashes(response: Any) -> list[str]:
    """The messages that the page after this one will show."""
    return [str(message) for message in response.wsgi_request._messages]


def _plain(html: str) -> str:
    return " ".join(unescape(_TAG.sub(" ", html)).split())
