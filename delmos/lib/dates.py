"""Legal days are days in Stockholm; moments are aware datetimes, stored in UTC. No function here reads a clock."""

from calendar import monthrange
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from holidays.countries.sweden import Sweden

STOCKHOLM = ZoneInfo("Europe/Stockholm")

MONTHS = (
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
)

_SATURDAY = 5
_FRIDAY = 4
_ONE_DAY = timedelta(days=1)


def stockholm_date(moment: datetime) -> date:
    """The calendar day in Stockholm at ``moment``. Raises ValueError for a moment without a time zone."""
    return _in_stockholm(moment).date()


def is_free_day(day: date) -> bool:
    """Whether a period may not end on ``day``: 2 § lagen (1930:173) om beräkning av lagstadgad tid.

    Sunday, public holiday (lagen 1989:253), Saturday, Midsummer Eve, Christmas Eve and New Year's Eve.
    """
    return day.weekday() >= _SATURDAY or _is_eve(day) or day in _public_holidays(day.year)


def next_working_day(day: date) -> date:
    """``day`` itself, or the first day after it that is not free."""
    while is_free_day(day):
        day += _ONE_DAY
    return day


def same_day_later(start: date, *, weeks: int = 0, months: int = 0, years: int = 0) -> date:
    """The last day of a period counted from ``start`` by 1 § lagen (1930:173), whether it is a free day or not.

    It has the same name in the week, or the same number in the month, as ``start``; in a month that lacks the number
    it is the last day. Months and years are counted before weeks. Raises ValueError unless the period has a length.
    """
    if min(weeks, months, years) < 0 or not (weeks or months or years):
        raise ValueError("a period needs a positive length")
    year, month = divmod(start.year * 12 + start.month - 1 + months + years * 12, 12)
    last_of_month = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(start.day, last_of_month)) + timedelta(weeks=weeks)


def period_end(start: date, *, weeks: int = 0, months: int = 0, years: int = 0) -> date:
    """The last day of a legal period counted from ``start``: lagen (1930:173) om beräkning av lagstadgad tid.

    1 §: the same day later. 2 §: a free day moves the end to the next working day. Raises ValueError unless the period
    has a length.
    """
    return next_working_day(same_day_later(start, weeks=weeks, months=months, years=years))


def format_date(day: date) -> str:
    """``day`` as Swedish text: "15 maj 2018". A moment is refused with TypeError, since its day depends on the zone."""
    if isinstance(day, datetime):
        raise TypeError("format_date takes a day; use format_moment or stockholm_date for a moment")
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def format_moment(moment: datetime) -> str:
    """``moment`` in Stockholm time as Swedish text: "15 maj 2018 kl. 14.03". Raises ValueError without a time zone."""
    local = _in_stockholm(moment)
    return f"{format_date(local.date())} kl. {local:%H.%M}"


def format_clock(moment: datetime, now: datetime) -> str:
    """When ``moment`` was, as short as can be said at ``now``: "kl. 14.03" of today, else with its day."""
    local = _in_stockholm(moment)
    return f"kl. {local:%H.%M}" if local.date() == stockholm_date(now) else format_moment(moment)


def time_left(until: datetime, now: datetime) -> str:
    """What remains of the time to ``until``, rounded down to its largest unit: "3 dagar kvar", "1 timme kvar".

    The text is "stängd" when ``now`` is at or after ``until``.
    """
    left = until - now
    if left <= timedelta(0):
        return "stängd"
    hours, minutes = divmod(left.seconds // 60, 60)
    if left.days:
        return _left(left.days, "dag", "dagar")
    if hours:
        return _left(hours, "timme", "timmar")
    if minutes:
        return _left(minutes, "minut", "minuter")
    return "mindre än en minut kvar"


def days_left(until: date, today: date) -> str:
    """What remains of the time to the end of the day ``until``: "3 dagar kvar", "sista dagen är i dag".

    The text is "dagen har passerat" when ``today`` comes after ``until``.
    """
    if today > until:
        return "dagen har passerat"
    return _left((until - today).days, "dag", "dagar") if today < until else "sista dagen är i dag"


def _left(count: int, one: str, several: str) -> str:
    return f"{count} {one if count == 1 else several} kvar"


def _in_stockholm(moment: datetime) -> datetime:
    if moment.utcoffset() is None:
        raise ValueError("a moment needs a time zone")
    return moment.astimezone(STOCKHOLM)


@lru_cache(maxsize=256)
def _public_holidays(year: int) -> frozenset[date]:
    # One finished set per year: a shared calendar object that fills itself on demand is not safe between threads.
    return frozenset(Sweden(years=year, expand=False))


def _is_eve(day: date) -> bool:
    if (day.month, day.day) in ((12, 24), (12, 31)):
        return True
    # Midsummer Day is the Saturday of 20-26 June (2 § lagen 1989:253), so its eve is the Friday of 19-25 June.
    return day.month == 6 and 19 <= day.day <= 25 and day.weekday() == _FRIDAY
