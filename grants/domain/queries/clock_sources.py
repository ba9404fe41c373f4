"""Where each kind of clock is found: one query set a kind, with the columns that all of them share.

``clock`` is the kind, ``matter`` the application, expression of interest or call it runs in, ``begins`` and ``ends``
its Swedish days, and ``nth`` the number of the request or communication it is about.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import CharField, DateField, Exists, F, IntegerField, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast

from grants.clock_columns import months_after, swedish_day
from grants.clocks import HAND_OVER, MONTHS_TO_DECIDE
from grants.enums import (
    NOT_HANDED_OVER,
    UNDECIDED,
    ApplicationStatus,
    CallStatus,
    ClockKind,
    CompletionStatus,
    DecisionStatus,
    DelayNoticeStatus,
    ExpressionStatus,
)
from grants.models import (
    Appeal,
    AppealTime,
    Application,
    Call,
    Communication,
    CompletionRequest,
    Decision,
    DecisionRequest,
    DelayNotice,
    Expression,
    PaymentStop,
)
from grants.models.decision import GIVING

Rows = QuerySet[Any]
EXAMINED = (ApplicationStatus.IN_REVIEW, ApplicationStatus.COMPLETING)
GRANT_RUNS = (ApplicationStatus.GRANTED, ApplicationStatus.PARTIALLY_GRANTED)
COLUMNS = ("clock", "matter", "begins", "ends", "nth")


@dataclass(frozen=True, slots=True)
class Sources:
    """What the clocks are looked for in, already narrowed to what somebody may see. ``today`` is a Swedish day."""

    cases: QuerySet[Application]
    expressions: QuerySet[Expression]
    calls: QuerySet[Call]
    today: date

    @property
    def undecided(self) -> QuerySet[Application]:
        """The applications without a decision."""
        return self.cases.filter(status__in=UNDECIDED)


def _with_columns(found: Rows, kind: ClockKind, *, matter: str, begins: Any, ends: Any, nth: Any = None) -> Rows:
    rows: Rows = found.order_by().annotate(
        clock=Value(kind.value, output_field=CharField()),
        matter=F(matter),
        begins=begins,
        ends=ends,
        nth=nth or Value(0, output_field=IntegerField()),
    )
    return rows


def _answer(at: Sources) -> Rows:
    """Until it is refused. What was asked before the case was decided and opened again, the decision has answered."""
    found = DecisionRequest.objects.filter(
        application__in=at.undecided.values("pk"), refused_at__isnull=True, entered_at__gte=F("application__begun_at")
    )
    return _with_columns(found, ClockKind.ANSWER, matter="application_id", begins=F("came_in_on"), ends=F("due_on"))


def _six_months(at: Sources) -> Rows:
    begins = swedish_day("begun_at")
    ends = months_after(begins, MONTHS_TO_DECIDE)
    return _with_columns(at.undecided, ClockKind.SIX_MONTHS, matter="pk", begins=begins, ends=ends)


def _delay_notice(at: Sources) -> Rows:
    """To be settled before the sixth month of its period is over."""
    found = DelayNotice.objects.filter(application__in=at.undecided.values("pk"), status=DelayNoticeStatus.DRAFT)
    ends = months_after(swedish_day("application__begun_at"), F("period") * MONTHS_TO_DECIDE)
    return _with_columns(
        found, ClockKind.DELAY_NOTICE, matter="application_id", begins=swedish_day("drafted_at"), ends=ends
    )


def _promised(at: Sources) -> Rows:
    """The last day that the party was told, since the case came in or was opened again."""
    sent = DelayNotice.objects.filter(status=DelayNoticeStatus.SENT)
    newer = sent.filter(application=OuterRef("application"), settled_at__gt=OuterRef("settled_at"))
    return _with_columns(
        sent.filter(
            ~Exists(newer), application__in=at.undecided.values("pk"), settled_at__gte=F("application__begun_at")
        ),
        ClockKind.PROMISED,
        matter="application_id",
        begins=swedish_day("settled_at"),
        ends=F("expected_on"),
    )


def _completion(at: Sources) -> Rows:
    waiting = at.cases.filter(status=ApplicationStatus.COMPLETING)
    found = CompletionRequest.objects.filter(application__in=waiting.values("pk"), status=CompletionStatus.REQUESTED)
    return _with_columns(
        found,
        ClockKind.COMPLETION,
        matter="application_id",
        begins=swedish_day("sent_at"),
        ends=F("due_on"),
        nth=F("number"),
    )


def open_communications() -> QuerySet[Communication]:
    """What the party has been shown and not answered, until it has been of use.

    Before a decision until the case has come to a proposal, counted from when it was begun or opened again; after one,
    while the grant is in force, until a payment stop is proposed.
    """
    in_force = Decision.objects.filter(
        application=OuterRef("application"), status=DecisionStatus.DISPATCHED, dispatched_at__lt=OuterRef("sent_at")
    )
    of_use = PaymentStop.objects.filter(application=OuterRef("application"), proposed_at__gt=OuterRef("sent_at"))
    examined = Q(application__status__in=EXAMINED, sent_at__gte=F("application__begun_at"))
    granted = Q(application__status__in=GRANT_RUNS) & Exists(in_force) & ~Exists(of_use)
    return Communication.objects.filter(examined | granted, replies__isnull=True)


def _communication(at: Sources) -> Rows:
    found = open_communications().filter(application__in=at.cases.values("pk"))
    return _with_columns(
        found,
        ClockKind.COMMUNICATION,
        matter="application_id",
        begins=swedish_day("sent_at"),
        ends=F("due_on"),
        nth=F("number"),
    )


def _report(at: Sources) -> Rows:
    granted = at.cases.filter(status__in=GRANT_RUNS, final_report__submitted_at__isnull=True)
    found = Decision.objects.filter(
        application__in=granted.values("pk"), status=DecisionStatus.DISPATCHED, kind__in=GIVING
    )
    return _with_columns(
        found, ClockKind.REPORT, matter="application_id", begins=F("decided_on"), ends=F("report_due_on")
    )


def _hand_over(at: Sources) -> Rows:
    """A week after it came in (INV-15), until it is handed over or dismissed."""
    found = Appeal.objects.filter(application__in=at.cases.values("pk"), status__in=NOT_HANDED_OVER)
    ends = Cast(F("came_in_on") + HAND_OVER, DateField())
    return _with_columns(
        found, ClockKind.HAND_OVER, matter="application_id", begins=F("came_in_on"), ends=ends, nth=F("number")
    )


def _appeal(at: Sources) -> Rows:
    """Three weeks from a known receipt; what has passed waits for nothing, and the sweep notes legal force."""
    found = AppealTime.objects.filter(
        decision__application__in=at.cases.values("pk"),
        decision__status=DecisionStatus.DISPATCHED,
        due_on__gte=at.today,
    )
    return _with_columns(
        found, ClockKind.APPEAL, matter="decision__application_id", begins=F("received_on"), ends=F("due_on")
    )


def _invitation(at: Sources) -> Rows:
    found = at.expressions.filter(status=ExpressionStatus.INVITED).exclude(call__status=CallStatus.CANCELLED)
    return _with_columns(
        found,
        ClockKind.INVITATION,
        matter="pk",
        begins=swedish_day("settled_at"),
        ends=swedish_day("call__invited_close_at"),
    )


def _of_calls(kind: ClockKind, column: str) -> Callable[[Sources], Rows]:
    """The calls for which the moment ``column`` is still to come, or came today."""

    def found(at: Sources) -> Rows:
        calls = at.calls.filter(status=CallStatus.PUBLISHED).annotate(day=swedish_day(column))
        coming = calls.filter(day__gte=at.today)
        return _with_columns(coming, kind, matter="pk", begins=swedish_day("published_at"), ends=F("day"))

    return found


OF_CASES: dict[ClockKind, Callable[[Sources], Rows]] = {
    ClockKind.ANSWER: _answer,
    ClockKind.SIX_MONTHS: _six_months,
    ClockKind.DELAY_NOTICE: _delay_notice,
    ClockKind.PROMISED: _promised,
    ClockKind.COMPLETION: _completion,
    ClockKind.COMMUNICATION: _communication,
    ClockKind.REPORT: _report,
    ClockKind.HAND_OVER: _hand_over,
    ClockKind.APPEAL: _appeal,
}
OF_EXPRESSIONS: dict[ClockKind, Callable[[Sources], Rows]] = {ClockKind.INVITATION: _invitation}
OF_CALLS: dict[ClockKind, Callable[[Sources], Rows]] = {
    ClockKind.CALL_OPENS: _of_calls(ClockKind.CALL_OPENS, "opens_at"),
    ClockKind.CALL_CLOSES: _of_calls(ClockKind.CALL_CLOSES, "closes_at"),
    ClockKind.CALL_CLOSES_INVITED: _of_calls(ClockKind.CALL_CLOSES_INVITED, "invited_close_at"),
}
SOURCES: dict[ClockKind, Callable[[Sources], Rows]] = {**OF_CASES, **OF_EXPRESSIONS, **OF_CALLS}
