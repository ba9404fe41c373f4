"""Questions, conditions and answers in words, as a person reads them."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from delmos.lib.dates import format_date
from delmos.lib.geography import COUNTIES, MUNICIPALITIES
from delmos.lib.identity import format_organisation_number
from delmos.lib.money import format_sek
from delmos.lib.swedish import sort_key
from grants.domain.table_answers import COST, FUNDING, budget_total
from grants.question_rules import NO, YES, Condition, DayRule, year_names
from grants.questions import BUDGET, Question, QuestionKind

COUNTY_NAMES = {county.code: county.name for county in COUNTIES}
_BY_NAME = sorted(MUNICIPALITIES, key=lambda place: sort_key(place.name))
MUNICIPALITY_NAMES = {place.code: place.name for place in _BY_NAME}


def shown(question: Question, value: Any, *, first_year: int) -> str:
    """An answer as a person reads it; ``first_year`` (the call's budget year) gives the years of a budget their
    numbers."""
    if value in (None, "", [], {}):
        return ""
    if question.kind is QuestionKind.BUDGET:
        return _budget(question, value, year_names(first_year, question.years))
    return _SHOWN.get(question.kind, str)(value)


def in_words(condition: Condition, questions: Iterable[Question]) -> str:
    """ "”Ja” på frågan ”…”": what the answer must be, among the form's ``questions``."""
    asked = next((question for question in questions if question.key == condition.question), None)
    if asked is None:
        return "en fråga som inte finns längre"
    values = [f"”{_named(asked, value)}”" for value in condition.values]
    return f"{' eller '.join(values)} på frågan ”{asked.label}”"


def options(question: Question) -> list[tuple[str, str]]:
    """What can be picked as an answer: value and words, for the kinds that are picked from a list."""
    if question.kind is QuestionKind.YES_NO:
        return [(YES, "Ja"), (NO, "Nej")]
    if question.kind is QuestionKind.COUNTIES:
        return list(COUNTY_NAMES.items())
    if question.kind is QuestionKind.MUNICIPALITIES:
        return list(MUNICIPALITY_NAMES.items())
    return [(choice, choice) for choice in question.choices]


def day_rule_in_words(rule: DayRule) -> str:
    """ "3 dagar före dagen då utlysningen öppnar": a day of any call."""
    if not rule.days:
        return rule.anchor.label
    number = abs(rule.days)
    return f"{number} {'dag' if number == 1 else 'dagar'} {'efter' if rule.days > 0 else 'före'} {rule.anchor.label}"


def _named(question: Question, value: str) -> str:
    return dict(options(question)).get(value, value)


def _days(value: Mapping[str, str]) -> str:
    return " – ".join(_day(value[end]) for end in ("start", "end"))


def _day(value: str) -> str:
    return format_date(date.fromisoformat(value))


def _budget(question: Question, rows: list[dict[str, Any]], years: tuple[str, ...]) -> str:
    lines = [_budget_row(row, years) for row in rows]
    funded = any(row.get("part", COST) != COST for row in rows)
    if not funded:
        return "\n".join([*lines, f"Summa: {format_sek(budget_total({BUDGET: rows}))}"])
    costs = sum(row["amount_ore"] for row in rows if row.get("part", COST) == COST)
    sought = budget_total({BUDGET: rows})
    sums = (("Kostnader", costs), ("Medfinansiering", costs - sought), ("Söks i bidrag", sought))
    return "\n".join([*lines, *(f"{name}: {format_sek(amount)}" for name, amount in sums)])


def _budget_row(row: Mapping[str, Any], years: tuple[str, ...]) -> str:
    part = FUNDING.get(row.get("part", COST))
    name = f"{part}, {row['label']}" if part else row["label"]
    amounts = row.get("years_ore") or []
    by_year = ", ".join(f"{year} {format_sek(ore)}" for year, ore in zip(years, amounts, strict=False) if ore)
    return f"{name}: {format_sek(row['amount_ore'])}{f' ({by_year})' if by_year and len(years) > 1 else ''}"


def _activity(row: Mapping[str, str]) -> str:
    when = f" ({row['when']})" if row["when"] else ""
    return f"{row['what']}{when}{': ' + row['result'] if row['result'] else ''}"


def _partner(row: Mapping[str, str]) -> str:
    return f"{row['name']} ({format_organisation_number(row['number'])})" if row["number"] else row["name"]


_SHOWN: dict[QuestionKind, Callable[[Any], str]] = {
    QuestionKind.MONEY: format_sek,
    QuestionKind.DATE: _day,
    QuestionKind.PERIOD: _days,
    QuestionKind.CHOICES: ", ".join,
    QuestionKind.YES_NO: lambda value: "Ja" if value else "Nej",
    QuestionKind.COUNTIES: lambda value: ", ".join(COUNTY_NAMES[code] for code in value),
    QuestionKind.MUNICIPALITIES: lambda value: ", ".join(MUNICIPALITY_NAMES[code] for code in value),
    QuestionKind.ACTIVITIES: lambda rows: "\n".join(map(_activity, rows)),
    QuestionKind.PARTNERS: lambda rows: "\n".join(map(_partner, rows)),
    QuestionKind.DECLARATION: lambda _: "Ja, det försäkrar vi",
}
