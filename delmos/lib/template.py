"""The template filters every page may use: money, days, moments and organisation numbers as people read them."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django import template

from delmos.lib import dates, identity, money
from delmos.lib.faces import Tone

register = template.Library()

TONES: dict[str, Tone] = {"success": "success", "warning": "warning", "error": "danger"}


@register.filter
def kr(ore: int | None) -> str:
    """An amount in öre as kronor (``"300 000 kr"``); nothing when there is no amount."""
    return "" if ore is None else money.format_sek(ore)


@register.filter
def tkr(ore: int | None) -> str:
    """An amount in öre as thousands of kronor (``"38 318"``); nothing when there is no amount."""
    return "" if ore is None else money.format_tkr(ore)


@register.filter
def datum(day: date | None) -> str:
    """A day in words (``"15 maj 2018"``). Of a moment it is the day in Stockholm, as the law counts days there."""
    if isinstance(day, datetime):
        day = dates.stockholm_date(day)
    return dates.format_date(day) if day else ""


@register.filter
def tidpunkt(moment: datetime | None) -> str:
    """A moment (UTC) as Stockholm's day and clock (``"15 maj 2018 kl. 14.03"``)."""
    return dates.format_moment(moment) if moment else ""


@register.filter
def klockan(moment: datetime, now: datetime) -> str:
    """A moment as short as can be said at ``now`` (``"kl. 14.03"`` when it was today)."""
    return dates.format_clock(moment, now)


@register.filter
def kvar(until: datetime, now: datetime) -> str:
    """How long there is left (``"3 dagar kvar"``)."""
    return dates.time_left(until, now)


@register.filter
def orgnr(digits: str | None) -> str:
    """Ten digits as an organisation number (``"212000-0142"``)."""
    return identity.format_organisation_number(digits) if digits else ""


@register.filter
def picked(options: Iterable[Mapping[str, Any]]) -> int:
    """How many of a group of choices are picked, as a widget gives them."""
    return sum(bool(option["selected"]) for option in options)


@register.filter
def may(person: Any, permission: str) -> bool:
    """Whether the person has the permission, by its word; nobody signed in has any."""
    return bool(person.is_authenticated and person.may(permission))


@register.filter
def message_tone(level_tag: str) -> Tone:
    """The tone of a flash message; what is neither success, warning nor error informs."""
    return TONES.get(level_tag, "active")
