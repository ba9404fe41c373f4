"""A chosen scenario becomes proposals: the scenario is adopted in one act, and each officer proposes in own cases.

All or nothing: when one of the officer's cases is in the way, nothing has happened, and every such case is named. The
rapporteur of a proposal is always the officer of its case, who has answered on jäv in it (INV-8, INV-9).
"""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.urls import reverse

from accounts.models import User
from accounts.permissions import Permission
from delmos.lib.money import format_sek
from delmos.lib.refusal import Refused, each
from grants.allocation import Allocation
from grants.domain import assessment
from grants.domain.proposal_lines import Line, shared
from grants.domain.queries.outcomes import kind_of, waiting_in
from grants.domain.queries.ranking import Ranking, group_of, ranking_of
from grants.domain.scenario_words import reasons_for
from grants.enums import DecisionKind
from grants.models import Call, Proposal, Scenario, ScenarioOutcome
from grants.permissions import check_may
from grants.policies import newest_scores
from grants.workflow import CONFLICT
from journal.domain import events
from journal.domain.notices import notify

Told = Callable[[int], None]  # is told how many proposals are made
CHANGED = (
    "Något har ändrats sedan du öppnade sidan: ett ärende, en bedömning eller ramen. Här är det nya utfallet. Läs det "
    "och anta scenariot igen om du fortfarande vill."
)


class Changed(Refused):
    """The scenario no longer gives what the person saw."""


def _nobody(done: int) -> None:
    """Told by nobody: a few proposals are made while the person waits."""


@transaction.atomic
def adopt(scenario: Scenario, *, digest: str, by: User, now: datetime, told: Told = _nobody) -> Scenario:
    """Adopt the scenario as the person saw it (``digest``), and propose in the person's own cases.

    A second click gives the scenario already adopted. The other officers are told. Raises Changed when it gives
    something else now; Refused for who is kept out of a ranked case or has not handed in an own assessment, and
    Refusals that name every case in the way.
    """
    check_may(by, Permission.ASSESS_CASES)
    scenario = _locked(scenario)
    if scenario.is_adopted:
        if scenario.adopted_by_id == by.pk and scenario.digest == digest:
            return scenario
        raise Refused("Scenariot är redan antaget.")
    ranking = ranking_of(scenario.call, group_of(scenario.call, scenario.group), person=by, now=now)
    _check_sees_all(ranking)
    allocation = ranking.by(scenario.rules)
    if allocation.digest != digest:
        raise Changed(CHANGED)
    if not (allocation.given or allocation.refused):
        raise Refused("Det finns inget bedömt ärende att lämna förslag i.")
    _keep(scenario, allocation, by=by, now=now)
    if waiting_in(scenario).filter(application__officer=by).exists():
        _propose(scenario, ranking, by=by, now=now, told=told)
    _tell_the_others(scenario, by, now=now)
    return scenario


@transaction.atomic
def propose_own(scenario: Scenario, *, by: User, now: datetime, told: Told = _nobody) -> int:
    """Make the person's own proposals by a scenario that somebody has adopted; how many. All or nothing.

    Raises Refused when nothing waits for the person or a newer scenario is adopted, and Refusals that name each case.
    """
    check_may(by, Permission.ASSESS_CASES)
    scenario = _locked(scenario)
    newest = Scenario.objects.filter(call=scenario.call, group=scenario.group, adopted_at__isnull=False)
    if not scenario.is_adopted or newest.latest("adopted_at", "pk") != scenario:
        raise Refused("Scenariot är inte det som gäller. Öppna rangordningen och se vilket som är antaget sist.")
    ranking = ranking_of(scenario.call, group_of(scenario.call, scenario.group), person=by, now=now)
    return _propose(scenario, ranking, by=by, now=now, told=told)


def _check_sees_all(ranking: Ranking) -> None:
    """Ett scenario antas av den som får se resultatet i alla ärenden som det fördelar till."""
    if ranking.closed:
        raise Refused(
            "Du är eller kan vara jävig i ett av ärendena, och valet av scenario avgör också det. Någon annan behöver "
            "anta scenariot.",
            law=CONFLICT,
        )
    if ranking.hidden:
        raise Refused("Lämna först in din egen bedömning i de ärenden som andra har bedömt. De är inte med här än.")


