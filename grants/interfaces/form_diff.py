"""What has changed between two versions of a form, in plain words."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any

from delmos.lib.money import format_sek
from grants.interfaces.question_words import day_rule_in_words, in_words
from grants.question_kinds import QuestionKind
from grants.question_rules import Condition, DayRule
from grants.question_text import MEANT_FOR
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
    "missing_message": "meningen när svaret saknas",
    "when": "när den visas",
    "required_when": "när den måste besvaras",
    "years": "antal budgetår",
    "cofunding": "medfinansieringen",
    "max_files": "högst antal filer",
    "max_megabytes": "högst antal megabyte per fil",
    "sensitive": "om svaret är känsligt",
}
# What it means that a property says nothing, where it is more than nothing.
LIMITS = ("max_length", "max_words", "minimum", "maximum", "earliest", "latest", "max_files", "max_megabytes")
NOTHING = {"when": "alltid", "required_when": "oberoende av andra svar", **dict.fromkeys(LIMITS, "ingen gräns")}


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
        elif details := tuple(_group_details(old, new, key)):
            yield Change("changed", f"Sidan ”{group.title}”", details)
    if [key for key in before if key in after] != [key for key in after if key in before]:
        yield Change("moved", "Sidorna står i en annan ordning")


def _group_details(old_form: Form, new_form: Form, key: str) -> Iterator[str]:
    old, new = old_form.group(key), new_form.group(key)
    if old.title != new.title:
        yield f"Rubriken var ”{old.title}”."
    if old.when != new.when:
        yield f"När den visas: {_shown_when(old, old_form)} → {_shown_when(new, new_form)}"
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
        details = list(_question_details(old, new, key))
        if pages[old][key] != pages[new][key]:
            details.append(f"Flyttad till sidan ”{places[new][key]}”.")
        if details:
            yield Change("changed", f"Frågan ”{question.label}”", tuple(details))


def _question_details(old_form: Form, new_form: Form, key: str) -> Iterator[str]:
    """What is changed of a question; nothing of what has no meaning for the sort of answer that it takes now."""
    old, new = old_form.question(key), new_form.question(key)
    for name in (field.name for field in fields(Question) if getattr(old, field.name) != getattr(new, field.name)):
        if new.kind not in MEANT_FOR.get(name, (new.kind,)):
            continue
        words = NAMES[name]
        yield f"{words[:1].upper()}{words[1:]}: {_said(old, name, old_form)} → {_said(new, name, new_form)}"


def _shown_when(group: QuestionGroup, form: Form) -> str:
    return _in_words(group.when, form) or NOTHING["when"]


def _said(question: Question, name: str, form: Form) -> str:
    """What one property of a question says, in words."""
    value = getattr(question, name)
    if isinstance(value, bool):
        return "ja" if value else "nej"
    if name in ("minimum", "maximum") and value is not None:
        return format_sek(value) if question.kind is QuestionKind.MONEY else str(value)
    return _in_words(value, form) or NOTHING.get(name, "inget")


def _in_words(value: Any, form: Form) -> str:
    """A value in words; nothing when it says nothing."""
    match value:
        case QuestionKind():
            return value.label.lower()
        case Condition():
            return f"vid svaret {in_words(value, form.questions)}"
        case DayRule():
            return day_rule_in_words(value)
        case tuple():
            return ", ".join(value)
        case int():
            return str(value or "")
        case str():
            return f"”{value}”" if value else ""
    return ""
