from grants.models.appeal import Appeal, AppealBundle, CourtRuling
from grants.models.application import Application, ApplicationFile, BudgetRow
from grants.models.assessment import Check, Proposal, ProposalLine, Score
from grants.models.assessor import Assessment, Assessor
from grants.models.batch import BatchDecision, BatchItem
from grants.models.bulk_act import BulkAct
from grants.models.call import Call, Criterion, FormVersion
from grants.models.case_index import CaseIndex
from grants.models.comment import DraftComment
from grants.models.commitment import AuthorityAmount, CommitmentAuthority
from grants.models.completion import Completion, CompletionFile, CompletionItem, CompletionRequest
from grants.models.condition_text import ConditionText
from grants.models.conflict import ConflictDeclaration, ConflictQuestion, ConflictRuling
from grants.models.consensus import Consensus, ConsensusPoint
from grants.models.correction import Correction, Reopening
from grants.models.correspondence import CommunicatedDocument, Communication, Message, MessageFile
from grants.models.decision import Decision
from grants.models.decision_draft import DecisionDraft
from grants.models.decision_parts import (
    DecisionAmount,
    DecisionParticipant,
    DecisionParts,
    Dissent,
    Instalment,
)
from grants.models.delay import DecisionRequest, DelayNotice
from grants.models.delegation import Delegation
from grants.models.delivery import AppealTime, DeliveryRecord
from grants.models.draft import Draft, DraftFile, Signature
from grants.models.expression import Expression, ExpressionAssessment, ExpressionFile
from grants.models.frame import Frame, FrameAmount
from grants.models.general_case import GeneralCase
from grants.models.ledger import Posting
from grants.models.letter_text import LetterText
from grants.models.note import Note
from grants.models.officials import OfficialsLeftOut
from grants.models.payment import Payment
from grants.models.payment_stop import PaymentStop
from grants.models.receipt import ExpressionReceipt, Receipt
from grants.models.release import Mask, ReleaseItem, ReleaseRequest
from grants.models.report import FinalReport, ReportRow
from grants.models.revision import DraftRevision
from grants.models.saved_view import SavedView
from grants.models.scenario import ProposalOrder, Scenario, ScenarioOutcome
from grants.models.signal import CaseRisk, Signal, SignalReview, TextPrint
from grants.models.subscription import Announcement, Subscription
from grants.models.withdrawal import ExpressionWithdrawal, Withdrawal
from grants.models.worklist_file import WorklistFile

__all__ = [
    "Announcement",
    "Appeal",
    "AppealBundle",
    "AppealTime",
    "Application",
    "ApplicationFile",
    "Assessment",
    "Assessor",
    "AuthorityAmount",
    "BatchDecision",
    "BatchItem",
    "BudgetRow",
    "BulkAct",
    "Call",
    "CaseIndex",
    "CaseRisk",
    "Check",
    "CommitmentAuthority",
    "CommunicatedDocument",
    "Communication",
    "Completion",
    "CompletionFile",
    "CompletionItem",
    "CompletionRequest",
    "ConditionText",
    "ConflictDeclaration",
    "ConflictQuestion",
    "ConflictRuling",
    "Consensus",
    "ConsensusPoint",
    "Correction",
    "CourtRuling",
    "Criterion",
    "Decision",
    "DecisionAmount",
    "DecisionDraft",
    "DecisionParticipant",
    "DecisionParts",
    "Delegation",
    "DecisionRequest",
    "DelayNotice",
    "DeliveryRecord",
    "Dissent",
    "DecisionRequest",
    "DelayNotice",
    "Delegation",
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
    "GeneralCase",
    "Instalment",
    "LetterText",
    "Mask",
    "Message",
    "MessageFile",
    "Note",
    "OfficialsLeftOut",
    "Payment",
    "PaymentStop",
    "Posting",
    "Proposal",
    "ProposalLine",
    "ProposalOrder",
    "ReportRow",
    "Receipt",
    "Reopening",
    "ReleaseItem",
    "ReleaseRequest",
    "ReportRow",
    "SavedView",
    "Scenario",
    "ScenarioOutcome",
    "Score",
    "Signal",
    "SignalReview",
    "Signature",
    "Subscription",
    "TextPrint",
    "Withdrawal",
    "WorklistFile",
]
