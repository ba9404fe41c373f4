"""What an applicant has changed of its application in each completion: every asked question before and after."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from delmos.lib.word_diff import Mark, marks
from grants.domain.completion_content import asked_group
from grants.domain.queries.correspondence import completions_in
from grants.interfaces.question_words import shown
from grants.models import Application, Completion
from grants.questions import Question, QuestionKind
from journal.domain.readings import of_answer

IN_ROWS = frozenset({QuestionKind.BUDGET, QuestionKind.ACTIVITIES, QuestionKind.PARTNERS, QuestionKind.FILES})


@dataclass(frozen=True, slots=True)
class Change:
    """One asked question. ``changed``: the answer is another. ``part``: a sensitive one, which is opened by itself."""

    key: str
    label: str
    lacking: str
    before: str = ""
    after: str = ""
    marks: tuple[Mark, ...] = ()
    part: str = ""

    @property
    def changed(self) -> bool:
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class Step:
    """One completion with the questions that it was asked to answer, in the order of the request."""

    completion: Completion
    changes: tuple[Change, ...]


def steps(application: Application) -> list[Step]:
    """Every completion that is handed in, the first one first, against what stood before it. Four queries."""
    answers = dict(application.answers)
    files: dict[str, list[str]] = {}
    _add(files, application.files.all())
    found = []
    for completion in completions_in(application).prefetch_related("request__items"):
        completion.request.application = application
        earlier, said = {key: list(names) for key, names in files.items()}, _said(completion)
        _add(files, completion.files.all())
        year, asked = application.call.budget_year, completion.request.asked
        found.append(
            Step(
                completion,
                tuple(
                    _change(question, asked[question.key], (answers, earlier), (answers | said, files), first_year=year)
                    for question in asked_group(completion.request).questions
                ),
            )
        )
        answers |= said
    return found


Side = tuple[dict[str, Any], dict[str, list[str]]]  # answers, and names of files, by question


def _said(completion: Completion) -> dict[str, Any]:
    """What the completion answers; what it leaves empty stays as it was."""
    return {key: value for key, value in completion.answers.items() if value not in (None, "", [])}


def _add(names: dict[str, list[str]], files: Iterable[Any]) -> None:
    for file in files:
        names.setdefault(file.question, []).append(file.name)


def _change(question: Question, lacking: str, old: Side, new: Side, *, first_year: int) -> Change:
    if question.sensitive:
        return Change(question.key, question.label, lacking, part=of_answer(question.key))
    before, after = (_text(question, side, first_year=first_year) for side in (old, new))
    found = tuple(marks(before, after, by_line=question.kind in IN_ROWS))
    return Change(question.key, question.label, lacking, before, after, found)


def _text(question: Question, side: Side, *, first_year: int) -> str:
    answers, files = side
    if question.kind is QuestionKind.FILES:
        return "\n".join(files.get(question.key, []))
    return shown(question, answers.get(question.key), first_year=first_year)
