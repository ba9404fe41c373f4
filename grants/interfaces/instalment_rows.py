"""The instalments of a decision as a decider writes them: rows of year, amount or share, day and condition."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from delmos.lib.forms import DayField, TextField
from delmos.lib.money import MoneyError, parse_sek
from grants.domain.wording import Planned
from grants.enums import InstalmentCondition

MOST_ROWS = 8
SHARE = re.compile(r"(\d{1,3}) ?%")
PARTS = ("year", "amount", "on", "condition")


@dataclass(frozen=True, slots=True)
class Row:
    """The fields of one row, bound to their form."""

    number: int
    fields: list[forms.BoundField]


def row_fields(years: Sequence[int], *, rows: int, may_wait: bool) -> dict[str, forms.Field]:
    """The fields of ``rows`` empty rows, by name. With one year the year is not asked for."""
    found: dict[str, forms.Field] = {}
    for number in range(1, rows + 1):
        if len(years) > 1:
            found[f"rate_{number}_year"] = forms.ChoiceField(
                choices=[("", "Välj år"), *((str(year), str(year)) for year in years)],
                required=False,
                label=f"Rat {number}: budgetår",
                error_messages={"invalid_choice": "Välj ett budgetår i listan."},
            )
        found[f"rate_{number}_amount"] = TextField(
            required=False, max_length=40, label=f"Rat {number}: belopp eller andel"
        )
        found[f"rate_{number}_on"] = DayField(required=False, label=f"Rat {number}: betalas tidigast")
        if may_wait:
            found[f"rate_{number}_condition"] = forms.ChoiceField(
                choices=InstalmentCondition.choices,
                required=False,
                initial=InstalmentCondition.NONE,
                label=f"Rat {number}: villkor",
                error_messages={"invalid_choice": "Välj ett villkor i listan."},
            )
    return found


def bound_rows(form: forms.Form) -> Iterator[Row]:
    """The rows of a form, each with its own fields."""
    for number in range(1, MOST_ROWS + 1):
        names = [f"rate_{number}_{part}" for part in PARTS if f"rate_{number}_{part}" in form.fields]
        if names:
            yield Row(number, [form[name] for name in names])


def planned_of(form: forms.Form, given: Mapping[int, int], years: Sequence[int]) -> tuple[Planned, ...]:
    """The rows that are written, as the verb takes them; what cannot be read is said on its field, and left out.

    A share is of what the decision gives for the year. When the shares of a year come to a hundred per cent, the last
    takes what rounding leaves.
    """
    found: list[tuple[Planned, int | None]] = []
    for number in range(1, MOST_ROWS + 1):
        data = {part: form.cleaned_data.get(f"rate_{number}_{part}") for part in PARTS}
        if not any(data[part] for part in ("year", "amount", "on")):
            continue
        row = _row(form, number, data, given, years)
        if row is not None:
            found.append(row)
    return tuple(_with_rest(found, given))


def _row(
    form: forms.Form, number: int, data: Mapping[str, Any], given: Mapping[int, int], years: Sequence[int]
) -> tuple[Planned, int | None] | None:
    missing = {"amount": "Skriv ratans belopp eller andel.", "on": "Välj en dag."}
    if len(years) > 1:
        missing["year"] = "Välj vilket budgetår ratan gäller."
    absent = [part for part in missing if not data[part]]
    for part in absent:
        _say(form, number, part, missing[part])
    if absent:
        return None
    year = int(data["year"] or years[0])
    try:
        amount, share = _amount(data["amount"], given.get(year, 0))
    except MoneyError as error:
        _say(form, number, "amount", str(error))
        return None
    condition = InstalmentCondition(data["condition"] or InstalmentCondition.NONE)
    return Planned(year, amount, data["on"], condition), share


def _amount(text: str, whole: int) -> tuple[int, int | None]:
    if share := SHARE.fullmatch(text.strip()):
        per_cent = int(share[1])
        return whole * per_cent // 100, per_cent
    return parse_sek(text), None


def _with_rest(rows: list[tuple[Planned, int | None]], given: Mapping[int, int]) -> Iterator[Planned]:
    for at, (part, _) in enumerate(rows):
        same = [(other, per_cent) for other, per_cent in rows if other.budget_year == part.budget_year]
        whole = all(per_cent is not None for _, per_cent in same) and sum(per_cent or 0 for _, per_cent in same) == 100
        is_last = not any(other.budget_year == part.budget_year for other, _ in rows[at + 1 :])
        if whole and is_last:
            before = sum(other.amount_ore for other, _ in same[:-1])
            yield Planned(part.budget_year, given.get(part.budget_year, 0) - before, part.planned_on, part.condition)
        else:
            yield part


def _say(form: forms.Form, number: int, part: str, sentence: str) -> None:
    name = f"rate_{number}_{part}"
    if name not in form.errors:
        form.add_error(name, sentence)
