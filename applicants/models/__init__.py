from applicants.models.account import PaymentAccount
from applicants.models.evidence import MandateEvidence
from applicants.models.invitation import Invitation
from applicants.models.mandate import Mandate
from applicants.models.organisation import Organisation

__all__ = ["Invitation", "Mandate", "MandateEvidence", "Organisation", "PaymentAccount"]
