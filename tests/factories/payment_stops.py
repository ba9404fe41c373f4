"""Payment stops: proposed by dag, decided and lifted by eva, in a grant of two instalments under 2024:199."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from grants.domain import payment_stops, payments, reopenings
from grants.domain.wording import Planned
from grants.enums import PaymentStopStatus, ReopeningGround
from grants.models import Application, Decision, Payment, PaymentStop
from tests.factories.applications import AMOUNT, assigned, proposed
from tests.factories.calls import FRAME, STANDARD, a_call
from tests.factories.completions import communicated
from tests.factories.decisions import decided, dispatched, prepared
from tests.factories.drafts import a_draft, a_pdf, sign
from tests.factories.people import declare_no_conflict, person, verified_account
from tests.factories.remembered import remembered

YEAR = 2025
SENT_AT = datetime(YEAR, 9, 10, 10, 0, tzinfo=UTC)
STOPPED_AT = datetime(YEAR, 10, 1, 10, 0, tzinfo=UTC)
HALVES = (Planned(YEAR, AMOUNT // 2, SENT_AT.date()), Planned(YEAR, AMOUNT // 2, date(YEAR, 10, 1)))
WHY = "Föreningen har slutat med verksamheten."
URGENT = "Det kan befaras att pengarna annars inte går att få tillbaka."


@remembered
def a_granted_case(*, sent: bool = True, **call: Any) -> Decision:
    """A grant of AMOUNT in two instalments, under an ordinance with a rule of its own on stops."""
    usual = {
        "budget_year": YEAR,
        "opens_at": SENT_AT - timedelta(days=10),
        "closes_at": SENT_AT + timedelta(days=10),
        "project_starts_on": date(YEAR, 9, 1),
        "project_ends_on": date(YEAR, 12, 31),
        "report_due_on": date(YEAR + 1, 2, 1),
    }
    made = a_call(STANDARD, frame_ore=FRAME, **{**usual, **call})
    period = {"period": [date(YEAR, 9, 15).isoformat(), date(YEAR, 12, 1).isoformat()]}
    received = sign(a_draft(made, now=SENT_AT, **period), now=SENT_AT)
    assert received is not None
    case = proposed(assigned(received, now=SENT_AT), now=SENT_AT)
    drawn_up = prepared(case, now=SENT_AT, instalments=HALVES, report_due_on=date(YEAR + 1, 2, 1))
    decision = decided(drawn_up, now=SENT_AT)
    if sent:
        decision = dispatched(decision, now=SENT_AT)
    verified_account(case.organisation, now=SENT_AT)
    declare_no_conflict(case, "farah", "filip", now=SENT_AT)
    return Decision.objects.select_related("application").get(pk=decision.pk)


def a_stop_letter(stop: PaymentStop) -> bytes:
    """A letter that differs with what it says."""
    return a_pdf(f"{stop.status} {stop.amount_ore} {stop.reasons} {stop.lift_reasons}").read()


@remembered
def stop_proposed(decision: Decision | None = None, *, now: datetime = STOPPED_AT, **changes: Any) -> PaymentStop:
    """Proposed by dag: from the second instalment, without hearing the party first."""
    decision = decision or a_granted_case()
    said = {"ground": "conditions", "from_instalment": 2, "reasons": WHY, "not_heard": URGENT, **changes}
    return payment_stops.propose(decision.application, **said, by=person("dag"), now=now)


@remembered
def stop_decided(stop: PaymentStop | None = None, *, now: datetime = STOPPED_AT) -> PaymentStop:
    """Decided by eva."""
    stop = stop or stop_proposed()
    return payment_stops.decide(stop, write_letter=a_stop_letter, by=person("eva"), now=now)


@remembered
def stop_lifted(stop: PaymentStop | None = None, *, now: datetime = STOPPED_AT) -> PaymentStop:
    """Lifted by eva."""
    return payment_stops.lift(
        stop or stop_decided(), reasons="Ny uppgift.", write_letter=a_stop_letter, by=person("eva"), now=now
    )


@remembered
def stop_ended() -> PaymentStop:
    """In force, and gone with its grant, which is granted anew."""
    stop = stop_decided()
    granted_anew(stop.decision)
    stop.refresh_from_db()
    return stop


@remembered
def stop_at(status: PaymentStopStatus) -> PaymentStop:
    """A stop that has come to ``status``, acted on by none but those who may."""
    steps = {
        PaymentStopStatus.PROPOSED: stop_proposed,
        PaymentStopStatus.DROPPED: lambda: payment_stops.drop(stop_proposed(), by=person("dag"), now=STOPPED_AT),
        PaymentStopStatus.IN_FORCE: stop_decided,
        PaymentStopStatus.LIFTED: stop_lifted,
        PaymentStopStatus.ENDED: stop_ended,
    }
    stop = steps[status]()
    assert stop.status == status
    return stop


@remembered
def granted_anew(decision: Decision, *, now: datetime = STOPPED_AT) -> Decision:
    """The case opened again by eva, proposed, decided and sent as before, with one instalment."""
    reopenings.reopen(decision, ground=ReopeningGround.TO_ADVANTAGE, reasons="Fel.", by=person("eva"), now=now)
    case = proposed(Application.objects.get(pk=decision.application_id), now=now)
    again = prepared(case, now=now, report_due_on=decision.report_due_on)
    return dispatched(decided(again, now=now), now=now)


@remembered
def one_of_each() -> None:
    """In one grant: a proposal dropped, a stop lifted, and another proposed."""
    decision = a_granted_case()
    payment_stops.drop(stop_proposed(decision), by=person("dag"), now=STOPPED_AT)
    stop_lifted(stop_decided(stop_proposed(decision)))
    stop_proposed(decision)


@remembered
def heard(decision: Decision, *, now: datetime = STOPPED_AT) -> None:
    """dag has shown the party what speaks for a stop; it has two weeks to answer."""
    communicated(decision.application, now=now, due_on=now.date() + timedelta(days=14))


@remembered
def instalment_paid(decision: Decision, number: int = 1, *, now: datetime = STOPPED_AT) -> Payment:
    """The instalment paid by farah and filip."""
    payment = instalment_prepared(decision, number, now=now)
    payments.attest(payment, by=person("filip"), now=now)
    return payments.mark_paid(payment, paid_on=now.date(), by=person("farah"), now=now)


@remembered
def instalment_prepared(decision: Decision, number: int = 1, *, now: datetime = STOPPED_AT) -> Payment:
    """The payment of the instalment drawn up by farah."""
    return payments.prepare(decision.application, instalment=number, by=person("farah"), now=now)
