from grants.models.application import Application, ApplicationFile, BudgetRow
from grants.models.assessment import Check, ConflictDeclaration, Proposal, Score
from grants.models.call import Call, Criterion, FormVersion, Frame, FrameAmount
from grants.models.decision import Decision
from grants.models.draft import Draft, DraftFile, Signature
from grants.models.ledger import Posting
from grants.models.payment import Payment
from grants.models.report import FinalReport, ReportRow

__all__ = [
    "Application",
    "ApplicationFile",
    "BudgetRow",
    "Call",
    "Check",
    "ConflictDeclaration",
    "Criterion",
    "Decision",
    "Draft",
    "DraftFile",
    "FinalReport",
    "FormVersion",
    "Frame",
    "FrameAmount",
    "Payment",
    "Posting",
    "Proposal",
    "ReportRow",
    "Score",
    "Signature",
]
