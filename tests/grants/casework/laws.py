"""What must hold of a case whatever has been done in it: the invariants, reckoned anew from the rows.

Nothing here asks the policies that the verbs ask: a rule that is wrong there must show here.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, Sum

from accounts.models import User
from delmos.lib.dates import stockholm_date
from grants.enums import (
    ApplicationStatus,
    CheckResult,
    CompletionStatus,
    ConflictAnswer,
    ConflictOutcome,
    DecisionKind,
    DecisionStatus,
    PaymentStatus,
    PostingKind,
)
from grants.models import (
    Application,
    Check,
    ConflictDeclaration,
    ConflictQuestion,
    Decision,
    Delegation,
    Frame,
    Payment,
    Posting,
)
from journal.domain import documents, events
from journal.models import EventStream

GIVING = (DecisionKind.GRANT, DecisionKind.PARTIAL_GRANT)
MADE = (DecisionStatus.DECIDED, DecisionStatus.DISPATCHED)
OUTCOME = {
    ApplicationStatus.GRANTED: DecisionKind.GRANT,
    ApplicationStatus.PARTIALLY_GRANTED: DecisionKind.PARTIAL_GRANT,
    ApplicationStatus.REJECTED: DecisionKind.REJECT,
    ApplicationStatus.DISMISSED: DecisionKind.DISMISS,
}


def kept_out(person: User, case: Application) -> bool:
    """INV-8: an open question of jäv, or one that was upheld."""
    asked = ConflictQuestion.objects.filter(case=case.case_id, person=person)
    return asked.filter(Q(ruling=None) | Q(ruling__outcome=ConflictOutcome.UPHELD)).exists()


def has_answered(person: User, case: Application) -> bool:
    """INV-8: an answer on jäv comes before the first act."""
    given = ConflictDeclaration.objects.filter(case=case.case_id, person=person)
    return given.filter(answer__in=[ConflictAnswer.NONE, ConflictAnswer.CONFLICT]).exists()


def broken(case: Application) -> list[str]:
    """Every invariant that the case breaks, by its number and what is wrong."""
    return [*_arrival(case), *_decision(case), *_payments(case), *_frame(case), *_books(case), *_chain(case)]


def _arrival(case: Application) -> Iterator[str]:
    if not case.case.entries.filter(serial=1, document=case.content_id).exists():
        yield "INV-3: the application is not in the diary"
    if case.status in OUTCOME and case.received_at >= case.call.closes_at and case.status != "dismissed":
        yield "INV-2: an application that came late was tried"


def _decision(case: Application) -> Iterator[str]:
    made = list(case.decisions.filter(status__in=MADE).select_related("decider", "rapporteur", "delegation"))
    if case.status in OUTCOME and [decision.kind for decision in made] != [OUTCOME[ApplicationStatus(case.status)]]:
        yield "INV-10: the state of the case is not that of its one decision"
    for decision in made:
        yield from _content(decision)
        yield from _right_to_decide(decision)
        yield from _grounds(case, decision)


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
    held = Delegation.objects.filter(
        Q(ended_at__gt=decision.decided_at) | Q(ended_at=None, ends_on=None) | Q(ends_on__gte=decision.decided_on),
        Q(most_ore=None) | Q(most_ore__gte=decision.amount_ore),
        decider=decision.decider_id,
        kinds__contains=[decision.kind],
        starts_on__lte=decision.decided_on,
    )
    if not held.exists():
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
        yield from (f"INV-18: {found}" for found in _unmet(case, decision.decided_at, decision.decided_on))


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


def _unmet(case: Application, at: Any, on: date) -> Iterator[str]:
    newest = _checks(case, at)
    for requirement in case.ordinance.requirements_for(case.type):
        check = newest.get(requirement.code)
        if not requirement.excludes:
            continue
        if check is None or check.result != CheckResult.MET:
            yield f"{requirement.code} was not met"
        elif requirement.valid_days and stockholm_date(check.checked_at) + timedelta(requirement.valid_days) < on:
            yield f"the check of {requirement.code} was too old"


def _payments(case: Application) -> Iterator[str]:
    found = list(Payment.objects.filter(decision__application=case).select_related("decision", "account"))
    live = [payment for payment in found if payment.status != PaymentStatus.CANCELLED]
    numbers = Counter(payment.instalment for payment in live)
    if numbers and max(numbers.values()) > 1:
        yield "INV-21: an instalment is alive twice"
    for payment in live:
        decision = payment.decision
        if decision.status != DecisionStatus.DISPATCHED or decision.kind not in GIVING:
            yield "INV-20: paid without a decision that was sent"
        if payment.account.organisation_id != case.organisation_id or payment.account.verified_at is None:
            yield "INV-20: paid to an account that is not verified"
        if payment.attested_by_id == payment.prepared_by_id:
            yield "INV-20: one person prepared and attested"
        yield from (
            f"INV-18: {code}" for code in _unmet(case, payment.prepared_at, stockholm_date(payment.prepared_at))
        )
    if sum(payment.amount_ore for payment in live) > sum(p.amount_ore for p in _postings(case, PostingKind.GRANTED)):
        yield "INV-20: more was paid than was granted"


def _postings(case: Application, *kinds: PostingKind) -> list[Posting]:
    return list(case.postings.filter(kind__in=kinds))


def _frame(case: Application) -> Iterator[str]:
    """INV-16, for every day on which something was granted: the frame as it was that day holds all of it."""
    for frame in Frame.objects.filter(call=case.call_id, group=case.group):
        drawn = Posting.objects.filter(
            call=case.call_id, application__group=case.group, budget_year=frame.budget_year, kind=PostingKind.GRANTED
        ).order_by("entry")
        total = 0
        for posting in drawn:
            total += posting.amount_ore
            sizes = frame.amounts.filter(effective_from__lte=posting.booked_on, set_at__lte=posting.booked_at)
            size = sizes.order_by("effective_from", "pk").last()
            if size is None or total > size.amount_ore:
                yield "INV-16: the frame is overdrawn"


def _books(case: Application) -> Iterator[str]:
    sums = Counter[str]()
    for kind, total in case.postings.order_by().values_list("kind").annotate(total=Sum("amount_ore")):
        sums[kind] = total
    left = sums["granted"] - sums["withdrawn"] - sums["disbursed"]
    owed = sums["repayable"] - sums["repaid"] - sums["waived"]
    if left < 0 or owed < 0:
        yield "INV-26: more was paid than granted, or repaid than owed"
    reported = sums["cost_approved"] + sums["repayable"]
    if reported and sums["disbursed"] != sums["cost_approved"] + sums["repaid"] + owed + sums["waived"]:
        yield "INV-26: the books do not balance"
    if case.status == ApplicationStatus.CLOSED and (left or owed):
        yield "INV-26: closed with something left"
    unpaid = Payment.objects.filter(decision__application=case, status=PaymentStatus.PAID)
    if sums["disbursed"] != (unpaid.aggregate(total=Sum("amount_ore"))["total"] or 0):
        yield "INV-26: what is booked as paid is not what was paid"


def _chain(case: Application) -> Iterator[str]:
    for found in events.verify(EventStream.objects.get(key=case.stream)):
        yield f"INV-35: {found}"


def kept_for_ever(case: Application) -> dict[str, Any]:
    """What never changes once it stands: the content, decisions, postings, rows of the diary (INV-6, 23)."""
    made = case.decisions.filter(status__in=MADE)
    later = {"status", "dispatched_at", "dispatched_by_id"}
    fields = [field.attname for field in Decision._meta.concrete_fields if field.attname not in later]
    return {
        "content": (case.content_id, case.ordinance_key, case.answers),
        **{f"decision {row['id']}": row for row in made.values(*fields)},
        **{f"posting {row['entry']}": row for row in case.postings.values()},
        **{
            f"entry {row['serial']}": row
            for row in case.case.entries.values("serial", "document", "occurred_at", "title")
        },
        **{f"check {row['id']}": row for row in case.checks.values()},
        **{f"score {row['id']}": row for row in case.scores.values()},
    }


def overdrawn() -> list[Frame]:
    """Frames that have granted more than they ever held."""
    return [
        frame
        for frame in Frame.objects.order_by("pk")
        if _granted(frame) > max(frame.amounts.values_list("amount_ore", flat=True))
    ]


def _granted(frame: Frame) -> int:
    rows = Posting.objects.filter(
        call=frame.call_id, application__group=frame.group, budget_year=frame.budget_year, kind=PostingKind.GRANTED
    )
    return rows.aggregate(total=Sum("amount_ore"))["total"] or 0
