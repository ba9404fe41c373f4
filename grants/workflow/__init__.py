"""THE TABLES: for each kind of thing, which act leads from which state to which, by whom, with what trace."""

from grants.workflow.application import APPLICATION
from grants.workflow.call import CALL
from grants.workflow.decision import DECISION
from grants.workflow.expression import EXPRESSION
from grants.workflow.laws import (
    ARRIVAL,
    COMMUNICATION,
    COMPLETING,
    CONFLICT,
    DECISION_CONTENT,
    DOCUMENTATION,
    INTERNAL_CONTROL,
    INVESTIGATION,
    NOTIFICATION,
    PRESENTATION,
    REASONS,
    REGISTRATION,
)
from grants.workflow.payment import PAYMENT
from grants.workflow.report import REPORT

WORKFLOWS = (CALL, EXPRESSION, APPLICATION, DECISION, PAYMENT, REPORT)

__all__ = [
    "APPLICATION",
    "ARRIVAL",
    "CALL",
    "COMMUNICATION",
    "COMPLETING",
    "CONFLICT",
    "DECISION",
    "DECISION_CONTENT",
    "DOCUMENTATION",
    "EXPRESSION",
    "INTERNAL_CONTROL",
    "INVESTIGATION",
    "NOTIFICATION",
    "PAYMENT",
    "PRESENTATION",
    "REASONS",
    "REGISTRATION",
    "REPORT",
    "WORKFLOWS",
]
