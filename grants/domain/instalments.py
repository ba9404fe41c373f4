"""Instalments (rater): planned in the decision, and paid in their order when their day and condition have come."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime
from operator import attrgetter

from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission
from delmos.lib.dates import format_date
from delmos.lib.money import format_sek
from delmos.lib.refusal import Refused
from grants.domain import ledger
from grants.domain.applications import locked
from grants.domain.wording import Planned, Wording
from grants.enums import DecisionStatus, InstalmentCondition, PaymentStatus
from grants.models import Application, Decision, Instalment, Payment
from grants.permissions import check_case_act
from journal.domain import events


def problems(application: Application, wording: Wording, *, on: date) -> Iterator[Refused]:
    """What is wrong with the instalments as they are stated. The field of each is ``rate_<number>_<name>``."""
    given = wording.given(application.call.budget_year)
    for number, part in enumerate(wording.instalments, start=1):
        yield from _problems_of(part, number, application, given, on=on)
    yield from _sums(application, wording.instalments, given, on=on)


def next_unpaid(decision: Decision) -> tuple[Instalment, int] | None:
    """The first instalment with something to pay that no payment is under way or made for, and how much in öre."""
    return next(_left(decision, but=(PaymentStatus.PREPARED, PaymentStatus.ATTESTED, PaymentStatus.PAID)), None)


def unpaid(decision: Decision) -> list[tuple[Instalment, int]]:
    """The instalments of which something is not paid yet, in their order, with how much in öre."""
    return list(_left(decision, but=(PaymentStatus.PAID,)))


def _left(decision: Decision, *, but: Collection[PaymentStatus]) -> Iterator[tuple[Instalment, int]]:
    """What each instalment leaves to pay, but for those with a payment in such a state.

    What an earlier decision in the case has paid of a budget year is the first that this one gives for it: nothing is
    paid twice, no condition is passed by, and each year pays its own (INV-20). Two queries, unless the decision has
    come with its instalments and payments, and one more in a case that is decided anew.
    """
    planned = sorted(decision.instalments.all(), key=attrgetter("number"))
    payments = list(decision.payments.all())
    done = {payment.instalment for payment in payments if payment.status in but}
    covered = _paid_before(decision, planned, payments)
    for instalment in planned:
        taken = min(covered[instalment.budget_year], instalment.amount_ore)
        covered[instalment.budget_year] -= taken
        if instalment.number not in done and taken < instalment.amount_ore:
            yield instalment, instalment.amount_ore - taken


def _paid_before(decision: Decision, planned: Sequence[Instalment], payments: Sequence[Payment]) -> Counter[int]:
    """What earlier decisions in the case have paid, in öre by budget year."""
    if decision.earlier_id is None:
        return Counter()
    year_of = {instalment.number: instalment.budget_year for instalment in planned}
    paid = Counter(ledger.paid_by_year(decision.application))
    for payment in payments:
        if payment.status == PaymentStatus.PAID:
            paid[year_of[payment.instalment]] -= payment.amount_ore
    return paid


def check_due(instalment: Instalment, *, on: date) -> None:
    """En rat betalas ut tidigast den dag som beslutet anger, och först när dess villkor är uppfyllt (INV-20)."""
    law = instalment.decision.application.ordinance.payment_law
    if on < instalment.planned_on:
        raise Refused(f"Rat {instalment.number} betalas ut tidigast {format_date(instalment.planned_on)}.", law=law)
    if instalment.waits:
        raise Refused(
            f"Rat {instalment.number} betalas ut först när lägesrapporten är godkänd. Handläggaren antecknar det.",
            law=law,
        )


@transaction.atomic
def approve_status_report(instalment: Instalment, *, note: str, by: User, now: datetime) -> Instalment:
    """Note that the status report an instalment waits for is approved, and what was found. Twice changes nothing.

    Raises Refused for others than officers, before the decision is sent, for an instalment without such a condition,
    and without a note.
    """
    application = locked(instalment.decision.application)
    check_case_act(by, Permission.REVIEW_REPORTS, application)
    instalment = Instalment.objects.select_for_update(of=("self",)).select_related("decision").get(pk=instalment.pk)
    if instalment.met_at:
        return instalment
    if instalment.condition != InstalmentCondition.STATUS_REPORT:
        raise Refused(f"Rat {instalment.number} väntar inte på någon lägesrapport.")
    if instalment.decision.status != DecisionStatus.DISPATCHED:
        raise Refused("Beslutet är inte skickat än, så någon lägesrapport kan inte ha kommit.")
    if not note.strip():
        raise Refused("Skriv vad lägesrapporten visar.", field="note")
    instalment.met_note, instalment.met_at, instalment.met_by = note.strip(), now, by
    instalment.save(update_fields=["met_note", "met_at", "met_by"])
    events.record(
        application.stream, "status_report_approved", by=by, now=now, instalment=instalment.number, note=note.strip()
    )
    return instalment


def _problems_of(
    part: Planned, number: int, application: Application, given: dict[int, int], *, on: date
) -> Iterator[Refused]:
    law = application.ordinance.payment_law
    if part.budget_year not in given:
        yield Refused(f"Rat {number}: beslutet ger inget för {part.budget_year}.", law=law, field=f"rate_{number}_year")
    if part.amount_ore <= 0:
        yield Refused(f"Rat {number}: beloppet ska vara större än 0 kr.", law=law, field=f"rate_{number}_amount")
    first = max(on, date(part.budget_year, 1, 1))
    if part.planned_on < first:
        yield Refused(
            f"Rat {number}: välj {format_date(first)} eller en senare dag.", law=law, field=f"rate_{number}_on"
        )
    rule = application.ordinance.instalments
    if part.condition != InstalmentCondition.NONE and not rule.status_report:
        yield Refused(
            f"Rat {number}: förordningen har inga lägesrapporter, så ratan kan inte vänta på en.",
            law=rule.law,
            field=f"rate_{number}_condition",
        )


def _sums(application: Application, parts: Sequence[Planned], given: dict[int, int], *, on: date) -> Iterator[Refused]:
    if not parts:
        return
    rule = application.ordinance.instalments
    of_year: dict[int, list[int]] = defaultdict(list)
    for part in parts:
        of_year[part.budget_year].append(part.amount_ore)
    for year, amount in given.items():
        planned = of_year[year]
        if sum(planned) != amount:
            yield Refused(
                f"Raterna för {year} blir tillsammans {format_sek(sum(planned))}, och beslutet ger "
                f"{format_sek(amount)}.",
                law=application.ordinance.payment_law,
                field="rate_1_amount",
            )
        if len(planned) > (most := rule.most_of(amount, decided_in=on.year)):
            word = "en rat" if most == 1 else f"{most} rater"
            yield Refused(f"Bidraget för {year} får betalas ut i högst {word}.", law=rule.law, field="rate_1_amount")
