"""The answers of a submitted application, as a person reads them."""

from grants.interfaces.question_forms import shown
from grants.models import Application
from grants.questions import QuestionKind


def answer_sections(application: Application) -> list[tuple[str, list[dict[str, str]]]]:
    """Title and answered questions of every page, on the form version the application was written on."""
    files: dict[str, list[str]] = {}
    for file in application.files.all():
        files.setdefault(file.question, []).append(file.name)
    return [
        (
            group.title,
            [
                {
                    "term": question.label,
                    "description": ", ".join(files.get(question.key, []))
                    if question.kind is QuestionKind.FILES
                    else shown(question, application.answers.get(question.key)),
                }
                for question in group.questions
            ],
        )
        for group in application.form.form.groups
    ]
