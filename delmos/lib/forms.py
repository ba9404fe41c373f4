"""Form fields that speak Swedish, and how a page answers when a verb refuses."""

from collections.abc import Callable
from typing import Any

from django import forms

from delmos.lib.money import MoneyError, format_sek, parse_sek
from delmos.lib.refusal import Refusals, Refused

UNPROCESSABLE = 422
LONGEST_AMOUNT = 40  # characters


class TextField(forms.CharField):
    """A text. What does not fit is said in the portal's words, with how much of it is too much."""

    default_error_messages = {
        "max_length": "Texten är för lång. Högst %(limit_value)d tecken får plats, och den har %(show_value)d.",
        "null_characters_not_allowed": "Texten innehåller ett tecken som inte går att spara.",
    }


class LongTextField(TextField):
    """A text of several lines. ``missing`` is said when it is empty; without that it may be left out."""

    def __init__(self, *, rows: int = 4, missing: str = "", **kwargs: Any) -> None:
        widget = forms.Textarea(attrs={"rows": rows})
        super().__init__(required=bool(missing), widget=widget, error_messages={"required": missing}, **kwargs)


class RadioField(forms.ChoiceField):
    """One of a few choices, all in sight. ``missing`` is said when none is chosen."""

    def __init__(self, *, choices: Any, missing: str, **kwargs: Any) -> None:
        super().__init__(choices=choices, widget=forms.RadioSelect, error_messages={"required": missing}, **kwargs)


class MoneyField(TextField):
    """An amount as people write it (”1 000,50 kr”), kept as integer öre."""

    def __init__(self, **kwargs: Any) -> None:
        # The length is checked here and not by max_length, whose validator would measure the integer.
        attrs = {"inputmode": "decimal", "autocomplete": "off", "maxlength": LONGEST_AMOUNT}
        kwargs.setdefault("widget", forms.TextInput(attrs=attrs))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return None
        if len(text) > LONGEST_AMOUNT:
            raise forms.ValidationError("Beloppet är för långt. Skriv det i kronor, till exempel 250 000.")
        try:
            return parse_sek(text)
        except MoneyError as error:
            raise forms.ValidationError(str(error)) from error

    def prepare_value(self, value: Any) -> Any:
        return format_sek(value) if isinstance(value, int) else value


class DayField(forms.DateField):
    """A day, picked in the browser's own calendar or written as 2018-05-15."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
        super().__init__(
            input_formats=["%Y-%m-%d"],
            error_messages={"invalid": "Skriv datumet som år-månad-dag, till exempel 2018-05-15."},
            **kwargs,
        )


class MomentField(forms.DateTimeField):
    """A day and clock in Swedish time."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}))
        super().__init__(
            input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
            error_messages={"invalid": "Skriv datum och klockslag, till exempel 2018-05-15 12:00."},
            **kwargs,
        )


def accepted(form: forms.BaseForm, act: Callable[[], Any], *, passing_on: tuple[type[Refused], ...] = ()) -> bool:
    """Whether ``act`` (a call of a verb) went through. When it refuses, the form says why, and where.

    Refusals of the kinds ``passing_on`` are raised on: the page has more to say of them than a sentence.
    """
    try:
        act()
    except passing_on:
        raise
    except Refusals as refusals:
        for refusal in refusals.refusals:
            say(form, refusal)
        return False
    except Refused as refusal:
        say(form, refusal)
        return False
    return True


def say(form: forms.BaseForm, refusal: Refused) -> None:
    """Put the refusal on the field it points at, or on the whole form."""
    field = refusal.field if refusal.field in form.fields else None
    form.add_error(field, str(refusal))


def page_status(form: forms.BaseForm) -> int:
    """The HTTP status of a page that shows ``form``: 422 when it has errors, otherwise 200."""
    return UNPROCESSABLE if form.is_bound and form.errors else 200
