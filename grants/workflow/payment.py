"""A payment (utbetalning): two economists, four eyes."""

from delmos.lib.workflow import Transition, Workflow, states
from grants.enums import PaymentStatus
from grants.workflow.laws import INTERNAL_CONTROL

PAYMENT = Workflow(
    name="Utbetalning",
    start=PaymentStatus.PREPARED,
    words=dict(PaymentStatus.choices),
    transitions=(
        Transition(
            act="attest",
            label="Attestera utbetalningen",
            sources=states(PaymentStatus.PREPARED),
            target=PaymentStatus.ATTESTED,
            by="en annan ekonom",
            event="payment_attested",
            law=INTERNAL_CONTROL,
        ),
        Transition(
            act="mark_paid",
            label="Markera som utbetald",
            sources=states(PaymentStatus.ATTESTED),
            target=PaymentStatus.PAID,
            by="ekonom",
            event="payment_made",
        ),
        Transition(
            act="cancel",
            label="Avbryta utbetalningen",
            sources=states(PaymentStatus.PREPARED, PaymentStatus.ATTESTED),
            target=PaymentStatus.CANCELLED,
            by="ekonom",
            event="payment_cancelled",
        ),
    ),
)
