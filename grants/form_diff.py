"""What has changed between two versions of a form, in plain words."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from typing import Any

from grants.question_kinds import QuestionKind
from grants.question_rules import Condition
from grants.questions import Form, Question, QuestionGroup

# What each property is called; a property that is not here is the key, which never changes.
NAMES = {
    "kind": "slag av svar",
    "label": "frågans text",
    "help": "hjälptexten",
    "required": "om den ska besvaras",
    "max_length": "högst antal tecken",
    "law": "bestämmelsen",
    "choices": "alternativen",
    "max_words": "högst antal ord",
    "minimum": "det minsta",
    "maximum": "det högsta",
    "earliest": "tidigaste dag",
    "latest": "senaste dag",
    "mask": "formen på svaret",
    "message": "meningen när en gräns bryts",
    "when": "när den visas",
    "required_when": "när den måste besvaras",
    "years": "antal budgetår",
    "cofunding": "medfinansieringen",
    "max_files": "högst antal filer",
    "max_megabytes": "filernas storlek",
}


@dataclass(frozen=True, slots=True)
class Change:
    """One change: ``kind`` is added, removed, changed or moved; ``what`` it is about, and ``details`` of it."""

    kind: str
    what: str
    details: tuple[str, ...] = ()


def changes(old: Form, new: Form) -> list[Change]:
    """Every change from ``old`` to ``new``: pages first, then questions, in the order of ``new``."""
    return [*_group_changes(old, new), *_question_changes(old, new)]


def _group_changes(old: Form, new: Form) -> Iterator[Change]:
    before, after = ({group.key: group for group in form.groups} for form in (old, new))
    yield from (Change("removed", f"Sidan ”{before[key].title}”") for key in before if key not in after)
    for key, group in after.items():
        if key not in before:
            yield Change("added", f"Sidan ”{group.title}”")
        elif details := tuple(_group_details(before[key], group)):
            yield Change("changed", f"Sidan ”{group.title}”", details)
    if [key for key in before if key in after] != [key for key in after if key in before]:
        yield Change("moved", "Sidorna står i en annan ordning")


def _group_details(old: QuestionGroup, new: QuestionGroup) -> Iterator[str]:
    if old.title != new.title:
        yield f"Rubriken var ”{old.title}”."
    if old.when != new.when:
        yield "Det är ändrat när sidan visas."
    kept = {question.key for question in old.questions} & {question.key for question in new.questions}
    if [q.key for q in old.questions if q.key in kept] != [q.key for q in new.questions if q.key in kept]:
        yield "Frågorna står i en annan ordning."


def _question_changes(old: Form, new: Form) -> Iterator[Change]:
    before, after = ({q.key: q for q in form.questions} for form in (old, new))
    yield from (Change("removed", f"Frågan ”{before[key].label}”") for key in before if key not in after)
    places = {form: {q.key: group.title for group in form.groups for q in group.questions} for form in (old, new)}
    pages = {form: {q.key: group.key for group in form.groups for q in group.questions} for form in (old, new)}
    for key, question in after.items():
        if key not in before:
            yield Change("added", f"Frågan ”{question.label}”", (f"På sidan ”{places[new][key]}”.",))
            continue
        details = list(_question_details(before[key], question))
        if pages[old][key] != pages[new][key]:
            details.append(f"Flyttad till sidan ”{places[new][key]}”.")
        if details:
            yield Change("changed", f"Frågan ”{question.label}”", tuple(details))


def _question_details(old: Question, new: Question) -> Iterator[str]:
    for field in fields(Question):
        before, after = getattr(old, field.name), getattr(new, field.name)
        if before != after:
            name = NAMES[field.name]
            yield f"{name[:1].upper()}{name[1:]}: {_said(before)} → {_said(after)}"


def _said(value: Any) -> str:
    for kind, words in _WORDS:
        if isinstance(value, kind):
            return words(value)
    return f"”{value}”" if value else "inget"


_WORDS: tuple[tuple[type, Callable[[Any], str]], ...] = (
    (bool, lambda value: "ja" if value else "nej"),
    (QuestionKind, lambda value: value.label.lower()),
    (tuple, lambda value: ", ".join(value) if value else "inget"),
    (Condition, lambda value: f"vid svaret {' eller '.join(value.values)}"),
)
