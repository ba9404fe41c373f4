"""The budget as a field: costs in rows and years and, where the form asks for it, who pays the rest."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from django import forms

from delmos.lib.money import MoneyError, format_sek, parse_sek
from grants.domain.table_answers import COST, FUNDING, OTHER, OWN, budget_total, longest_label
from grants.questions import BUDGET

SPARE_ROWS, LEAST_ROWS = 3, 6
LEAST_FUNDING_ROWS = 2
PART_NAMES: Mapping[str, str] = {COST: "Rad", OWN: "Egna medel, rad", OTHER: "Medel från andra, rad"}
LABELS: Mapping[str, str] = {COST: "Kostnadsslag", OWN: "Vad ni bidrar med", OTHER: "Vem som bidrar"}


@dataclass(frozen=True, slots=True)
class TypedRow:
    """A row as it stands in the page: one amount, as text, for each year."""

    part: str
    label: str
    amounts: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        return not self.label.strip() and not any(amount.strip() for amount in self.amounts)

    def stored(self, years: tuple[str, ...], place: str) -> dict[str, Any]:
        """The row as an answer. Raises ValidationError that says at which ``place`` and in which of ``years``."""
        if not self.label.strip():
            raise forms.ValidationError(f"{place}: skriv vad beloppet gäller.")
        amounts = [self._ore(text, year, place) for text, year in zip(self.amounts, years, strict=True)]
        if min(amounts) < 0 or not sum(amounts):
            raise forms.ValidationError(f"{place}: skriv ett belopp större än 0 kr.")
        row: dict[str, Any] = {"label": self.label.strip(), "amount_ore": sum(amounts)}
        if len(years) > 1:
            row["years_ore"] = amounts
        return row if self.part == COST else {**row, "part": self.part}

    def _ore(self, text: str, year: str, place: str) -> int:
        if not text.strip() and any(amount.strip() for amount in self.amounts):
            return 0  # nothing in this year, but in another one
        try:
            return parse_sek(text)
        except MoneyError as error:
            where = f"{place}, {year}" if year and text.strip() else place
            raise forms.ValidationError(f"{where}: {error}") from error


class BudgetWidget(forms.Widget):
    """A table of costs and, with ``cofunding``, one for each way to pay for a part of them."""

    template_name = "widgets/budget.html"
    use_fieldset = True

    def __init__(self, *, years: tuple[str, ...] = ("",), cofunding: bool = False) -> None:
        super().__init__()
        self.years, self.cofunding = years, cofunding

    @property
    def parts(self) -> tuple[str, ...]:
        return (COST, OWN, OTHER) if self.cofunding else (COST,)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[TypedRow]:
        return [row for part in self.parts for row in self._rows_from(data, name, part)]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return f"{name}_label" not in data

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return ""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        rows = [row if isinstance(row, TypedRow) else self._typed(row) for row in value or []]
        context["parts"] = [self._part(name, part, [row for row in rows if row.part == part]) for part in self.parts]
        context["years"] = self.years
        context["longest"] = longest_label(len(self.years))
        context["sought"] = format_sek(_sought(rows))
        return context

    def _part(self, name: str, part: str, rows: list[TypedRow]) -> dict[str, Any]:
        spare = max(SPARE_ROWS, LEAST_ROWS - len(rows)) if part == COST else max(1, LEAST_FUNDING_ROWS - len(rows))
        empty = TypedRow(part, "", ("",) * len(self.years))
        names = _names(name, part, len(self.years))
        return {
            "code": part,
            "kind": "cost" if part == COST else "fund",
            "title": FUNDING.get(part, "Kostnader"),
            "label": LABELS[part],
            "label_name": names["label"],
            "rows": [
                (row.label, list(zip(names["amounts"], row.amounts, self.years, strict=True)), _sum(row.amounts))
                for row in [*rows, *[empty] * spare]
            ],
            "totals": [(year, _sum(row.amounts[at] for row in rows)) for at, year in enumerate(self.years)],
            "total": _sum(text for row in rows for text in row.amounts),
        }

    def _rows_from(self, data: Any, name: str, part: str) -> Iterator[TypedRow]:
        names = _names(name, part, len(self.years))
        columns = [data.getlist(names["label"]), *(data.getlist(amount) for amount in names["amounts"])]
        for label, *amounts in zip_longest(*columns, fillvalue=""):
            yield TypedRow(part, label, tuple(amounts))

    def _typed(self, row: Mapping[str, Any]) -> TypedRow:
        years = [*(row.get("years_ore") or [row["amount_ore"]]), *[0] * len(self.years)][: len(self.years)]
        amounts = tuple(format_sek(ore) if ore or len(self.years) == 1 else "" for ore in years)
        return TypedRow(row.get("part", COST), row["label"], amounts)


class BudgetField(forms.Field):
    """Budget rows as they are stored. Wholly empty rows are left out."""

    def __init__(self, *, years: tuple[str, ...] = ("",), cofunding: bool = False, **kwargs: Any) -> None:
        super().__init__(widget=BudgetWidget(years=years, cofunding=cofunding), **kwargs)
        self.years = years

    def clean(self, value: Any) -> list[dict[str, Any]]:
        rows, errors, numbers = [], [], dict.fromkeys(PART_NAMES, 0)
        for row in value or []:
            numbers[row.part] += 1
            if row.is_empty:
                continue
            try:
                rows.append(row.stored(self.years, f"{PART_NAMES[row.part]} {numbers[row.part]}"))
            except forms.ValidationError as error:
                errors.append(error)
        if errors:
            raise forms.ValidationError(errors)
        return rows


def _names(name: str, part: str, years: int) -> dict[str, Any]:
    """The names of the fields of a part. A hyphen stands in no question's key, so no other question is named so."""
    stem = name if part == COST else f"{name}-{part}"
    amounts = [f"{stem}_amount", *(f"{stem}-amount-{year}" for year in range(2, years + 1))]
    return {"label": f"{stem}_label", "amounts": amounts}


def _sought(rows: list[TypedRow]) -> int:
    stored = [{"part": row.part, "amount_ore": sum(map(_ore, row.amounts))} for row in rows]
    return budget_total({BUDGET: stored})


def _sum(amounts: Iterable[str]) -> str:
    return format_sek(sum(map(_ore, amounts)))


def _ore(text: str) -> int:
    try:
        return parse_sek(text)
    except MoneyError:
        return 0
