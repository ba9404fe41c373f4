"""THE TABLES: for each kind of thing, which act leads from which state to which, by whom, with what trace."""

from delmos.lib.refusal import Law
from delmos.lib.workflow import Transition, Workflow, states
from grants.enums import ApplicationStatus as A
from grants.enums import CallStatus, DecisionStatus, PaymentStatus, ReportStatus
from grants.enums import ExpressionStatus as E

FL = "förvaltningslagen (2017:900)"
MF = "myndighetsförordningen (2007:515)"
OSL = "offentlighets- och sekretesslagen (2009:400)"

REGISTRATION = Law(OSL, "5 kap. 1 §")
ARRIVAL = Law(FL, "22 §")
CONFLICT = Law(FL, "16–18 §§")
INVESTIGATION = Law(FL, "23 §")
COMPLETING = Law(FL, "20 §")
COMMUNICATION = Law(FL, "25 §")
DOCUMENTATION = Law(FL, "27 §")
DECISION_CONTENT = Law(FL, "31 §")
REASONS = Law(FL, "32 §")
NOTIFICATION = Law(FL, "33 §")
PRESENTATION = Law(MF, "20 §")
INTERNAL_CONTROL = Law(MF, "4 §")

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

APPLICATION = Workflow(
    name="Ansökan",
    start=A.RECEIVED,
    other_starts=(A.RECEIVED_LATE,),
    words=dict(A.choices),
    transitions=(
        Transition(
            act="register",
            label="Registrera och fördela ärendet",
            sources=states(A.RECEIVED, A.RECEIVED_LATE),
            target=A.IN_REVIEW,
            by="registrator",
            event="case_assigned",
            law=REGISTRATION,
        ),
        Transition(
            act="recuse",
            label="Lämna ärendet på grund av jäv",
            sources=states(A.IN_REVIEW),
            target=A.RECEIVED,
            by="handläggare",
            event="officer_recused",
            law=CONFLICT,
        ),
        Transition(
            act="check",
            label="Göra en formell kontroll",
            sources=states(A.IN_REVIEW),
            target=None,
            by="handläggare",
            event="check_recorded",
            law=INVESTIGATION,
        ),
        Transition(
            act="score",
            label="Bedöma ett kriterium",
            sources=states(A.IN_REVIEW),
            target=None,
            by="handläggare",
            event="criterion_scored",
            law=REASONS,
        ),
        Transition(
            act="request_completion",
            label="Begära komplettering",
            sources=states(A.IN_REVIEW),
            target=A.COMPLETING,
            by="handläggare",
            event="completion_requested",
            letter="begäran om komplettering",
            law=COMPLETING,
        ),
        Transition(
            act="extend_completion",
            label="Ge längre tid för komplettering",
            sources=states(A.COMPLETING),
            target=None,
            by="handläggare",
            event="completion_extended",
            law=COMPLETING,
        ),
        Transition(
            act="complete",
            label="Lämna komplettering",
            sources=states(A.COMPLETING),
            target=A.IN_REVIEW,
            by="sökande",
            event="completion_submitted",
            law=COMPLETING,
        ),
        Transition(
            act="complete_late",
            label="Lämna komplettering efter svarstiden",
            sources=states(A.IN_REVIEW, A.COMPLETING, A.PROPOSED),
            target=None,
            by="sökande",
            event="completion_submitted",
            law=COMPLETING,
        ),
        Transition(
            act="expire_completion",
            label="Låta svarstiden gå ut",
            sources=states(A.COMPLETING),
            target=A.IN_REVIEW,
            by="systemet",
            event="completion_expired",
            law=COMPLETING,
        ),
        Transition(
            act="communicate",
            label="Kommunicera material",
            sources=states(A.IN_REVIEW, A.COMPLETING, A.PROPOSED),
            target=None,
            by="handläggare",
            event="communication_sent",
            letter="kommunicering",
            law=COMMUNICATION,
        ),
        Transition(
            act="answer_communication",
            label="Yttra sig över kommunicerat material",
            sources=states(A.IN_REVIEW, A.COMPLETING, A.PROPOSED),
            target=None,
            by="sökande",
            event="communication_answered",
            law=COMMUNICATION,
        ),
        Transition(
            act="propose",
            label="Föreslå beslut",
            sources=states(A.IN_REVIEW),
            target=A.PROPOSED,
            by="handläggare",
            event="decision_proposed",
            law=PRESENTATION,
        ),
        Transition(
            act="return_to_officer",
            label="Lämna tillbaka ärendet till handläggaren",
            sources=states(A.PROPOSED),
            target=A.IN_REVIEW,
            by="beslutsfattare",
            event="case_returned",
        ),
        Transition(
            act="prepare_decision",
            label="Upprätta beslutsbrevet",
            sources=states(A.PROPOSED),
            target=None,
            by="beslutsfattare",
            event="decision_prepared",
            law=DECISION_CONTENT,
        ),
        Transition(
            act="grant",
            label="Bifalla ansökan",
            sources=states(A.PROPOSED),
            target=A.GRANTED,
            by="beslutsfattare",
            event="decision_made",
            letter="beslutsbrev",
            law=DECISION_CONTENT,
        ),
        Transition(
            act="partial_grant",
            label="Bifalla ansökan delvis",
            sources=states(A.PROPOSED),
            target=A.PARTIALLY_GRANTED,
            by="beslutsfattare",
            event="decision_made",
            letter="beslutsbrev",
            law=DECISION_CONTENT,
        ),
        Transition(
            act="reject",
            label="Avslå ansökan",
            sources=states(A.PROPOSED),
            target=A.REJECTED,
            by="beslutsfattare",
            event="decision_made",
            letter="beslutsbrev",
            law=REASONS,
        ),
        Transition(
            act="dismiss",
            label="Avvisa ansökan",
            sources=states(A.PROPOSED),
            target=A.DISMISSED,
            by="beslutsfattare",
            event="decision_made",
            letter="beslutsbrev",
            law=REASONS,
        ),
        Transition(
            act="withdraw",
            label="Återkalla ansökan",
            sources=states(A.RECEIVED, A.RECEIVED_LATE, A.IN_REVIEW, A.COMPLETING, A.PROPOSED),
            target=A.WITHDRAWN,
            by="firmatecknare",
            event="application_withdrawn",
        ),
        Transition(
            act="write_off",
            label="Skriva av ärendet",
            sources=states(A.WITHDRAWN),
            target=A.WRITTEN_OFF,
            by="handläggare",
            event="case_written_off",
            letter="beslut om avskrivning",
            law=DECISION_CONTENT,
        ),
        Transition(
            act="close",
            label="Avsluta ärendet",
            sources=states(A.GRANTED, A.PARTIALLY_GRANTED),
            target=A.CLOSED,
            by="handläggare eller ekonom",
            event="case_closed",
        ),
    ),
)

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
            sources=states(E.INVITED),
            target=E.LAPSED,
            by="handläggare",
            event="expression_lapsed",
        ),
    ),
)

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

REPORT = Workflow(
    name="Slutredovisning",
    start=ReportStatus.DRAFT,
    words=dict(ReportStatus.choices),
    transitions=(
        Transition(
            act="submit",
            label="Lämna in slutredovisningen",
            sources=states(ReportStatus.DRAFT),
            target=ReportStatus.SUBMITTED,
            by="mottagare",
            event="report_submitted",
        ),
        Transition(
            act="approve",
            label="Godkänna slutredovisningen",
            sources=states(ReportStatus.SUBMITTED),
            target=ReportStatus.APPROVED,
            by="handläggare",
            event="report_approved",
        ),
    ),
)

WORKFLOWS = (CALL, EXPRESSION, APPLICATION, DECISION, PAYMENT, REPORT)
