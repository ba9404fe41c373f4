"""What a scenario gives each case, as a page shows it."""

from collections.abc import Sequence
from dataclasses import dataclass

from grants.allocation import Allocation, Outcome
from grants.domain.queries.ranking import Ranking, cases_of
from grants.models import Application

ROWS = 50


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    """Without ``application`` the person is kept out of the case by jäv (INV-8)."""

    outcome: Outcome
    application: Application | None


@dataclass(frozen=True, slots=True)
class OutcomePage:
    """Some outcomes in the order of the ranking, and the key that the next page starts after."""

    rows: Sequence[OutcomeRow]
    next: str


def outcome_page(allocation: Allocation, ranking: Ranking, *, after: str) -> OutcomePage:
    """The page after the key (a case's primary key), in one query; the first one for a key that is not there."""
    keys = [str(outcome.candidate.key) for outcome in allocation.outcomes]
    start = keys.index(after) + 1 if after in keys else 0
    shown = allocation.outcomes[start : start + ROWS]
    closed = {key for key, fact in ranking.facts.items() if fact.is_closed}
    cases = cases_of({outcome.candidate.key for outcome in shown} - closed)
    rows = [OutcomeRow(outcome, cases.get(outcome.candidate.key)) for outcome in shown]
    return OutcomePage(rows, keys[start + ROWS - 1] if len(keys) > start + ROWS else "")
