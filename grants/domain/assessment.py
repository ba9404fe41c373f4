"""Assessment: formal checks, points with reasons, and a proposal."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission
from delmos.lib.dates import stockholm_date
from delmos.lib.refusal import Refused
from grants.domain import assessors, conflicts, decisions, double_funding, proposal_lines
from grants.domain.applications import locked
from grants.domain.messages import Attachment
from grants.domain.proposal_lines import Line
from grants.enums import CheckResult, DecisionKind
from grants.models import Application, Check, Criterion, Proposal, Score
from grants.models.decision import GIVING
from grants.ordinances.profile import Requirement
from grants.permissions import check_case_act, check_is_assessor, check_is_officer
from grants.policies import (
    check_amount,
    check_call_gives,
    check_exclusions,
    check_kind_fits_arrival,
)
from grants.workflow import APPLICATION, REASONS
from journal.domain import cases, events, uploads
from journal.enums import Direction
from journal.models import RegistryEntry


@transaction.atomic
def record_check(
    application: Application,
    *,
    requirement: str,
    result: CheckResult,
    source: str,
    note: str = "",
    serial: int | None = None,
    file: Attachment | None = None,
    computed: bool = False,
    by: User,
    now: datetime,
) -> Check:
    """Record the result of a formal check with where it was looked up (INV-18). The newest check counts.

    What shows it is a new ``file``, which goes in the diary, or the document there with the number ``serial``. Raises
    Refused for a requirement the ordinance does not have, a missing source, a shortcoming or a known other grant
    without a note (INV-19), and evidence that is not in the case.
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
    double_funding.check_noted(application, known[requirement], note)
    check = Check.objects.create(
        application=application,
        requirement=requirement,
        result=result,
        source=source.strip(),
        note=note.strip(),
        evidence=_evidence(application, known[requirement], serial, file, by=by, now=now),
        computed=computed,
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
    """Give points on one criterion, with reasons: the person's own, until they hand their assessment in.

    Raises Refused for others than the officer and those invited, without reasons, and outside the scale.
    """
    application = locked(application)
    check_case_act(by, Permission.ASSESS_INVITED, application)
    check_is_assessor(by, application)
    step = APPLICATION.check("score", application.status)
    if criterion.call_id != application.call_id:
        raise Refused("Kriteriet hör till en annan utlysning.", field="points")
    if not criterion.lowest <= points <= criterion.highest:
        raise Refused(f"Ge mellan {criterion.lowest} och {criterion.highest} poäng.", field="points")
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
    # The points stay out of the log: whoever assesses too reads it before theirs are in.
    events.record(application.stream, step.event, by=by, now=now, criterion=criterion.name, score=given.pk)
    return given


@transaction.atomic
def propose(
    application: Application,
    *,
    kind: DecisionKind,
    amount_ore: int,
    reasons: str,
    lines: Sequence[Line] = (),
    without: str = "",
    by: User,
    now: datetime,
) -> Proposal:
    """Propose a decision to the decider; ``by`` becomes the rapporteur (MF 20 §).

    ``lines``: the amount row by row of the budget; without them a full grant has the whole budget. ``without``: why the
    assessment of somebody invited is not waited for. Raises Refused when checks, points or an assessment are missing,
    reasons are empty, or the amount does not fit.
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
    written = proposal_lines.checked(application, kind, amount_ore, lines)
    # What is dismissed is not tried, so nothing of it is assessed: it came too late, or an order was not followed.
    without = "" if kind is DecisionKind.DISMISS else assessors.settle(application, without, by=by, now=now)
    if kind in GIVING:
        check_exclusions(application, on=stockholm_date(now))
        double_funding.check_resolved(application)
    proposal = Proposal.objects.create(
        application=application,
        kind=kind,
        amount_ore=amount_ore,
        reasons=reasons.strip(),
        without=without,
        proposed_at=now,
        proposed_by=by,
    )
    proposal_lines.write(proposal, written)
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


def _evidence(
    application: Application,
    requirement: Requirement,
    serial: int | None,
    file: Attachment | None,
    *,
    by: User,
    now: datetime,
) -> RegistryEntry | None:
    if file:
        taken = uploads.take_in(file.name, file.content, size=file.size, by=by, now=now)
        return cases.register(
            application.case,
            direction=Direction.DRAWN_UP,
            title=f"Underlag till kontroll: {taken.name}",
            document=taken.document,
            is_sensitive=requirement.sensitive,
            by=by,
            now=now,
        )
    if serial is None:
        return None
    entry = application.case.entries.filter(serial=serial, document__isnull=False).first()
    if entry is None:
        raise Refused("Välj en handling i ärendet.", field="serial")
    return entry
