"""A person leaves the portal: first every mandate ends, then the account."""

from datetime import datetime

from django.db import transaction

from accounts.domain import profile
from accounts.models import User
from applicants.domain import mandates
from applicants.models import Mandate


@transaction.atomic
def leave(*, knowingly: bool = False, by: User, now: datetime) -> None:
    """End every mandate of ``by`` and close the account, or nothing of it.

    ``knowingly``: told that an organisation will have nobody who can sign. Raises Refused to an organisation's last
    signatory otherwise, and to staff.
    """
    for mandate in Mandate.objects.filter(person=by, ended_at=None).order_by("pk"):
        mandates.end(mandate, knowingly=knowingly, by=by, now=now)
    profile.close(by=by, now=now)
