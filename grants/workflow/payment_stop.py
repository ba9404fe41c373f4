"""A payment stop (hinder mot utbetalning): proposed by an officer, decided by a decider, and lifted."""

from delmos.lib.workflow import Transition, Workflow, states
from grants.enums import PaymentStopStatus
from grants.workflow.laws import CHANGE, DECISION_CONTENT, PRESENTATION, REASONS

PAYMENT_STOP = Workflow(
    name="Hinder mot utbetalning",
    start=PaymentStopStatus.PROPOSED,
    words=dict(PaymentStopStatus.choices),
    transitions=(
        Transition(
            act="drop",
            label="Lägga ned förslaget",
            sources=states(PaymentStopStatus.PROPOSED),
            target=PaymentStopStatus.DROPPED,
            by="handläggare eller beslutsfattare",
            event="payment_stop_dropped",
            law=PRESENTATION,
        ),
        Transition(
            act="decide",
            label="Besluta att bidraget inte ska betalas ut",
            sources=states(PaymentStopStatus.PROPOSED),
            target=PaymentStopStatus.IN_FORCE,
            by="beslutsfattare",
            event="payment_stopped",
            letter="beslut om hinder mot utbetalning",
            law=DECISION_CONTENT,
        ),
        Transition(
            act="lift",
            label="Upphäva hindret",
            sources=states(PaymentStopStatus.IN_FORCE),
            target=PaymentStopStatus.LIFTED,
            by="beslutsfattare",
            event="payment_stop_lifted",
            letter="beslut att upphäva hindret",
            law=REASONS,
        ),
        Transition(
            act="end",
            label="Upphöra med beslutet om bidrag",
            sources=states(PaymentStopStatus.PROPOSED, PaymentStopStatus.IN_FORCE),
            target=PaymentStopStatus.ENDED,
            by="beslutsfattare, eller registrator efter en domstols avgörande",
            event="payment_stop_ended",
            law=CHANGE,
        ),
    ),
)
