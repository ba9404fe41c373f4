"""Notices: the portal tells a person that something has happened, in the notification centre and by mail."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from django.contrib.postgres.expressions import ArraySubquery
from django.db import transaction
from django.db.models import Expression, QuerySet

from journal.domain import outbox
from journal.models import Notice

MOST_COUNTED = 100


class Recipient(Protocol):
    """Somebody who can be told: a person with an account."""

    @property
    def actor_key(self) -> str: ...

    @property
    def name(self) -> str: ...

    @property
    def email(self) -> str: ...


@transaction.atomic
def notify(
    recipients: Iterable[Recipient],
    *,
    key: str,
    title: str,
    url: str,
    case_number: str = "",
    now: datetime,
    mail: bool = True,
) -> None:
    """Tell each of ``recipients`` once per ``key``, whatever the number of calls.

    ``title`` is read in the portal only, after sign-in; ``url`` is a path of the portal. The mail says no more than
    that there is a message, and in which case: it travels unprotected (OSL 21 kap., GDPR article 32). A person
    without an address gets the notice alone.
    """
    for recipient in {person.actor_key: person for person in recipients}.values():
        notice, is_new = Notice.objects.get_or_create(
            key=key,
            recipient_key=recipient.actor_key,
            defaults={"title": title, "url": url, "case_number": case_number, "created_at": now},
        )
        if is_new and mail and recipient.email:
            outbox.queue(
                "notice",
                key=f"notice:{notice.pk}",
                to=recipient.email,
                context={"name": recipient.name, "case_number": case_number, "url": outbox.absolute(url)},
                now=now,
            )


def notices_of(recipient_key: str) -> "QuerySet[Notice]":
    """The notices of one person, newest first."""
    return Notice.objects.filter(recipient_key=recipient_key).order_by("-created_at", "-pk")


def unread(recipient_key: Expression) -> ArraySubquery:
    """The unread notices of a person as part of the person's own row: their ids, at most ``MOST_COUNTED`` of them.

    ``recipient_key`` gives the key of the outer row.
    """
    theirs = Notice.objects.filter(recipient_key=recipient_key, read_at__isnull=True)
    return ArraySubquery(theirs.values("pk")[:MOST_COUNTED])


def forget(recipient_key: str, *, case_number: str) -> None:
    """Take away what a person was told of a case which they may no longer know of. A case without number has none."""
    if case_number:
        Notice.objects.filter(recipient_key=recipient_key, case_number=case_number).delete()


def mark_read(notices: "QuerySet[Notice]", *, now: datetime) -> int:
    """Mark these notices as read at ``now``; how many were unread. Reading again changes nothing."""
    return notices.filter(read_at__isnull=True).update(read_at=now)
