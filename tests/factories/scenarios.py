"""Scenarios of dag's, and the cases they are about."""

from datetime import datetime
from typing import Any

from grants.allocation import Rules
from grants.domain import adoption, assessment, assessors, scenarios
from grants.domain.queries.outcomes import allocation_of
from grants.domain.queries.ranking import Ranking, group_of, ranking_of
from grants.models import Application, Call, Scenario
from tests.factories.applications import assigned, checked
from tests.factories.drafts import a_draft, sign
from tests.factories.moments import NOW
from tests.factories.people import an_association, person
from tests.factories.remembered import remembered


@remembered
def assessed(
    call: Call | None = None, *, points: int = 4, serial: int = 0, now: datetime = NOW, **answers: Any
) -> Application:
    """A case of dag's, checked, with ``points`` on every criterion; of association ``serial``, if any."""
    organisation = an_association(serial) if serial else None
    received = sign(a_draft(call, organisation=organisation, now=now, **answers), now=now)
    assert received is not None
    application = checked(assigned(received, now=now), now=now)
    for criterion in application.call.criteria.all():
        assessment.score(
            application, criterion=criterion, points=points, reasons="Väl beskrivet.", by=person("dag"), now=now
        )
    assessors.hand_in(application, by=person("dag"), now=now)
    return application


@remembered
def ranking_for(application: Application, username: str = "dag") -> Ranking:
    """The ranking that the case stands in, as this person sees it."""
    group = group_of(application.call, application.group)
    return ranking_of(application.call, group, person=person(username), now=NOW)


@remembered
def a_scenario(application: Application | None = None, *, name: str = "Alla lika", **rules: Any) -> Scenario:
    """A scenario of dag's for the group of the case."""
    application = application or assessed()
    group = group_of(application.call, application.group)
    return scenarios.save(application.call, group=group, name=name, rules=Rules(**rules), by=person("dag"), now=NOW)


@remembered
def digest_of(scenario: Scenario, username: str = "dag") -> str:
    """What the page says of the scenario now."""
    group = group_of(scenario.call, scenario.group)
    ranking = ranking_of(scenario.call, group, person=person(username), now=NOW)
    return allocation_of(scenario, ranking).digest


@remembered
def adopted(scenario: Scenario, username: str = "dag") -> Scenario:
    """Adopted as it stands."""
    return adoption.adopt(scenario, digest=digest_of(scenario, username), by=person(username), now=NOW)
