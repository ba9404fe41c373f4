"""THE TABLES: for each kind of thing, which act leads from which state to which, by whom, with what trace."""

from grants.workflow.appeal import APPEAL_PROCESS
from grants.workflow.application import APPLICATION
from grants.workflow.batch import BATCH
from grants.workflow.call import CALL
from grants.workflow.conflict import CONFLICT_QUESTION
from grants.workflow.decision import DECISION
from grants.workflow.expression import EXPRESSION
from grants.workflow.laws import (
    APPEAL,
    APPEAL_TIME,
    ARRIVAL,
    CHANGE,
    CHANGE_OF_APPEALED,
    COMMITMENTS,
    COMMUNICATION,
    COMPLETING,
    CONFLICT,
    CORRECTION,
    DECISION_CONTENT,
    DECISION_REQUEST,
    DELAY,
    DISSENT,
    DOCUMENTATION,
    HAND_OVER,
    INTERNAL_CONTROL,
    INVESTIGATION,
    LIST_TO_JK,
    NOTIFICATION,
    PRESENTATION,
    READING,
    REASONS,
    REFUSAL,
    REGISTRATION,
    RELEASE,
    SECRECY_MARK,
    TAKING_PART,
    TIMELINESS,
    TRIAL_OF_RELEASE,
)
from grants.workflow.payment import PAYMENT
from grants.workflow.payment_stop import PAYMENT_STOP
from grants.workflow.report import REPORT

WORKFLOWS = (
    CALL,
    EXPRESSION,
    APPLICATION,
    DECISION,
    PAYMENT,
    PAYMENT_STOP,
    REPORT,
    CONFLICT_QUESTION,
    BATCH,
    APPEAL_PROCESS,
)

__all__ = [
    "APPEAL",
    "APPEAL_PROCESS",
    "APPEAL_TIME",
    "APPLICATION",
    "ARRIVAL",
    "BATCH",
    "CALL",
    "CHANGE",
    "CHANGE_OF_APPEALED",
    "COMMITMENTS",
    "COMMUNICATION",
    "COMPLETING",
    "CONFLICT",
    "CONFLICT_QUESTION",
    "CORRECTION",
    "DECISION",
    "DECISION_CONTENT",
    "DECISION_REQUEST",
    "DELAY",
    "DISSENT",
    "DOCUMENTATION",
    "EXPRESSION",
    "HAND_OVER",
    "INTERNAL_CONTROL",
    "INVESTIGATION",
    "LIST_TO_JK",
    "NOTIFICATION",
    "PAYMENT",
    "PAYMENT_STOP",
    "PRESENTATION",
    "READING",
    "REASONS",
    "REFUSAL",
    "REGISTRATION",
    "RELEASE",
    "REPORT",
    "SECRECY_MARK",
    "TAKING_PART",
    "TIMELINESS",
    "TRIAL_OF_RELEASE",
    "WORKFLOWS",
]
