from applicants.models.account import PaymentAccount
from applicants.models.mandate import Mandate
from applicants.models.organisation import Organisation

__all__ = ["Mandate", "Organisation", "PaymentAccount"]
