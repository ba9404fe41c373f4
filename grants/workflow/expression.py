"""An expression of interest (intresseanmälan): the first step of a call in two steps."""

from delmos.lib.workflow import Transition, Workflow, states
from grants.enums import ExpressionStatus as E
from grants.workflow.laws import DOCUMENTATION, REASONS

EXPRESSION = Workflow(
    name="Intresseanmälan",
    start=E.RECEIVED,
    other_starts=(E.RECEIVED_LATE,),
    words=dict(E.choices),
    transitions=(
        Transition(
            act="assess",
            label="Bedöma intresseanmälan",
            sources=states(E.RECEIVED, E.RECEIVED_LATE, E.ASSESSED),
            target=E.ASSESSED,
            by="handläggare",
            event="expression_assessed",
            law=DOCUMENTATION,
        ),
        Transition(
            act="invite",
            label="Bjuda in sökanden att ansöka",
            sources=states(E.ASSESSED),
            target=E.INVITED,
            by="handläggare",
            event="expression_invited",
            letter="besked",
        ),
        Transition(
            act="decline",
            label="Lämna besked utan inbjudan",
            sources=states(E.ASSESSED),
            target=E.NOT_INVITED,
            by="handläggare",
            event="expression_declined",
            letter="besked",
            law=REASONS,
        ),
        Transition(
            act="apply",
            label="Ansöka efter inbjudan",
            sources=states(E.INVITED),
            target=E.APPLIED,
            by="firmatecknare",
            event="application_received",
        ),
        Transition(
            act="lapse",
            label="Avsluta ärendet utan ansökan",
            # Before the answer too, when the call is called off: grants.policies.expressions.
            sources=states(E.RECEIVED, E.RECEIVED_LATE, E.ASSESSED, E.INVITED),
            target=E.LAPSED,
            by="handläggare",
            event="expression_lapsed",
        ),
        Transition(
            act="withdraw",
            label="Återkalla intresseanmälan",
            sources=states(E.RECEIVED, E.RECEIVED_LATE, E.ASSESSED),
            target=E.WITHDRAWN,
            by="firmatecknare eller ombud",
            event="expression_withdrawn",
        ),
    ),
)
