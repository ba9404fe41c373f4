"""The form as data: groups of questions, each with its kind, limits and the paragraph it serves."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, asdict, dataclass, fields, replace
from typing import Any

from grants.enums import Stage
from grants.facts import BUDGET as BUDGET
from grants.facts import COUNTIES as COUNTIES
from grants.facts import FACT_NAMES as FACT_NAMES
from grants.facts import FACTS as FACTS
from grants.facts import FACTS_OF as FACTS_OF
from grants.facts import FIXED as FIXED
from grants.facts import PERIOD_END as PERIOD_END
from grants.facts import PERIOD_START as PERIOD_START
from grants.facts import SOUGHT as SOUGHT
from grants.facts import TITLE as TITLE
from grants.ordinances.profile import DefaultGroup, DefaultQuestion
from grants.question_kinds import DEFAULT_MAX_LENGTH as DEFAULT_MAX_LENGTH
from grants.question_kinds import QuestionKind as QuestionKind
from grants.question_rules import Anchor, Condition, DayRule

# What a question has said since the first forms were stored: written only when it says something.
_ALWAYS_STORED = frozenset({"key", "kind", "label", "help", "required", "max_length", "law", "choices"})


@dataclass(frozen=True, slots=True)
class Question:
    """One question. What has no meaning for its kind is left as it is by default.

    ``max_length`` and ``max_words``: characters and words, 0 for no limit. ``minimum``, ``maximum``: whole numbers, or
    öre. ``earliest``, ``latest``: days relative to the call. ``mask``: the look of a short text, "0" for a digit and
    "A" for a letter. ``message``, ``missing_message``: the officer's own sentence when an answer breaks such a
    limit, and when there is none though it is demanded. ``when``: asked for
    only when this holds. ``required_when``: demanded also when this holds. ``years``, ``cofunding``: of a budget.
    ``max_files``, ``max_megabytes``: of attachments, 0 for the portal's own limit. ``sensitive``: whoever opens the
    answer at the agency is logged (INV-31).
    """

    key: str
    kind: QuestionKind
    label: str
    help: str = ""
    required: bool = True
    max_length: int = 0
    law: str = ""
    choices: tuple[str, ...] = ()
    max_words: int = 0
    minimum: int | None = None
    maximum: int | None = None
    earliest: DayRule | None = None
    latest: DayRule | None = None
    mask: str = ""
    message: str = ""
    missing_message: str = ""
    when: Condition | None = None
    required_when: Condition | None = None
    years: int = 1
    cofunding: bool = False
    max_files: int = 0
    max_megabytes: int = 0
    sensitive: bool = False

    @classmethod
    def from_default(cls, default: DefaultQuestion) -> "Question":
        """The question that an ordinance suggests, as this call's own data."""
        kind = QuestionKind(default.kind)
        same = {name: getattr(default, name) for name in _OF_A_DEFAULT}
        length = default.max_length or DEFAULT_MAX_LENGTH.get(kind, 0)
        return cls(kind=kind, max_length=length, law=str(default.law or ""), **same)

    @property
    def always_demanded(self) -> bool:
        """Whether it must be answered whenever it is asked for: a fact the system needs, or a declaration."""
        return self.required or self.key in FIXED or self.kind is QuestionKind.DECLARATION

    def demanded(self, answers: Mapping[str, Any]) -> bool:
        """Whether it must be answered, with these answers to the questions that are asked for."""
        also = self.required_when
        return self.always_demanded or (also is not None and also.holds(answers.get(also.question)))


_READ_OTHERWISE = frozenset({"kind", "max_length", "law"})
_OF_A_DEFAULT = tuple(field.name for field in fields(DefaultQuestion) if field.name not in _READ_OTHERWISE)


