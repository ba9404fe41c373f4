"""The diary as the registrar reads it: every case and document but those of cases in which the person is jävig."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.contrib.postgres.search import SearchQuery, SearchVector, SearchVectorExact
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User
from accounts.permissions import Permission
from delmos.lib.dates import STOCKHOLM
from delmos.lib.gate import one
from grants.domain.queries.releases import entries_to_try
from grants.enums import BatchItemStatus
from grants.models import Application, BatchItem, GeneralCase, ReleaseItem
from grants.permissions import blocking, without_conflict
from grants.series import COLLECTIVE, RELEASES
from journal.enums import Direction
from journal.models import Case, RegistryEntry
from journal.models.case import AS_WRITTEN, SWEDISH

ORDER = ("-registered_at", "-pk")
MOST_WORDS = 10
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DiaryWish:
    """What somebody looks for in the diary; an empty field does not narrow. Days are those the documents came or went.

    ``without_officer``: only what belongs to an open case that nobody handles. ``marked``: only what is marked.
    """

    number: str = ""
    counterpart: str = ""
    words: str = ""
    direction: Direction | None = None
    series: str = ""
    first: date | None = None
    last: date | None = None
    without_officer: bool = False
    marked: bool = False


def entries_for(person: User) -> QuerySet[RegistryEntry]:
    """The rows of the diary that a registrar may read, with case and document (INV-8); none for others.

    A request for documents names those of other cases, and a collective decision its cases: they are read by nobody who
    is jävig in one of them.
    """
    if not person.may(Permission.REGISTER_CASES):
        return RegistryEntry.objects.none()
    open_to = RegistryEntry.objects.filter(without_conflict(person))
    closed_items = ReleaseItem.objects.filter(request__case=OuterRef("case")).exclude(entry__in=open_to)
    closed_cases = BatchItem.objects.filter(
        batch__case=OuterRef("case"), application__case__in=blocking().filter(person=person).values("case")
    ).exclude(status=BatchItemStatus.TAKEN_OUT)
    return open_to.filter(
        ~Q(case__series=RELEASES) | ~Exists(closed_items), ~Q(case__series=COLLECTIVE) | ~Exists(closed_cases)
    ).select_related("case", "document__scan")


def diary_cases_for(person: User) -> QuerySet[Case]:
    """The cases that a registrar may read and register in (INV-8); none for others. A case has a row from its first."""
    return Case.objects.filter(Exists(entries_for(person).order_by().filter(case=OuterRef("pk"))))


def diary_case_for(person: User, number: str) -> Case:
    """One case of the diary. Raises NotYours to strangers and to those who are jäviga in it."""
    return one(diary_cases_for(person), number=number)


def diary_entry_for(person: User, number: str, serial: int) -> RegistryEntry:
    """One row of the diary. Raises NotYours to strangers and to those who are jäviga in its case."""
    return one(entries_for(person), case__number=number, serial=serial)


def general_cases_for(person: User) -> QuerySet[GeneralCase]:
    """The cases that are no applications: all of them for a registrar, for others at the agency their own (INV-8)."""
    if not person.may(Permission.SEE_CASES):
        return GeneralCase.objects.none()
    found = GeneralCase.objects.filter(without_conflict(person)).select_related("case", "officer")
    return found if person.may(Permission.REGISTER_CASES) else found.filter(officer=person)


def general_case_for(person: User, number: str) -> GeneralCase:
    """One of them. Raises NotYours to strangers, to those who are jäviga, and for a case that is an application."""
    return one(general_cases_for(person), case__number=number)


def cases_by(person: User, text: str) -> QuerySet[Case]:
    """The cases to register post in whose number begins with ``text``, or whose counterpart has its words."""
    number = Q(number__startswith=text.strip().upper())
    return diary_cases_for(person).filter(number | _named(text)).order_by("-opened_at", "-pk")


def search_diary(person: User, wish: DiaryWish) -> QuerySet[RegistryEntry]:
    """The rows of the diary that answer to every part of ``wish``, for ORDER."""
    found = entries_for(person).filter(_by_number(wish.number), _in_time(wish))
    if wish.counterpart.strip():
        its_case = Case.objects.filter(_named(wish.counterpart))
        found = found.filter(_named(wish.counterpart) | Q(case__in=its_case))
    if wish.words.strip():
        found = found.filter(said(wish.words, "title") | Q(case__in=Case.objects.filter(said(wish.words, "title"))))
    if wish.direction:
        found = found.filter(direction=wish.direction)
    if wish.series:
        found = found.filter(case__series=wish.series)
    if wish.without_officer:
        found = found.filter(_without_officer())
    return found.exclude(secrecy_rule="") if wish.marked else found


def said(text: str, column: str, *, config: str = SWEDISH) -> Q:
    """The rows whose ``column`` has every word of ``text``, or its beginning; none without a word."""
    words = re.findall(r"[^\W_]+", text)[:MOST_WORDS]
    if not words:
        return Q(pk__in=())
    query = SearchQuery(" & ".join(f"{word}:*" for word in words), config=config, search_type="raw")
    return Q(SearchVectorExact(SearchVector(column, config=config), query))


def _named(text: str) -> Q:
    return said(text, "counterpart", config=AS_WRITTEN)


def _by_number(text: str) -> Q:
    """A case number, or the beginning of one; with the number of a document behind it, that document."""
    number, _, serial = text.strip().upper().rpartition("-")
    if number.count("-") == 2 and serial.isdecimal():
        return Q(case__number=number, serial=int(serial[:9]))
    return Q(case__number__startswith=text.strip().upper())


def _in_time(wish: DiaryWish) -> Q:
    found = Q()
    if wish.first:
        found &= Q(occurred_at__gte=day_begins(wish.first))
    if wish.last:
        found &= Q(occurred_at__lt=day_begins(wish.last + _ONE_DAY))
    return found


def day_begins(day: date) -> datetime:
    """The moment at which ``day`` begins in Stockholm."""
    return datetime.combine(day, time.min, tzinfo=STOCKHOLM)


def _without_officer() -> Q:
    applications = Application.objects.filter(case=OuterRef("case"), officer__isnull=True)
    general = GeneralCase.objects.filter(case=OuterRef("case"), officer__isnull=True)
    return Q(Exists(applications) | Exists(general), case__closed_at__isnull=True)


def entry_open_to(person: User, number: str, serial: int) -> RegistryEntry:
    """A row of the diary whose document ``person`` may open: any for a registrar, for an officer those of its own
    general cases, and for a decider those whose release it decides. Raises NotYours otherwise."""
    here = Q(document__isnull=False, case__number=number, serial=serial)
    if person.may(Permission.REGISTER_CASES):
        return one(entries_for(person).filter(here))
    if tried := entries_to_try(person).filter(here).first():
        return tried
    own = general_case_for(person, number)
    return one(own.case.entries.select_related("case", "document__scan").filter(here))
