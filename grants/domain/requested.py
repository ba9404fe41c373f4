"""What is applied for in each budget year, out of the answers that count (INV-17)."""

from collections.abc import Mapping
from typing import Any

from grants.domain.queries.correspondence import newest_answers
from grants.domain.table_answers import COST
from grants.models import Application
from grants.questions import BUDGET


def requested_by_year(application: Application) -> dict[int, int]:
    """Öre by budget year: of a budget of one year all of it in the call's own. At most one query, beside the form's.

    What the applicant and others pay in a year is taken from its costs, so the sum is what is applied for.
    """
    own_year, years = application.call.budget_year, budget_years(application)
    if years == 1:
        return {own_year: application.requested_ore}
    return by_year(newest_answers(application).answers, own_year, years)


def budget_years(application: Application) -> int:
    """How many years the budget of the application is written in."""
    return application.form.form.question(BUDGET).years


def by_year(answers: Mapping[str, Any], first_year: int, years: int) -> dict[int, int]:
    """What is applied for in öre in each of ``years`` years from ``first_year``."""
    sums = dict.fromkeys(range(first_year, first_year + years), 0)
    for row in answers.get(BUDGET) or []:
        sign = 1 if row.get("part", COST) == COST else -1
        for year, amount in enumerate(row.get("years_ore") or [row["amount_ore"]], start=first_year):
            sums[year] += sign * amount
    return sums


def spread(amount_ore: int, requested: Mapping[int, int]) -> dict[int, int]:
    """An amount laid out over the years, each filled up to what is applied for before the next one gets any."""
    left, spread_out = amount_ore, {}
    for year in sorted(requested):
        spread_out[year] = max(0, min(left, requested[year]))
        left -= spread_out[year]
    return spread_out
