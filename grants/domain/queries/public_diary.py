"""The diary as anybody may read it (OSL 5 kap. 1–2 §§): what is registered, and nothing that may be secret.

A row shows its number, day and direction. Its title is shown when it is made of fixed words or a registrar has checked
it. Of a marked document only number and day are shown, and of a person or protected counterpart no name at all.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from applicants.models import Organisation
from delmos.lib.gate import one
from grants.domain.queries.diary import day_begins, said
from journal.enums import CounterpartKind, Direction
from journal.models import Case, RegistryEntry

ORDER = ("-registered_at", "-pk")
MARKED = "Uppgiften visas inte"
# What stands for a title that nobody has checked.
UNCHECKED = {
    Direction.IN: "Inkommen handling",
    Direction.DRAWN_UP: "Upprättad handling",
    Direction.OUT: "Utgående handling",
}
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class PublicWish:
    """What a visitor looks for; an empty field does not narrow. Days are those on which a document was registered."""

    number: str = ""
    words: str = ""
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class PublicRow:
    """One row as anybody may read it."""

    number: str
    serial: int
    day: date
    direction: str
    title: str
    case_title: str
    counterpart: str


def search_public(wish: PublicWish) -> QuerySet[RegistryEntry]:
    """The rows that answer to every part of ``wish``, for ORDER. Words are looked for in what is shown alone."""
    found = RegistryEntry.objects.select_related("case")
    if wish.number.strip():
        found = found.filter(case__number__startswith=wish.number.strip().upper())
    if wish.first:
        found = found.filter(registered_at__gte=day_begins(wish.first))
    if wish.last:
        found = found.filter(registered_at__lt=day_begins(wish.last + _ONE_DAY))
    if wish.words.strip():
        title = said(wish.words, "public_title")
        found = found.filter(Q(title, secrecy_rule="") | Q(case__in=Case.objects.filter(title)))
    return found


def public_case(number: str) -> Case:
    """One case by its number. Raises NotYours for an unknown one."""
    return one(Case.objects.all(), number=number)


def rows_of(entries: list[RegistryEntry]) -> list[PublicRow]:
    """The rows as they may be read. One query, for the names that are organisations of the portal."""
    unsaid = {entry.counterpart for entry in entries if entry.counterpart and not entry.counterpart_kind}
    known = set(Organisation.objects.filter(name__in=unsaid).values_list("name", flat=True))
    return [_row(entry, known) for entry in entries]


def _row(entry: RegistryEntry, known: set[str]) -> PublicRow:
    hidden = bool(entry.secrecy_rule)
    direction = Direction(entry.direction)
    return PublicRow(
        number=entry.case.number,
        serial=entry.serial,
        day=entry.registered_at,
        direction=direction.label,
        title=MARKED if hidden else entry.public_title or UNCHECKED[direction],
        case_title=entry.case.public_title,
        counterpart="" if hidden or entry.case.counterpart_rule else _organisation(entry, known),
    )


def _organisation(entry: RegistryEntry, known: set[str]) -> str:
    """The name of an organisation; nothing of a person, or of somebody nobody has said what they are."""
    is_organisation = entry.counterpart_kind == CounterpartKind.ORGANISATION
    unsaid_but_known = not entry.counterpart_kind and entry.counterpart in known
    return entry.counterpart if is_organisation or unsaid_but_known else ""
