"""The first text of the reasons for a decision: the proposal's, and what the assessment says of each criterion."""

from collections import defaultdict

from grants.domain.queries.assessments import counting
from grants.domain.queries.points import newest_meeting
from grants.models import Application, Criterion, Proposal, Score
from grants.weighing import spread_of


def reasons_from_assessment(application: Application, proposal: Proposal) -> str:
    """The proposal's reasons and, a line each, every assessed criterion with its points and reasons; for an editor.

    The points are those that count (grants.domain.queries.points): the meeting's, or else the mean of the assessments
    that are in. Who gave them is left out: the reasons are the agency's. Three queries.
    """
    meeting = newest_meeting([application.pk]).prefetch_related("agreed").first()
    agreed = {point.criterion_id: point.points for point in meeting.agreed.all()} if meeting else {}
    given: dict[Criterion, list[Score]] = defaultdict(list)
    scores = Score.objects.filter(assessments__in=counting([application.pk])).select_related("criterion")
    for score in scores.order_by("criterion__order", "pk"):
        given[score.criterion].append(score)
    lines = [_line(criterion, agreed.get(criterion.pk), scores) for criterion, scores in given.items()]
    return "\n\n".join(filter(None, [proposal.reasons, "\n".join(lines), meeting.text if meeting else ""]))


def _line(criterion: Criterion, agreed: int | None, scores: list[Score]) -> str:
    mean = spread_of([score.points for score in scores], criterion).mean.removesuffix(",0")
    points = mean if agreed is None else agreed
    return f"{criterion.name}: {points} av {criterion.highest}. {' '.join(score.reasons for score in scores)}"
