"""The facts of an application: what the decision, the ledger, the county table and the lists read of its answers.

They are read out of the answers when the application comes in. A completion of them is a document of its own (INV-6),
and what was signed first stands as it was: the facts follow in a new version, with an event that holds both.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from functools import partial
from typing import Any

from accounts.models import User
from delmos.lib.dates import format_date
from delmos.lib.geography import area_code, county_name
from delmos.lib.money import format_sek
from delmos.lib.refusal import Refused, refusal_of
from grants.domain.answers import is_empty
from grants.domain.table_answers import budget_total, cost_rows
from grants.enums import Stage
from grants.models import Application, BudgetRow, Call
from grants.policies import check_counties, is_late
from grants.questions import BUDGET, COUNTIES, FACT_NAMES, PERIOD_END, PERIOD_START, TITLE, Question
from grants.workflow import ARRIVAL
from journal.domain import events

Row = tuple[str, int, int]  # what it costs, the budget year, öre


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts under the names of the application's own columns."""

    title: str
    requested_ore: int
    county_codes: list[str]
    area_code: str
    period_starts_on: date
    period_ends_on: date

    def columns(self) -> dict[str, Any]:
        """As the columns of the application."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


def facts_of(answers: Mapping[str, Any]) -> Facts:
    """The facts that complete ``answers`` state."""
    return Facts(
        title=answers[TITLE],
        requested_ore=budget_total(answers),
        county_codes=sorted(answers[COUNTIES]),
        area_code=area_code(answers[COUNTIES]),
        period_starts_on=date.fromisoformat(answers[PERIOD_START]),
        period_ends_on=date.fromisoformat(answers[PERIOD_END]),
    )


def problems(call: Call, answers: Mapping[str, Any], *, stage: Stage = Stage.APPLICATION) -> list[Refused]:
    """Everything that the facts in ``answers``, as far as they are there, break of what the call demands, at once."""
    refusals = [
        refusal_of(partial(check, call, answers))
        for keys, check in _CHECKS[stage]
        if not any(is_empty(answers.get(key)) for key in keys)
    ]
    return [refusal for refusal in refusals if refusal]


def _check_counties(call: Call, answers: Mapping[str, Any]) -> None:
    check_counties(call, answers[COUNTIES])


def _check_period(call: Call, answers: Mapping[str, Any]) -> None:
    start_day, end_day = (date.fromisoformat(answers[key]) for key in (PERIOD_START, PERIOD_END))
    if end_day < start_day:
        raise Refused("Projektet kan inte sluta innan det börjar.", field=PERIOD_END)
    if start_day < call.project_starts_on or end_day > call.project_ends_on:
        between = f"{format_date(call.project_starts_on)} och {format_date(call.project_ends_on)}"
        raise Refused(f"Projektet ska ligga mellan {between}.", field=PERIOD_START)


def _check_sum(call: Call, answers: Mapping[str, Any]) -> None:
    if budget_total(answers) <= 0:
        raise Refused("Kostnaderna i budgeten ska vara högre än medfinansieringen.", field=BUDGET)


# For each stage: the facts that a check reads, and the check.
_OF_EVERY_STAGE = (((COUNTIES,), _check_counties),)
_CHECKS = {
    Stage.EXPRESSION: _OF_EVERY_STAGE,
    Stage.APPLICATION: (*_OF_EVERY_STAGE, ((PERIOD_START, PERIOD_END), _check_period), ((BUDGET,), _check_sum)),
}


def check_not_raised(application: Application, answers: Mapping[str, Any], *, now: datetime) -> None:
    """När utlysningen har stängt kan det sökta beloppet sänkas genom en komplettering, men inte höjas."""
    first = budget_total(application.answers)
    if budget_total(answers) > first and is_late(application.call, now):
        raise Refused(
            f"Ni sökte {format_sek(first)}. Utlysningen har stängt, så det sökta beloppet kan inte bli högre än så.",
            law=ARRIVAL,
            field=BUDGET,
        )


def write_budget(application: Application, answers: Mapping[str, Any]) -> None:
    """The budget in ``answers`` as the rows of the application's version of the facts."""
    BudgetRow.objects.bulk_create(
        BudgetRow(
            application=application,
            facts_version=application.facts_version,
            order=order,
            label=label,
            budget_year=year,
            amount_ore=ore,
        )
        for order, (label, year, ore) in enumerate(_rows(application, answers), start=1)
    )


def follow(application: Application, answers: Mapping[str, Any], *, by: User, now: datetime) -> bool:
    """Let the facts be what these complete ``answers`` state, with an event of the change; whether anything changed.

    The caller holds the application's row lock and has checked the answers. What was signed first is not touched.
    """
    before = _now(application)
    after = {**facts_of(answers).columns(), BUDGET: _rows(application, answers)}
    changed = [name for name in after if after[name] != before[name]]
    if not changed:
        return False
    columns = [name for name in changed if name != BUDGET]
    for name in columns:
        setattr(application, name, after[name])
    application.facts_version += 1
    application.save(update_fields=["facts_version", *columns])
    write_budget(application, answers)
    events.record(
        application.stream,
        "facts_changed",
        by=by,
        now=now,
        version=application.facts_version,
        changes={name: [before[name], after[name]] for name in changed},
    )
    return True


def in_words(changes: Mapping[str, tuple[Any, Any]]) -> str:
    """The changes of a ``facts_changed`` event, a line each: what was changed, from what, to what."""
    return "\n".join(
        f"{name}: {write(changes[key][0])} → {write(changes[key][1])}"
        for key, (name, write) in _WORDS.items()
        if key in changes
    )


def _now(application: Application) -> dict[str, Any]:
    columns = {field.name: getattr(application, field.name) for field in fields(Facts)}
    rows = application.budget.order_by("order").values_list("label", "budget_year", "amount_ore")
    return {**columns, BUDGET: list(rows)}


def _rows(application: Application, answers: Mapping[str, Any]) -> list[Row]:
    budget: Question = application.form.form.question(BUDGET)
    return cost_rows(answers, application.call.budget_year, years=budget.years)


def _counties(codes: list[str]) -> str:
    return ", ".join(map(county_name, codes))


def _day(day: str) -> str:
    return format_date(date.fromisoformat(day))


def _costs(rows: list[Row]) -> str:
    return ", ".join(f"{label} {format_sek(ore)}" for label, _, ore in rows)


# The county of the table follows from the counties, so it is not told beside them.
_WORDS: Mapping[str, tuple[str, Any]] = {
    "title": (FACT_NAMES[TITLE].capitalize(), str),
    "period_starts_on": (FACT_NAMES[PERIOD_START].capitalize(), _day),
    "period_ends_on": (FACT_NAMES[PERIOD_END].capitalize(), _day),
    "county_codes": (FACT_NAMES[COUNTIES].capitalize(), _counties),
    "requested_ore": ("Sökt belopp", format_sek),
    BUDGET: ("Kostnader", _costs),
}
