"""What sorts of answers a question can take."""

from enum import StrEnum


class QuestionKind(StrEnum):
    """What sort of answer a question takes. The answer is plain JSON; its shape is written beside each kind."""

    TEXT = "text"  # "…"
    LONG_TEXT = "long_text"  # "…"
    NUMBER = "number"  # 12
    MONEY = "money"  # öre
    DATE = "date"  # "2018-09-01"
    PERIOD = "period"  # {"start": "2018-09-01", "end": "2018-12-31"}
    CHOICE = "choice"  # "…"
    CHOICES = "choices"  # ["…", …]
    YES_NO = "yes_no"  # true
    COUNTIES = "counties"  # ["21", …]
    MUNICIPALITIES = "municipalities"  # ["2180", …]
    BUDGET = "budget"  # [{"label": "…", "amount_ore": 100, "years_ore": [60, 40], "part": "own"}, …]
    ACTIVITIES = "activities"  # [{"what": "…", "when": "…", "result": "…"}, …]
    PARTNERS = "partners"  # [{"name": "…", "number": "2120000142"}, …]
    FILES = "files"  # no answer of its own: the files say it
    DECLARATION = "declaration"  # true

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
    QuestionKind.PERIOD: "Period",
    QuestionKind.CHOICE: "Ett val",
    QuestionKind.CHOICES: "Flera val",
    QuestionKind.YES_NO: "Ja eller nej",
    QuestionKind.COUNTIES: "Län",
    QuestionKind.MUNICIPALITIES: "Kommuner",
    QuestionKind.BUDGET: "Budget i rader",
    QuestionKind.ACTIVITIES: "Aktiviteter i rader",
    QuestionKind.PARTNERS: "Samarbetspartner i rader",
    QuestionKind.FILES: "Bilagor",
    QuestionKind.DECLARATION: "Försäkran att kryssa i",
}

DEFAULT_MAX_LENGTH: dict[QuestionKind, int] = {QuestionKind.TEXT: 200, QuestionKind.LONG_TEXT: 4000}


def answered_alike(one: QuestionKind, other: QuestionKind) -> bool:
    """Whether an answer to a question of the one kind may be an answer to one of the other."""
    return one is other or {one, other} <= TEXTS


TEXTS = frozenset({QuestionKind.TEXT, QuestionKind.LONG_TEXT})
# The kinds whose answers have words that a search may look for; the others are numbers, days and codes.
WITH_WORDS = TEXTS | {
    QuestionKind.CHOICE,
    QuestionKind.CHOICES,
    QuestionKind.BUDGET,
    QuestionKind.ACTIVITIES,
    QuestionKind.PARTNERS,
}
WITH_CHOICES = frozenset({QuestionKind.CHOICE, QuestionKind.CHOICES})
WITH_BOUNDS = frozenset({QuestionKind.NUMBER, QuestionKind.MONEY})
WITH_DAYS = frozenset({QuestionKind.DATE, QuestionKind.PERIOD})
# The kinds whose answers another question may depend on: their answers are picked from a list.
DECIDING = WITH_CHOICES | {QuestionKind.YES_NO, QuestionKind.COUNTIES, QuestionKind.MUNICIPALITIES}
