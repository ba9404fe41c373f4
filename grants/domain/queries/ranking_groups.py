"""Calls and their applicant groups in figures: the frame, what is applied for, how much is assessed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, Sum

from grants.domain.queries.points import assessed
from grants.domain.queries.ranking import in_time
from grants.enums import UNDECIDED, PostingKind
from grants.models import Application, Call, FrameAmount, Posting
from grants.ordinances.profile import ApplicantGroup

Key = tuple[int, str]


@dataclass(frozen=True, slots=True)
class GroupFigures:
    """One group of a call; amounts in öre, cases that are open and came in time."""

    call: Call
    group: ApplicantGroup
    frame_ore: int
    granted_ore: int
    sought_ore: int
    cases: int
    assessed: int

    @property
    def left_ore(self) -> int:
        return self.frame_ore - self.granted_ore

    @property
    def waiting(self) -> int:
        """Open cases that are not fully assessed."""
        return self.cases - self.assessed


def figures_of(calls: Sequence[Call], *, today: date) -> list[GroupFigures]:
    """The groups of these calls, in their order, in three queries. A call has the groups of its ordinance."""
    sizes, granted, counted = _sizes(calls, today), _granted(calls), _counted(calls)
    return [
        GroupFigures(call, group, sizes.get(key, 0), granted.get(key, 0), *counted.get(key, (0, 0, 0)))
        for call in calls
        for group in call.ordinance.groups
        for key in [(call.pk, group.code)]
    ]


def _sizes(calls: Sequence[Call], today: date) -> dict[Key, int]:
    years = {call.pk: call.budget_year for call in calls}
    rows = FrameAmount.objects.filter(frame__call__in=years, effective_from__lte=today)
    ordered = rows.order_by("effective_from", "pk")
    values = ordered.values_list("frame__call", "frame__group", "frame__budget_year", "amount_ore")
    return {(call, group): amount for call, group, year, amount in values if years[call] == year}


def _granted(calls: Sequence[Call]) -> dict[Key, int]:
    years = {call.pk: call.budget_year for call in calls}
    sums = (
        Posting.objects.filter(call__in=years)
        .order_by()
        .values_list("call", "application__group", "budget_year")
        .annotate(
            granted=Sum("amount_ore", filter=Q(kind=PostingKind.GRANTED), default=0),
            withdrawn=Sum("amount_ore", filter=Q(kind=PostingKind.WITHDRAWN), default=0),
        )
    )
    return {(call, group): there - gone for call, group, year, there, gone in sums if years[call] == year}


def _counted(calls: Sequence[Call]) -> dict[Key, tuple[int, int, int]]:
    """Sought, cases and assessed."""
    sums = (
        Application.objects.filter(in_time(), call__in=calls, status__in=UNDECIDED)
        .annotate(is_assessed=assessed())
        .order_by()
        .values_list("call", "group")
        .annotate(sought=Sum("requested_ore"), cases=Count("pk"), done=Count("pk", filter=Q(is_assessed=True)))
    )
    return {(call, group): (sought, cases, done) for call, group, sought, cases, done in sums}
