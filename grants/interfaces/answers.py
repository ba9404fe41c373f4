"""Answers as a person reads them: to check before signing, and to examine afterwards."""

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from grants.domain.queries.correspondence import newest_answers
from grants.interfaces.question_words import shown
from grants.models import Application, Expression
from grants.questions import Form, Question, QuestionKind
from journal.domain.readings import of_answer

CLOSED = "Känsligt svar, som öppnas på sidan Ansökan"


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
        (
            group.key,
            group.title,
            [{"key": asked.key, "term": asked.label, "description": said(asked)} for asked in group.questions],
        )
        for group in form.asked(answers).groups
    ]


def closed(form: Form, found: Iterable[Section]) -> list[Section]:
    """The sections as the agency's pages show them: a sensitive answer is a part to open, not a text (INV-31)."""
    shut = {question.key for question in form.sensitive}

    def row(answer: dict[str, str]) -> dict[str, str]:
        if answer["key"] not in shut:
            return answer
        return {"key": answer["key"], "term": answer["term"], "part": of_answer(answer["key"])}

    return [(key, title, [row(answer) for answer in rows]) for key, title, rows in found]


def open_only(form: Form, found: Iterable[Section]) -> list[Section]:
    """The sections as an assessor from outside reads them: a sensitive answer is not there at all (INV-31)."""
    shut = {question.key for question in form.sensitive}
    return [
        (key, title, kept) for key, title, rows in found if (kept := [row for row in rows if row["key"] not in shut])
    ]


def expression_sections(expression: Expression) -> list[Section]:
    """The answers of an expression of interest, as it came in."""
    call = expression.call
    return sections(expression.form.form, expression.answers, expression.files.all(), first_year=call.budget_year)


def said_now(application: Application) -> dict[str, str]:
    """The answers that count, in words, by question; a sensitive one is not said."""
    answers, year = newest_answers(application).answers, application.call.budget_year
    return {
        question.key: CLOSED if question.sensitive else shown(question, answers.get(question.key), first_year=year)
        for question in application.form.form.questions
    }


def answer_sections(application: Application) -> list[Section]:
    """The answers that count, with what was said before a completion beside them, on the form they were written on."""
    newest, form, year = newest_answers(application), application.form.form, application.call.budget_year
    files: list[AttachedFile] = [*application.files.all(), *newest.files]
    earlier = {
        question.key: shown(question, newest.earlier[question.key], first_year=year) or "inget svar"
        for question in form.questions
        if question.key in newest.earlier
    }
    found = sections(form, newest.answers, files, first_year=year)
    for _, _, rows in found:
        for row in rows:
            if row["key"] in earlier:
                row["description"] += f"\n\nSvaret före kompletteringen: {earlier[row['key']]}"
    return found
