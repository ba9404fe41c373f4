"""A question of jäv (fråga om jäv): raised by anybody who knows of something, ruled by somebody else (18 § FL)."""

from delmos.lib.workflow import Transition, Workflow, states
from grants.enums import ConflictStatus
from grants.workflow.laws import CONFLICT

CONFLICT_QUESTION = Workflow(
    name="Fråga om jäv",
    start=ConflictStatus.OPEN,
    words=dict(ConflictStatus.choices),
    transitions=(
        Transition(
            act="upheld",
            label="Besluta att personen är jävig",
            sources=states(ConflictStatus.OPEN),
            target=ConflictStatus.UPHELD,
            by="beslutsfattare eller ledning",
            event="conflict_ruled",
            letter="beslut i fråga om jäv",
            law=CONFLICT,
        ),
        Transition(
            act="not_upheld",
            label="Besluta att personen inte är jävig",
            sources=states(ConflictStatus.OPEN),
            target=ConflictStatus.NOT_UPHELD,
            by="beslutsfattare eller ledning",
            event="conflict_ruled",
            letter="beslut i fråga om jäv",
            law=CONFLICT,
        ),
        Transition(
            act="immaterial",
            label="Besluta att bortse från jävet",
            sources=states(ConflictStatus.OPEN),
            target=ConflictStatus.IMMATERIAL,
            by="beslutsfattare eller ledning",
            event="conflict_ruled",
            letter="beslut i fråga om jäv",
            law=CONFLICT,
        ),
    ),
)
