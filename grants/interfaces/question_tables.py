"""Fields for answers in rows. They work without JavaScript: a few empty rows always stand at the end."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from django import forms

from delmos.lib.geography import MUNICIPALITIES
from delmos.lib.identity import IdentityError, format_organisation_number, organisation_number
from delmos.lib.swedish import sort_key
from grants.domain.table_answers import PARTNER_NAME, RESULT, WHAT, WHEN
from grants.interfaces.question_words import MUNICIPALITY_NAMES
from grants.questions import QuestionKind

SPARE_ROWS = 2
LEAST_ROWS = 3


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its name in the stored row, its heading, and how long a text it takes.

    ``read`` makes the stored text of what was typed and raises IdentityError with a Swedish sentence; ``write`` is its
    opposite.
    """

    name: str
    label: str
    longest: int
    read: Callable[[str], str] = str
    write: Callable[[str], str] = str


def _number(text: str) -> str:
    return organisation_number(text) if text else ""


def _printed(digits: str) -> str:
    return format_organisation_number(digits) if digits.isdigit() and len(digits) == 10 else digits


COLUMNS: Mapping[QuestionKind, tuple[Column, ...]] = {
    QuestionKind.ACTIVITIES: (
        Column("what", "Vad ni gör", WHAT),
        Column("when", "När", WHEN),
        Column("result", "Vad det ska leda till", RESULT),
    ),
    QuestionKind.PARTNERS: (
        Column("name", "Namn", PARTNER_NAME),
        Column("number", "Organisationsnummer", 20, _number, _printed),
    ),
}


class TableWidget(forms.Widget):
    """Rows of text fields."""

    template_name = "widgets/table.html"
    use_fieldset = True

    def __init__(self, columns: Sequence[Column]) -> None:
        super().__init__()
        self.columns = columns

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[tuple[str, ...]]:
        texts = [data.getlist(f"{name}-{column.name}") for column in self.columns]
        return list(zip_longest(*texts, fillvalue=""))

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return f"{name}-{self.columns[0].name}" not in data

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return ""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        rows = [self._typed(row) for row in value or []]
        spare = max(SPARE_ROWS, LEAST_ROWS - len(rows))
        empty = ("",) * len(self.columns)
        context["columns"] = self.columns
        context["rows"] = [list(zip(self.columns, row, strict=False)) for row in [*rows, *[empty] * spare]]
        return context

    def _typed(self, row: Any) -> tuple[str, ...]:
        if isinstance(row, dict):
            return tuple(column.write(row.get(column.name, "")) for column in self.columns)
        return tuple(row)


class TableField(forms.Field):
    """Rows as ``[{column: text, …}]``. Empty rows are left out; no other lacks its first column."""

    def __init__(self, *, columns: Sequence[Column], **kwargs: Any) -> None:
        self.columns = columns
        super().__init__(widget=TableWidget(columns), **kwargs)

    def clean(self, value: Any) -> list[dict[str, str]]:
        rows, errors = [], []
        for number, texts in enumerate(value or [], start=1):
            stripped = [text.strip() for text in texts]
            if not any(stripped):
                continue
            if not stripped[0]:
                errors.append(f"Rad {number}: fyll i ”{self.columns[0].label}”.")
                continue
            try:
                rows.append(
                    {column.name: column.read(text) for column, text in zip(self.columns, stripped, strict=True)}
                )
            except IdentityError as error:
                errors.append(f"Rad {number}: {error}")
        if errors:
            raise forms.ValidationError(errors)
        return rows


_MUNICIPALITY_CODES = {
    sort_key(name): place.code for place in MUNICIPALITIES for name in (place.name, place.formal_name)
}


class MunicipalitiesWidget(TableWidget):
    """One text field per municipality, with all 290 as the browser's own suggestions."""

    template_name = "widgets/municipalities.html"

    def __init__(self) -> None:
        super().__init__((Column("municipality", "Kommun", 60),))

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["municipalities"] = MUNICIPALITY_NAMES.items()
        return context

    def _typed(self, row: Any) -> tuple[str, ...]:
        return (MUNICIPALITY_NAMES.get(row, row),) if isinstance(row, str) else tuple(row)


class MunicipalitiesField(forms.Field):
    """Municipalities by name, kept as their codes. The same one written twice counts once."""

    widget = MunicipalitiesWidget

    def clean(self, value: Any) -> list[str]:
        codes, errors = [], []
        for name in _names(value):
            code = _MUNICIPALITY_CODES.get(sort_key(name))
            if code:
                codes.append(code)
            else:
                errors.append(f"Kommunen ”{name[:60]}” finns inte. Skriv namnet som det står i listan.")
        if errors:
            raise forms.ValidationError(errors)
        return list(dict.fromkeys(codes))


def _names(value: Any) -> Iterator[str]:
    return filter(None, (texts[0].strip() for texts in value or []))
