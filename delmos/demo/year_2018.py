"""The year 2018 as the replay tells it: its days, its two calls, and the moment of each case in each phase."""

from datetime import date, datetime, time, timedelta

from delmos.demo.calls import ensure_call
from delmos.demo.people import Cast
from delmos.lib.dates import STOCKHOLM, is_free_day
from grants.domain.calls import CallDetails
from grants.models import Call
from grants.ordinances.delmos_2018_118 import VERSIONS as SFS_2018_118
from grants.ordinances.delmos_2018_119 import VERSIONS as SFS_2018_119


def at(day: date, hour: int = 9, minute: int = 0) -> datetime:
    """A moment by the clock in Stockholm."""
    return datetime.combine(day, time(hour, minute), tzinfo=STOCKHOLM)


def moment(place: int, of: int, first: date, last: date, *, hour: int = 9) -> datetime:
    """The moment of case number ``place`` of ``of``, on a working day from ``first`` to ``last``.

    Later cases get later moments.
    """
    span = (first + timedelta(days=number) for number in range((last - first).days + 1))
    days = [day for day in span if not is_free_day(day)]
    day, within = divmod(place * len(days), of)
    return at(days[day], hour, within * 60 // of)


BEGINS = at(date(2018, 4, 6))  # the ordinances come into force: from here people act and organisations are registered
APPLY = date(2018, 5, 2), date(2018, 5, 30)
REGISTER = date(2018, 6, 1), date(2018, 6, 29)
ASSESS = date(2018, 9, 3), date(2018, 9, 18)  # a check is valid for 90 days: long enough for decision and payment
DECIDE = date(2018, 9, 20), date(2018, 9, 20)
DISPATCH = date(2018, 9, 21), date(2018, 9, 21)
PAY = date(2018, 10, 1), date(2018, 10, 24)
PAID_AFTER = timedelta(days=5)
FINAL = at(date(2018, 10, 31))  # when the time to appeal has run out, and every payment is made
PROJECT = date(2018, 10, 1), date(2018, 12, 31)

_SUBJECT = "Utlysningen gäller kartläggningar, behovsanalyser och planer."
_BASIS = "Regleringsbrevet för 2018"


def _details(title: str, purpose: str) -> CallDetails:
    return CallDetails(
        title=title,
        purpose=f"{purpose} {_SUBJECT}",
        budget_year=2018,
        opens_at=at(date(2018, 4, 9), 8),
        closes_at=at(date(2018, 5, 31), 16),
        project_starts_on=date(2018, 6, 1),
        project_ends_on=date(2018, 12, 31),
        report_due_on=date(2019, 1, 31),
        contact="Bidragsenheten, bidrag@delmos.example",
    )


LOCAL_GOVERNMENT = _details("Kommuner och regioner mot segregation 2018", SFS_2018_118[0].purpose)
CIVIL_SOCIETY = _details("Föreningar och stiftelser mot segregation 2018", SFS_2018_119[0].purpose)


def ensure_calls(cast: Cast) -> tuple[Call, Call]:
    """The two calls of 2018, published with frames that sum to the 53 million kronor of the year."""
    local = ensure_call(
        SFS_2018_118[0].key,
        LOCAL_GOVERNMENT,
        frames={"local_government": 20_000_000_00},
        basis=_BASIS,
        cast=cast,
        now=BEGINS,
    )
    civil = ensure_call(
        SFS_2018_119[0].key,
        CIVIL_SOCIETY,
        frames={"civil_society": 33_000_000_00},
        basis=_BASIS,
        cast=cast,
        now=BEGINS,
    )
    return local, civil
