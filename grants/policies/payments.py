"""A payment: what must be in place before any money leaves."""

from applicants.enums import AccountStatus
from applicants.models import Organisation, PaymentAccount
from delmos.lib.refusal import Refused
from grants.models import Decision
from grants.workflow import INTERNAL_CONTROL


def check_account_verified(account: PaymentAccount | None, organisation: Organisation) -> PaymentAccount:
    """Pengar betalas bara till ett konto som två ekonomer har kontrollerat att det tillhör mottagaren (INV-20)."""
    if account is None:
        raise Refused(f"{organisation.name} har inte uppgett något betalkonto.", law=INTERNAL_CONTROL)
    if account.status != AccountStatus.VERIFIED or account.organisation_id != organisation.pk:
        raise Refused(
            f"{account} är inte kontrollerat av två ekonomer. Kontrollera kontot först.", law=INTERNAL_CONTROL
        )
    return account


def check_dispatched(decision: Decision | None) -> Decision:
    """Ett bidrag betalas ut först när beslutet är skickat till mottagaren (INV-20)."""
    if decision is None or decision.dispatched_at is None or not decision.gives_money:
        raise Refused("Det finns inget expedierat beslut om bidrag att betala ut.")
    return decision
