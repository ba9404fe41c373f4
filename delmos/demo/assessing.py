"""Several assessors of one application: a colleague and a researcher from outside, who see it differently."""

from datetime import datetime

from delmos.demo.people import Cast
from delmos.demo.reasons import REASONS_AGAINST, SCORE_REASONS
from delmos.demo.steps import HOUR, declare_no_conflict, score
from delmos.demo.story import Story
from grants.domain import assessment, assessors
from grants.enums import ConflictAnswer
from grants.models import Application


def invite(application: Application, cast: Cast, *, now: datetime) -> None:
    """The officer invites disa and ines, who have not answered yet."""
    assessors.invite(application, people=[cast["disa"], cast["ines"]], by=cast["dag"], now=now)


def assess(application: Application, story: Story, cast: Cast, *, now: datetime) -> None:
    """The officer and both who are invited hand in: two find it strong, and ines does not."""
    invite(application, cast, now=now)
    score(application, story, now=now)
    declare_no_conflict(application, cast["disa"], now=now + HOUR)
    assessors.begin(application, answer=ConflictAnswer.NONE, by=cast["ines"], now=now + HOUR)
    for username, points, reasons in (("disa", 4, SCORE_REASONS), ("ines", 1, REASONS_AGAINST[:1])):
        for criterion in application.call.criteria.all():
            assessment.score(
                application,
                criterion=criterion,
                points=points,
                reasons=story.pick(reasons, f"{username} {criterion.name}"),
                by=cast[username],
                now=now + 2 * HOUR,
            )
        assessors.hand_in(application, by=cast[username], now=now + 3 * HOUR)
