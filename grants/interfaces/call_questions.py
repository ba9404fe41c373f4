"""The questions of a call as they look to the applicant."""

from django import forms
from django.utils.html import escape

from grants.interfaces.question_forms import ABOUT_THE_PAGE, group_form
from grants.interfaces.question_words import in_words
from grants.question_rules import CallTimes
from grants.questions import Form, QuestionGroup, QuestionKind


def preview_form(group: QuestionGroup, *, times: CallTimes | None = None) -> forms.Form:
    """A page of questions as the applicant will see it, with a place for files; for looking only."""
    form = group_form(group, times=times)
    for name in ABOUT_THE_PAGE:
        del form.fields[name]
    for question in group.questions:
        if question.kind is QuestionKind.FILES:
            form.fields[question.key] = forms.FileField(
                label=question.label, help_text=escape(question.help), required=question.required
            )
    form.order_fields([question.key for question in group.questions])
    return form


def preview_pages(form: Form, *, times: CallTimes) -> list[tuple[QuestionGroup, forms.Form, list[str]]]:
    """Every page of a form to look at, with what it says of answers given on other pages."""
    return [(group, preview_form(group, times=times), _asked_elsewhere(form, group)) for group in form.groups]


def _asked_elsewhere(form: Form, group: QuestionGroup) -> list[str]:
    """When the page, or a question on it, depends on another page; group_form says what depends on its own."""
    here = {question.key for question in group.questions}
    notes = [f"Sidan besvaras om ni svarade {in_words(group.when, form.questions)}."] if group.when else []
    for question in group.questions:
        if question.when and question.when.question not in here:
            notes.append(f"”{question.label}” besvaras om ni svarade {in_words(question.when, form.questions)}.")
    return notes
