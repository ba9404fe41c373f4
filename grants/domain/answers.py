"""What counts as an answer to a question: the same rules for the browser, imports and tests."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NoReturn

from delmos.lib.dates import format_date
from delmos.lib.geography import COUNTIES, MUNICIPALITIES
from delmos.lib.money import format_sek
from delmos.lib.refusal import Refused
from grants.domain.table_answers import MAX_AMOUNT_ORE as MAX_AMOUNT_ORE
from grants.domain.table_answers import TABLE_CHECKS, storable
from grants.domain.table_answers import budget_total as budget_total
from grants.question_kinds import WITH_DAYS
from grants.question_rules import CallTimes
from grants.questions import Form, Question, QuestionKind

COUNTY_CODES = frozenset(county.code for county in COUNTIES)
MUNICIPALITY_CODES = frozenset(municipality.code for municipality in MUNICIPALITIES)
MEGABYTE = 1_000_000
MAX_NUMBER = 10**9


def is_empty(value: Any) -> bool:
    """Whether a stored value says nothing yet. ``False`` and ``0`` are answers."""
    return value is None or value == "" or value == [] or value == {}


def check_answer(question: Question, value: Any, *, times: CallTimes | None = None) -> None:
    """Raises Refused, with the question as field, when ``value`` is no answer to ``question``. Empty is allowed.

    ``times``: the days of the call; without them the days of an answer are not compared with the call's.
    """
    if is_empty(value):
        return
    _CHECKS[question.kind](question, value)
    if times and question.kind in WITH_DAYS:
        _check_within(question, value, times)


def word_count(text: str) -> int:
    """How many words a text has: what stands between spaces. The counter in the browser counts as this does."""
    return len(text.split())


def missing_answers(form: Form, answers: Mapping[str, Any], *, files: Mapping[str, int]) -> list[Refused]:
    """Everything that is asked for and must be answered but is not: what is required, and the facts the system needs.

    ``files``: number of files per question.
    """
    asked = form.asked(answers)
    said = asked.only(answers)
    return [
        Refused(_missing(question), field=question.key)
        for question in asked.questions
        if question.demanded(said) and _unanswered(question, said, files)
    ]


def check_file_fits(question: Question, *, size: int, count: int) -> None:
    """Raises Refused (field "file") when a file of ``size`` bytes is too large for the question, or one too many.

    ``count``: how many files the question has already.
    """
    if question.max_files and count >= question.max_files:
        limit = f"Här kan du lägga till högst {_files(question.max_files)}."
        raise Refused(question.message or limit, field="file")
    if question.max_megabytes and size > question.max_megabytes * MEGABYTE:
        limit = f"Filen är för stor. Här får en fil vara högst {question.max_megabytes} MB."
        raise Refused(question.message or limit, field="file")


def _files(number: int) -> str:
    return "1 fil" if number == 1 else f"{number} filer"


def _missing(question: Question) -> str:
    if question.missing_message:
        return question.missing_message
    if question.kind is QuestionKind.DECLARATION:
        return f"Kryssa i ”{question.label}”."
    return f"Besvara frågan ”{question.label}”."


def _unanswered(question: Question, answers: Mapping[str, Any], files: Mapping[str, int]) -> bool:
    if question.kind is QuestionKind.FILES:
        return not files.get(question.key)
    return is_empty(answers.get(question.key))


def _refuse(question: Question, sentence: str) -> NoReturn:
    raise Refused(f"{question.label}: {sentence}", field=question.key)


def _refuse_limit(question: Question, sentence: str) -> NoReturn:
    """A limit that the officer has set: said in the officer's own words, when there are any."""
    _refuse(question, question.message or sentence)


def _check_text(question: Question, value: Any) -> None:
    if not isinstance(value, str):
        _refuse(question, "skriv en text.")
    if not storable(value):
        _refuse(question, "texten innehåller ett tecken som inte går att spara.")
    _check_length(question, len(value), question.max_length, "tecken")
    _check_length(question, word_count(value), question.max_words, "ord")
    if question.mask and not fits_mask(value, question.mask):
        _refuse_limit(question, f"skriv svaret på formen {question.mask}, där 0 är en siffra och A en bokstav.")


def _check_length(question: Question, length: int, longest: int, unit: str) -> None:
    if longest and length > longest:
        over = f"exten är {length - longest} {unit} för lång. Högst {longest} {unit} får plats."
        _refuse(question, f"{question.message} T{over}" if question.message else f"t{over}")


