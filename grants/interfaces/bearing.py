"""The answers beside an assessment: all of them, and first those that bear on what is assessed."""

from dataclasses import dataclass

from grants.domain.declarations import DECLARED
from grants.interfaces.answers import Section, answer_sections, closed
from grants.models import Application
from grants.questions import Form, Question


@dataclass(frozen=True, slots=True)
class Beside:
    """The application's ``sections`` as staff read them, and of its questions the ones that ``bear`` on the matter."""

    sections: list[Section]
    bear: tuple[Question, ...]


def beside(application: Application, *, law: str = "", requirement: str = "") -> Beside:
    """What to read beside the assessment of a criterion or a demand of this ``law`` (as the form writes it)."""
    form = application.form.form
    sections = closed(form, answer_sections(application))
    asked = {row["key"] for _, _, rows in sections for row in rows}
    return Beside(sections, tuple(found for found in bearing(form, law, requirement) if found.key in asked))


def bearing(form: Form, law: str, requirement: str = "") -> list[Question]:
    """The questions in which the applicant declares what the demand is about, or else those of the same paragraph."""
    declared = {found.question for found in DECLARED if requirement and found.requirement == requirement}
    return [found for found in form.questions if found.key in declared] or [
        found for found in form.questions if law and found.law == law
    ]
