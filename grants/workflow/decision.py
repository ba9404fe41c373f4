"""A decision (beslut): its letter is drawn up, decided and dispatched."""

from delmos.lib.workflow import Transition, Workflow, states
from grants.enums import DecisionStatus
from grants.workflow.laws import CHANGE, DECISION_CONTENT, DISSENT, HAND_OVER, NOTIFICATION

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
            act="dissent",
            label="Anteckna en avvikande mening",
            sources=states(DecisionStatus.DECIDED),
            target=None,
            by="föredragande eller deltagare",
            event="dissent_noted",
            letter="avvikande mening",
            law=DISSENT,
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
        Transition(
            act="annul",
            label="Anteckna att domstolen har upphävt beslutet",
            sources=states(DecisionStatus.DISPATCHED),
            target=DecisionStatus.ANNULLED,
            by="registrator",
            event="appeal_settled",
            law=HAND_OVER,
        ),
        Transition(
            act="supersede",
            label="Ersätta beslutet med ett nytt",
            sources=states(DecisionStatus.DISPATCHED),
            target=DecisionStatus.SUPERSEDED,
            by="beslutsfattare",
            event="decision_made",
            law=CHANGE,
        ),
    ),
)
