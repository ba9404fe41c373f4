"""Scenarios side by side: what each makes of the frame, of the counties and of the types, as tables and as bars."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from applicants.enums import OrganisationType
from delmos.lib.geography import county_name
from delmos.lib.money import MINUS, format_sek
from delmos.lib.swedish import sort_key
from grants.allocation import HUNDRED, Allocation, Candidate, Granted, Outcome
from grants.models import Scenario

LETTERS = "ABCD"
MOST_DIFFERING = 100
# Of the drawing, in its own units.
BAR, GAP, LABEL, LONGEST, LEFT = 18, 4, 24, 190, 18


@dataclass(frozen=True, slots=True)
class Column:
    """One scenario in a comparison, and the letter it goes by."""

    letter: str
    scenario: Scenario
    allocation: Allocation


@dataclass(frozen=True, slots=True)
class Cell:
    """How many grants and how much in öre, that as per cent of the frame, and how it differs from the first column."""

    count: int
    ore: int
    share: int
    difference: str


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a comparison: a county or a type, with one cell for each scenario."""

    label: str
    cells: tuple[Cell, ...]

    @property
    def differs(self) -> bool:
        return any(cell.difference for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of the chart and its words, in units of the drawing."""

    letter: str
    y: int
    text_y: int
    width: int
    words_x: int
    words: str
    pattern: int


@dataclass(frozen=True, slots=True)
class Bars:
    label: str
    y: int
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    height: int
    groups: tuple[Bars, ...]


Name = Callable[[Candidate | Granted], str]


def columns_of(pairs: Iterable[tuple[Scenario, Allocation]]) -> list[Column]:
    return [Column(letter, *pair) for letter, pair in zip(LETTERS, pairs, strict=False)]


def by_county(columns: Sequence[Column]) -> list[Line]:
    """What each county gets of the frame: granted, proposed before, and by the scenario."""
    return _lines(columns, lambda whose: whose.county, county_name)


def by_kind(columns: Sequence[Column]) -> list[Line]:
    """The same by type of applicant."""
    return _lines(columns, lambda whose: whose.kind, lambda kind: str(OrganisationType(kind).label))


def total_of(columns: Sequence[Column]) -> Line:
    """Everything that is taken of the frame."""
    sums = [_sums(column.allocation, lambda whose: "") for column in columns]
    return Line("Summa", _cells(columns, [(counts[""], ores[""]) for counts, ores in sums]))


def chart_of(lines: Sequence[Line]) -> Chart:
    """The amounts as bars, a group of bars for each line. Every bar has its letter and its amount in words."""
    most = max((cell.ore for line in lines for cell in line.cells), default=0) or 1
    y, groups = 0, []
    for line in lines:
        top, bars = y, []
        y += LABEL
        for number, cell in enumerate(line.cells):
            width = cell.ore * LONGEST // most
            bars.append(Bar(LETTERS[number], y, y + BAR - 5, width, LEFT + width + 6, format_sek(cell.ore), number + 1))
            y += BAR + GAP
        groups.append(Bars(line.label, top + LABEL - 8, tuple(bars)))
        y += GAP
    return Chart(y, tuple(groups))


def differing(columns: Sequence[Column]) -> list[tuple[int, list[Outcome | None]]]:
    """The cases that do not get the same in all the scenarios, by primary key, in the order of the ranking."""
    found = [{outcome.candidate.key: outcome for outcome in column.allocation.outcomes} for column in columns]
    keys = dict.fromkeys(key for outcomes in found for key in outcomes)
    rows = [(key, [outcomes.get(key) for outcomes in found]) for key in keys]
    return [row for row in rows if len({outcome.amount_ore if outcome else None for outcome in row[1]}) > 1]


def _lines(columns: Sequence[Column], key_of: Name, label_of: Callable[[str], str]) -> list[Line]:
    sums = [_sums(column.allocation, key_of) for column in columns]
    keys = sorted({key for counts, _ in sums for key in counts}, key=lambda key: sort_key(label_of(key)))
    return [Line(label_of(key), _cells(columns, [(counts[key], ores[key]) for counts, ores in sums])) for key in keys]


def _sums(allocation: Allocation, key_of: Name) -> tuple[Counter[str], Counter[str]]:
    counts: Counter[str] = Counter()
    ores: Counter[str] = Counter()
    drawn: list[tuple[Candidate | Granted, int]] = [(one, one.amount_ore) for one in allocation.granted]
    drawn += [(outcome.candidate, outcome.amount_ore) for outcome in allocation.outcomes]
    for whose, ore in drawn:
        counts[key_of(whose)] += int(ore > 0)
        ores[key_of(whose)] += ore
    return counts, ores


def _cells(columns: Sequence[Column], sums: Sequence[tuple[int, int]]) -> tuple[Cell, ...]:
    first_count, first_ore = sums[0]
    return tuple(
        Cell(
            count,
            ore,
            ore * HUNDRED // column.allocation.frame_ore if column.allocation.frame_ore else 0,
            _difference(count - first_count, ore - first_ore),
        )
        for column, (count, ore) in zip(columns, sums, strict=True)
    )


def _difference(count: int, ore: int) -> str:
    if not (count or ore):
        return ""
    sign = "+" if ore > 0 else ""
    return f"{sign}{format_sek(ore)}, {'+' if count > 0 else MINUS if count < 0 else '±'}{abs(count)} bidrag"
