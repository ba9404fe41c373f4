"""Answers in rows: the budget, the activities and the partners."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NoReturn

from delmos.lib.identity import IdentityError, organisation_number
from delmos.lib.money import format_sek
from delmos.lib.refusal import Refused
from grants.questions import BUDGET, Form, Question, QuestionKind

MAX_ROWS = 40
MAX_LABEL, MAX_LABEL_OF_YEARS = 120, 110  # with several years, the year is written after the label
MAX_AMOUNT_ORE = 10**13  # 100 miljarder kronor: above any grant, below what a bigint holds

COST, OWN, OTHER = "cost", "own", "other"
FUNDING: Mapping[str, str] = {OWN: "Egna medel", OTHER: "Medel från andra"}
_ROW_KEYS = frozenset({"label", "amount_ore", "years_ore", "part"})

WHAT, WHEN, RESULT = 200, 100, 500  # characters
PARTNER_NAME = 150


def budget_total(answers: Mapping[str, Any]) -> int:
    """What is applied for in öre: the costs, less what the applicant and others pay."""
    return sum(
        row["amount_ore"] if row.get("part", COST) == COST else -row["amount_ore"] for row in answers.get(BUDGET) or []
    )


def longest_label(years: int) -> int:
    """How many characters the label of a budget row may have, in a budget of ``years`` years."""
    return MAX_LABEL if years == 1 else MAX_LABEL_OF_YEARS


def cost_rows(answers: Mapping[str, Any], first_year: int, *, years: int = 1) -> list[tuple[str, int, int]]:
    """Each cost of the budget with its budget year and öre; a row of several years is one entry per year with money."""
    rows = [row for row in answers.get(BUDGET) or [] if row.get("part", COST) == COST]
    return [
        (f"{row['label'].strip()}, {year}" if years > 1 else row["label"].strip(), year, amount)
        for row in rows
        for year, amount in enumerate(row.get("years_ore") or [row["amount_ore"]], start=first_year)
        if amount
    ]


def partners(form: Form, answers: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Everybody the applicant names as a partner: name, and organisation number or nothing."""
    return [
        (row["name"], row["number"])
        for question in form.asked(answers).questions
        if question.kind is QuestionKind.PARTNERS
        for row in answers.get(question.key) or []
    ]


def check_budget(question: Question, value: Any) -> None:
    """Rows with a label and an amount, in as many years and parts as the question asks for."""
    rows = _rows(question, value, "budgeten")
    longest = longest_label(question.years)
    for number, row in enumerate(rows, start=1):
        label, amount = row.get("label"), row.get("amount_ore", 0)
        if not _is_text(label, longest) or not str(label).strip():
            _refuse(question, f"rad {number} behöver ett namn på högst {longest} tecken.")
        if not _is_whole(amount) or amount <= 0:
            _refuse(question, f"rad {number} behöver ett belopp större än 0 kr.")
        if amount > MAX_AMOUNT_ORE:
            _refuse(question, f"beloppet på rad {number} är högre än {format_sek(MAX_AMOUNT_ORE)}.")
        if not _has_its_years(question, row) or not _has_its_part(question, row):
            _refuse(question, f"rad {number} stämmer inte med budgetens år eller delar. Skriv den på nytt.")


def check_activities(question: Question, value: Any) -> None:
    """Rows of what is done, when, and what comes of it."""
    for number, row in enumerate(_rows(question, value, "tabellen"), start=1):
        if not str(row.get("what") or "").strip():
            _refuse(question, f"rad {number} behöver en aktivitet.")
        for name, longest in (("what", WHAT), ("when", WHEN), ("result", RESULT)):
            if not _is_text(row.get(name), longest):
                _refuse(question, f"texten på rad {number} är för lång. Högst {longest} tecken får plats i rutan.")


def check_partners(question: Question, value: Any) -> None:
    """Rows of a name and, where there is one, an organisation number with its check digit."""
    numbers: list[str] = []
    for number, row in enumerate(_rows(question, value, "tabellen"), start=1):
        name = row.get("name")
        if not _is_text(name, PARTNER_NAME) or not str(name).strip():
            _refuse(question, f"rad {number} behöver ett namn på högst {PARTNER_NAME} tecken.")
        numbers.append(_partner_number(question, number, row.get("number")))
    named = [number for number in numbers if number]
    if len(named) != len(set(named)):
        _refuse(question, "samma organisationsnummer står två gånger.")


def _partner_number(question: Question, number: int, value: Any) -> str:
    if value == "":
        return ""
    try:
        digits = organisation_number(value) if isinstance(value, str) else ""
    except IdentityError as error:
        _refuse(question, f"rad {number}: {error}")
    if not digits or digits != value:
        _refuse(question, f"rad {number}: skriv organisationsnumret med tio siffror.")
    return digits


def _rows(question: Question, value: Any, table: str) -> Sequence[Mapping[str, Any]]:
    if not isinstance(value, list) or len(value) > MAX_ROWS:
        _refuse(question, f"{table} kan ha högst {MAX_ROWS} rader.")
    return [row if isinstance(row, dict) else {} for row in value]


def _has_its_years(question: Question, row: Mapping[str, Any]) -> bool:
    if "years_ore" not in row:
        return True
    years = row["years_ore"]
    if not isinstance(years, list) or not 1 <= len(years) <= question.years or not all(map(_is_whole, years)):
        return False
    return min(years) >= 0 and bool(sum(years) == row["amount_ore"])


def _has_its_part(question: Question, row: Mapping[str, Any]) -> bool:
    part = row.get("part", COST)
    return set(row) <= _ROW_KEYS and (part == COST or (question.cofunding and part in (OWN, OTHER)))


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_text(value: Any, longest: int) -> bool:
    return isinstance(value, str) and len(value) <= longest and storable(value)


def storable(text: str) -> bool:
    """Whether the database can keep the text: no NUL, no half of a surrogate pair."""
    return not any(sign == "\x00" or "\ud800" <= sign <= "\udfff" for sign in text)


def _refuse(question: Question, sentence: str) -> NoReturn:
    raise Refused(f"{question.label}: {sentence}", field=question.key)


TABLE_CHECKS: dict[QuestionKind, Callable[[Question, Any], None]] = {
    QuestionKind.BUDGET: check_budget,
    QuestionKind.ACTIVITIES: check_activities,
    QuestionKind.PARTNERS: check_partners,
}
