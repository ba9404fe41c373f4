"""The form as data: groups of questions, each with its kind, limits and the paragraph it serves."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from grants.enums import Stage
from grants.ordinances.profile import DefaultGroup, DefaultQuestion


class QuestionKind(StrEnum):
    """What sort of answer a question takes."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    CHOICE = "choice"
    YES_NO = "yes_no"
    COUNTIES = "counties"
    BUDGET = "budget"
    FILES = "files"

    @property
    def label(self) -> str:
        """The kind in Swedish, for the officer who builds the form."""
        return KIND_LABELS[self]


KIND_LABELS: dict[QuestionKind, str] = {
    QuestionKind.TEXT: "Kort text",
    QuestionKind.LONG_TEXT: "Lång text",
    QuestionKind.NUMBER: "Heltal",
    QuestionKind.MONEY: "Belopp",
    QuestionKind.DATE: "Datum",
    QuestionKind.CHOICE: "Ett val",
    QuestionKind.YES_NO: "Ja eller nej",
    QuestionKind.COUNTIES: "Län",
    QuestionKind.BUDGET: "Budget i rader",
    QuestionKind.FILES: "Bilagor",
}

DEFAULT_MAX_LENGTH: dict[QuestionKind, int] = {QuestionKind.TEXT: 200, QuestionKind.LONG_TEXT: 4000}

# The keys that the rest of the system reads: named facts rather than just answers.
TITLE, PERIOD_START, PERIOD_END, COUNTIES, BUDGET = "title", "period_start", "period_end", "counties", "budget"
FACTS: Mapping[str, QuestionKind] = {
    TITLE: QuestionKind.TEXT,
    PERIOD_START: QuestionKind.DATE,
    PERIOD_END: QuestionKind.DATE,
    COUNTIES: QuestionKind.COUNTIES,
    BUDGET: QuestionKind.BUDGET,
}
# The amount that an expression of interest says the application will be about. It has no budget yet.
SOUGHT = "sought_amount"
FACTS_OF: Mapping[Stage, Mapping[str, QuestionKind]] = {
    Stage.EXPRESSION: {
        TITLE: QuestionKind.TEXT,
        COUNTIES: QuestionKind.COUNTIES,
        SOUGHT: QuestionKind.MONEY,
    },
    Stage.APPLICATION: FACTS,
}
# The questions that keep their kind and must be answered wherever they are asked.
FIXED: Mapping[str, QuestionKind] = {**FACTS, **FACTS_OF[Stage.EXPRESSION]}
FACT_NAMES: Mapping[str, str] = {
    TITLE: "projektets namn",
    PERIOD_START: "startdatum",
    PERIOD_END: "slutdatum",
    COUNTIES: "län",
    BUDGET: "budget",
    SOUGHT: "ungefärligt belopp",
}


@dataclass(frozen=True, slots=True)
class Question:
    """One question. ``max_length`` counts characters and is 0 where it has no meaning."""

    key: str
    kind: QuestionKind
    label: str
    help: str = ""
    required: bool = True
    max_length: int = 0
    law: str = ""
    choices: tuple[str, ...] = ()

    @classmethod
    def from_default(cls, default: DefaultQuestion) -> "Question":
        """The question that an ordinance suggests, as this call's own data."""
        kind = QuestionKind(default.kind)
        return cls(
            key=default.key,
            kind=kind,
            label=default.label,
            help=default.help,
            required=default.required,
            max_length=default.max_length or DEFAULT_MAX_LENGTH.get(kind, 0),
            law=str(default.law or ""),
            choices=default.choices,
        )


@dataclass(frozen=True, slots=True)
class QuestionGroup:
    """The questions of one page."""

    key: str
    title: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """All groups of a call's form, in order."""

    groups: tuple[QuestionGroup, ...]

    @property
    def questions(self) -> tuple[Question, ...]:
        """Every question, in order."""
        return tuple(question for group in self.groups for question in group.questions)

    def group(self, key: str) -> QuestionGroup:
        """The group with this key. Raises KeyError for an unknown one."""
        for group in self.groups:
            if group.key == key:
                return group
        raise KeyError(key)

    def missing_facts(self, stage: Stage = Stage.APPLICATION) -> tuple[str, ...]:
        """The facts the system needs in ``stage`` that no question of the right kind asks for."""
        asked = {question.key: question.kind for question in self.questions}
        return tuple(key for key, kind in FACTS_OF[stage].items() if asked.get(key) is not kind)

    def to_json(self) -> dict[str, Any]:
        """The form as JSON data, for the database."""
        return {"groups": [asdict(group) for group in self.groups]}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Form":
        """The form from its stored data. Raises KeyError or ValueError for data of another shape."""
        return cls(tuple(_group(group) for group in data["groups"]))

    @classmethod
    def from_defaults(cls, defaults: Iterable[DefaultGroup]) -> "Form":
        """The form that a new call starts with."""
        return cls(
            tuple(
                QuestionGroup(group.key, group.title, tuple(map(Question.from_default, group.questions)))
                for group in defaults
            )
        )


def _group(data: Mapping[str, Any]) -> QuestionGroup:
    return QuestionGroup(data["key"], data["title"], tuple(_question(question) for question in data["questions"]))


def _question(data: Mapping[str, Any]) -> Question:
    return Question(**{**data, "kind": QuestionKind(data["kind"]), "choices": tuple(data["choices"])})
