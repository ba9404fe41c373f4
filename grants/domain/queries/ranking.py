"""The ranking of a call and applicant group: who comes before whom, and how far what is left of the frame reaches.

All cases of the group are read, as plain values: a rank, a running sum and a share of a county depend on every case
before, and the results come from one place (`points`). The objects that a page shows are read for that page alone.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import accumulate
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from accounts.models import User
from accounts.permissions import Permission
from delmos.lib.dates import stockholm_date
from delmos.lib.gate import NotYours, one
from grants.allocation import Allocation, Candidate, Granted, Rules, allocate, ranked
from grants.domain import frames
from grants.domain.queries.assessments import blind_to
from grants.domain.queries.calls import public_calls
from grants.domain.queries.points import assessed, points_of
from grants.enums import UNDECIDED, ApplicationStatus, PostingKind
from grants.models import Application, Call, Posting, Proposal
from grants.ordinances.profile import ApplicantGroup
from grants.permissions import blocking

AWAY = (ApplicationStatus.WITHDRAWN, ApplicationStatus.WRITTEN_OFF)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the ranking knows of one case. ``is_closed``: the person who looks is kept out of it by jäv (INV-8).

    ``is_blind``: the person assesses it and has not handed in, and so sees nothing of what the others found.
    """

    pk: int
    status: str
    requested_ore: int
    county: str
    kind: str
    officer_id: int | None
    case_id: int
    is_assessed: bool
    is_late: bool
    proposed_ore: int | None
    is_closed: bool
    is_blind: bool

    @property
    def is_open(self) -> bool:
        """Undecided, and in time: a late application can only be dismissed (INV-2)."""
        return self.status in UNDECIDED and not self.is_late

    @property
    def is_hidden(self) -> bool:
        """Assessed, with a result that the person does not see yet. A closed case keeps its nameless place."""
        return self.is_open and self.is_assessed and self.is_blind and not self.is_closed

    @property
    def is_ranked(self) -> bool:
        return self.is_open and self.is_assessed and not self.is_hidden


@dataclass(frozen=True, slots=True)
class Place:
    """A row of the ranked list: what it draws on the frame, and the sum down to and with it, in öre."""

    candidate: Candidate
    rank: int
    draws_ore: int
    running_ore: int
    is_within: bool


@dataclass(frozen=True)
class Ranking:
    """The cases of one call and group as they stand at one moment."""

    call: Call
    group: ApplicantGroup
    frame_ore: int
    granted: tuple[Granted, ...]
    facts: dict[int, Facts]
    points: dict[int, int]

    @property
    def granted_ore(self) -> int:
        return sum(granted.amount_ore for granted in self.granted)

    @property
    def left_ore(self) -> int:
        """What may still be granted: the frame of the day without what is granted."""
        return self.frame_ore - self.granted_ore

    @cached_property
    def candidates(self) -> list[Candidate]:
        """The cases that are ranked: open, with every criterion scored and a result that the person may see."""
        return [
            Candidate(
                fact.pk,
                self.points.get(fact.pk, 0),
                fact.requested_ore,
                fact.county,
                fact.kind,
                bound_ore=fact.proposed_ore,
            )
            for fact in self.facts.values()
            if fact.is_ranked
        ]

    @cached_property
    def places(self) -> list[Place]:
        """The ranked list. A proposed case draws what is proposed, another what it applies for."""
        ranking = ranked(self.candidates)
        draws = [c.requested_ore if c.bound_ore is None else c.bound_ore for c, _ in ranking]
        return [
            Place(candidate, rank, drawn, running, running <= self.left_ore)
            for (candidate, rank), drawn, running in zip(ranking, draws, accumulate(draws), strict=True)
        ]

    @cached_property
    def unassessed(self) -> list[int]:
        """Open cases that nobody has handed in an assessment of, and the hidden ones, in the order of arrival."""
        return [fact.pk for fact in self.facts.values() if fact.is_open and not fact.is_ranked]

    @cached_property
    def hidden(self) -> set[int]:
        """Of these, the ones that wait for the assessment of the person who looks."""
        return {fact.pk for fact in self.facts.values() if fact.is_hidden}

    @cached_property
    def apart(self) -> list[int]:
        """What came in late and is undecided, and what is withdrawn: never ranked."""
        return [
            fact.pk
            for fact in self.facts.values()
            if fact.status in AWAY or (fact.is_late and fact.status in UNDECIDED)
        ]

    @property
    def sought_ore(self) -> int:
        """What the open cases apply for together."""
        return sum(fact.requested_ore for fact in self.facts.values() if fact.is_open)

    @property
    def closed(self) -> set[int]:
        """The ranked cases that the person who looks is kept out of."""
        return {candidate.key for candidate in self.candidates if self.facts[candidate.key].is_closed}

    def by(self, rules: Rules) -> Allocation:
        """What these rules make of it."""
        return allocate(self.candidates, self.frame_ore, rules, self.granted)


