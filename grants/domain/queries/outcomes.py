"""What a scenario says: reckoned anew while it is somebody's what-if, and as it was once it is adopted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from django.db.models import Count, Prefetch, QuerySet, prefetch_related_objects

from accounts.models import User
from delmos.lib.refusal import Refused, refusal_of
from grants.allocation import Allocation, Candidate, Granted, Outcome
from grants.domain.queries.expressions import declared_none
from grants.domain.queries.ranking import Ranking
from grants.enums import ApplicationStatus, DecisionKind, Ground
from grants.models import Application, Check, Scenario, ScenarioOutcome
from grants.models.decision import GIVING
from grants.policies import check_exclusions
from grants.workflow import APPLICATION, CONFLICT

# A case that may still get a proposal. Whatever else has happened to it meanwhile takes it out of the scenario.
STILL_OPEN = (ApplicationStatus.IN_REVIEW, ApplicationStatus.COMPLETING)
UNANSWERED = "Ta först ställning till om du är jävig i ärendet."


@dataclass(frozen=True, slots=True)
class Share:
    """How many proposals one officer has to make; ``name`` is empty for cases without an officer."""

    name: str
    cases: int


def allocation_of(scenario: Scenario, ranking: Ranking) -> Allocation:
    """The outcomes of the scenario without the hidden cases. One query when it is adopted, otherwise none."""
    if not scenario.is_adopted:
        return ranking.by(scenario.rules)
    rows = scenario.outcomes.select_related("application").defer("application__answers")
    ordered = rows.exclude(application__in=ranking.hidden).order_by("rank", "application_id")
    before = tuple(Granted(*one) for one in scenario.before)
    return Allocation(tuple(map(_as_it_was, ordered)), scenario.frame_ore or 0, scenario.rules, before)


def kind_of(outcome: Outcome) -> DecisionKind:
    """What is proposed of it."""
    if not outcome.amount_ore:
        return DecisionKind.REJECT
    whole = outcome.amount_ore == outcome.candidate.requested_ore
    return DecisionKind.GRANT if whole else DecisionKind.PARTIAL_GRANT


def waiting_in(scenario: Scenario) -> QuerySet[ScenarioOutcome]:
    """The outcomes of an adopted scenario that still wait for a proposal, whoever is to make it."""
    return scenario.outcomes.filter(proposal=None, application__status__in=STILL_OPEN)


def waiting_by_officer(scenario: Scenario) -> list[Share]:
    """The same, counted by officer."""
    counted = waiting_in(scenario).order_by("application__officer__name").values_list("application__officer__name")
    return [Share(name or "", cases) for name, cases in counted.annotate(Count("pk"))]


def by_officer(allocation: Allocation, ranking: Ranking) -> dict[int | None, list[Outcome]]:
    """The open outcomes by the primary key of the case's officer."""
    found: dict[int | None, list[Outcome]] = {}
    for outcome in allocation.outcomes:
        if outcome.is_open:
            found.setdefault(ranking.facts[outcome.candidate.key].officer_id, []).append(outcome)
    return found


def obstacles(
    person: User, own: Sequence[Outcome], applications: dict[int, Application], *, today: date
) -> list[tuple[str, str]]:
    """What already stands in the way of the person's own proposals, by case number. Two queries; the verbs ask anew."""
    chosen = [applications[outcome.candidate.key] for outcome in own]
    answered = declared_none(person, chosen)
    prefetch_related_objects(chosen, Prefetch("checks", Check.objects.order_by("pk"), to_attr="known_checks"))
    found = []
    for outcome, application in zip(own, chosen, strict=True):
        known: list[Check] = getattr(application, "known_checks", [])
        checks = {check.requirement: check for check in known}  # the newest of each
        look = partial(_check, outcome, application, answered, checks, today)
        if refusal := refusal_of(look):
            found.append((application.case.number, str(refusal)))
    return found


def _check(
    outcome: Outcome, application: Application, answered: set[int], checks: dict[str, Check], today: date
) -> None:
    APPLICATION.check("propose", application.status)
    if application.case_id not in answered:
        raise Refused(UNANSWERED, law=CONFLICT)
    if kind_of(outcome) in GIVING:
        check_exclusions(application, on=today, checks=checks)


def _as_it_was(row: ScenarioOutcome) -> Outcome:
    application = row.application
    candidate = Candidate(
        application.pk, row.per_cent, application.requested_ore, application.area_code, application.applicant_type
    )
    return Outcome(candidate, row.rank, row.amount_ore, Ground(row.ground))
