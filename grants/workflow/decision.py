"""A decision (beslut): its letter is drawn up, decided and dispatched."""

from delmos.lib.workflow import Transition, Workflow, states
from grants.enums import DecisionStatus
from grants.workflow.laws import DECISION_CONTENT, NOTIFICATION

DECISION = Workflow(
    name="Beslut",
    start=DecisionStatus.PREPARED,
    words=dict(DecisionStatus.choices),
    transitions=(
        Transition(
            act="replace",
            label="Upprätta ett nytt brev",
            sources=states(DecisionStatus.PREPARED),
            target=DecisionStatus.REPLACED,
            by="beslutsfattare",
            event="decision_prepared",
        ),
        Transition(
            act="decide",
            label="Fatta beslutet",
            sources=states(DecisionStatus.PREPARED),
            target=DecisionStatus.DECIDED,
            by="beslutsfattare",
            event="decision_made",
            letter="beslutsbrev",
            law=DECISION_CONTENT,
        ),
        Transition(
            act="dispatch",
            label="Expediera beslutet",
            sources=states(DecisionStatus.DECIDED),
            target=DecisionStatus.DISPATCHED,
            by="registrator eller handläggare",
            event="decision_dispatched",
            letter="beslutsbrev",
            law=NOTIFICATION,
        ),
    ),
)
