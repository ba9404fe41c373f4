"""Fetching organisations through the gate of mandates and roles."""

from datetime import datetime

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from accounts.models import User
from accounts.permissions import Permission
from applicants.enums import AccountStatus
from applicants.models import Mandate, Organisation, PaymentAccount
from applicants.permissions import valid_on
from delmos.lib.dates import stockholm_date


def organisations_of(person: User, *, now: datetime) -> QuerySet[Organisation]:
    """The organisations that ``person`` may act for now, in Swedish order."""
    mandates = Mandate.objects.filter(valid_on(stockholm_date(now)), person=person)
    return Organisation.objects.filter(pk__in=mandates.values("organisation")).order_by("name_order", "pk")


def organisation_for(person: User, number: str, *, now: datetime) -> Organisation:
    """The organisation ``number`` if ``person`` may act for it; Http404 to everybody else."""
    return get_object_or_404(organisations_of(person, now=now), organisation_number=number)


def accounts_waiting_for(person: User) -> QuerySet[PaymentAccount]:
    """The accounts that wait for an economist's check; none for others."""
    if not person.may(Permission.VERIFY_ACCOUNTS):
        return PaymentAccount.objects.none()
    return (
        PaymentAccount.objects.filter(status__in=[AccountStatus.UNVERIFIED, AccountStatus.CHECKED_ONCE])
        .select_related("organisation", "checked_by", "stated_by")
        .order_by("stated_at", "pk")
    )
