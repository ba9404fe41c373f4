"""The work list: the cases a person may open, by way in, filters and words, in an order that an index serves."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet, Value
from django.db.models.lookups import LessThanOrEqual

from accounts.models import User
from applicants.enums import OrganisationType
from delmos.lib.dates import STOCKHOLM
from delmos.lib.identity import IdentityError, organisation_number
from grants.clock_columns import MONTHS_TO_DECIDE, months_after, swedish_day
from grants.clocks import six_months_end
from grants.domain.applications import SERIES
from grants.domain.queries.cases import cases_for
from grants.domain.queries.words import words_query
from grants.enums import ApplicationStatus, CompletionStatus, RiskState, WorklistOrder, WorklistWay
from grants.models import Application, Communication, CompletionRequest

# Before the decision: the six months of 11 § FL run, and somebody at the agency or the applicant has the next step.
UNDECIDED = (
    ApplicationStatus.RECEIVED,
    ApplicationStatus.RECEIVED_LATE,
    ApplicationStatus.IN_REVIEW,
    ApplicationStatus.COMPLETING,
    ApplicationStatus.PROPOSED,
)
TO_ASSIGN = (ApplicationStatus.RECEIVED, ApplicationStatus.RECEIVED_LATE)
FINISHED = (
    ApplicationStatus.REJECTED,
    ApplicationStatus.DISMISSED,
    ApplicationStatus.CLOSED,
    ApplicationStatus.WRITTEN_OFF,
)
SOON = timedelta(days=14)
MOST_COUNTED = 200  # a count stops there, so that it costs the same however many there are

# The last field of each makes the order whole; each runs one way, so that its index is read from any place in it.
ORDERS: Mapping[WorklistOrder, tuple[str, ...]] = {
    WorklistOrder.NEWEST: ("-received_at", "-pk"),
    WorklistOrder.OLDEST: ("received_at", "pk"),
    WorklistOrder.LARGEST: ("-requested_ore", "-pk"),
    WorklistOrder.SMALLEST: ("requested_ore", "pk"),
    WorklistOrder.APPLICANT: ("index__applicant_order", "index__application_id"),
    WorklistOrder.APPLICANT_BACKWARDS: ("-index__applicant_order", "-index__application_id"),
}
_BY_APPLICANT = (WorklistOrder.APPLICANT, WorklistOrder.APPLICANT_BACKWARDS)
_SHOWN: tuple[str, ...] = (
    *("status", "title", "requested_ore", "received_at", "begun_at", "area_code", "county_codes", "applicant_type"),
    *("case__number", "organisation__name", "organisation__organisation_number", "officer__name"),
    *("risk__open_signals", "risk__confirmed_signals"),
)
_RELATED: tuple[str, ...] = ("case", "organisation", "officer", "risk")
_CASE_NUMBER = re.compile(r"(?<!\S)(?:([A-ZÅÄÖ]{2,10})[- ])?(\d{4})-(\d{1,9})(?!\S)", re.IGNORECASE)
_ORGANISATION_NUMBER = re.compile(r"(?<!\S)(?:16)?\d{6}-?\d{4}(?!\S)")


@dataclass(frozen=True, slots=True)
class Selection:
    """What somebody wants to see; an empty field does not narrow.

    ``county``: a code; a case in several counties belongs to each. Amounts in öre and days (Stockholm), both ends
    included. ``call`` and ``officer``: primary keys.
    """

    way: WorklistWay = WorklistWay.ALL
    text: str = ""
    status: ApplicationStatus | None = None
    call: int | None = None
    kind: OrganisationType | None = None
    county: str = ""
    least_ore: int | None = None
    most_ore: int | None = None
    officer: int | None = None
    risk: RiskState | None = None
    first_day: date | None = None
    last_day: date | None = None
    order: WorklistOrder = WorklistOrder.NEWEST


@dataclass(frozen=True, slots=True)
class Due:
    """The nearest day by which something must happen in a case, and what."""

    on: date
    what: str


def order_of(selection: Selection) -> tuple[str, ...]:
    """The fields of the order, for ``delmos.lib.keyset``."""
    return ORDERS[selection.order]


def listed(person: User, selection: Selection, *, today: date, with_call: bool = False) -> QuerySet[Application]:
    """What ``person`` may open of the selection, in its order, with what a row of the list shows and no more."""
    related, shown = _RELATED, _SHOWN
    if with_call:
        related, shown = (*related, "call"), (*shown, "call__title")
    if selection.order in _BY_APPLICANT:
        related, shown = (*related, "index"), (*shown, "index__applicant_order")
    return selected(person, selection, today=today).select_related(*related).only(*related, *shown)


def selected(person: User, selection: Selection, *, today: date) -> QuerySet[Application]:
    """The same, without anything beside the cases themselves."""
    rows = cases_for(person).select_related(None)
    for condition in _conditions(person, selection, today):
        rows = rows.filter(condition)
    if selection.order in _BY_APPLICANT:
        # Every case has its index row. Saying so makes the join an inner one, whose order the index can serve.
        rows = rows.filter(index__isnull=False)
    return rows.order_by(*order_of(selection))


def counted(rows: QuerySet[Application]) -> int:
    """How many there are, up to MOST_COUNTED + 1, which means more than that."""
    return rows.order_by()[: MOST_COUNTED + 1].count()


def next_due(applications: Iterable[Application], *, today: date) -> dict[int, Due]:
    """The nearest due day of each case that has one, by primary key, in one query.

    A time to answer that has passed unanswered is no longer waited for; the six months are, until there is a decision.
    """
    undecided = [application for application in applications if application.status in UNDECIDED]
    found: dict[int, list[Due]] = {
        application.pk: [Due(six_months_end(application.begun_at), "Sex månader")] for application in undecided
    }
    asked = _open_requests().filter(application__in=found)
    shown = _open_communications(today).filter(application__in=found)
    days = asked.values_list("application_id", "due_on", Value("Komplettering")).union(
        shown.values_list("application_id", "due_on", Value("Kommunicering"))
    )
    for pk, on, what in days:
        found[pk].append(Due(on, what))
    return {pk: min(dues, key=lambda due: due.on) for pk, dues in found.items()}


def _conditions(person: User, selection: Selection, today: date) -> Iterator[Q]:
    yield _WAYS[selection.way](person, selection, today)
    for name, lookup in _LOOKUPS.items():
        if (value := getattr(selection, name)) not in (None, ""):
            yield Q(**{lookup: value})
    if selection.county:
        yield Q(county_codes__contains=[selection.county])
    if selection.risk:
        yield _RISKS[selection.risk]
    if selection.first_day:
        yield Q(received_at__gte=_midnight(selection.first_day))
    if selection.last_day:
        yield Q(received_at__lt=_midnight(selection.last_day + timedelta(days=1)))
    yield from _said(selection.text)


_RISKS: Mapping[RiskState, Q] = {
    RiskState.OPEN: Q(risk__open_signals__gt=0),
    RiskState.CONFIRMED: Q(risk__confirmed_signals__gt=0),
    RiskState.NONE: Q(risk__open_signals=0, risk__confirmed_signals=0),
}
_LOOKUPS = {
    "status": "status",
    "call": "call",
    "kind": "applicant_type",
    "officer": "officer",
    "least_ore": "requested_ore__gte",
    "most_ore": "requested_ore__lte",
}


def _said(text: str) -> Iterator[Q]:
    """A case number and an organisation number are found whole; every other word in the Swedish index."""
    for number in _CASE_NUMBER.finditer(text):
        series = (number[1] or SERIES).upper()
        yield Q(case__series=series, case__year=int(number[2]), case__serial=int(number[3]))
    text = _CASE_NUMBER.sub(" ", text)
    for found in _ORGANISATION_NUMBER.finditer(text):
        try:
            yield Q(organisation__organisation_number=organisation_number(found[0]))
        except IdentityError:  # no such number can be anybody's
            yield Q(pk__in=[])
    if text := _ORGANISATION_NUMBER.sub(" ", text).strip():
        yield Q(index__words=words_query(text))


def _everything(person: User, selection: Selection, today: date) -> Q:
    return Q()


def _mine(person: User, selection: Selection, today: date) -> Q:
    """What is finished is left out, unless it is asked for by its state."""
    mine = Q(officer=person)
    return mine if selection.status else mine & ~Q(status__in=FINISHED)


def _unassigned(person: User, selection: Selection, today: date) -> Q:
    return Q(status__in=TO_ASSIGN)


def _due(person: User, selection: Selection, today: date) -> Q:
    """Undecided, with a time that passes within two weeks or has passed."""
    last = today + SOON
    asked = _open_requests().filter(due_on__lte=last).values("application")
    shown = _open_communications(today).filter(due_on__lte=last).values("application")
    late = Q(LessThanOrEqual(months_after(swedish_day("begun_at"), MONTHS_TO_DECIDE), last))
    return Q(status__in=UNDECIDED) & (late | Q(pk__in=asked) | Q(pk__in=shown))


def _waiting(person: User, selection: Selection, today: date) -> Q:
    """The applicant has been asked to complete, or to say what it thinks, and its time has not passed."""
    shown = _open_communications(today).values("application")
    return Q(status__in=UNDECIDED) & (Q(status=ApplicationStatus.COMPLETING) | Q(pk__in=shown))


_WAYS: Mapping[WorklistWay, Callable[[User, Selection, date], Q]] = {
    WorklistWay.ALL: _everything,
    WorklistWay.MINE: _mine,
    WorklistWay.UNASSIGNED: _unassigned,
    WorklistWay.DUE: _due,
    WorklistWay.WAITING: _waiting,
}


def _open_requests() -> QuerySet[CompletionRequest]:
    return CompletionRequest.objects.filter(status=CompletionStatus.REQUESTED).order_by()


def _open_communications(today: date) -> QuerySet[Communication]:
    return Communication.objects.filter(replies=None, due_on__gte=today).order_by()


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=STOCKHOLM)
