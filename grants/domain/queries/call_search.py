"""The public's search among the calls: by words, state in time, kind of applicant, county and ordinance."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.search import SearchVector
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from applicants.enums import OrganisationType
from grants.domain.queries.calls import public_calls
from grants.domain.queries.words import SWEDISH, words_query
from grants.enums import CallState, CallStatus
from grants.models import Call
from grants.ordinances import VERSIONS

# What is open comes first, then what will open, what is open to the invited, what has closed, what was called off.
ORDER = ("rank", "-opens_at", "-pk")


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody looks for; an empty field does not narrow. ``county`` is a code, ``sfs`` as 2018:118."""

    text: str = ""
    state: CallState | None = None
    kind: OrganisationType | None = None
    county: str = ""
    sfs: str = ""


def search_calls(wish: Wish, *, now: datetime) -> QuerySet[Call]:
    """The public calls that answer to every part of ``wish``, for ORDER."""
    found = public_calls().filter(_under(wish))
    if wish.state:
        found = found.filter(_STATES[wish.state](now))
    if wish.county:  # a call without counties is for the whole country
        found = found.filter(Q(counties=[]) | Q(counties__contains=[wish.county]))
    if wish.text.strip():
        vector = SearchVector("title", "purpose", config=SWEDISH)
        found = found.annotate(words=vector).filter(words=words_query(wish.text))
    return found.annotate(rank=_rank(now))


def sfs_numbers() -> list[tuple[str, str]]:
    """Each ordinance that the portal knows, once: its number and its short title."""
    return list({version.sfs: version.short_title for version in VERSIONS}.items())


def _under(wish: Wish) -> Q:
    """Who may apply and by which ordinance is said by the version that the call is made under."""
    if not (wish.kind or wish.sfs):
        return Q()
    keys = [
        version.key
        for version in VERSIONS
        if (not wish.sfs or version.sfs == wish.sfs) and (not wish.kind or version.group_of(wish.kind))
    ]
    return Q(ordinance_key__in=keys)


def _open(now: datetime) -> Q:
    return Q(status=CallStatus.PUBLISHED, opens_at__lte=now, closes_at__gt=now)


def _coming(now: datetime) -> Q:
    return Q(status=CallStatus.PUBLISHED, opens_at__gt=now)


def _invited(now: datetime) -> Q:
    return Q(status=CallStatus.PUBLISHED, closes_at__lte=now, invited_close_at__gt=now)


def _closed(now: datetime) -> Q:
    last_step = Q(invited_close_at=None) | Q(invited_close_at__lte=now)
    return Q(last_step, status=CallStatus.PUBLISHED, closes_at__lte=now)


# The same as Call.state, for the database.
_STATES: dict[CallState, Callable[[datetime], Q]] = {
    CallState.OPEN: _open,
    CallState.COMING: _coming,
    CallState.INVITED: _invited,
    CallState.CLOSED: _closed,
    CallState.CANCELLED: lambda _: Q(status=CallStatus.CANCELLED),
}


def _rank(now: datetime) -> Case:
    cases = [When(_STATES[state](now), then=Value(place)) for place, state in enumerate(CallState)]
    return Case(*cases, output_field=IntegerField())
