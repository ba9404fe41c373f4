"""Calls, as the public and as the officers see them."""

from django.db.models import QuerySet

from accounts.models import User
from accounts.permissions import Permission
from delmos.lib.gate import one
from grants.enums import CallStatus
from grants.models import Call


def published_calls() -> QuerySet[Call]:
    """The calls that anybody may see, newest opening first."""
    return Call.objects.filter(status=CallStatus.PUBLISHED).order_by("-opens_at", "-pk")


def published_call(slug: str) -> Call:
    """A published call. Raises NotYours for a draft or an unknown one."""
    return one(published_calls(), slug=slug)


def calls_for(person: User) -> QuerySet[Call]:
    """Every call, drafts too, for those who manage calls; none for others."""
    return Call.objects.order_by("-opens_at", "-pk") if person.may(Permission.MANAGE_CALLS) else Call.objects.none()


def call_for(person: User, slug: str) -> Call:
    """A call to manage. Raises NotYours to everybody who does not manage calls."""
    return one(calls_for(person), slug=slug)
