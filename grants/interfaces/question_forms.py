"""A group of questions as a Django form. Nothing is required here: what is missing is said before signing."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.html import escape

from delmos.lib.dates import format_date
from delmos.lib.forms import DayField, MoneyField, TextField
from delmos.lib.geography import COUNTIES
from delmos.lib.money import MoneyError, format_sek, parse_sek
from grants.questions import Question, QuestionGroup, QuestionKind

SPARE_ROWS = 3
LEAST_ROWS = 6
PAGE = "opened-page"  # no question can have this key
ABOUT_THE_PAGE = frozenset({"version", PAGE})


class BudgetWidget(forms.Widget):
    """A table of cost rows. Works without JavaScript: a few empty rows always stand at the end."""

    template_name = "widgets/budget.html"
    use_fieldset = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[tuple[str, str]]:
        labels, amounts = data.getlist(f"{name}_label"), data.getlist(f"{name}_amount")
        return list(zip(labels, amounts, strict=False))

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return f"{name}_label" not in data

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return ""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        rows = [_as_text(row) for row in value or []]
        spare = max(SPARE_ROWS, LEAST_ROWS - len(rows))
        context["rows"] = [*rows, *[("", "")] * spare]
        context["total"] = format_sek(sum(_amount(amount) for _, amount in rows))
        return context


class BudgetField(forms.Field):
    """Cost rows as ``[{"label": …, "amount_ore": …}]``. Wholly empty rows are left out."""

    widget = BudgetWidget

    def clean(self, value: Any) -> list[dict[str, Any]]:
        rows, errors = [], []
        for number, (label, amount) in enumerate(value or [], start=1):
            if not label.strip() and not amount.strip():
                continue
            try:
                rows.append({"label": label.strip(), "amount_ore": parse_sek(amount)})
            except MoneyError as error:
                errors.append(f"Rad {number}: {error}")
        if errors:
            raise forms.ValidationError(errors)
        return rows


class YesNoField(forms.TypedChoiceField):
    """Yes, no, or not answered yet."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            choices=[("ja", "Ja"), ("nej", "Nej")],
            coerce=lambda text: text == "ja",
            empty_value=None,
            widget=forms.RadioSelect,
            **kwargs,
        )

    def prepare_value(self, value: Any) -> Any:
        return {True: "ja", False: "nej"}.get(value, value) if isinstance(value, bool) else value


class IsoDayField(DayField):
    """A day kept as ISO text, as answers are stored."""

    def clean(self, value: Any) -> str | None:
        day = super().clean(value)
        return day.isoformat() if day else None


class GroupForm(forms.Form):
    """A page of questions. ``asked_for``: what is shown as required here, and demanded at signing."""

    asked_for: frozenset[str] = frozenset()


def group_form(
    group: QuestionGroup,
    *,
    data: Any = None,
    answers: Mapping[str, Any] | None = None,
    version: int = 0,
    page: str = "",
) -> forms.Form:
    """The form of one page, with the saved ``answers``; in hidden fields their base ``version`` and what tells this
    opened ``page`` from others."""
    form = GroupForm(data, initial={**(answers or {}), "version": version, PAGE: page})
    form.asked_for = frozenset(question.key for question in group.questions if question.required)
    form.fields["version"] = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    form.fields[PAGE] = TextField(widget=forms.HiddenInput, required=False, max_length=32)
    for question in group.questions:
        if question.kind is not QuestionKind.FILES:
            form.fields[question.key] = _FIELDS[question.kind](question)
    return form


def answers_from(form: forms.Form) -> dict[str, Any]:
    """The answers that a group form was sent and that can be read, as they are stored.

    A question that the browser sent no field for is left out: its saved answer stays as it is.
    """
    return {
        key: value for key, value in form.cleaned_data.items() if key not in ABOUT_THE_PAGE and not _omitted(form, key)
    }


def _omitted(form: forms.Form, key: str) -> bool:
    widget = form.fields[key].widget
    return widget.value_omitted_from_data(form.data, form.files, form.add_prefix(key))


def shown(question: Question, value: Any) -> str:
    """An answer as a person reads it."""
    if value in (None, "", []):
        return ""
    return _SHOWN.get(question.kind, str)(value)


def _common(question: Question) -> dict[str, Any]:
    # Hints may hold markup, so what an officer wrote is escaped before it becomes one.
    help_text = escape(" ".join(filter(None, [question.help, f"({question.law})" if question.law else ""])))
    return {"label": question.label, "help_text": help_text, "required": False}


def _text(question: Question) -> forms.Field:
    return TextField(**_common(question))


def _long_text(question: Question) -> forms.Field:
    common = _common(question)
    common["help_text"] = f"{common['help_text']} Högst {question.max_length} tecken.".strip()
    return TextField(widget=forms.Textarea(attrs={"rows": 8}), **common)


def _number(question: Question) -> forms.Field:
    return forms.IntegerField(min_value=0, error_messages={"invalid": "Skriv ett heltal."}, **_common(question))


def _choice(question: Question) -> forms.Field:
    choices = [(choice, choice) for choice in question.choices]
    return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **_common(question))


def _counties(question: Question) -> forms.Field:
    choices = [(county.code, county.name) for county in COUNTIES]
    return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **_common(question))


_FIELDS: dict[QuestionKind, Callable[[Question], forms.Field]] = {
    QuestionKind.TEXT: _text,
    QuestionKind.LONG_TEXT: _long_text,
    QuestionKind.NUMBER: _number,
    QuestionKind.MONEY: lambda question: MoneyField(**_common(question)),
    QuestionKind.DATE: lambda question: IsoDayField(**_common(question)),
    QuestionKind.CHOICE: _choice,
    QuestionKind.YES_NO: lambda question: YesNoField(**_common(question)),
    QuestionKind.COUNTIES: _counties,
    QuestionKind.BUDGET: lambda question: BudgetField(**_common(question)),
}

_COUNTY_NAMES = {county.code: county.name for county in COUNTIES}
_SHOWN: dict[QuestionKind, Callable[[Any], str]] = {
    QuestionKind.MONEY: format_sek,
    QuestionKind.DATE: lambda value: format_date(date.fromisoformat(value)),
    QuestionKind.YES_NO: lambda value: "Ja" if value else "Nej",
    QuestionKind.COUNTIES: lambda value: ", ".join(_COUNTY_NAMES[code] for code in value),
    QuestionKind.BUDGET: lambda rows: "\n".join(
        [
            *(f"{row['label']}: {format_sek(row['amount_ore'])}" for row in rows),
            f"Summa: {format_sek(sum(row['amount_ore'] for row in rows))}",
        ]
    ),
}


def _as_text(row: Any) -> tuple[str, str]:
    return (row["label"], format_sek(row["amount_ore"])) if isinstance(row, dict) else row


def _amount(text: str) -> int:
    try:
        return parse_sek(text)
    except MoneyError:
        return 0