def ranked_calls(person: User) -> QuerySet[Call]:
    """The calls whose cases the person may see ranked."""
    return public_calls().order_by("-opens_at", "-pk") if person.may(Permission.SEE_RANKING) else Call.objects.none()


def group_for(person: User, slug: str, code: str) -> tuple[Call, ApplicantGroup]:
    """A call and one of its groups. Raises NotYours to others, and for what there is not."""
    call = one(ranked_calls(person), slug=slug)
    return call, group_of(call, code)


def group_of(call: Call, code: str) -> ApplicantGroup:
    """The group of applicants with this code. Raises NotYours when the ordinance has none."""
    found = next((group for group in call.ordinance.groups if group.code == code), None)
    if found is None:
        raise NotYours
    return found


def ranking_of(call: Call, group: ApplicantGroup, *, person: User, now: datetime) -> Ranking:
    """The ranking at ``now``, in five queries, however many cases there are."""
    facts = {fact.pk: fact for fact in _facts(call, group.code, person)}
    return Ranking(
        call=call,
        group=group,
        frame_ore=frames.amounts_on(call, stockholm_date(now)).get(group.code, 0),
        granted=tuple(_granted(call, group.code)),
        facts=facts,
        points=points_of(fact.pk for fact in facts.values() if fact.is_open),
    )


def cases_of(keys: Iterable[int]) -> dict[int, Application]:
    """What a list shows of these cases, by primary key, in one query. The caller leaves out the closed ones."""
    rows = Application.objects.select_related("case", "organisation", "officer").defer("answers")
    return rows.order_by("pk").in_bulk(list(keys))


def in_time() -> Q:
    """The applications that came before their step of the call closed."""
    return Q(received_at__lt=Coalesce(F("call__invited_close_at"), F("call__closes_at")))


def _facts(call: Call, group: str, person: User) -> list[Facts]:
    newest = Proposal.objects.filter(application=OuterRef("pk")).order_by("-pk").values("amount_ore")[:1]
    kept_out = blocking().filter(case=OuterRef("case"), person=person)
    rows: QuerySet[Any] = Application.objects.filter(call=call, group=group).order_by("pk")
    values = rows.annotate(
        is_assessed=assessed(),
        is_in_time=in_time(),
        proposed=Subquery(newest),
        is_closed=Exists(kept_out),
        is_blind=blind_to(person),
    ).values_list(
        *("pk", "status", "requested_ore", "area_code", "applicant_type", "officer", "case"),
        *("is_assessed", "is_in_time", "proposed", "is_closed", "is_blind"),
    )
    return [
        Facts(
            pk,
            status,
            requested,
            county,
            kind,
            officer,
            case,
            is_assessed=is_assessed,
            is_late=not in_time,
            proposed_ore=proposed if status == ApplicationStatus.PROPOSED else None,
            is_closed=closed,
            is_blind=bool(blind),
        )
        for pk, status, requested, county, kind, officer, case, is_assessed, in_time, proposed, closed, blind in values
    ]


def _granted(call: Call, group: str) -> Sequence[Granted]:
    """What each grant of the frame stands at, without what was withdrawn."""
    sums = (
        Posting.objects.filter(
            call=call,
            application__group=group,
            budget_year=call.budget_year,
            kind__in=[PostingKind.GRANTED, PostingKind.WITHDRAWN],
        )
        .order_by()
        .values_list("area_code", "applicant_type", "application")
        .annotate(
            granted=Sum("amount_ore", filter=Q(kind=PostingKind.GRANTED), default=0),
            withdrawn=Sum("amount_ore", filter=Q(kind=PostingKind.WITHDRAWN), default=0),
        )
    )
    return [
        Granted(county, kind, granted - withdrawn)
        for county, kind, _, granted, withdrawn in sums
        if granted > withdrawn
    ]
