"""INV-2, 3, 7, 9 to 13, 17, 18 and 36: what came in, and what was decided on it."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from delmos.lib.dates import stockholm_date
from grants.enums import ApplicationStatus, CheckResult, CompletionStatus, DecisionKind, DecisionStatus
from grants.models import Application, Check, Decision
from journal.domain import documents
from tests.grants.casework.laws.people import holds_delegation

GIVING = (DecisionKind.GRANT, DecisionKind.PARTIAL_GRANT)
MADE = (DecisionStatus.DECIDED, DecisionStatus.DISPATCHED)
EVER_MADE = (*MADE, DecisionStatus.ANNULLED, DecisionStatus.SUPERSEDED)
OUTCOME = {
    ApplicationStatus.GRANTED: DecisionKind.GRANT,
    ApplicationStatus.PARTIALLY_GRANTED: DecisionKind.PARTIAL_GRANT,
    ApplicationStatus.REJECTED: DecisionKind.REJECT,
    ApplicationStatus.DISMISSED: DecisionKind.DISMISS,
}


def broken(case: Application) -> Iterator[str]:
    yield from _arrival(case)
    made = list(case.decisions.filter(status__in=EVER_MADE).select_related("decider", "rapporteur", "delegation"))
    in_force = [decision.kind for decision in made if decision.status in MADE]
    if case.status in OUTCOME and in_force != [OUTCOME[ApplicationStatus(case.status)]]:
        yield "INV-10: the state of the case is not that of its one decision"
    for decision in made:
        yield from _content(decision)
        yield from _right_to_decide(decision)
        yield from _grounds(case, decision)


def _arrival(case: Application) -> Iterator[str]:
    if not case.case.entries.filter(serial=1, document=case.content_id).exists():
        yield "INV-3: the application is not in the diary"
    if case.status in OUTCOME and case.received_at >= case.call.closes_at and case.status != "dismissed":
        yield "INV-2: an application that came late was tried"


def _content(decision: Decision) -> Iterator[str]:
    stated = (decision.reasons, decision.rules_cited, decision.decided_at, decision.decided_by_id, decision.letter_id)
    if not all(stated) or decision.decided_by_id != decision.decider_id:
        yield "INV-10: a decision lacks what it must have"
    if decision.decided_at and stockholm_date(decision.decided_at) != decision.decided_on:
        yield "INV-10: a decision was made on another day than its letter says"
    if decision.kind in GIVING and not (decision.conditions and decision.report_due_on):
        yield "INV-12: a grant lacks conditions or the last day to report"
    rule = decision.application.ordinance.appeal[DecisionKind(decision.kind)]
    if (decision.appealable, decision.appeal_law) != (rule.appealable, str(rule.law)):
        yield "INV-13: the appeal text is not that of the ordinance"
    letter = documents.read(decision.letter)
    if decision.sealed_letter is None or not documents.read(decision.sealed_letter).startswith(letter):
        yield "INV-36: what was sealed is not what was decided"


def _right_to_decide(decision: Decision) -> Iterator[str]:
    if decision.decider_id == decision.rapporteur_id:
        yield "INV-9: the rapporteur decided"
    at, on = decision.decided_at, decision.decided_on
    if at is None or not holds_delegation(decision.decider_id, decision.kind, decision.amount_ore, at=at, on=on):
        yield "INV-9: the decider held no delegation for it that day"


def _grounds(case: Application, decision: Decision) -> Iterator[str]:
    late = case.received_at >= case.call.closes_at
    expired = case.completion_requests.exclude(consequence="").filter(status=CompletionStatus.EXPIRED)
    if decision.kind == DecisionKind.DISMISS and not late and not expired.exists():
        yield "INV-7: dismissed without an order that was not followed"
    if decision.kind == DecisionKind.REJECT and not decision.communication and not _was_shown(case, decision):
        yield "INV-11: rejected on what the party never saw"
    if decision.kind in GIVING:
        if decision.amount_ore > case.requested_ore:
            yield "INV-17: more was granted than was asked for"
        yield from (f"INV-18: {found}" for found in unmet(case, decision.decided_at, decision.decided_on))


def _was_shown(case: Application, decision: Decision) -> bool:
    against = [
        check.checked_at
        for check in _checks(case, decision.prepared_at).values()
        if check.result == CheckResult.NOT_MET
    ]
    if not against:
        return True
    sent = case.communications.filter(sent_at__gte=max(against), sent_at__lte=decision.prepared_at)
    return any(
        found.due_on < decision.decided_on or found.replies.filter(sent_at__lte=decision.prepared_at).exists()
        for found in sent
    )


def _checks(case: Application, until: Any) -> dict[str, Check]:
    return {check.requirement: check for check in case.checks.filter(checked_at__lte=until).order_by("pk")}


def unmet(case: Application, at: Any, on: date) -> Iterator[str]:
    """Requirements that no valid check had found to be met at that moment and day."""
    newest = _checks(case, at)
    for requirement in case.ordinance.requirements_for(case.type):
        check = newest.get(requirement.code)
        if not requirement.excludes:
            continue
        if check is None or check.result != CheckResult.MET:
            yield f"{requirement.code} was not met"
        elif requirement.valid_days and stockholm_date(check.checked_at) + timedelta(requirement.valid_days) < on:
            yield f"the check of {requirement.code} was too old"
