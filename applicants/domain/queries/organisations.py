"""Fetching organisations through the gate of mandates and roles."""

from datetime import datetime

from django.db.models import QuerySet, Value

from accounts.models import User
from accounts.permissions import Permission
from applicants.columns import plain_address
from applicants.enums import AccountStatus
from applicants.models import Mandate, Organisation, PaymentAccount
from applicants.permissions import valid_on
from delmos.lib.dates import stockholm_date
from delmos.lib.gate import one


def organisations_of(person: User, *, now: datetime) -> QuerySet[Organisation]:
    """The organisations that ``person`` may act for now, in Swedish order."""
    mandates = Mandate.objects.filter(valid_on(stockholm_date(now)), person=person)
    return Organisation.objects.filter(pk__in=mandates.values("organisation")).order_by("name_order", "pk")


def organisation_for(person: User, number: str, *, now: datetime) -> Organisation:
    """The organisation ``number`` if ``person`` may act for it. Raises NotYours to everybody else."""
    return one(organisations_of(person, now=now), organisation_number=number)


def at_the_address(address: str) -> QuerySet[Organisation]:
    """The organisations whose postal address is the same but for case, spaces and punctuation. It uses the index."""
    return Organisation.objects.annotate(plain=plain_address("address")).filter(plain=plain_address(Value(address)))


def accounts_for(person: User) -> QuerySet[PaymentAccount]:
    """The payment accounts in use or waiting, for economists; none for others."""
    if not person.may(Permission.VERIFY_ACCOUNTS):
        return PaymentAccount.objects.none()
    return (
        PaymentAccount.objects.exclude(status=AccountStatus.REPLACED)
        .select_related("organisation", "checked_by", "verified_by", "stated_by")
        .order_by("stated_at", "pk")
    )


def account_for(person: User, pk: int) -> PaymentAccount:
    """One payment account, for economists. Raises NotYours to everybody else."""
    return one(accounts_for(person), pk=pk)
