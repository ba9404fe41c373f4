"""What an applicant declares about itself that speaks against a grant (INV-18, 19): said before signing, and to the
officer.

A declaration refuses nobody: whoever applies has the right to have the application tried (FL 19, 20 §§), and the
officer checks every demand in a register. But nobody shall sign without knowing what the ordinance says.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from applicants.enums import OrganisationType
from delmos.lib.refusal import Law
from grants.ordinances.profile import OrdinanceVersion, Requirement
from grants.questions import Question, QuestionKind

ACTIVE_SINCE = "active_since"


@dataclass(frozen=True, slots=True)
class Declared:
    """An answer that speaks against the demand with this code. ``sentence`` is what the applicant has said."""

    question: str
    answer: bool
    requirement: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Obstacle:
    """A demand that the applicant's own answer says is not met, or must be examined; ``law`` is its paragraph."""

    requirement: str
    sentence: str
    law: Law


DECLARED = (
    Declared("public_debt", True, "tax_debt", "Ni har skulder för skatter eller avgifter hos Kronofogden."),
    Declared("insolvency", True, "insolvency", "Ni är i konkurs eller i likvidation."),
    Declared("own_reclaim", True, "own_reclaim", "Ni har ett återkrav från oss som inte är betalt i tid."),
    Declared(
        "other_state_grants",
        True,
        "other_state_grants",
        "Ni har fått eller sökt ett annat statligt bidrag för samma arbete. Samma kostnad får inte betalas två gånger.",
    ),
    *(
        Declared(
            "respects_democracy",
            False,
            requirement,
            "Ni respekterar inte demokratin, alla människors lika värde och förbudet mot diskriminering.",
        )
        for requirement in ("democratic_values", "democracy_condition")
    ),
)

DECLARED_QUESTIONS = frozenset(declared.question for declared in DECLARED)


def is_declared(question: Question) -> bool:
    """Whether the applicant declares it of itself: true of a day, and said anew in every application (INV-18)."""
    return question.kind is QuestionKind.DECLARATION or question.key in DECLARED_QUESTIONS


def obstacles(
    ordinance: OrdinanceVersion, kind: OrganisationType, answers: Mapping[str, Any], *, on: date
) -> list[Obstacle]:
    """What ``answers`` of an applicant of ``kind`` say against a grant, in the ordinance's order.

    ``on`` is the Swedish day of the application: years of activity are counted to it.
    """
    found: list[Obstacle] = []
    for requirement in ordinance.requirements_for(kind):
        for sentence in _sentences(ordinance, requirement, answers, on=on):
            found.append(Obstacle(requirement.code, sentence, requirement.law))
    return found


def _sentences(
    ordinance: OrdinanceVersion, requirement: Requirement, answers: Mapping[str, Any], *, on: date
) -> Iterator[str]:
    for declared in DECLARED:
        if declared.requirement == requirement.code and answers.get(declared.question) is declared.answer:
            yield declared.sentence
    if requirement.code == "years_active" and (since := answers.get(ACTIVE_SINCE)):
        years = ordinance.minimum_years_active
        if years_later(date.fromisoformat(since), years) > on:
            yield f"Ni har bedrivit verksamhet i mindre än {years} år."


def years_later(day: date, years: int) -> date:
    """The same day ``years`` later; 1 March for a 29 February that is not there."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February, counted to a year without it
        return date(day.year + years, 3, 1)
