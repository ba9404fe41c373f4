"""The result of the assessment: for one case or for many, in one query."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value

from grants.domain.queries.assessments import counting
from grants.models import Assessment, Consensus, ConsensusPoint, Score
from grants.permissions import blocking
from grants.weighing import Weighed, per_cent

_COLUMNS = ("criterion_id", "criterion__weight", "criterion__lowest", "criterion__highest", "points")


@dataclass(frozen=True, slots=True)
class _Scale:
    weight: int
    lowest: int
    highest: int


def points_of(application_ids: Iterable[int]) -> dict[int, int]:
    """The weighted result of each application that has one, in per cent of the best possible, rounded down.

    On a criterion the points of the newest consensus meeting count, and otherwise the mean of the assessments that are
    in, unrounded. One query, however many applications.
    """
    ids = list(application_ids)
    given: dict[int, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    agreed: dict[int, dict[int, list[int]]] = defaultdict(dict)
    scales: dict[int, _Scale] = {}
    for application, is_agreed, criterion, weight, lowest, highest, points in _rows(ids):
        scales[criterion] = _Scale(weight, lowest, highest)
        if is_agreed:
            agreed[application][criterion] = [points]
        else:
            given[application][criterion].append(points)
    return {
        application: per_cent(
            Weighed(scales[criterion], agreed[application].get(criterion, points))
            for criterion, points in by_criterion.items()
        )
        for application, by_criterion in given.items()
    }


def assessed() -> Q:
    """The applications with an assessment that counts, in any query set of them."""
    jav = blocking().filter(case=OuterRef("application__case"), person=OuterRef("handed_in_by"))
    return Q(Exists(Assessment.objects.filter(~Exists(jav), application=OuterRef("pk"))))


def newest_meeting(application_ids: Iterable[int]) -> QuerySet[Consensus]:
    """The consensus meeting that counts in each of these applications: the newest note."""
    newer = Consensus.objects.filter(application=OuterRef("application"), pk__gt=OuterRef("pk"))
    return Consensus.objects.filter(~Exists(newer), application__in=application_ids)


def _rows(ids: list[int]) -> Iterable[tuple[int, bool, int, int, int, int, int]]:
    scores = Score.objects.filter(assessments__in=counting(ids)).order_by()
    agreed = ConsensusPoint.objects.filter(consensus__in=newest_meeting(ids)).order_by()
    given = scores.annotate(case_of=F("application_id"), agreed=Value(0))
    met = agreed.annotate(case_of=F("consensus__application_id"), agreed=Value(1))
    columns = ("case_of", "agreed", *_COLUMNS)
    return given.values_list(*columns).union(met.values_list(*columns), all=True)
