"""Calling off a published call, and keeping it from being called off in the instant somebody hands in."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission
from delmos.lib.refusal import Refused
from grants.domain import announcements
from grants.enums import AnnouncementKind
from grants.models import Call
from grants.permissions import check_may
from grants.policies import check_can_be_cancelled, check_not_cancelled
from grants.workflow import CALL
from journal.domain import events


@transaction.atomic
def cancel(call: Call, *, reason: str, by: User, now: datetime) -> Call:
    """Call off a call that has not closed. Those who have begun or sent an application are told by a task.

    Who they are is not written here: drafts are the applicants' own space (INV-4). Applications already received keep
    their state until each is decided. Raises Refused without a reason, and for a call that has closed.
    """
    call = Call.objects.select_for_update().get(pk=call.pk)
    check_may(by, Permission.MANAGE_CALLS)
    step = CALL.check("cancel", call.status)
    check_can_be_cancelled(call, now=now)
    if not reason.strip():
        raise Refused("Skriv varför utlysningen ställs in.", field="reason")
    call.status, call.cancelled_at, call.cancelled_by = str(step.target), now, by
    call.cancellation_reason = reason.strip()
    call.save(update_fields=["status", "cancelled_at", "cancelled_by", "cancellation_reason"])
    events.record(call.stream, step.event, by=by, now=now, reason=call.cancellation_reason)
    announcements.announce(call, AnnouncementKind.CANCELLED, by=by, now=now)
    return call


def keep_standing(call: Call) -> None:
    """Keep the call from being called off until the caller's transaction ends. Raises Refused when it already was.

    So either what is handed in counts, and its people are told when the call is called off after it; or it is refused.
    The row is locked for as short a time as may be, just before the series of case numbers is: many hand in at once.
    """
    check_not_cancelled(Call.objects.select_for_update(no_key=True).get(pk=call.pk))
