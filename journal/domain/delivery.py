"""Delivery: a mail in the queue is handed to the mail server, once.

A mail server may take a mail in and then never get its answer through, so somewhere between "not sent" and "sent"
lies a moment in which nobody can know. The row says when it begins: ``SENDING`` is committed before the first word of
the mail is spoken, by one worker only. A worker that dies before has left the row in the queue, and another sends it.
A worker that dies after leaves ``SENDING``, and nobody sends that mail again: it is shown to the agency as not known
to have arrived. Each mail keeps one Message-ID for life, so when staff send it again a server that already has it
can tell.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused, SMTPResponseException
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db.models import QuerySet

from journal.enums import MailStatus
from journal.models import Mail

MOST_ATTEMPTS = 12  # with the delays below the last is made a day and a half after the first
FIRST_DELAY = timedelta(minutes=1)
LOST = timedelta(minutes=15)  # a claim this old has lost its worker: every step with the server has a shorter time-out
BATCH = 20
PERMANENT = range(500, 600)  # SMTP replies that say never

UNSURE = "Överlämnandet till e-postservern avbröts. Det går inte att veta om mejlet kom fram."
UNWRITABLE = "Adressen eller ämnesraden går inte att skriva i ett mejl. Mejlet är inte skickat."


def send_due(*, now: datetime, limit: int = BATCH) -> int:
    """Send the mails whose time has come, at most ``limit``, and give up claims whose worker is lost; how many sent."""
    _give_up_lost_claims(now)
    due = Mail.objects.filter(status=MailStatus.QUEUED, next_try_at__lte=now).order_by("next_try_at", "pk")
    return _send(list(due[:limit]), now)


def send(pk: int, *, now: datetime) -> int:
    """Send the mail ``pk`` if it still waits and its time has come: 1 when it was sent, otherwise 0."""
    return _send(list(Mail.objects.filter(pk=pk, status=MailStatus.QUEUED, next_try_at__lte=now)), now)


def undelivered() -> "QuerySet[Mail]":
    """The mails that did not arrive, or that nobody can know of, newest first."""
    return Mail.objects.filter(status__in=[MailStatus.FAILED, MailStatus.BOUNCED]).order_by("-queued_at", "-pk")


def send_again(mail: Mail, *, now: datetime) -> bool:
    """Put a failed or bounced mail back in the queue; whether it could be. Its Message-ID stays the same.

    A mail whose body was emptied when it was sent cannot be sent again: whoever wants the link asks for a new one.
    """
    return bool(
        Mail.objects.filter(pk=mail.pk, status__in=[MailStatus.FAILED, MailStatus.BOUNCED])
        .exclude(text="")
        .update(status=MailStatus.QUEUED, attempts=0, next_try_at=now)
    )


def address_works(address: str) -> bool:
    """Whether the newest mail to ``address`` that has come to an end did not bounce. True when there is none."""
    newest = (
        Mail.objects.filter(to=address, status__in=[MailStatus.SENT, MailStatus.BOUNCED])
        .order_by("-pk")
        .values_list("status", flat=True)
        .first()
    )
    return newest != MailStatus.BOUNCED


def message_id(mail: Mail) -> str:
    """The Message-ID of the mail, the same at every attempt."""
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    return f"<{hashlib.sha256(mail.key.encode()).hexdigest()[:40]}@{host}>"


def _send(mails: list[Mail], now: datetime) -> int:
    sent = 0
    with _connection() as connection:
        for at, mail in enumerate(mails):
            try:
                connection.open()  # does nothing while the connection stands
            except OSError as error:  # smtplib's errors are OSErrors too; nothing has been said of these mails
                for left in mails[at:]:
                    _postpone(left, now, error)
                break
            sent += _hand_over(mail, connection, now)
    return sent


@contextmanager
def _connection() -> Iterator[Any]:
    connection = get_connection()
    try:
        yield connection
    finally:
        connection.close()


def _hand_over(mail: Mail, connection: Any, now: datetime) -> bool:
    """Claim the mail and hand it over; whether the server took it. False also when another worker was first."""
    waiting = Mail.objects.filter(pk=mail.pk, status=MailStatus.QUEUED, next_try_at__lte=now)
    if not waiting.update(status=MailStatus.SENDING, claimed_at=now):
        return False
    mail.status = MailStatus.SENDING
    try:
        _message(mail, connection).send()
    except SMTPRecipientsRefused as refused:
        code, reason = next(iter(refused.recipients.values()))
        _refused(mail, now, code, reason)
    except SMTPResponseException as refused:  # the server has said no: it does not have the mail
        _postpone(mail, now, refused)
    except OSError as error:
        _finish(mail, MailStatus.FAILED, f"{UNSURE} ({type(error).__name__})")
    except ValueError as error:  # an address or a subject that no mail can have
        _finish(mail, MailStatus.FAILED, f"{UNWRITABLE} ({type(error).__name__})")
    else:
        Mail.objects.filter(pk=mail.pk).update(
            status=MailStatus.SENT, attempts=mail.attempts + 1, sent_at=now, last_error="", **_kept(mail)
        )
        return True
    connection.close()  # the server may have hung up: the next mail is spoken of on a new connection
    return False


def _kept(mail: Mail) -> dict[str, str]:
    """What changes in the body of a sent mail: a link that lets its holder in stands nowhere but in the mail itself."""
    return {"text": "", "html": ""} if mail.opens_a_door else {}


def _message(mail: Mail, connection: Any) -> EmailMultiAlternatives:
    message = EmailMultiAlternatives(
        mail.subject,
        mail.text,
        to=[mail.to],
        connection=connection,
        # Auto-Submitted keeps out-of-office answers away (RFC 3834).
        headers={"Message-ID": message_id(mail), "Auto-Submitted": "auto-generated", **mail.headers},
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    return message


def _refused(mail: Mail, now: datetime, code: int, reason: bytes | str) -> None:
    """The server does not take the recipient: for ever (the address does not work), or for now."""
    words = reason.decode(errors="replace") if isinstance(reason, bytes) else reason
    if code in PERMANENT:
        _finish(mail, MailStatus.BOUNCED, f"{code} {words}")
    else:
        _postpone(mail, now, SMTPResponseException(code, words))


def _postpone(mail: Mail, now: datetime, error: OSError) -> None:
    """Try again after twice as long as the last time, or give up when it has been tried enough."""
    attempts = mail.attempts + 1
    Mail.objects.filter(pk=mail.pk, status=mail.status, attempts=mail.attempts).update(
        status=MailStatus.FAILED if attempts >= MOST_ATTEMPTS else MailStatus.QUEUED,
        attempts=attempts,
        next_try_at=now + FIRST_DELAY * 2**mail.attempts,
        last_error=_short(str(error) or type(error).__name__),
    )


def _finish(mail: Mail, status: MailStatus, error: str) -> None:
    Mail.objects.filter(pk=mail.pk).update(status=status, attempts=mail.attempts + 1, last_error=_short(error))


def _give_up_lost_claims(now: datetime) -> None:
    lost = Mail.objects.filter(status=MailStatus.SENDING, claimed_at__lt=now - LOST)
    lost.update(status=MailStatus.FAILED, last_error=UNSURE)


def _short(text: str) -> str:
    return text[: Mail._meta.get_field("last_error").max_length]
