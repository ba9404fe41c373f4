"""What counts as an answer to a question: the same rules for the browser, imports and tests."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NoReturn

from delmos.lib.geography import COUNTIES
from delmos.lib.money import format_sek
from delmos.lib.refusal import Refused
from grants.questions import BUDGET, FIXED, Form, Question, QuestionKind

COUNTY_CODES = frozenset(county.code for county in COUNTIES)
MAX_BUDGET_ROWS = 40
MAX_LABEL = 120
MAX_AMOUNT_ORE = 10**13  # 100 miljarder kronor: above any grant, below what a bigint holds


def is_empty(value: Any) -> bool:
    """Whether a stored value says nothing yet. ``False`` and ``0`` are answers."""
    return value is None or value == "" or value == []


def check_answer(question: Question, value: Any) -> None:
    """Raises Refused, with the question as field, when ``value`` is no answer to ``question``. Empty is allowed."""
    if not is_empty(value):
        _CHECKS[question.kind](question, value)


def missing_answers(form: Form, answers: Mapping[str, Any], *, files: Mapping[str, int]) -> list[Refused]:
    """Everything that must be answered and is not: what is required, and the facts the system needs.

    ``files``: number of files per question.
    """
    return [
        Refused(f"Besvara frågan ”{question.label}”.", field=question.key)
        for question in form.questions
        if (question.required or question.key in FIXED) and _unanswered(question, answers, files)
    ]


def budget_total(answers: Mapping[str, Any]) -> int:
    """The sum of the budget rows in öre."""
    return sum(row["amount_ore"] for row in answers.get(BUDGET) or [])


def _unanswered(question: Question, answers: Mapping[str, Any], files: Mapping[str, int]) -> bool:
    if question.kind is QuestionKind.FILES:
        return not files.get(question.key)
    return is_empty(answers.get(question.key))


def _refuse(question: Question, sentence: str) -> NoReturn:
    raise Refused(f"{question.label}: {sentence}", field=question.key)


def _check_text(question: Question, value: Any) -> None:
    if not isinstance(value, str):
        _refuse(question, "skriv en text.")
    if "\x00" in value:
        _refuse(question, "texten innehåller ett tecken som inte går att spara.")
    if question.max_length and len(value) > question.max_length:
        over = len(value) - question.max_length
        _refuse(question, f"texten är {over} tecken för lång. Högst {question.max_length} tecken får plats.")


def _check_number(question: Question, value: Any) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 10**9:
        _refuse(question, "skriv ett heltal, 0 eller högre.")


def _check_money(question: Question, value: Any) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value <= MAX_AMOUNT_ORE:
        _refuse(question, "skriv ett belopp större än 0 kr.")


def _check_date(question: Question, value: Any) -> None:
    try:
        date.fromisoformat(value)
    except (TypeError, ValueError):
        _refuse(question, "skriv ett datum, till exempel 2018-09-01.")


def _check_choice(question: Question, value: Any) -> None:
    if value not in question.choices:
        _refuse(question, "välj ett av alternativen.")


def _check_yes_no(question: Question, value: Any) -> None:
    if not isinstance(value, bool):
        _refuse(question, "svara ja eller nej.")


def _check_counties(question: Question, value: Any) -> None:
    codes = [str(code) for code in value] if isinstance(value, list) else []
    if not set(codes) <= COUNTY_CODES or len(codes) != len(set(codes)) or not codes:
        _refuse(question, "välj ett eller flera län i listan.")


def _check_budget(question: Question, value: Any) -> None:
    if not isinstance(value, list) or len(value) > MAX_BUDGET_ROWS:
        _refuse(question, f"budgeten kan ha högst {MAX_BUDGET_ROWS} rader.")
    for number, row in enumerate(value, start=1):
        label, amount = (row.get("label"), row.get("amount_ore")) if isinstance(row, dict) else (None, None)
        if not isinstance(label, str) or not label.strip() or len(label) > MAX_LABEL or "\x00" in label:
            _refuse(question, f"rad {number} behöver ett namn på högst {MAX_LABEL} tecken.")
        if isinstance(amount, bool) or not isinstance(amount, int) or amount <= 0:
            _refuse(question, f"rad {number} behöver ett belopp större än 0 kr.")
        if amount > MAX_AMOUNT_ORE:
            _refuse(question, f"beloppet på rad {number} är högre än {format_sek(MAX_AMOUNT_ORE)}.")


def _check_files(question: Question, value: Any) -> None:
    _refuse(question, "bilagor läggs till var för sig.")


_CHECKS: dict[QuestionKind, Callable[[Question, Any], None]] = {
    QuestionKind.TEXT: _check_text,
    QuestionKind.LONG_TEXT: _check_text,
    QuestionKind.NUMBER: _check_number,
    QuestionKind.MONEY: _check_money,
    QuestionKind.DATE: _check_date,
    QuestionKind.CHOICE: _check_choice,
    QuestionKind.YES_NO: _check_yes_no,
    QuestionKind.COUNTIES: _check_counties,
    QuestionKind.BUDGET: _check_budget,
    QuestionKind.FILES: _check_files,
}
