"""Payment accounts: stated by the applicant, verified by two economists (INV-20, myndighetsförordningen 4 §)."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission
from applicants.domain.mandates import stream
from applicants.domain.queries.people import people_acting_for
from applicants.enums import MANAGING_ROLES, AccountKind, AccountStatus
from applicants.models import Organisation, PaymentAccount
from applicants.permissions import check_may_manage
from delmos.lib import identity
from delmos.lib.bank_accounts import bank_account
from delmos.lib.refusal import Law, Refused
from journal.domain import events, notices

INTERNAL_CONTROL = Law("myndighetsförordningen (2007:515)", "4 §")


@transaction.atomic
def state(
    organisation: Organisation,
    *,
    kind: AccountKind,
    number: str,
    clearing: str = "",
    address: str = "/",
    by: User,
    now: datetime,
) -> PaymentAccount:
    """State where the organisation wants its money. A change is a new account that must be verified anew.

    The others who manage the organisation are told of a change, with ``address`` as the page (a path): money that goes
    astray goes to an account that somebody has exchanged. ``clearing`` is the clearing number of a bank account.
    Raises Refused for a wrong number or a person who does not manage the organisation.
    """
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    check_may_manage(by, organisation, now=now)
    digits = _digits(kind, number, clearing)
    current = organisation.accounts.exclude(status=AccountStatus.REPLACED).first()
    if current and (current.kind, current.number) == (kind, digits):
        return current
    if current:
        current.status = AccountStatus.REPLACED
        current.save(update_fields=["status"])
    account = PaymentAccount.objects.create(
        organisation=organisation, kind=kind, number=digits, stated_at=now, stated_by=by
    )
    events.record(stream(organisation), "account_stated", by=by, now=now, kind=kind, number=digits)
    if current:
        notices.notify(
            [person for person in people_acting_for(organisation, now=now, roles=MANAGING_ROLES) if person != by],
            key=f"account:{account.pk}:changed",
            title=f"{by.name} har bytt betalkonto för {organisation.name}. Hör av dig till oss om det är fel.",
            url=address,
            now=now,
        )
    return account


@transaction.atomic
def verify(account: PaymentAccount, *, note: str, by: User, now: datetime) -> PaymentAccount:
    """Verify that the account belongs to the organisation; the first economist checks, a second one confirms.

    Raises Refused for the wrong role, the same person twice, no note, or an account that is not waiting.
    """
    account = PaymentAccount.objects.select_for_update().select_related("organisation").get(pk=account.pk)
    if not by.may(Permission.VERIFY_ACCOUNTS):
        raise Refused("Bara en ekonom kan kontrollera ett betalkonto.", law=INTERNAL_CONTROL)
    if not note.strip():
        raise Refused("Skriv vad kontrollen bygger på, till exempel ett utdrag från Bankgirot.", field="note")
    if account.status == AccountStatus.UNVERIFIED:
        account.status, account.checked_at, account.checked_by, account.check_note = (
            AccountStatus.CHECKED_ONCE,
            now,
            by,
            note.strip(),
        )
    elif account.status == AccountStatus.CHECKED_ONCE:
        check_second_person(account, by)
        account.status, account.verified_at, account.verified_by, account.verification_note = (
            AccountStatus.VERIFIED,
            now,
            by,
            note.strip(),
        )
    else:
        raise Refused("Kontot väntar inte på någon kontroll.")
    account.save()
    events.record(stream(account.organisation), "account_verified", by=by, now=now, status=account.status)
    return account


def check_second_person(account: PaymentAccount, person: User) -> None:
    """Betalkontot ska kontrolleras av två olika personer."""
    if account.checked_by_id == person.pk:
        raise Refused(
            "Du har redan kontrollerat kontot. En annan ekonom behöver göra den andra kontrollen.",
            law=INTERNAL_CONTROL,
        )


def current_account(organisation: Organisation) -> PaymentAccount | None:
    """The account in use or waiting for verification, if any."""
    return organisation.accounts.exclude(status=AccountStatus.REPLACED).first()


def _digits(kind: AccountKind, number: str, clearing: str) -> str:
    try:
        if kind is AccountKind.ACCOUNT:
            return bank_account(clearing, number)
        return identity.bankgiro(number) if kind is AccountKind.BANKGIRO else identity.plusgiro(number)
    except identity.IdentityError as error:
        raise Refused(str(error), field="number") from error
