"""The clocks of one case, found in the query that finds the case.

The state of the case is known there, so the database is asked for the rows alone: what the board finds for all cases
with a query a kind would make the page of one case wait.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject

from delmos.lib.dates import same_day_later, stockholm_date
from grants.clock_columns import swedish_day
from grants.clocks import MONTHS_TO_DECIDE, Clock, hand_over_due, six_months_end
from grants.domain.queries.clock_sources import open_communications
from grants.enums import (
    NOT_HANDED_OVER,
    UNDECIDED,
    ApplicationStatus,
    ClockKind,
    CompletionStatus,
    DecisionStatus,
    DelayNoticeStatus,
)
from grants.models import (
    Appeal,
    AppealTime,
    Application,
    CompletionRequest,
    Decision,
    DecisionRequest,
    DelayNotice,
)
from grants.policies import GRANTED

Days = dict[str, Any]
K = ClockKind


def clock_days() -> JSONObject:
    """An annotation of applications: what `clocks_of` reads of the case, by kind."""
    requests = DecisionRequest.objects.filter(refused_at__isnull=True, entered_at__gte=F("application__begun_at"))
    notices = (
        DelayNotice.objects.exclude(status=DelayNoticeStatus.NOT_NEEDED)
        .filter(Q(settled_at=None) | Q(settled_at__gte=F("application__begun_at")))
        .order_by("settled_at", "pk")
    )
    completions = CompletionRequest.objects.filter(status=CompletionStatus.REQUESTED)
    appeals = Appeal.objects.filter(status__in=NOT_HANDED_OVER)
    times = AppealTime.objects.filter(decision__status=DecisionStatus.DISPATCHED)
    return JSONObject(
        appeals=_rows(appeals, begins="came_in_on", nth="number"),
        appeal_times=_rows(times, of="decision__application", begins="received_on", ends="due_on"),
        answer=_rows(requests, begins="came_in_on", ends="due_on"),
        notices=_rows(
            notices,
            drafted=swedish_day("drafted_at"),
            begins=swedish_day("settled_at"),
            ends="expected_on",
            period="period",
        ),
        completion=_rows(completions, begins=swedish_day("sent_at"), ends="due_on", nth="number"),
        communication=_rows(open_communications(), begins=swedish_day("sent_at"), ends="due_on", nth="number"),
    )


def clocks_of(application: Application, decision: Decision | None, *, today: date) -> list[Clock]:
    """The clocks that run in a case, the nearest first: the same as the board finds in it.

    The application is one that `cases.case_for` gave with its clocks; ``decision`` the one that has been made in it.
    """
    days: dict[str, list[Days]] = vars(application)["clock_days"]
    found = [
        *_while_undecided(application, days),
        *(_clock(K.COMMUNICATION, row) for row in days["communication"]),
        *_after(application, decision),
        *_of_appeals(days, today),
    ]
    return sorted(found, key=lambda clock: (clock.due_on, clock.kind))


def _rows(found: QuerySet[Any], *, of: str = "application", **columns: Any) -> ArraySubquery:
    return ArraySubquery(found.filter(**{of: OuterRef("pk")}).values(days=JSONObject(**columns)))


def _while_undecided(application: Application, days: dict[str, list[Days]]) -> Iterator[Clock]:
    if application.status not in UNDECIDED:
        return
    yield Clock(K.SIX_MONTHS, stockholm_date(application.begun_at), six_months_end(application.begun_at))
    yield from (_clock(K.ANSWER, row) for row in days["answer"])
    yield from _of_notices(application, days["notices"])
    if application.status == ApplicationStatus.COMPLETING:
        yield from (_clock(K.COMPLETION, row) for row in days["completion"])


def _of_notices(application: Application, notices: list[Days]) -> Iterator[Clock]:
    """The draft that waits, and the last day that the party was told."""
    began = stockholm_date(application.begun_at)
    for draft in (row for row in notices if row["begins"] is None):
        ends = same_day_later(began, months=MONTHS_TO_DECIDE * draft["period"])
        yield Clock(K.DELAY_NOTICE, date.fromisoformat(draft["drafted"]), ends)
    if sent := [row for row in notices if row["begins"]]:
        yield _clock(K.PROMISED, sent[-1])


def _after(application: Application, decision: Decision | None) -> Iterator[Clock]:
    report = getattr(application, "final_report", None)
    waits = application.status in GRANTED - {ApplicationStatus.CLOSED} and not (report and report.submitted_at)
    if waits and decision and decision.dispatched_at and decision.report_due_on:
        yield Clock(K.REPORT, decision.decided_on, decision.report_due_on)


def _of_appeals(days: dict[str, list[Days]], today: date) -> Iterator[Clock]:
    """The week of each appeal that is not handed over, and the time to appeal while it runs."""
    for row in days["appeals"]:
        came_in = date.fromisoformat(row["begins"])
        yield Clock(K.HAND_OVER, came_in, hand_over_due(came_in), row["nth"])
    running = (_clock(K.APPEAL, row) for row in days["appeal_times"])
    yield from (clock for clock in running if clock.due_on >= today)


def _clock(kind: ClockKind, row: Days) -> Clock:
    return Clock(kind, date.fromisoformat(row["begins"]), date.fromisoformat(row["ends"]), row.get("nth", 0))
