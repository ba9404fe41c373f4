"""The examination of a case: checks, scores, what is asked of the applicant, the proposal."""

from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, OuterRef

from accounts.models import User
from delmos.lib.dates import format_date, stockholm_date
from delmos.lib.refusal import Refusals, Refused
from grants.enums import CheckResult, CompletionStatus, SignalOutcome
from grants.models import Application, Check, Criterion, Proposal, Score, Signal
from grants.ordinances.profile import Requirement
from grants.workflow import REASONS


def newest_checks(application: Application) -> dict[str, Check]:
    """The newest check of each requirement, by requirement code."""
    found = application.checks.select_related("checked_by", "evidence").order_by("pk")
    return {check.requirement: check for check in found}


def check_exclusions(application: Application, *, on: date, checks: dict[str, Check] | None = None) -> None:
    """Före bifall och varje utbetalning ska varje formellt krav vara kontrollerat och uppfyllt (INV-18, 19)."""
    found = newest_checks(application) if checks is None else checks
    refusals = [
        refusal
        for requirement in application.ordinance.requirements_for(application.type)
        if requirement.excludes and (refusal := _exclusion(requirement, found.get(requirement.code), on=on))
    ]
    if refusals:
        raise Refusals(refusals)


def _exclusion(requirement: Requirement, check: Check | None, *, on: date) -> Refused | None:
    if check is None:
        return Refused(f"Kontrollen ”{requirement.title}” är inte gjord.", law=requirement.law)
    if check.result == CheckResult.NOT_MET:
        return Refused(f"Kravet ”{requirement.title}” är inte uppfyllt.", law=requirement.law)
    if is_too_old(requirement, check, on=on):
        made_on = format_date(stockholm_date(check.checked_at))
        return Refused(
            f"Kontrollen ”{requirement.title}” är för gammal: den är från {made_on} och gäller i "
            f"{requirement.valid_days} dagar. Gör om den.",
            law=requirement.law,
        )
    return None


def valid_until(requirement: Requirement, check: Check) -> date | None:
    """The last Swedish day on which the check counts; None when it does not grow old."""
    if requirement.valid_days is None:
        return None
    return stockholm_date(check.checked_at) + timedelta(days=requirement.valid_days)


def is_too_old(requirement: Requirement, check: Check, *, on: date) -> bool:
    """Whether the check no longer counts on the Swedish day ``on`` (INV-18)."""
    last = valid_until(requirement, check)
    return last is not None and last < on


def newest_scores(application: Application, person: User) -> dict[int, Score]:
    """The person's own newest score of each criterion, by criterion id."""
    return {score.criterion_id: score for score in application.scores.filter(scored_by=person).order_by("pk")}


def scored_criteria(application: Application, person: User) -> tuple[int, int]:
    """How many of the call's criteria the person has scored, and how many there are. One query."""
    own = Score.objects.filter(application=application, criterion=OuterRef("pk"), scored_by=person)
    counted = application.call.criteria.aggregate(all=Count("pk"), scored=Count("pk", filter=Exists(own)))
    return counted["scored"], counted["all"]


def check_all_scored(criteria: list[Criterion], scores: dict[int, Score]) -> None:
    """Varje kriterium ska vara bedömt med skäl innan bedömningen lämnas in."""
    missing = [criterion.name for criterion in criteria if criterion.pk not in scores]
    if missing:
        raise Refused(f"Bedöm först: {', '.join(missing)}.", law=REASONS)


def has_unanswered_order(application: Application) -> bool:
    """Whether a request for completion was not answered in time, and has not been since (INV-7)."""
    return application.completion_requests.filter(status=CompletionStatus.EXPIRED).exists()


def has_been_communicated(application: Application, *, since: datetime, on: date) -> bool:
    """Whether material was sent to the party after ``since``, and answered or due before the Swedish day ``on``."""
    sent = application.communications.filter(sent_at__gte=since).prefetch_related("replies")
    return any(communication.is_done(on) for communication in sent)


def signals_confirmed_at(application: Application) -> list[datetime]:
    """When each signal that stands confirmed was confirmed; no further query in a case that has none."""
    if not application.risk.confirmed_signals:
        return []
    standing = Signal.objects.filter(application=application, ended_at=None).prefetch_related("reviews")
    stands = [signal.newest_review for signal in standing]
    return [stand.reviewed_at for stand in stands if stand and stand.outcome == SignalOutcome.CONFIRMED]


def newest_proposal(application: Application) -> Proposal | None:
    """The proposal that counts."""
    return application.proposals.select_related("proposed_by").order_by("-pk").first()
