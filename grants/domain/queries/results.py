"""What the assessors of one application have come to: their points side by side, the spread, and what counts."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, prefetch_related_objects

from accounts.models import User
from grants.domain.queries.assessments import counting, handed_in_by
from grants.domain.queries.points import newest_meeting
from grants.models import Application, Assessment, Consensus, Criterion, Score
from grants.weighing import Spread, Weighed, per_cent, spread_of, spread_of_totals


@dataclass(frozen=True, slots=True)
class Row:
    """One criterion: the points of each assessor in the order of ``Result.assessors``, and what a meeting agreed."""

    criterion: Criterion
    scores: list[Score]
    spread: Spread | None
    agreed: int | None


@dataclass(frozen=True, slots=True)
class Result:
    """All of it. ``totals``: each assessor's own result in per cent; ``total``: what counts, None before any is in."""

    assessors: list[User]
    rows: list[Row]
    totals: list[int]
    spread: Spread | None
    meeting: Consensus | None
    total: int | None

    @property
    def has_several(self) -> bool:
        """Whether there is anything to compare."""
        return len(self.assessors) > 1

    @property
    def is_far_apart(self) -> bool:
        """Whether the assessors differ so much, on a criterion or in all, that they should talk."""
        return any(row.spread.large for row in self.rows if row.spread) or bool(self.spread and self.spread.large)


def result_of(application: Application) -> Result:
    """What has been handed in, whoever looks: a page asks first what its reader may see. Four queries."""
    criteria = criteria_of(application)
    by_person: dict[User, dict[int, Score]] = {}
    given = Score.objects.filter(assessments__in=counting([application.pk])).select_related("scored_by")
    for score in given.order_by("scored_by__name", "scored_by", "pk"):
        by_person.setdefault(score.scored_by, {})[score.criterion_id] = score
    meeting = newest_meeting([application.pk]).select_related("noted_by").prefetch_related("agreed").first()
    agreed = {point.criterion_id: point.points for point in meeting.agreed.all()} if meeting else {}
    rows = [_row(criterion, list(by_person.values()), agreed) for criterion in criteria]
    totals = [own_total(criteria, scores) for scores in by_person.values()]
    return Result(
        list(by_person),
        rows,
        totals,
        spread_of_totals(totals) if totals else None,
        meeting,
        per_cent(Weighed(row.criterion, _counting(row)) for row in rows) if totals else None,
    )


def criteria_of(application: Application) -> list[Criterion]:
    """The criteria in their order, read once for each application."""
    prefetch_related_objects([application.call], "criteria")
    return list(application.call.criteria.all())


@dataclass(frozen=True, slots=True)
class Own:
    """One person's assessment: the newest points, and the one handed in, from which they may have changed."""

    scores: Mapping[int, Score]
    handed_in: Assessment | None
    changed: bool


def own_assessment_of(application: Application, person: User) -> Own:
    """What the person has given and handed in. Two queries."""
    handed_in = handed_in_by(person, application)
    held = Assessment.objects.filter(pk=handed_in.pk if handed_in else 0, scores=OuterRef("pk"))
    given = application.scores.filter(scored_by=person).annotate(is_held=Exists(held)).order_by("pk")
    newest = {score.criterion_id: score for score in given}
    return Own(newest, handed_in, any(not score.is_held for score in newest.values()))


def own_total(criteria: list[Criterion], scores: Mapping[int, Score]) -> int:
    """What one person's points come to so far, in per cent; a criterion without points counts as the lowest."""
    return per_cent(
        Weighed(criterion, [scores[criterion.pk].points if criterion.pk in scores else criterion.lowest])
        for criterion in criteria
    )


def _row(criterion: Criterion, by_person: list[dict[int, Score]], agreed: Mapping[int, int]) -> Row:
    scores = [given[criterion.pk] for given in by_person]
    spread = spread_of([score.points for score in scores], criterion) if scores else None
    return Row(criterion, scores, spread, agreed.get(criterion.pk))


def _counting(row: Row) -> list[int]:
    return [score.points for score in row.scores] if row.agreed is None else [row.agreed]
