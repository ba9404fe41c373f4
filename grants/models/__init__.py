from grants.models.application import Application, ApplicationFile, BudgetRow
from grants.models.assessment import Check, ConflictDeclaration, Proposal, Score
from grants.models.call import Call, Criterion, FormVersion
from grants.models.comment import DraftComment
from grants.models.completion import Completion, CompletionFile, CompletionItem, CompletionRequest
from grants.models.correspondence import CommunicatedDocument, Communication, Message, MessageFile
from grants.models.decision import Decision
from grants.models.draft import Draft, DraftFile, Signature
from grants.models.expression import Expression, ExpressionAssessment, ExpressionFile
from grants.models.frame import Frame, FrameAmount
from grants.models.ledger import Posting
from grants.models.payment import Payment
from grants.models.receipt import ExpressionReceipt, Receipt
from grants.models.report import FinalReport, ReportRow
from grants.models.revision import DraftRevision
from grants.models.subscription import Announcement, Subscription
from grants.models.withdrawal import ExpressionWithdrawal, Withdrawal

__all__ = [
    "Announcement",
    "Application",
    "ApplicationFile",
    "BudgetRow",
    "Call",
    "Check",
    "CommunicatedDocument",
    "Communication",
    "Completion",
    "CompletionFile",
    "CompletionItem",
    "CompletionRequest",
    "ConflictDeclaration",
    "Criterion",
    "Decision",
    "Draft",
    "DraftComment",
    "DraftFile",
    "DraftRevision",
    "Expression",
    "ExpressionAssessment",
    "ExpressionFile",
    "ExpressionReceipt",
    "ExpressionWithdrawal",
    "FinalReport",
    "FormVersion",
    "Frame",
    "FrameAmount",
    "Message",
    "MessageFile",
    "Payment",
    "Posting",
    "Proposal",
    "ReportRow",
    "Receipt",
    "Score",
    "Signature",
    "Subscription",
    "Withdrawal",
]
