"""Filling in a whole application as a person does, by the labels on the pages, whatever the call asks."""

from collections.abc import Callable
from pathlib import Path

from grants.models import Draft
from grants.questions import PERIOD_END, PERIOD_START, Question, QuestionKind
from tests.factories import a_pdf
from tests.journeys.browser import Visitor

# What is written, by the kind of the question; the days by their own keys.
TEXTS = {
    QuestionKind.TEXT: "Grannar möts",
    QuestionKind.LONG_TEXT: "Vi bjuder in alla grannar.",
    QuestionKind.NUMBER: "120",
    QuestionKind.DATE: "2009-05-01",
}
YES = "respects_democracy"
COUNTY = "Gävleborgs län"
COST = ("Projektledare", "200 000")
Answer = Callable[[Visitor, Question, str], None]


def begin(visitor: Visitor, call: str) -> Draft:
    """From the list of calls to the first page of the application."""
    visitor.go("/utlysningar/").look().follow(call).look()
    visitor.follow("Ansök för Föreningen Grannsamverkan Öster").look()
    return Draft.objects.get()


def fill_in(visitor: Visitor, draft: Draft, answer: Answer, press: Callable[[str], object]) -> None:
    """Answer every required question, page by page; the person is left on the overview of the application."""
    groups = draft.form.form.asked({}).groups
    press(groups[0].title)
    for group in groups:
        visitor.look()
        for question in group.questions:
            if question.required and question.kind is not QuestionKind.FILES:
                answer(visitor, question, text_for(draft, question))
        press("Spara och fortsätt")
    visitor.look()


def text_for(draft: Draft, question: Question) -> str:
    """What to write under a question, or to choose."""
    days = {PERIOD_START: draft.call.project_starts_on, PERIOD_END: draft.call.project_ends_on}
    if question.key in days:
        return days[question.key].isoformat()
    if question.kind is QuestionKind.YES_NO:
        return "Ja" if question.key == YES else "Nej"
    return TEXTS.get(question.kind, "")


def by_label(visitor: Visitor, question: Question, text: str) -> None:
    """With mouse and keyboard, or a finger."""
    if question.kind is QuestionKind.YES_NO:
        visitor.choose(text, within=question.label)
    elif question.kind is QuestionKind.COUNTIES:
        visitor.choose(COUNTY)
    elif question.kind is QuestionKind.BUDGET:
        visitor.page.get_by_label("Kostnadsslag, rad 1").fill(COST[0])
        visitor.page.get_by_label("Belopp i kronor, rad 1").fill(COST[1])
    else:
        visitor.write(question.label, text)


def attach(visitor: Visitor, draft: Draft, folder: Path) -> None:
    """Add a file on the page that asks for files, and come back to the overview."""
    [group] = [
        group
        for group in draft.form.form.groups
        if any(question.kind is QuestionKind.FILES for question in group.questions)
    ]
    file = folder / "Stadgar.pdf"
    file.write_bytes(a_pdf().getvalue())
    visitor.follow(group.title)
    visitor.page.get_by_label("Välj en fil").set_input_files(file)
    visitor.follow("Lägg till filen").look()
    assert visitor.sees("Stadgar.pdf")
    visitor.follow("Till översikten")