@dataclass(frozen=True, slots=True)
class QuestionGroup:
    """The questions of one page. ``when``: the page is asked for only when this holds."""

    key: str
    title: str
    questions: tuple[Question, ...]
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """All groups of a call's form, in order. A condition refers to an earlier question, so that none goes in a ring."""

    groups: tuple[QuestionGroup, ...]

    @property
    def questions(self) -> tuple[Question, ...]:
        """Every question, in order."""
        return tuple(question for group in self.groups for question in group.questions)

    @property
    def sensitive(self) -> tuple[Question, ...]:
        """The questions whose answers are opened one by one, each opening logged (INV-31)."""
        return tuple(question for question in self.questions if question.sensitive)

    def group(self, key: str) -> QuestionGroup:
        """The group with this key. Raises KeyError for an unknown one."""
        for group in self.groups:
            if group.key == key:
                return group
        raise KeyError(key)

    def question(self, key: str) -> Question:
        """The question with this key. Raises KeyError for an unknown one."""
        for question in self.questions:
            if question.key == key:
                return question
        raise KeyError(key)

    def asked(self, answers: Mapping[str, Any]) -> "Form":
        """The form with these answers: only the pages and questions that are asked for.

        A question that is not asked for decides nothing, whatever was once answered. A page that has nothing left to
        ask is left out.
        """
        said: dict[str, Any] = {}
        groups = []
        for group in self.groups:
            if _holds(group.when, said):
                left = _asked_in(group, answers, said)
                if left.questions or not group.questions:
                    groups.append(left)
        return Form(tuple(groups))

    def only(self, answers: Mapping[str, Any]) -> dict[str, Any]:
        """Of these answers, those to questions of this form."""
        return {question.key: answers[question.key] for question in self.questions if question.key in answers}

    def page(self, key: str, answers: Mapping[str, Any]) -> QuestionGroup:
        """One page as it is written: without the questions that an earlier page has ruled out.

        A question that depends on another one on the same page stands there; the browser opens it at the right answer.
        Whether it is demanded by an earlier page is settled. Raises KeyError for an unknown page.
        """
        group = self.group(key)
        earlier = Form(self.groups[: self.groups.index(group)]).asked(answers)
        said = earlier.only(answers)
        kept: dict[str, Question] = {}
        for question in group.questions:
            if _holds(question.when, said) or (question.when and question.when.question in kept):
                kept[question.key] = _settled(question, earlier, said)
        return replace(group, questions=tuple(kept.values()))

    def missing_facts(self, stage: Stage = Stage.APPLICATION) -> tuple[str, ...]:
        """The facts the system needs in ``stage`` that no question of the right kind always asks for."""
        asked = {
            question.key: question.kind
            for group in self.groups
            for question in group.questions
            if group.when is None and question.when is None
        }
        return tuple(key for key, kind in FACTS_OF[stage].items() if asked.get(key) is not kind)

    def to_json(self) -> dict[str, Any]:
        """The form as JSON data, for the database."""
        return {"groups": [_group_data(group) for group in self.groups]}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Form":
        """The form from its stored data. Raises KeyError, TypeError or ValueError for data of another shape."""
        return cls(tuple(_group(group) for group in data["groups"]))

    @classmethod
    def from_defaults(cls, defaults: Iterable[DefaultGroup]) -> "Form":
        """The form that a new call starts with."""
        return cls(
            tuple(
                QuestionGroup(group.key, group.title, tuple(map(Question.from_default, group.questions)), group.when)
                for group in defaults
            )
        )


def _settled(question: Question, earlier: Form, said: Mapping[str, Any]) -> Question:
    """The question with what earlier pages say of whether it must be answered."""
    also = question.required_when
    if also is None or also.question not in {known.key for known in earlier.questions}:
        return question
    return replace(question, required=question.required or _holds(also, said), required_when=None)


def _holds(condition: Condition | None, said: Mapping[str, Any]) -> bool:
    return condition is None or condition.holds(said.get(condition.question))


def _asked_in(group: QuestionGroup, answers: Mapping[str, Any], said: dict[str, Any]) -> QuestionGroup:
    """The questions of a page that are asked for; their answers are added to what is ``said``."""
    asked = []
    for question in group.questions:
        if _holds(question.when, said):
            asked.append(question)
            said[question.key] = answers.get(question.key)
    return replace(group, questions=tuple(asked))


def _group_data(group: QuestionGroup) -> dict[str, Any]:
    data = {"key": group.key, "title": group.title, "questions": [question_data(item) for item in group.questions]}
    return {**data, "when": asdict(group.when)} if group.when else data


def question_data(question: Question) -> dict[str, Any]:
    """A question as JSON data."""
    data = asdict(question)
    return {
        field.name: data[field.name]
        for field in fields(question)
        if field.name in _ALWAYS_STORED or field.default is MISSING or data[field.name] != field.default
    }


def _group(data: Mapping[str, Any]) -> QuestionGroup:
    questions = tuple(question_from(question) for question in data["questions"])
    return QuestionGroup(data["key"], data["title"], questions, _condition(data.get("when")))


def question_from(data: Mapping[str, Any]) -> Question:
    """The question from its stored data. Raises TypeError or ValueError for data of another shape."""
    read = {name: read(data[name]) for name, read in _READ.items() if name in data}
    return Question(**{**data, **read})


def _condition(data: Mapping[str, Any] | None) -> Condition | None:
    return Condition(data["question"], tuple(data["values"])) if data else None


def _day_rule(data: Mapping[str, Any] | None) -> DayRule | None:
    return DayRule(Anchor(data["anchor"]), data["days"]) if data else None


_READ: Mapping[str, Callable[[Any], Any]] = {
    "kind": QuestionKind,
    "choices": tuple,
    "when": _condition,
    "required_when": _condition,
    "earliest": _day_rule,
    "latest": _day_rule,
}
