"""The field of each kind of question."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.html import escape

from delmos.lib.dates import format_date
from delmos.lib.forms import DayField, MoneyField, TextField
from delmos.lib.money import format_sek
from grants.interfaces.question_budget import BudgetField
from grants.interfaces.question_tables import COLUMNS, MunicipalitiesField, TableField
from grants.interfaces.question_words import options
from grants.question_rules import CallTimes, year_names
from grants.questions import Question, QuestionKind


class AnswerTextField(TextField):
    """A text whose lines end in one sign, as the browser's counter counts them."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return text.replace("\r\n", "\n") if text else text


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


class PeriodWidget(forms.MultiWidget):
    """Two days."""

    template_name = "widgets/period.html"
    use_fieldset = True

    def __init__(self) -> None:
        day = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "form-control"})
        super().__init__({"start": day, "end": day})

    def decompress(self, value: Any) -> list[Any]:
        return [value.get("start"), value.get("end")] if isinstance(value, dict) else [None, None]


class PeriodField(forms.MultiValueField):
    """The first and the last day, as ``{"start": …, "end": …}`` in ISO text; one alone is refused by its rule."""

    def __init__(self, **kwargs: Any) -> None:
        fields = (IsoDayField(required=False), IsoDayField(required=False))
        super().__init__(fields, require_all_fields=False, widget=PeriodWidget, **kwargs)

    def compress(self, data_list: list[Any]) -> dict[str, str] | None:
        days = {name: day for name, day in zip(("start", "end"), data_list, strict=False) if day}
        return days or None


class DeclarationField(forms.BooleanField):
    """Ticked, or not answered: nobody is asked to declare the opposite."""

    def clean(self, value: Any) -> bool | None:
        return True if super().clean(value) else None


def field_for(question: Question, *, times: CallTimes) -> forms.Field:
    """The field of a question, which demands nothing by itself. Attachments have none: raises KeyError.

    ``times``: the days and the year of the call, which dates and budgets are relative to.
    """
    return _FIELDS[question.kind](question, times)


def _common(question: Question, *limits: str) -> dict[str, Any]:
    # Hints may hold markup, so what an officer wrote is escaped before it becomes one.
    law = f"({question.law})" if question.law else ""
    help_text = escape(" ".join(filter(None, [question.help, law, *limits])))
    return {"label": question.label, "help_text": help_text, "required": False}


def _length_limits(question: Question) -> list[str]:
    characters = question.max_length if question.kind is QuestionKind.LONG_TEXT else 0
    named = ((characters, "tecken"), (question.max_words, "ord"))
    return [f"Högst {limit} {unit}." for limit, unit in named if limit]


def _counted(question: Question) -> dict[str, Any]:
    """What the counter in the browser reads."""
    limits = {"data-max-characters": question.max_length, "data-max-words": question.max_words}
    return {name: limit for name, limit in limits.items() if limit}


def _text(question: Question, _: CallTimes) -> forms.Field:
    mask = [f"Skriv på formen {question.mask}."] if question.mask and not question.help else []
    return AnswerTextField(
        widget=forms.TextInput(attrs=_counted(question)), **_common(question, *_length_limits(question), *mask)
    )


def _long_text(question: Question, _: CallTimes) -> forms.Field:
    widget = forms.Textarea(attrs={"rows": 8, **_counted(question)})
    return AnswerTextField(widget=widget, **_common(question, *_length_limits(question)))


def _bounds(question: Question, write: Callable[[int], str]) -> list[str]:
    named = (("Minst", question.minimum), ("Högst", question.maximum))
    return [f"{word} {write(limit)}." for word, limit in named if limit is not None]


def _number(question: Question, _: CallTimes) -> forms.Field:
    return forms.IntegerField(
        error_messages={"invalid": "Skriv ett heltal."}, **_common(question, *_bounds(question, str))
    )


def _money(question: Question, _: CallTimes) -> forms.Field:
    return MoneyField(**_common(question, *_bounds(question, format_sek)))


def _day_limits(question: Question, times: CallTimes) -> list[str]:
    named = (("Tidigast", question.earliest), ("Senast", question.latest))
    return [f"{word} {format_date(rule.on(times))}." for word, rule in named if rule]


def _date(question: Question, times: CallTimes) -> forms.Field:
    return IsoDayField(**_common(question, *_day_limits(question, times)))


def _period(question: Question, times: CallTimes) -> forms.Field:
    return PeriodField(**_common(question, *_day_limits(question, times)))


def _choice(question: Question, _: CallTimes) -> forms.Field:
    return forms.ChoiceField(choices=options(question), widget=forms.RadioSelect, **_common(question))


def _choices(question: Question, _: CallTimes) -> forms.Field:
    return forms.MultipleChoiceField(
        choices=options(question), widget=forms.CheckboxSelectMultiple, **_common(question)
    )


def _budget(question: Question, times: CallTimes) -> forms.Field:
    years = year_names(times.budget_year, question.years) if question.years > 1 else ("",)
    return BudgetField(years=years, cofunding=question.cofunding, **_common(question))


def _table(question: Question, _: CallTimes) -> forms.Field:
    return TableField(columns=COLUMNS[question.kind], **_common(question))


_FIELDS: dict[QuestionKind, Callable[[Question, CallTimes], forms.Field]] = {
    QuestionKind.TEXT: _text,
    QuestionKind.LONG_TEXT: _long_text,
    QuestionKind.NUMBER: _number,
    QuestionKind.MONEY: _money,
    QuestionKind.DATE: _date,
    QuestionKind.PERIOD: _period,
    QuestionKind.CHOICE: _choice,
    QuestionKind.CHOICES: _choices,
    QuestionKind.YES_NO: lambda question, _: YesNoField(**_common(question)),
    QuestionKind.COUNTIES: _choices,
    QuestionKind.MUNICIPALITIES: lambda question, _: MunicipalitiesField(**_common(question)),
    QuestionKind.BUDGET: _budget,
    QuestionKind.ACTIVITIES: _table,
    QuestionKind.PARTNERS: _table,
    QuestionKind.DECLARATION: lambda question, _: DeclarationField(**_common(question)),
}
