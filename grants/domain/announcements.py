"""Telling people of a call: subscribers when it is published, those who have begun or applied when it is called off.

A row per call and kind is the queue. A worker tells a batch at a time; where one is interrupted the next goes on.
"""

from collections.abc import Callable
from datetime import datetime

from celery import current_app
from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from accounts.models import User
from applicants.domain.queries.people import people_acting_for
from applicants.models import Organisation
from grants.call_times import period
from grants.domain import subscriptions
from grants.domain.queries.drafts import organisations_concerned
from grants.enums import AnnouncementKind
from grants.models import Announcement, Call, Subscription
from journal.domain import notices, outbox

TASK = "grants.tasks.announce"
BATCH = 200


def announce(call: Call, kind: AnnouncementKind, *, by: User, now: datetime) -> Announcement:
    """Put it in the queue, in the caller's transaction. A worker is told when that has committed."""
    row = Announcement.objects.create(call=call, kind=kind, requested_at=now, requested_by=by)
    # Robust: with the broker away the call must still be published; the row waits for the sweep.
    transaction.on_commit(lambda: current_app.send_task(TASK, [row.pk]), robust=True)
    return row


def waiting() -> list[int]:
    """The announcements that are not done, oldest first."""
    return list(Announcement.objects.filter(done_at=None).order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def tell_batch(pk: int, *, now: datetime, size: int = BATCH) -> bool:
    """Tell the next ``size`` people or organisations; whether there may be more.

    Nobody is told twice: the place reached is kept with what was queued, and another worker's row is left alone.
    """
    row = (
        Announcement.objects.select_for_update(of=("self",), skip_locked=True)
        .select_related("call")
        .filter(pk=pk, done_at=None)
        .first()
    )
    if row is None:
        return False
    told = _TELL[AnnouncementKind(row.kind)](row, now, size)
    if len(told) < size:
        row.done_at = now
    row.told_to = told[-1] if told else row.told_to
    row.save(update_fields=["told_to", "done_at"])
    return row.done_at is None


def _tell_subscribers(row: Announcement, now: datetime, size: int) -> list[str]:
    if row.call.is_cancelled:
        return []
    types = [kind for group in row.call.ordinance.groups for kind in group.types]
    rows = Subscription.objects.filter(Q(types=[]) | Q(types__overlap=types), confirmed_at__isnull=False)
    if row.told_to:
        rows = rows.filter(pk__gt=row.told_to)
    batch = list(rows.order_by("pk")[:size])
    for subscription in batch:
        _mail_new_call(row.call, subscription, now)
    return [str(subscription.pk) for subscription in batch]


def _mail_new_call(call: Call, subscription: Subscription, now: datetime) -> None:
    end_url = outbox.absolute(reverse("subscription_end", args=[subscriptions.end_token(subscription)]))
    outbox.queue(
        "new_call",
        key=f"new-call:{call.pk}:{subscription.pk}",
        to=subscription.email,
        context={
            "call": call,
            "who": ", ".join(group.name.lower() for group in call.ordinance.groups),
            "period": period(call),
            "url": outbox.absolute(reverse("call_detail", args=[call.slug])),
            "end_url": end_url,
        },
        headers={"List-Unsubscribe": f"<{end_url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},  # RFC 8058
        now=now,
    )


def _tell_applicants(row: Announcement, now: datetime, size: int) -> list[str]:
    organisations = organisations_concerned(row.call)
    if row.told_to:
        organisations = organisations.filter(pk__gt=int(row.told_to))
    batch: list[Organisation] = list(organisations.order_by("pk")[:size])
    for organisation in batch:
        notices.notify(
            people_acting_for(organisation, now=now),
            key=f"call-cancelled:{row.call.pk}",
            title=f"Utlysningen ”{row.call.title}” är inställd",
            url=reverse("call_detail", args=[row.call.slug]),
            now=now,
        )
    return [str(organisation.pk) for organisation in batch]


_TELL: dict[AnnouncementKind, Callable[[Announcement, datetime, int], list[str]]] = {
    AnnouncementKind.PUBLISHED: _tell_subscribers,
    AnnouncementKind.CANCELLED: _tell_applicants,
}
