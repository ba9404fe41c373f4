"""The running clocks that a person may see: found, ordered and counted by the database (INV-8, INV-32)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from accounts.models import User
from delmos.lib.keyset import Page, page_of_union
from grants.clocks import SOON, Clock
from grants.domain.queries.calls import public_calls
from grants.domain.queries.cases import cases_for
from grants.domain.queries.clock_sources import COLUMNS, OF_CALLS, OF_EXPRESSIONS, SOURCES, Rows, Sources
from grants.domain.queries.expressions import expressions_for
from grants.enums import ClockKind
from grants.models import Application, Call, Expression

ORDER = ("ends", "clock", "matter", "nth")
PAGE = 25
Subject = Application | Expression | Call


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Which clocks are asked for: of one ``kind``, in the cases of the person who asks, of the call with this slug."""

    kind: ClockKind | None = None
    mine: bool = False
    call: str = ""


@dataclass(frozen=True, slots=True)
class Running:
    """A clock and what it runs in."""

    clock: Clock
    subject: Subject


@dataclass(frozen=True, slots=True)
class KindCount:
    """How many clocks of a kind run, how many have passed, are due today, and within a week after that."""

    kind: ClockKind
    running: int
    overdue: int
    today: int
    soon: int


def running_page(
    person: User, which: Narrowing, *, after: str | None = None, size: int = PAGE, today: date
) -> Page[Running]:
    """One page of the clocks, those that have passed first. At most four queries, whatever the volume."""
    parts = [part.values_list(*COLUMNS, named=True) for part in _parts(person, which, today).values()]
    found = page_of_union(parts, after=after, order=ORDER, size=size)
    return Page(_with_subjects(person, found.items), found.next)


def counted(person: User, which: Narrowing, *, today: date) -> list[KindCount]:
    """How many of each kind, without the kinds that have none. One query."""
    parts = [_count(part, today) for part in _parts(person, which, today).values()]
    first, *rest = parts
    counts = {kind: numbers for kind, *numbers in (first.union(*rest, all=True) if rest else first)}
    return [KindCount(kind, *counts[kind]) for kind in ClockKind if counts.get(kind, [0])[0]]


def _count(part: Rows, today: date) -> Rows:
    near = Q(ends__gt=today, ends__lte=today + SOON)
    counts: Rows = (
        part.values("clock")
        .annotate(
            running=Count("pk"),
            overdue=Count("pk", filter=Q(ends__lt=today)),
            today=Count("pk", filter=Q(ends=today)),
            soon=Count("pk", filter=near),
        )
        .values_list("clock", "running", "overdue", "today", "soon")
    )
    return counts


def _parts(person: User, which: Narrowing, today: date) -> dict[ClockKind, Rows]:
    """The query sets of the kinds asked for. What has no officer is nobody's own."""
    sources = _sources(person, which, today)
    kinds = [which.kind] if which.kind else list(SOURCES)
    left_out = {*OF_CALLS, *OF_EXPRESSIONS} if which.mine else set()
    found = {kind: SOURCES[kind](sources) for kind in kinds if kind not in left_out}
    return found or {kind: SOURCES[kind](sources).none() for kind in kinds}


def _sources(person: User, which: Narrowing, today: date) -> Sources:
    cases, expressions, calls = cases_for(person), expressions_for(person), public_calls()
    if which.mine:
        cases = cases.filter(officer=person)
    if which.call:
        cases, expressions = cases.filter(call__slug=which.call), expressions.filter(call__slug=which.call)
        calls = calls.filter(slug=which.call)
    return Sources(cases.order_by(), expressions.order_by(), calls.order_by(), today)


def _with_subjects(person: User, hits: Sequence[Any]) -> list[Running]:
    """The rows with what they run in: a query for the cases, one for the expressions, one for the calls."""
    found: dict[str, dict[int, Subject]] = {}
    for kinds, rows in (
        (OF_EXPRESSIONS, expressions_for(person)),
        (OF_CALLS, public_calls()),
        (SOURCES.keys() - OF_EXPRESSIONS.keys() - OF_CALLS.keys(), cases_for(person)),
    ):
        _load(found, [hit for hit in hits if ClockKind(hit.clock) in kinds], rows)
    return [
        Running(Clock(ClockKind(hit.clock), hit.begins, hit.ends, hit.nth), found[hit.clock][hit.matter])
        for hit in hits
        if hit.matter in found[hit.clock]
    ]


def _load(found: dict[str, dict[int, Subject]], hits: Iterable[Any], rows: QuerySet[Any]) -> None:
    if wanted := {hit.matter for hit in hits}:
        subjects = rows.in_bulk(wanted)
        found.update({hit.clock: subjects for hit in hits})
