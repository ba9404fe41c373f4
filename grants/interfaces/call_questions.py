"""Forms of a call's questions as the officer writes them, and how they look to the applicant."""

from typing import Any

from django import forms
from django.utils.html import escape

from grants.interfaces.question_forms import ABOUT_THE_PAGE, group_form
from grants.question_edits import FACT_REASONS, LONGEST, QuestionText
from grants.questions import FIXED, Question, QuestionGroup, QuestionKind


class GroupForm(forms.Form):
    """The title of a page of questions."""

    title = forms.CharField(
        max_length=100,
        label="Sidans rubrik",
        help_text="Till exempel ”Om projektet”.",
        error_messages={"required": "Skriv en rubrik på sidan."},
    )


class QuestionTextForm(forms.Form):
    """One question. The kind of a question that carries a fact is fixed, and so is that it must be answered."""

    label = forms.CharField(max_length=200, label="Fråga", error_messages={"required": "Skriv frågan."})
    kind = forms.ChoiceField(
        choices=[(kind.value, kind.label) for kind in QuestionKind],
        label="Slag av svar",
        error_messages={"required": "Välj slag av svar.", "invalid_choice": "Välj slag av svar i listan."},
    )
    help = forms.CharField(
        max_length=500,
        required=False,
        label="Hjälptext",
        help_text="Står under frågan.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    required = forms.BooleanField(required=False, label="Frågan ska besvaras")
    max_length = forms.IntegerField(
        required=False,
        label="Högst antal tecken",
        help_text=f"Gäller kort text (högst {LONGEST[QuestionKind.TEXT]}) och lång text (högst 10 000).",
        error_messages={"invalid": "Skriv ett heltal."},
    )
    law = forms.CharField(
        max_length=120,
        required=False,
        label="Bestämmelse som frågan grundas på",
        help_text="Till exempel ”10 § förordningen (2024:199)”. Står efter hjälptexten.",
    )
    choices = forms.CharField(
        max_length=4000,
        required=False,
        label="Alternativ",
        help_text="Ett per rad. Gäller när svaret är ett val.",
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(self, data: Any = None, *, question: Question | None = None) -> None:
        super().__init__(data, initial=_as_initial(question))
        if question and question.key in FIXED:
            self.fields["kind"].disabled = self.fields["required"].disabled = True
            self.fields["kind"].help_text = f"Går inte att ändra. {FACT_REASONS[question.key]}"

    @property
    def text(self) -> QuestionText:
        """The question as written, once the form is valid."""
        lines = (line.strip() for line in self.cleaned_data["choices"].splitlines())
        return QuestionText(
            **{name: self.cleaned_data[name] for name in ("label", "help", "required", "max_length", "law")},
            kind=QuestionKind(self.cleaned_data["kind"]),
            choices=tuple(filter(None, lines)),
        )


def _as_initial(question: Question | None) -> dict[str, Any]:
    if question is None:
        return {"kind": QuestionKind.LONG_TEXT.value, "required": True}
    names = ("label", "help", "required", "law")
    return {
        **{name: getattr(question, name) for name in names},
        "kind": question.kind.value,
        "max_length": question.max_length or None,
        "choices": "\n".join(question.choices),
    }


def preview_form(group: QuestionGroup) -> forms.Form:
    """A page of questions as the applicant will see it, with a place for files; for looking only."""
    form = group_form(group)
    for name in ABOUT_THE_PAGE:
        del form.fields[name]
    for question in group.questions:
        if question.kind is QuestionKind.FILES:
            form.fields[question.key] = forms.FileField(
                label=question.label, help_text=escape(question.help), required=question.required
            )
    form.order_fields([question.key for question in group.questions])
    return form
