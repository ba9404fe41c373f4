"""A call (utlysning), from draft to published or called off."""

from delmos.lib.workflow import Transition, Workflow, states
from grants.enums import CallStatus

CALL = Workflow(
    name="Utlysning",
    start=CallStatus.DRAFT,
    words=dict(CallStatus.choices),
    transitions=(
        Transition(
            act="publish",
            label="Publicera utlysningen",
            sources=states(CallStatus.DRAFT),
            target=CallStatus.PUBLISHED,
            by="handläggare",
            event="call_published",
        ),
        Transition(
            act="cancel",
            label="Ställa in utlysningen",
            sources=states(CallStatus.PUBLISHED),
            target=CallStatus.CANCELLED,
            by="handläggare",
            event="call_cancelled",
        ),
    ),
)
