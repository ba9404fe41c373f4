"""The call in two steps of today's scene, with an expression of interest in each state: both steps can be tried.

The first step is open to everybody, and anna's association is invited already, so that she can go on to the second.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from accounts.models import User
from applicants.enums import MandateRole
from applicants.models import Mandate, Organisation
from delmos.demo import steps
from delmos.demo.people import ANNAS_NUMBER, Cast
from delmos.demo.play import todays_story
from delmos.demo.year_2018 import at
from delmos.lib.dates import stockholm_date
from delmos.lib.geography import municipality
from grants.domain import conflicts, invitations
from grants.enums import ConflictAnswer, ExpressionOutcome
from grants.models import Call, Expression

NOTES = {
    ExpressionOutcome.INVITE: "Behovet är tydligt, och föreningen har prövat något liknande i mindre skala.",
    ExpressionOutcome.DECLINE: "Projektet liknar den ordinarie verksamheten, och det nya är inte beskrivet.",
}
WHY_NOT = "Det framgår inte vad som är nytt i projektet jämfört med det ni redan gör."


@dataclass(frozen=True, slots=True)
class Interest:
    """An expression of interest that came in ``days_ago``, from the organisation with this name; without one, anna's.

    ``outcome``: what dag has found that it should lead to, if he has assessed it. ``answered``: the applicant knows.
    """

    name: str
    days_ago: int
    outcome: ExpressionOutcome | None = None
    answered: bool = False


INTERESTS = (
    Interest("", 12, ExpressionOutcome.INVITE, answered=True),
    Interest("Föreningen Kvarterets Kompetens", 10, ExpressionOutcome.DECLINE, answered=True),
    Interest("Föreningen Seniorer som Startar", 7, ExpressionOutcome.INVITE),
    Interest("Föreningen Volontärslussen", 3),
    Interest("Stiftelsen Lindkullens Framtid", 2),
)


@transaction.atomic
def ensure_expressions(call: Call, cast: Cast, *, now: datetime) -> None:
    """Hand in and answer every one of INTERESTS, unless the call has received something."""
    if Expression.objects.filter(call=call).exists():
        return
    for number, interest in enumerate(INTERESTS, start=1):
        arrived = at(stockholm_date(now) - timedelta(days=interest.days_ago), 8 + number)
        _answer(interest, _receive(interest, number, call, now=arrived), cast["dag"], now=arrived + timedelta(days=2))


def _receive(interest: Interest, number: int, call: Call, *, now: datetime) -> Expression:
    known = {"name": interest.name} if interest.name else {"organisation_number": ANNAS_NUMBER}
    organisation = Organisation.objects.get(**known)
    mandates = Mandate.objects.filter(organisation=organisation, role=MandateRole.SIGNATORY).order_by("pk")
    seat = organisation.seat_municipality
    story = todays_story(number + 4, seat, municipality(seat).county_code, call)
    return steps.express(call, organisation, story, by=mandates[0].person, now=now)


def _answer(interest: Interest, expression: Expression, officer: User, *, now: datetime) -> None:
    outcome = interest.outcome
    if outcome is None:
        return
    conflicts.declare(expression, answer=ConflictAnswer.NONE, by=officer, now=now)
    invitations.assess(expression, suggestion=outcome, note=NOTES[outcome], by=officer, now=now)
    if interest.answered:
        reason = WHY_NOT if outcome is ExpressionOutcome.DECLINE else ""
        invitations.settle(expression, outcome=outcome, reason=reason, by=officer, now=now + steps.HOUR)
