"""The rows of a ranked list as a page shows them: a case that is closed to the person keeps its place and its sum."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from grants.allocation import Candidate, Outcome
from grants.domain.queries.ranking import Ranking, cases_of
from grants.models import Application

ROWS = 50


@dataclass(frozen=True, slots=True)
class RankedRow:
    """A place in the list. Without ``application`` the person is kept out of the case by jäv (INV-8).

    ``outcome``: what a scenario gives; None without one. ``cut``: the line goes above this row.
    """

    rank: int
    per_cent: int
    application: Application | None
    requested_ore: int
    proposed_ore: int | None
    running_ore: int
    is_within: bool
    cut: bool
    outcome: Outcome | None


@dataclass(frozen=True, slots=True)
class RankedPage:
    """Some rows, and the key that the next page starts after."""

    rows: Sequence[RankedRow]
    next: str


def ranked_page(ranking: Ranking, *, after: str, outcomes: Mapping[int, Outcome] | None = None) -> RankedPage:
    """The page after the key, in one query. Rank, sum and line are those of the whole list, whatever the page."""
    start = _start(ranking, after)
    shown = ranking.places[start : start + ROWS]
    rows = list(rows_of(ranking, start, start + ROWS, outcomes or {}))
    more = len(ranking.places) > start + ROWS
    return RankedPage(rows, _key(shown[-1].candidate) if more else "")


def rows_of(ranking: Ranking, start: int, end: int, outcomes: Mapping[int, Outcome]) -> Iterator[RankedRow]:
    """The rows from the place ``start`` to before ``end``."""
    places = ranking.places[start:end]
    open_ = {place.candidate.key for place in places} - ranking.closed
    applications = cases_of(open_)
    was_within = start == 0 or ranking.places[start - 1].is_within
    for place in places:
        key = place.candidate.key
        yield RankedRow(
            rank=place.rank,
            per_cent=place.candidate.per_cent,
            application=applications.get(key),
            requested_ore=place.candidate.requested_ore,
            proposed_ore=place.candidate.bound_ore,
            running_ore=place.running_ore,
            is_within=place.is_within,
            cut=was_within and not place.is_within,
            outcome=outcomes.get(key),
        )
        was_within = place.is_within


def by_case(outcomes: Iterable[Outcome]) -> dict[int, Outcome]:
    return {outcome.candidate.key: outcome for outcome in outcomes}


def _key(candidate: Candidate) -> str:
    return f"{candidate.per_cent}-{candidate.key}"


def _start(ranking: Ranking, after: str) -> int:
    """The first place after the key, whether or not its case is still there; the beginning for what is no key."""
    per_cent, _, key = after.partition("-")
    if not (per_cent.isascii() and per_cent.isdigit() and key.isascii() and key.isdigit() and len(after) < 30):
        return 0
    last = (-int(per_cent), int(key))
    return next(
        (n for n, p in enumerate(ranking.places) if (-p.candidate.per_cent, p.candidate.key) > last),
        len(ranking.places),
    )
