"""The sensitive parts of a case as a person reads them, and their names in the log."""

from collections.abc import Callable

from django.urls import reverse

from delmos.lib.dates import format_moment, stockholm_date
from grants.domain.declarations import obstacles
from grants.domain.queries.correspondence import newest_answers
from grants.interfaces.answers import answer_sections, expression_sections
from grants.models import Application, Check, Expression
from grants.permissions import Matter
from grants.policies import newest_checks

Rows = list[dict[str, str]]


def titles(matter: Matter) -> Callable[[str], str]:
    """What each part of the case is called, for a log of many readings."""
    questions = {question.key: question.label for question in matter.form.form.questions}
    demands = matter.ordinance.requirements if isinstance(matter, Application) else ()
    checks = {demand.code: demand.title for demand in demands}
    say: dict[str, Callable[[str], str]] = {
        "document": lambda serial: f"Handling {serial}",
        "check": lambda code: f"Kontrollen ”{checks.get(code, code)}”",
        "application": lambda _: "Ansökan, av en extern bedömare",
        "answer": lambda key: f"Svaret på ”{questions.get(key, key)}”",
        "bundle": lambda number: f"Akten till domstolen, överklagande {number}",
    }

    def title(part: str) -> str:
        kind, _, name = part.partition(":")
        return say[kind](name)

    return title


def part_title(matter: Matter, part: str) -> str:
    """What one part of the case is called."""
    return titles(matter)(part)


def part_words(part: str) -> str:
    """A part without its case at hand: what sort of thing was opened."""
    kind, _, name = part.partition(":")
    words = {
        "document": f"handling {name}",
        "application": "ansökan",
        "check": "resultatet av en kontroll",
        "bundle": "akten till domstolen",
    }
    return words.get(kind, "ett känsligt svar")


def content(matter: Matter, part: str) -> Rows:
    """What an opened answer or check says."""
    kind, _, name = part.partition(":")
    if kind == "check" and isinstance(matter, Application):
        return _check(matter, name)
    return _answer(matter, name)


def _answer(matter: Matter, key: str) -> Rows:
    found = expression_sections(matter) if isinstance(matter, Expression) else answer_sections(matter)
    return [row for _, _, rows in found for row in rows if row["key"] == key]


def _check(application: Application, code: str) -> Rows:
    """The newest result with all it rests on, and what the applicant itself has declared that speaks against it."""
    answers, on = newest_answers(application).answers, stockholm_date(application.received_at)
    declared = obstacles(application.ordinance, application.type, answers, on=on)
    rows = [
        {"term": "Sökanden uppger", "description": obstacle.sentence}
        for obstacle in declared
        if obstacle.requirement == code
    ]
    check = newest_checks(application).get(code)
    if check is None:
        return [*rows, {"term": "Resultat", "description": "Inte kontrollerat än"}]
    made = f"{format_moment(check.checked_at)} av {check.checked_by.name}"
    said = {
        "Resultat": str(check.get_result_display()),
        "Källa": check.source,
        "Anteckning": check.note,
        "Kontrollerat": made,
    }
    rows += [{"term": term, "description": text} for term, text in said.items() if text]
    return [*rows, *_evidence(application, check)]


def _evidence(application: Application, check: Check) -> Rows:
    if check.evidence is None:
        return []
    url = reverse("document", args=[application.case.number, check.evidence.serial])
    return [{"term": "Underlag", "description": check.evidence.title, "url": url, "action": "Öppna"}]
