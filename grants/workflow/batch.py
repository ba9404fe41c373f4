"""A collective decision (samlingsbeslut): many cases on one list, each with a letter and a number of its own."""

from delmos.lib.workflow import Transition, Workflow, states
from grants.enums import BatchStatus
from grants.workflow.laws import DECISION_CONTENT, NOTIFICATION, PRESENTATION

BATCH = Workflow(
    name="Samlingsbeslut",
    start=BatchStatus.DRAWING_UP,
    words=dict(BatchStatus.choices),
    transitions=(
        Transition(
            act="drawn_up",
            label="Lägga fram breven och listan",
            sources=states(BatchStatus.DRAWING_UP),
            target=BatchStatus.READY,
            by="portalen",
            event="batch_drawn_up",
            letter="beslutslista",
            law=PRESENTATION,
        ),
        Transition(
            act="renew",
            label="Upprätta det som återstår på nytt",
            sources=states(BatchStatus.READY),
            target=BatchStatus.DRAWING_UP,
            by="beslutsfattare",
            event="batch_renewed",
        ),
        Transition(
            act="take_out",
            label="Ta bort ärenden ur listan",
            sources=states(BatchStatus.DRAWING_UP, BatchStatus.READY),
            target=BatchStatus.DRAWING_UP,
            by="beslutsfattare",
            event="batch_cases_taken_out",
        ),
        Transition(
            act="call_off",
            label="Avbryta samlingsbeslutet",
            sources=states(BatchStatus.DRAWING_UP, BatchStatus.READY),
            target=BatchStatus.CANCELLED,
            by="beslutsfattare",
            event="batch_cancelled",
        ),
        Transition(
            act="approve",
            label="Fatta alla beslut",
            sources=states(BatchStatus.READY),
            target=BatchStatus.DECIDING,
            by="beslutsfattare",
            event="batch_approved",
            law=DECISION_CONTENT,
        ),
        Transition(
            act="carried_out",
            label="Föra in besluten och försegla protokollet",
            sources=states(BatchStatus.DECIDING),
            target=BatchStatus.DECIDED,
            by="portalen",
            event="batch_decided",
            letter="protokoll över samlingsbeslut",
            law=DECISION_CONTENT,
        ),
        Transition(
            act="dispatch",
            label="Skicka alla beslut",
            sources=states(BatchStatus.DECIDED),
            target=BatchStatus.DISPATCHING,
            by="registrator eller handläggare",
            event="batch_dispatch_began",
            law=NOTIFICATION,
        ),
        Transition(
            act="halted",
            label="Lämna tillbaka det som inte gick att skicka",
            sources=states(BatchStatus.DISPATCHING),
            target=BatchStatus.DECIDED,
            by="portalen",
            event="batch_dispatch_halted",
            law=NOTIFICATION,
        ),
        Transition(
            act="dispatched",
            label="Avsluta utskicket",
            sources=states(BatchStatus.DISPATCHING),
            target=BatchStatus.DISPATCHED,
            by="portalen",
            event="batch_dispatched",
            law=NOTIFICATION,
        ),
    ),
)
