"""The examination of a case: checks, scores, what is asked of the applicant, the proposal."""

from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, OuterRef

from delmos.lib.dates import format_date, stockholm_date
from delmos.lib.refusal import Refusals, Refused
from grants.enums import CheckResult, CompletionStatus
from grants.models import Application, Check, Criterion, Proposal, Score
from grants.ordinances.profile import Requirement
from grants.workflow import REASONS


def newest_checks(application: Application) -> dict[str, Check]:
    """The newest check of each requirement, by requirement code."""
    return {check.requirement: check for check in application.checks.select_related("checked_by").order_by("pk")}


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
    checked_on = stockholm_date(check.checked_at)
    if checked_on + timedelta(days=requirement.valid_days) < on:
        return Refused(
            f"Kontrollen ”{requirement.title}” är från {format_date(checked_on)} och gäller i "
            f"{requirement.valid_days} dagar. Gör om den.",
            law=requirement.law,
        )
    return None


def newest_scores(application: Application) -> dict[int, Score]:
    """The newest score of each criterion, by criterion id."""
    return {score.criterion_id: score for score in application.scores.order_by("pk")}


def scored_criteria(application: Application) -> tuple[int, int]:
    """How many of the call's criteria are scored, and how many there are. One query."""
    counted = application.call.criteria.aggregate(
        all=Count("pk"),
        scored=Count("pk", filter=Exists(Score.objects.filter(application=application, criterion=OuterRef("pk")))),
    )
    return counted["scored"], counted["all"]


def check_all_scored(criteria: list[Criterion], scores: dict[int, Score]) -> None:
    """Varje kriterium ska vara bedömt med skäl före ett förslag."""
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


def newest_proposal(application: Application) -> Proposal | None:
    """The proposal that counts."""
    return application.proposals.select_related("proposed_by").order_by("-pk").first()
