"""The questions of a call as they look to the applicant."""

from django import forms
from django.utils.html import escape

from grants.interfaces.question_forms import ABOUT_THE_PAGE, group_form
from grants.question_rules import CallTimes
from grants.questions import QuestionGroup, QuestionKind


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
