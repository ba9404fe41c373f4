"""Assessment: formal checks, criteria with reasons, and a proposal."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission
from delmos.lib.dates import stockholm_date
from delmos.lib.refusal import Refused
from grants.domain import conflicts, decisions
from grants.domain.applications import locked
from grants.enums import CheckResult, DecisionKind
from grants.models import Application, Check, Criterion, Proposal, Score
from grants.models.decision import GIVING
from grants.permissions import check_case_act, check_is_officer
from grants.policies import (
    check_all_scored,
    check_amount,
    check_call_gives,
    check_exclusions,
    check_kind_fits_arrival,
    is_late,
    newest_scores,
)
from grants.workflow import APPLICATION, REASONS
from journal.domain import events


@transaction.atomic
def record_check(
    application: Application,
    *,
    requirement: str,
    result: CheckResult,
    source: str,
    note: str = "",
    by: User,
    now: datetime,
) -> Check:
    """Record the result of a formal check with where it was looked up (INV-18). The newest check counts.

    Raises Refused for a requirement the ordinance does not have, a missing source, or a shortcoming without a note.
    """
    application = locked(application)
    check_case_act(by, Permission.ASSESS_CASES, application)
    check_is_officer(by, application)
    step = APPLICATION.check("check", application.status)
    known = {found.code: found for found in application.ordinance.requirements_for(application.type)}
    if requirement not in known:
        raise Refused("Kravet finns inte i förordningen.", field="requirement")
    if not source.strip():
        raise Refused("Skriv var uppgiften är hämtad.", law=known[requirement].law, field="source")
    if result is CheckResult.NOT_MET and not note.strip():
        raise Refused("Skriv vad som inte är uppfyllt.", law=known[requirement].law, field="note")
    check = Check.objects.create(
        application=application,
        requirement=requirement,
        result=result,
        source=source.strip(),
        note=note.strip(),
        checked_at=now,
        checked_by=by,
    )
    # The result stays out of the log's data: a democracy check must not be searchable (INV-30).
    events.record(application.stream, step.event, by=by, now=now, requirement=requirement, check=check.pk)
    return check


@transaction.atomic
def score(
    application: Application, *, criterion: Criterion, points: int, reasons: str, by: User, now: datetime
) -> Score:
    """Give points (0–5) on one criterion, with reasons. Raises Refused without reasons or outside the scale."""
    application = locked(application)
    check_case_act(by, Permission.ASSESS_CASES, application)
    check_is_officer(by, application)
    step = APPLICATION.check("score", application.status)
    if criterion.call_id != application.call_id:
        raise Refused("Kriteriet hör till en annan utlysning.", field="points")
    if not 0 <= points <= Criterion.MAX_POINTS:
        raise Refused(f"Ge mellan 0 och {Criterion.MAX_POINTS} poäng.", field="points")
    if not reasons.strip():
        raise Refused(f"Motivera poängen på ”{criterion.name}”.", law=REASONS, field="reasons")
    given = Score.objects.create(
        application=application,
        criterion=criterion,
        points=points,
        reasons=reasons.strip(),
        scored_at=now,
        scored_by=by,
    )
    events.record(application.stream, step.event, by=by, now=now, criterion=criterion.name, points=points)
    return given


@transaction.atomic
def propose(
    application: Application, *, kind: DecisionKind, amount_ore: int, reasons: str, by: User, now: datetime
) -> Proposal:
    """Propose a decision to the decider; ``by`` becomes the rapporteur (MF 20 §).

    Raises Refused when checks or scores are missing, reasons are empty, or the amount does not fit.
    """
    application = locked(application)
    check_case_act(by, Permission.ASSESS_CASES, application)
    check_is_officer(by, application)
    step = APPLICATION.check("propose", application.status)
    if not reasons.strip():
        raise Refused("Skriv skälen för förslaget.", law=REASONS, field="reasons")
    check_kind_fits_arrival(application, kind)
    check_call_gives(application.call, kind)
    check_amount(application, kind, amount_ore)
    if not is_late(application.call, application.received_at):
        check_all_scored(list(application.call.criteria.all()), newest_scores(application))
    if kind in GIVING:
        check_exclusions(application, on=stockholm_date(now))
    proposal = Proposal.objects.create(
        application=application,
        kind=kind,
        amount_ore=amount_ore,
        reasons=reasons.strip(),
        proposed_at=now,
        proposed_by=by,
    )
    application.status = str(step.target)
    application.save(update_fields=["status"])
    events.record(application.stream, step.event, by=by, now=now, kind=kind, amount_ore=amount_ore)
    return proposal


@transaction.atomic
def return_to_officer(application: Application, *, reason: str, by: User, now: datetime) -> Application:
    """Give the case back to its officer, with what is missing. A letter already drawn up no longer counts.

    Raises Refused without a reason.
    """
    application = locked(application)
    check_case_act(by, Permission.DECIDE_CASES, application)
    step = APPLICATION.check("return_to_officer", application.status)
    if not reason.strip():
        raise Refused("Skriv vad handläggaren behöver göra.", field="reason")
    application.status = str(step.target)
    application.save(update_fields=["status"])
    decisions.replace_letter(application)
    events.record(application.stream, step.event, by=by, now=now, reason=reason.strip())
    conflicts.release_if_conflicted(application, now=now)
    return application


def weighted_points(criteria: list[Criterion], scores: dict[int, Score]) -> int:
    """The weighted result in per cent of the best possible, rounded down; 0 when nothing is scored."""
    total = sum(criterion.weight * scores[criterion.pk].points for criterion in criteria if criterion.pk in scores)
    weights = sum(criterion.weight for criterion in criteria)
    return total * 100 // (weights * Criterion.MAX_POINTS) if weights else 0
