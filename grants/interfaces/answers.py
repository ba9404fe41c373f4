"""Answers as a person reads them: to check before signing, and to examine afterwards."""

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from grants.domain.queries.correspondence import newest_answers
from grants.interfaces.question_words import shown
from grants.models import Application, Expression
from grants.questions import Form, Question, QuestionKind


class AttachedFile(Protocol):
    """A file under a question, of a draft or of an application."""

    @property
    def question(self) -> str: ...

    @property
    def name(self) -> str: ...


Section = tuple[str, str, list[dict[str, str]]]


def sections(
    form: Form, answers: Mapping[str, Any], files: Iterable[AttachedFile], *, first_year: int
) -> list[Section]:
    """Key, title and answered questions of every page that is asked for with these ``answers``.

    ``first_year``: the call's budget year.
    """
    names: dict[str, list[str]] = {}
    for file in files:
        names.setdefault(file.question, []).append(file.name)

    def said(question: Question) -> str:
        if question.kind is QuestionKind.FILES:
            return ", ".join(names.get(question.key, []))
        return shown(question, answers.get(question.key), first_year=first_year)

    return [
        (group.key, group.title, [{"term": asked.label, "description": said(asked)} for asked in group.questions])
        for group in form.asked(answers).groups
    ]


def expression_sections(expression: Expression) -> list[Section]:
    """The answers of an expression of interest, as it came in."""
    call = expression.call
    return sections(expression.form.form, expression.answers, expression.files.all(), first_year=call.budget_year)


def said_now(application: Application) -> dict[str, str]:
    """The answers that count, in words, by question."""
    answers, year = newest_answers(application).answers, application.call.budget_year
    return {
        question.key: shown(question, answers.get(question.key), first_year=year)
        for question in application.form.form.questions
    }


def answer_sections(application: Application) -> list[Section]:
    """The answers that count, with what was said before a completion beside them, on the form they were written on."""
    newest, form, year = newest_answers(application), application.form.form, application.call.budget_year
    files: list[AttachedFile] = [*application.files.all(), *newest.files]
    earlier = {
        question.label: shown(question, newest.earlier[question.key], first_year=year) or "inget svar"
        for question in form.questions
        if question.key in newest.earlier
    }
    found = sections(form, newest.answers, files, first_year=year)
    for _, _, rows in found:
        for row in rows:
            if row["term"] in earlier:
                row["description"] += f"\n\nSvaret före kompletteringen: {earlier[row['term']]}"
    return found
