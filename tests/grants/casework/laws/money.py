"""INV-16 to 21 and 26: the frame, payments, and books that add up."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Sum

from delmos.lib.dates import stockholm_date
from grants.enums import ApplicationStatus, DecisionKind, PaymentStatus, PostingKind
from grants.models import Application, Frame, Payment, Posting
from tests.grants.casework.laws.deciding import GIVING, MADE, unmet

UNDER_WAY = (PaymentStatus.PREPARED, PaymentStatus.ATTESTED)


def broken(case: Application) -> Iterator[str]:
    yield from _payments(case)
    yield from _frame(case)
    yield from _books(case)


def overdrawn() -> list[Frame]:
    """Frames of which more is granted, and not taken back, than they ever held."""
    return [
        frame
        for frame in Frame.objects.order_by("pk")
        if sum(map(_drawn, _on(frame))) > max(frame.amounts.values_list("amount_ore", flat=True))
    ]


def _payments(case: Application) -> Iterator[str]:
    found = Payment.objects.filter(decision__application=case).exclude(status=PaymentStatus.CANCELLED)
    live = list(found.select_related("decision", "account"))
    numbers = Counter((payment.decision_id, payment.instalment) for payment in live)
    if numbers and max(numbers.values()) > 1:
        yield "INV-21: an instalment is alive twice"
    for payment in live:
        decision = payment.decision
        if payment.status in UNDER_WAY and decision.status != "dispatched":
            yield "INV-20: a payment is under way on a decision that is not in force"
        if decision.kind not in GIVING or not decision.dispatched_at or decision.dispatched_at > payment.prepared_at:
            yield "INV-20: paid without a decision that was sent"
        if payment.account.organisation_id != case.organisation_id or payment.account.verified_at is None:
            yield "INV-20: paid to an account that is not verified"
        if payment.attested_by_id == payment.prepared_by_id:
            yield "INV-20: one person prepared and attested"
        on = stockholm_date(payment.prepared_at)
        yield from (f"INV-18: {code}" for code in unmet(case, payment.prepared_at, on))
    sums = _sums(case)
    if sum(payment.amount_ore for payment in live) > sums["granted"] - sums["withdrawn"]:
        yield "INV-20: more is paid, or under way, than is granted"


def _on(frame: Frame) -> list[Posting]:
    """What has moved a frame, in the order of the ledger."""
    moved = Posting.objects.filter(
        call=frame.call_id,
        application__group=frame.group,
        budget_year=frame.budget_year,
        kind__in=(PostingKind.GRANTED, PostingKind.WITHDRAWN),
    )
    return list(moved.order_by("entry"))


def _drawn(posting: Posting) -> int:
    return posting.amount_ore if posting.kind == PostingKind.GRANTED else -posting.amount_ore


def _frame(case: Application) -> Iterator[str]:
    """INV-16, for every day on which something was granted: the frame as it was that day holds all of it."""
    for frame in Frame.objects.filter(call=case.call_id, group=case.group):
        sizes = list(frame.amounts.order_by("effective_from", "pk"))
        total = 0
        for posting in _on(frame):
            total += _drawn(posting)
            known = [size for size in sizes if size.set_at <= posting.booked_at]
            if posting.kind == PostingKind.GRANTED and total > _size(known, posting.booked_on):
                yield "INV-16: the frame is overdrawn"


def _size(known: list[Any], on: date) -> int:
    return next((int(size.amount_ore) for size in reversed(known) if size.effective_from <= on), 0)


def _books(case: Application) -> Iterator[str]:
    sums = _sums(case)
    left = sums["granted"] - sums["withdrawn"] - sums["disbursed"]
    owed = sums["repayable"] - sums["repaid"] - sums["waived"]
    if left < 0 or owed < 0:
        yield "INV-26: more was paid than granted, or repaid than owed"
    reported = sums["cost_approved"] + sums["repayable"]
    if reported and sums["disbursed"] != sums["cost_approved"] + sums["repaid"] + owed + sums["waived"]:
        yield "INV-26: the books do not balance"
    if case.status == ApplicationStatus.CLOSED and (left or owed):
        yield "INV-26: closed with something left"
    paid = Payment.objects.filter(decision__application=case, status=PaymentStatus.PAID)
    if sums["disbursed"] != (paid.aggregate(total=Sum("amount_ore"))["total"] or 0):
        yield "INV-26: what is booked as paid is not what was paid"
    in_force = case.decisions.filter(status__in=MADE, kind__in=[DecisionKind.GRANT, DecisionKind.PARTIAL_GRANT]).first()
    granted = sums["granted"] - sums["withdrawn"]
    if granted not in {in_force.amount_ore if in_force else 0, sums["disbursed"]}:
        yield "INV-26: what is granted is neither what the decision in force gives nor what is paid"
    if not in_force and left:
        yield "INV-26: what no decision gives any more can still be paid"


def _sums(case: Application) -> Counter[str]:
    rows = case.postings.order_by().values_list("kind").annotate(total=Sum("amount_ore"))
    return Counter(dict(rows))
