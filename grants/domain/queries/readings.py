"""Who has opened the sensitive parts of a case."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import User
from accounts.permissions import Permission
from grants.permissions import Matter, blocking
from journal.models import Reading


def readings_of(matter: Matter, *, person: User) -> QuerySet[Reading]:
    """The log of one case, for those who see to that it is right; none for others.

    ``matter`` has come through its gate: whoever is jävig in the case reads nothing of it, not this either (INV-8).
    """
    if not person.may(Permission.SEE_READINGS):
        return Reading.objects.none()
    return Reading.objects.filter(case=matter.case_id)


def readings_by(person: User) -> QuerySet[Any]:
    """What ``person`` has opened, newest first, for the person itself (GDPR article 15).

    ``hidden``: in a case which the person is kept out of by jäv, and which is not named (INV-8).
    """
    hidden = Exists(blocking().filter(case=OuterRef("case"), person=person))
    opened = Reading.objects.filter(read_by=person.actor_key).select_related("case").annotate(hidden=hidden)
    return opened.order_by("-read_at", "-pk")