def _locked(scenario: Scenario) -> Scenario:
    """One act at a time on the scenarios of a call: its row is the lock. What refers to it is not held up."""
    Call.objects.select_for_update(no_key=True).get(pk=scenario.call_id)
    return Scenario.objects.select_related("call").get(pk=scenario.pk)


def _keep(scenario: Scenario, allocation: Allocation, *, by: User, now: datetime) -> None:
    """What the scenario says, frozen: the rules are its own row."""
    scenario.frame_ore, scenario.digest = allocation.frame_ore, allocation.digest
    scenario.before = [
        *((one.county, one.kind, one.amount_ore) for one in allocation.granted),
        *((o.candidate.county, o.candidate.kind, o.amount_ore) for o in allocation.outcomes if not o.is_open),
    ]
    scenario.adopted_at, scenario.adopted_by = now, by
    scenario.save(update_fields=["frame_ore", "digest", "before", "adopted_at", "adopted_by"])
    ScenarioOutcome.objects.bulk_create(
        ScenarioOutcome(
            scenario=scenario,
            application_id=outcome.candidate.key,
            rank=outcome.rank,
            per_cent=outcome.candidate.per_cent,
            kind=kind_of(outcome),
            amount_ore=outcome.amount_ore,
            ground=outcome.ground,
        )
        for outcome in allocation.outcomes
        if outcome.is_open
    )
    events.record(
        scenario.stream,
        "scenario_adopted",
        by=by,
        now=now,
        scenario=scenario.pk,
        name=scenario.name,
        group=scenario.group,
        digest=allocation.digest,
        given=len(allocation.given),
        refused=len(allocation.refused),
        sum_ore=allocation.sum_ore,
    )


def _propose(scenario: Scenario, ranking: Ranking, *, by: User, now: datetime, told: Told) -> int:
    own = list(
        waiting_in(scenario)
        .filter(application__officer=by)
        .select_related("scenario", "application__case", "application__call", "application__organisation")
        .order_by("application_id")  # one order of locks, whoever else does the same
    )
    if not own:
        raise Refused("Du har inget ärende i scenariot som väntar på förslag.")
    _check_room(own, ranking)
    criteria = list(scenario.call.criteria.all())
    made = 0

    def propose(outcome: ScenarioOutcome) -> Proposal:
        nonlocal made
        given = newest_scores(outcome.application, by)
        scores = [(criterion, given[criterion.pk]) for criterion in criteria if criterion.pk in given]
        outcome.proposal = assessment.propose(
            outcome.application,
            kind=DecisionKind(outcome.kind),
            amount_ore=outcome.amount_ore,
            reasons=reasons_for(outcome, scores),
            lines=_lines(outcome),
            by=by,
            now=now,
        )
        outcome.save(update_fields=["proposal"])
        made += 1
        told(made)
        return outcome.proposal

    each(own, propose, name=lambda outcome: outcome.application.case.number)
    return made


def _lines(outcome: ScenarioOutcome) -> list[Line]:
    """A part of what is sought, shared over the whole budget. The officer may propose anew, row by row."""
    if outcome.kind != DecisionKind.PARTIAL_GRANT:
        return []
    return shared(list(outcome.application.budget.all()), outcome.amount_ore)


def _check_room(own: list[ScenarioOutcome], ranking: Ranking) -> None:
    """Det som föreslås ska rymmas i det som är kvar av ramen, utöver vad som redan är föreslaget (INV-16)."""
    left = ranking.left_ore - sum(candidate.bound_ore or 0 for candidate in ranking.candidates)
    wanted = sum(outcome.amount_ore for outcome in own)
    if wanted > left:
        raise Refused(
            f"Ramen räcker inte längre. Kvar utöver det som redan är föreslaget är {format_sek(max(left, 0))}, och "
            f"dina förslag är på {format_sek(wanted)}. Gör ett nytt scenario."
        )


def _tell_the_others(scenario: Scenario, person: User, *, now: datetime) -> None:
    officers = waiting_in(scenario).exclude(application__officer=None).values("application__officer")
    notify(
        User.objects.filter(pk__in=officers, is_active=True).exclude(pk=person.pk).order_by("pk"),
        key=f"scenario:{scenario.pk}",
        title=f"Scenariot ”{scenario.name}” är antaget. Dina förslag väntar på att du lämnar dem.",
        url=reverse("scenario", args=[scenario.pk]),
        now=now,
    )
