"""A question as the officer writes it, made into a question of the form or refused."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

from delmos.lib.refusal import Refused
from grants.question_kinds import DEFAULT_MAX_LENGTH, TEXTS, WITH_BOUNDS, WITH_CHOICES, WITH_DAYS, QuestionKind
from grants.question_rules import Condition, DayRule
from grants.questions import Question

LONGEST: Mapping[QuestionKind, int] = {QuestionKind.TEXT: 200, QuestionKind.LONG_TEXT: 10_000}
FEWEST_CHOICES = 2
MOST_YEARS, MOST_FILES, MOST_MEGABYTES = 5, 10, 20
ONLY_TEXT, ONLY_BUDGET, ONLY_FILES = (
    frozenset({kind}) for kind in (QuestionKind.TEXT, QuestionKind.BUDGET, QuestionKind.FILES)
)

# What has a meaning for some kinds alone, and is left out for the others.
MEANT_FOR: Mapping[str, frozenset[QuestionKind]] = {
    "choices": WITH_CHOICES,
    "max_length": TEXTS,
    "max_words": TEXTS,
    "mask": ONLY_TEXT,
    "minimum": WITH_BOUNDS,
    "maximum": WITH_BOUNDS,
    "earliest": WITH_DAYS,
    "latest": WITH_DAYS,
    "message": WITH_BOUNDS | WITH_DAYS | TEXTS | ONLY_FILES,
    "years": ONLY_BUDGET,
    "cofunding": ONLY_BUDGET,
    "max_files": ONLY_FILES,
    "max_megabytes": ONLY_FILES,
}


@dataclass(frozen=True, slots=True)
class QuestionText:
    """A question as the officer writes it, with the meanings of ``Question``.

    ``max_length`` None means the usual length of the kind.
    """

    label: str
    kind: QuestionKind
    help: str = ""
    required: bool = True
    max_length: int | None = None
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

    def question(self, key: str) -> Question:
        """The question under ``key``. Raises Refused for one that nobody could answer."""
        meant = {
            field.name: getattr(self, field.name)
            for field in fields(self)
            if field.name != "max_length" and self.kind in MEANT_FOR.get(field.name, (self.kind,))
        }
        _check_choices(self)
        _check_limits(self)
        required = self.required or self.kind is QuestionKind.DECLARATION
        return Question(key=key, **{**meant, "max_length": _length(self), "required": required})


def _length(text: QuestionText) -> int:
    longest = LONGEST.get(text.kind, 0)
    if not longest or text.max_length is None:
        return DEFAULT_MAX_LENGTH.get(text.kind, 0)
    if not 1 <= text.max_length <= longest:
        raise Refused(f"En {text.kind.label.lower()} kan ha mellan 1 och {longest} tecken.", field="max_length")
    return text.max_length


def _check_choices(text: QuestionText) -> None:
    if text.kind not in WITH_CHOICES:
        return
    if len(text.choices) < FEWEST_CHOICES:
        raise Refused("Skriv minst två alternativ, ett per rad.", field="choices")
    if len(set(text.choices)) < len(text.choices):
        raise Refused("Samma alternativ står två gånger.", field="choices")


def _check_limits(text: QuestionText) -> None:
    if text.minimum is not None and text.maximum is not None and text.maximum < text.minimum:
        raise Refused("Det högsta kan inte vara mindre än det minsta.", field="maximum")
    if text.mask and not set(text.mask) & {"0", "A"}:
        raise Refused("Skriv 0 där det ska stå en siffra och A där det ska stå en bokstav.", field="mask")
    for name, most in (("years", MOST_YEARS), ("max_files", MOST_FILES), ("max_megabytes", MOST_MEGABYTES)):
        if getattr(text, name) > most:
            raise Refused(f"Det kan vara högst {most}.", field=name)
