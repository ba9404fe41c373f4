"""A group of questions as a Django form. Nothing is required here: what is missing is said before signing."""

import json
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from delmos.lib.forms import TextField
from grants.interfaces.question_fields import field_for
from grants.interfaces.question_words import in_words
from grants.interfaces.question_words import shown as shown
from grants.question_rules import CallTimes, Condition
from grants.questions import Question, QuestionGroup, QuestionKind

PAGE = "opened-page"  # no question can have this key
OPENED_FORM = "opened-form"
ABOUT_THE_PAGE = frozenset({"version", PAGE, OPENED_FORM})


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
    number: int = 0,
    times: CallTimes,
) -> forms.Form:
    """The form of one page, with the saved ``answers``; in hidden fields their base ``version``, what tells this
    opened ``page`` from others, and the ``number`` of the form's own version.

    ``times``: the days and the year of the call, which dates and budgets are relative to.
    """
    form = GroupForm(data, initial={**(answers or {}), "version": version, PAGE: page, OPENED_FORM: number})
    form.asked_for = frozenset(
        question.key for question in group.questions if question.always_demanded or question.required_when
    )
    form.fields["version"] = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    form.fields[PAGE] = TextField(widget=forms.HiddenInput, required=False, max_length=32)
    form.fields[OPENED_FORM] = forms.IntegerField(widget=forms.HiddenInput, required=False)
    for question in group.questions:
        if question.kind is not QuestionKind.FILES:
            form.fields[question.key] = conditional(field_for(question, times=times), question, group)
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


def condition_note(question: Question, group: QuestionGroup) -> str:
    """When to answer a question that depends on another one on the same page; nothing for any other."""
    notes = []
    if question.when and _on_page(question.when, group):
        notes.append(f"Besvara om ni svarade {in_words(question.when, group.questions)}.")
    if question.required_when and not question.always_demanded:
        demand = in_words(question.required_when, group.questions)
        notes.append(f"Måste besvaras om ni svarade {demand}." if _on_page(question.required_when, group) else "")
    return " ".join(filter(None, notes))


def condition_attributes(question: Question, group: QuestionGroup) -> dict[str, str]:
    """What the browser reads to open a question at the right answer to another one on the same page."""
    if question.when is None or not _on_page(question.when, group):
        return {}
    return {"data-shown-when": question.when.question, "data-shown-values": json.dumps(question.when.values)}


def file_limits(question: Question) -> str:
    """How many files a question takes and how large, where the form says so."""
    limits = (("Högst {} filer.", question.max_files), ("Högst {} MB per fil.", question.max_megabytes))
    return " ".join(words.format(limit) for words, limit in limits if limit).replace("Högst 1 filer", "Högst en fil")


def _on_page(condition: Condition, group: QuestionGroup) -> bool:
    return any(question.key == condition.question for question in group.questions)


def conditional(field: forms.Field, question: Question, group: QuestionGroup) -> forms.Field:
    """The field with the note that stands without JavaScript, and what JavaScript reads."""
    field.widget.attrs.update(condition_attributes(question, group))
    if note := condition_note(question, group):
        field.help_text = format_html(
            '{} <span class="condition-note" data-condition-note>{}</span>', mark_safe(field.help_text), note
        )
    return field