def fits_mask(text: str, mask: str) -> bool:
    """Whether ``text`` looks as ``mask`` says: "0" stands for a digit, "A" for a letter, all else for itself."""
    return len(text) == len(mask) and all(map(_fits, text, mask))


def _fits(sign: str, expected: str) -> bool:
    if expected == "0":
        return sign.isascii() and sign.isdigit()
    return sign.isalpha() if expected == "A" else sign == expected


def _check_number(question: Question, value: Any) -> None:
    low = 0 if question.minimum is None else min(0, question.minimum)
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value < MAX_NUMBER:
        _refuse(question, "skriv ett heltal, 0 eller högre." if low == 0 else "skriv ett heltal.")
    _check_bounds(question, value, str)


def _check_money(question: Question, value: Any) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value <= MAX_AMOUNT_ORE:
        _refuse(question, "skriv ett belopp större än 0 kr.")
    _check_bounds(question, value, format_sek)


def _check_bounds(question: Question, value: int, write: Callable[[int], str]) -> None:
    if question.minimum is not None and value < question.minimum:
        _refuse_limit(question, f"svaret ska vara minst {write(question.minimum)}.")
    if question.maximum is not None and value > question.maximum:
        _refuse_limit(question, f"svaret ska vara högst {write(question.maximum)}.")


def _check_date(question: Question, value: Any) -> None:
    _day(question, value)


def _day(question: Question, value: Any) -> date:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        _refuse(question, "skriv ett datum, till exempel 2018-09-01.")


def _check_period(question: Question, value: Any) -> None:
    if not isinstance(value, dict) or set(value) != {"start", "end"}:
        _refuse(question, "skriv både första och sista dagen.")
    if _day(question, value["end"]) < _day(question, value["start"]):
        _refuse(question, "den sista dagen kan inte komma före den första.")


def _check_within(question: Question, value: Any, times: CallTimes) -> None:
    days = [date.fromisoformat(day) for day in (value.values() if isinstance(value, dict) else [value])]
    if question.earliest and min(days) < question.earliest.on(times):
        _refuse_limit(question, f"dagen får inte ligga före {format_date(question.earliest.on(times))}.")
    if question.latest and max(days) > question.latest.on(times):
        _refuse_limit(question, f"dagen får inte ligga efter {format_date(question.latest.on(times))}.")


def _check_choice(question: Question, value: Any) -> None:
    if value not in question.choices:
        _refuse(question, "välj ett av alternativen.")


def _check_choices(question: Question, value: Any) -> None:
    if not _picks(value, frozenset(question.choices)):
        _refuse(question, "välj bland alternativen.")


def _check_yes_no(question: Question, value: Any) -> None:
    if not isinstance(value, bool):
        _refuse(question, "svara ja eller nej.")


def _check_declaration(question: Question, value: Any) -> None:
    if value is not True:
        _refuse(question, "kryssa i rutan om ni försäkrar det.")


def _check_counties(question: Question, value: Any) -> None:
    if not _picks(value, COUNTY_CODES):
        _refuse(question, "välj ett eller flera län i listan.")


def _check_municipalities(question: Question, value: Any) -> None:
    if not _picks(value, MUNICIPALITY_CODES):
        _refuse(question, "välj en eller flera kommuner i listan.")


def _picks(value: Any, known: frozenset[str]) -> bool:
    """Whether ``value`` is a list of different things that are all ``known``."""
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        return False
    return set(value) <= known and len(value) == len(set(value))


def _check_files(question: Question, value: Any) -> None:
    _refuse(question, "bilagor läggs till var för sig.")


_CHECKS: dict[QuestionKind, Callable[[Question, Any], None]] = {
    QuestionKind.TEXT: _check_text,
    QuestionKind.LONG_TEXT: _check_text,
    QuestionKind.NUMBER: _check_number,
    QuestionKind.MONEY: _check_money,
    QuestionKind.DATE: _check_date,
    QuestionKind.PERIOD: _check_period,
    QuestionKind.CHOICE: _check_choice,
    QuestionKind.CHOICES: _check_choices,
    QuestionKind.YES_NO: _check_yes_no,
    QuestionKind.COUNTIES: _check_counties,
    QuestionKind.MUNICIPALITIES: _check_municipalities,
    QuestionKind.FILES: _check_files,
    QuestionKind.DECLARATION: _check_declaration,
    **TABLE_CHECKS,
}
