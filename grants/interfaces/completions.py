"""Completions as a person reads them: what was asked, what was said before, and what is said now."""

from dataclasses import dataclass

from grants.domain.completion_content import asked_group
from grants.domain.queries.correspondence import answers_before
from grants.interfaces.question_forms import shown
from grants.models import Completion, CompletionRequest
from grants.questions import QuestionKind


@dataclass(frozen=True, slots=True)
class Row:
    """One asked question: what was lacking, the answer before, the answer now, and whether they differ."""

    label: str
    lacking: str
    before: str
    now: str

    @property
    def changed(self) -> bool:
        return self.now not in ("", self.before)


def rows(completion_request: CompletionRequest, completion: Completion | None) -> list[Row]:
    """The asked questions with old and new answers beside each other; new ones are empty while there is no answer."""
    before, names = answers_before(completion_request), _names(completion_request, completion)
    lacking, year = completion_request.asked, completion_request.application.call.budget_year
    found = []
    for question in asked_group(completion_request).questions:
        if question.kind is QuestionKind.FILES:
            old, new = names[0].get(question.key, []), names[1].get(question.key, [])
            found.append(Row(question.label, lacking[question.key], ", ".join(old), ", ".join(new)))
        else:
            new_answer = completion.answers.get(question.key) if completion else None
            old_text = shown(question, before.get(question.key), first_year=year)
            new_text = shown(question, new_answer, first_year=year)
            found.append(Row(question.label, lacking[question.key], old_text, new_text))
    return found


def _names(
    completion_request: CompletionRequest, completion: Completion | None
) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """The file names per question, of the application and of the answer."""
    old: dict[str, list[str]] = {}
    new: dict[str, list[str]] = {}
    for file in completion_request.application.files.all():
        old.setdefault(file.question, []).append(file.name)
    for added in completion.files.all() if completion else ():
        new.setdefault(added.question, []).append(added.name)
    return old, new
