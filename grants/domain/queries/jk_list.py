"""The list to Justitiekanslern (29 § MF): cases from the first half of a year that it did not see decided (INV-32).

It is told from days that never change (of arrival, decision, writing off), so that a past year reads as it did then.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Coalesce

from accounts.models import User
from delmos.lib.dates import STOCKHOLM
from grants.domain.queries.cases import cases_for
from grants.domain.queries.expressions import expressions_for
from grants.enums import DecisionStatus, DelayNoticeStatus
from grants.models import Application, Decision, DelayNotice, ExpressionWithdrawal, Withdrawal
from grants.models.decision import SENT
from grants.permissions import blocking

MADE = (DecisionStatus.DECIDED, *SENT)  # also what has been taken out of force since: the case was decided then
_FIELDS = {
    "number": F("case__number"),
    "came_in_at": F("case__opened_at"),
    "call_title": F("call__title"),
    "applicant": F("organisation__name"),
}


@dataclass(frozen=True, slots=True)
class Delayed:
    """A case of the list: when it came in (UTC), what it is about, and what the party was told of the delay."""

    number: str
    came_in_at: datetime
    title: str
    call_title: str
    applicant: str
    told_at: datetime | None = None
    reasons: str = ""


def delayed_cases(person: User, year: int, *, most: int | None = None) -> list[Delayed]:
    """The cases that came in before 1 July of ``year`` and were not decided when it ended, the oldest first.

    What counts is the day a decision was made, not the day it was sent; a case that was taken back is decided on the
    day it was written off. In two steps the case came in with the expression of interest. Two queries. Without the
    cases in which ``person`` is jävig (INV-8): `leaves_out` says whether there may be any. No more than ``most``.
    """
    parts = (_applications(person, year), _expressions(person, year))
    found = [Delayed(**row) for rows in parts for row in rows.order_by("came_in_at", "number")[:most]]
    return sorted(found, key=lambda case: (case.came_in_at, case.number))[:most]


def how_many(person: User, year: int) -> int:
    """How many cases the list has. Two queries."""
    return _applications(person, year).count() + _expressions(person, year).count()


def leaves_out(person: User) -> bool:
    """Whether the person is kept out of any case by jäv, so that somebody else should make the list."""
    return blocking().filter(person=person).exists()


def _applications(person: User, year: int) -> QuerySet[Any]:
    of_case = {"application": OuterRef("pk")}
    decided = Decision.objects.filter(**of_case, status__in=MADE, decided_on__lte=date(year, 12, 31))
    written_off = Withdrawal.objects.filter(**of_case, written_off_at__lt=_beginning(year + 1, 1))
    # Told before the list is due, on 1 March.
    told = DelayNotice.objects.filter(
        **of_case, status=DelayNoticeStatus.SENT, settled_at__lt=_beginning(year + 1, 3)
    ).order_by("-settled_at", "-pk")
    return (
        cases_for(person)
        .filter(case__opened_at__lt=_beginning(year, 7))
        .exclude(Exists(decided))
        .exclude(Exists(written_off))
        .values(
            "title",
            **_FIELDS,
            told_at=Subquery(told.values("settled_at")[:1]),
            reasons=Coalesce(Subquery(told.values("reasons")[:1]), Value("", output_field=TextField())),
        )
    )


def _expressions(person: User, year: int) -> QuerySet[Any]:
    """Those that had no answer. Once there is an application, it stands for the case."""
    ended = _beginning(year + 1, 1)
    withdrawn = ExpressionWithdrawal.objects.filter(expression=OuterRef("pk"), withdrawn_at__lt=ended)
    return (
        expressions_for(person)
        .filter(case__opened_at__lt=_beginning(year, 7))
        .exclude(settled_at__lt=ended, settled_at__isnull=False)
        .exclude(Exists(withdrawn))
        .exclude(Exists(Application.objects.filter(case=OuterRef("case"))))
        .values("title", **_FIELDS)
    )


def _beginning(year: int, month: int) -> datetime:
    return datetime(year, month, 1, tzinfo=STOCKHOLM)
