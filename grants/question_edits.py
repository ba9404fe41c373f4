"""Changes to a call's form: each takes a form and gives a new one, or refuses."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import count
from typing import TypeVar

from django.utils.text import slugify

from delmos.lib.refusal import Refused
from grants.facts import FACT_REASONS, FIXED
from grants.question_rules import Condition
from grants.question_text import QuestionText
from grants.questions import Form, QuestionGroup

Item = TypeVar("Item")

KEY_LENGTH = 40  # as long as the columns that hold a key

# Names that the applicant's page uses for its own fields and buttons.
_TAKEN_BY_THE_PAGE = frozenset({"csrfmiddlewaretoken", "next", "stay", "version"})
_ENDINGS_OF_BUDGET_ROWS = ("_label", "_amount")
_GONE = "Den finns inte längre i formuläret. Någon kan ha tagit bort den."


def add_group(form: Form, title: str, *, when: Condition | None = None) -> Form:
    """A new page without questions at the end. ``when``: it is asked for only when this holds."""
    key = _free_key(title, (group.key for group in form.groups))
    return Form((*form.groups, QuestionGroup(key, title, (), when)))


def rename_group(form: Form, key: str, title: str, *, when: Condition | None = None) -> Form:
    """Give a page another title, and say when it is asked for. Its key stays."""
    _check_group(form, key)
    return _each_group(form, lambda group: replace(group, title=title, when=when) if group.key == key else group)


def remove_group(form: Form, key: str) -> Form:
    """Take away a page and its questions. Raises Refused when one of them carries a fact."""
    for question in _check_group(form, key).questions:
        check_removable(question.key)
    return Form(tuple(group for group in form.groups if group.key != key))


def move_group(form: Form, key: str, steps: int) -> Form:
    """Move a page ``steps`` towards the end (negative: towards the beginning), as far as there is room."""
    return Form(_moved(form.groups, form.groups.index(_check_group(form, key)), steps))


def add_question(form: Form, group_key: str, text: QuestionText) -> Form:
    """A new question at the end of a page, under a key made from its label."""
    _check_group(form, group_key)
    question = text.question(_free_key(text.label, (known.key for known in form.questions)))
    return _each_group(
        form,
        lambda group: replace(group, questions=(*group.questions, question)) if group.key == group_key else group,
    )


def change_question(form: Form, key: str, text: QuestionText) -> Form:
    """Write a question anew. Raises Refused when a fact would change kind or become optional."""
    _check_question(form, key)
    if key in FIXED and text.kind is not FIXED[key]:
        raise Refused(f"Frågan ska ha svar av slaget {FIXED[key].label.lower()}. {FACT_REASONS[key]}", field="kind")
    if key in FIXED and not text.required:
        raise Refused(f"Frågan ska besvaras. {FACT_REASONS[key]}", field="required")
    changed = text.question(key)
    return _each_group(
        form,
        lambda group: replace(group, questions=tuple(changed if q.key == key else q for q in group.questions)),
    )


def remove_question(form: Form, key: str) -> Form:
    """Take away a question. Raises Refused when it carries a fact."""
    _check_question(form, key)
    check_removable(key)
    return _each_group(form, lambda group: replace(group, questions=tuple(q for q in group.questions if q.key != key)))


def move_question(form: Form, key: str, steps: int) -> Form:
    """Move a question a step down (1) or up (-1): within its page, and from the edge of it to the next one."""
    _check_question(form, key)
    at, place = next(
        (at, place)
        for at, group in enumerate(form.groups)
        for place, question in enumerate(group.questions)
        if question.key == key
    )
    questions = [group.questions for group in form.groups]
    if 0 <= place + steps < len(questions[at]):
        questions[at] = _moved(questions[at], place, steps)
    elif 0 <= at + steps < len(questions):
        moved, questions[at] = questions[at][place : place + 1], questions[at][:place] + questions[at][place + 1 :]
        questions[at + steps] = moved + questions[at + steps] if steps > 0 else questions[at + steps] + moved
    return Form(tuple(replace(group, questions=own) for group, own in zip(form.groups, questions, strict=True)))


def check_removable(key: str) -> None:
    """En fråga som resten av systemet läser kan inte tas bort."""
    if key in FIXED:
        raise Refused(f"Frågan kan inte tas bort. {FACT_REASONS[key]}")


def _free_key(words: str, known: Iterable[str]) -> str:
    stem = slugify(words)[:KEY_LENGTH].replace("-", "_").strip("_") or "fraga"
    taken = _TAKEN_BY_THE_PAGE.union(known)
    return next(key for key in _numbered(stem) if key not in taken and not key.endswith(_ENDINGS_OF_BUDGET_ROWS))


def _numbered(stem: str) -> Iterator[str]:
    yield stem
    for number in count(2):
        ending = f"_{number}"
        yield stem[: KEY_LENGTH - len(ending)] + ending


def _each_group(form: Form, change: Callable[[QuestionGroup], QuestionGroup]) -> Form:
    return Form(tuple(change(group) for group in form.groups))


def _check_group(form: Form, key: str) -> QuestionGroup:
    try:
        return form.group(key)
    except KeyError as error:
        raise Refused(f"Sidan går inte att ändra. {_GONE}") from error


def _check_question(form: Form, key: str) -> None:
    if key not in {question.key for question in form.questions}:
        raise Refused(f"Frågan går inte att ändra. {_GONE}")


def _moved(items: tuple[Item, ...], place: int, steps: int) -> tuple[Item, ...]:
    rest = items[:place] + items[place + 1 :]
    target = min(max(place + steps, 0), len(rest))
    return (*rest[:target], items[place], *rest[target:])
