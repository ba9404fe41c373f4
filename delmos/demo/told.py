"""The grants of 2018 as cases to be told: the story of each, and how far its case has come."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Exists, OuterRef, QuerySet

from delmos.demo import year_2018
from delmos.demo.published import Grant
from delmos.demo.steps import Outcome
from delmos.demo.story import Story
from delmos.demo.texts import TEXTS
from delmos.demo.themes import THEMES_2018
from grants.enums import DecisionKind, DecisionStatus
from grants.models import Application, Call, Decision, Draft, Payment

# Stages that lie between two statuses of an application, or outside them.
NOT_BEGUN, DRAFTED, DRAWN_UP, PAID = "not begun", "drafted", "drawn up", "paid"


@dataclass(frozen=True, slots=True)
class Told:
    """One of the grants: its story, its ``place`` among ``of`` in time, and its case with how far that has come."""

    grant: Grant
    place: int
    of: int
    call: Call
    story: Story
    outcome: Outcome
    stage: str = NOT_BEGUN
    draft: Draft | None = None
    application: Application | None = None

    @property
    def case(self) -> Application:
        """The case. Raises LookupError before there is one."""
        if self.application is None:
            raise LookupError(f"{self.grant.name} has not applied")
        return self.application

    def moment(self, days: tuple[date, date], *, hour: int = 9) -> datetime:
        """This case's own moment in a span of days."""
        return year_2018.moment(self.place, self.of, *days, hour=hour)


def tell(grants: Sequence[Grant], calls: Sequence[Call]) -> list[Told]:
    """The stories of ``grants``, each under the call that its type of applicant may answer."""
    return [_told(grant, place, len(grants), calls) for place, grant in enumerate(grants)]


def as_they_stand(told: Sequence[Told]) -> list[Told]:
    """The same with their drafts and cases as they stand now, in two queries."""
    calls = {one.call for one in told}
    begun = Draft.objects.filter(call__in=calls, application=None).select_related("call", "organisation", "form")
    drafts = {draft.organisation.organisation_number: draft for draft in begun}
    cases = {case.organisation.organisation_number: case for case in _cases(calls)}
    numbers = [one.grant.organisation_number for one in told]
    return [
        _as_it_stands(one, drafts.get(number), cases.get(number)) for one, number in zip(told, numbers, strict=True)
    ]


def _cases(calls: Collection[Call]) -> QuerySet[Application]:
    drawn_up = Decision.objects.filter(application=OuterRef("pk"), status=DecisionStatus.PREPARED)
    payments = Payment.objects.filter(decision__application=OuterRef("pk"))
    return (
        Application.objects.filter(call__in=calls)
        .select_related("case", "call", "organisation", "officer")
        .annotate(drawn_up=Exists(drawn_up), paid=Exists(payments))
    )


def _as_it_stands(told: Told, draft: Draft | None, case: Application | None) -> Told:
    if case:
        between = {"paid": PAID, "drawn_up": DRAWN_UP}
        stage = next((stage for name, stage in between.items() if getattr(case, name)), case.status)
        return replace(told, application=case, stage=stage)
    return replace(told, draft=draft, stage=DRAFTED) if draft else told


def _told(grant: Grant, place: int, of: int, calls: Sequence[Call]) -> Told:
    requested = _requested(grant)
    kind = DecisionKind.GRANT if requested == grant.amount_ore else DecisionKind.PARTIAL_GRANT
    starts_on, ends_on = year_2018.PROJECT
    story = Story(
        key=grant.key,
        theme=THEMES_2018[grant.key % len(THEMES_2018)],
        texts=TEXTS,
        seat_municipality=grant.seat_municipality,
        county_codes=grant.county_codes,
        requested_ore=requested,
        starts_on=starts_on,
        ends_on=ends_on,
        active_since=date(1994 + grant.key % 21, 1 + grant.key % 12, 1),
    )
    call = next(call for call in calls if call.ordinance.group_of(grant.kind))
    return Told(grant, place, of, call, story, Outcome(kind, grant.amount_ore))


def _requested(grant: Grant) -> int:
    """More than was granted in every third invented case; of the published six nobody says that they asked for more."""
    if not grant.invented or grant.key % 3:
        return grant.amount_ore
    return grant.amount_ore + 15_000_00 + grant.key % 12 * 5_000_00
