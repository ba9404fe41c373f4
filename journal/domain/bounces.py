"""Bounces: a mail server reports that a mail did not arrive (RFC 3464), and the address is marked."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, message_from_string, policy
from email.message import EmailMessage, Message
from email.utils import parseaddr
from typing import Any

from django.db import transaction

from journal.domain.delivery import message_id
from journal.enums import MailStatus
from journal.models import Mail

RECENT = 5000  # mails to the address that are compared, the newest first


@dataclass(frozen=True, slots=True)
class Bounce:
    """What a report says of one recipient. ``about`` is the Message-ID of the mail that did not arrive."""

    address: str
    about: str
    reason: str


def read(report: bytes) -> list[Bounce]:
    """The recipients that a delivery report says failed for good; empty for anything else.

    Delays and receipts are no bounces. Nothing in a mail from outside is trusted to be well formed.
    """
    message = message_from_bytes(report, policy=policy.default)
    about = _original_id(message)
    return [
        Bounce(_address(group), about, _reason(group))
        for group in _recipients(message)
        if str(group.get("Action", "")).strip().lower() == "failed" and _address(group)
    ]


@transaction.atomic
def receive(report: bytes, *, now: datetime) -> int:
    """Mark what the report says bounced, and what still waits for the same address; how many mails were marked.

    A report counts only when it names a mail that the portal has sent to that very address, so nobody can silence an
    address by writing a report. ``now`` is when the report came.
    """
    return sum(_mark(bounce, now) for bounce in read(report))


def _mark(bounce: Bounce, now: datetime) -> int:
    mine = Mail.objects.filter(to__iexact=bounce.address, queued_at__lte=now).order_by("-pk")
    about = next((mail for mail in mine[:RECENT] if message_id(mail) == bounce.about), None)
    if about is None:
        return 0
    waiting = Mail.objects.filter(to__iexact=bounce.address, status=MailStatus.QUEUED)
    marked = Mail.objects.filter(pk=about.pk) | waiting
    return marked.exclude(status=MailStatus.BOUNCED).update(
        status=MailStatus.BOUNCED, last_error=bounce.reason[: Mail._meta.get_field("last_error").max_length]
    )


def _parts(message: EmailMessage, content_type: str) -> Iterator[Any]:
    return (part for part in message.walk() if part.get_content_type() == content_type)


def _recipients(message: EmailMessage) -> Iterator[Message]:
    """The groups of fields about one recipient each; the first group of a report is about the whole of it."""
    for status in _parts(message, "message/delivery-status"):
        groups = status.get_payload()
        if isinstance(groups, list):
            yield from groups[1:]


def _original_id(message: EmailMessage) -> str:
    """The Message-ID of the mail that comes back with the report, whole or as its header alone."""
    for part in _parts(message, "message/rfc822"):
        inner = part.get_payload()
        if isinstance(inner, list) and inner:
            return str(inner[0].get("Message-ID", "")).strip()
    for part in _parts(message, "text/rfc822-headers"):
        header = message_from_string(str(part.get_payload()), policy=policy.default)
        return str(header.get("Message-ID", "")).strip()
    return ""


def _address(group: Message) -> str:
    named = str(group.get("Original-Recipient") or group.get("Final-Recipient") or "")
    return parseaddr(named.partition(";")[2].strip())[1]


def _reason(group: Message) -> str:
    return " ".join(f"{group.get('Status', '')} {group.get('Diagnostic-Code', '')}".split())
