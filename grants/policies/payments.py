"""A payment: what must be in place before any money leaves."""

from applicants.enums import AccountStatus
from applicants.models import Organisation, PaymentAccount
from delmos.lib.money import format_sek
from delmos.lib.refusal import Refused
from grants.enums import PaymentStopStatus
from grants.models import Application, Decision, PaymentStop
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


def stop_in_force(application: Application) -> PaymentStop | None:
    """The payment stop that holds for the grant in force."""
    return application.payment_stops.filter(status=PaymentStopStatus.IN_FORCE).first()


def stopped_ore(application: Application) -> int:
    """What may not be paid because of a payment stop in force, in öre."""
    stop = stop_in_force(application)
    return stop.amount_ore if stop else 0


def check_not_stopped(application: Application, instalment: int) -> None:
    """En rat som ett beslut om hinder gäller betalas inte ut (INV-20)."""
    stop = stop_in_force(application)
    if stop and stop.holds_back(instalment):
        raise Refused(
            f"Ett beslut om hinder mot utbetalning gäller. {format_sek(stop.amount_ore)} ska inte betalas ut.",
            law=application.ordinance.stop_law,
        )


def check_dispatched(decision: Decision | None) -> Decision:
    """Ett bidrag betalas ut först när beslutet är skickat till mottagaren (INV-20)."""
    if decision is None or decision.dispatched_at is None or not decision.gives_money:
        raise Refused("Det finns inget expedierat beslut om bidrag att betala ut.")
    return decision
