"""The outbox: what is to be mailed is a row, rendered once, and sent by a worker (see `journal.domain.delivery`)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from celery import current_app
from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string

from journal.models import Mail

TASK = "journal.tasks.send_mail"


def absolute(path: str) -> str:
    """The whole address of ``path`` (which begins with a slash), for use outside the portal's own pages."""
    return f"{settings.SITE_URL.rstrip('/')}{path}"


def queue(
    template: str,
    *,
    key: str,
    to: str,
    context: Mapping[str, Any],
    now: datetime,
    headers: Mapping[str, str] | None = None,
    opens_a_door: bool = False,
) -> Mail:
    """Put a mail in the queue and return its row; the same ``key`` is queued once and gives the row that stands.

    ``templates/mail/<template>.txt`` and ``.html`` are rendered at once; the first line of the text is the subject.
    The context also has ``agency`` (a name) and ``site_url``. ``headers`` are extra header fields, for instance
    List-Unsubscribe. ``opens_a_door``: a link in the mail lets its holder in, so the body is emptied once it is sent.
    A worker is told when the caller's transaction has committed; should that message be lost, the
    sweep finds the row. Raises ValueError for an empty address.
    """
    if not to:
        raise ValueError("a mail needs an address")
    mail, is_new = Mail.objects.get_or_create(
        key=key,
        defaults={
            **_rendered(template, context),
            "to": to,
            "headers": dict(headers or {}),
            "opens_a_door": opens_a_door,
            "queued_at": now,
            "next_try_at": now,
        },
    )
    if is_new:
        # Robust: with the broker away the act must still succeed; the row waits for the sweep.
        transaction.on_commit(lambda: current_app.send_task(TASK, [mail.pk]), robust=True)
    return mail


def _rendered(template: str, context: Mapping[str, Any]) -> dict[str, str]:
    everything = {"agency": settings.AGENCY_NAME, "site_url": absolute("/"), **context}
    subject, _, text = render_to_string(f"mail/{template}.txt", everything).strip().partition("\n")
    html = render_to_string(f"mail/{template}.html", everything)
    return {"subject": subject.strip(), "text": f"{text.strip()}\n", "html": html}
