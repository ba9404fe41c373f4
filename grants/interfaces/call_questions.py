"""The questions of a call, as officers write them and as they look to the applicant."""

from collections.abc import Iterator
from dataclasses import dataclass

from django import forms
from django.utils.html import escape

from grants.interfaces.question_forms import ABOUT_THE_PAGE, conditional, file_limits, group_form
from grants.interfaces.question_words import in_words
from grants.question_rules import CallTimes, Condition
from grants.questions import Form, Question, QuestionGroup, QuestionKind


@dataclass(frozen=True, slots=True)
class WrittenQuestion:
    """A question in the list of those that are written: what it depends on, and whether it is first or last of all."""

    question: Question
    notes: list[str]
    first: bool
    last: bool


def written_pages(form: Form) -> list[tuple[QuestionGroup, list[str], list[WrittenQuestion]]]:
    """Every page of a form as it is written, with what it and each of its questions depend on."""
    return [
        (
            group,
            _depends(form, "Sidan visas", group.when),
            [
                WrittenQuestion(
                    question,
                    _depends(form, "Visas", question.when) + _depends(form, "Måste besvaras", question.required_when),
                    first=group is form.groups[0] and question is group.questions[0],
                    last=group is form.groups[-1] and question is group.questions[-1],
                )
                for question in group.questions
            ],
        )
        for group in form.groups
    ]


def _depends(form: Form, what: str, condition: Condition | None) -> list[str]:
    return [f"{what} vid svaret {in_words(condition, form.questions)}."] if condition else []


def preview_form(group: QuestionGroup, *, times: CallTimes) -> forms.Form:
    """A page of questions as the applicant will see it, with a place for files; for looking only."""
    form = group_form(group, times=times)
    for name in ABOUT_THE_PAGE:
        del form.fields[name]
    for question in group.questions:
        if question.kind is QuestionKind.FILES:
            form.fields[question.key] = conditional(_file_field(question), question, group)
    form.order_fields([question.key for question in group.questions])
    return form


def _file_field(question: Question) -> forms.Field:
    law = f"({question.law})" if question.law else ""
    words = " ".join(filter(None, (question.help, law, file_limits(question))))
    return forms.FileField(label=question.label, help_text=escape(words), required=question.required)


def preview_pages(form: Form, *, times: CallTimes) -> list[tuple[QuestionGroup, forms.Form, list[str]]]:
    """Every page of a form to look at, with what it says of answers given on other pages."""
    return [(group, preview_form(group, times=times), _asked_elsewhere(form, group)) for group in form.groups]


def _asked_elsewhere(form: Form, group: QuestionGroup) -> list[str]:
    """When the page, or a question on it, depends on another page; group_form says what depends on its own."""
    here = {question.key for question in group.questions}

    def note(what: str, condition: Condition | None) -> Iterator[str]:
        if condition and condition.question not in here:
            yield f"{what} besvaras om ni svarade {in_words(condition, form.questions)}."

    notes = [*note("Sidan", group.when)]
    for question in group.questions:
        notes += note(f"”{question.label}”", question.when)
        if not question.always_demanded:
            notes += note(f"”{question.label}” måste", question.required_when)
    return notes
