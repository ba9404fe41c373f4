"""Signing in is kept for the person to see: whether somebody else has been in to the account."""

from datetime import datetime, timedelta

from django.db import transaction

from accounts.assurance import Assurance
from accounts.models import SignIn, User

KEPT = timedelta(days=365)


@transaction.atomic
def remember(shown: Assurance, *, by: User, now: datetime) -> SignIn:
    """Keep for a year that ``by`` has signed in at ``now``. What is older than that goes."""
    SignIn.objects.filter(signed_in_by=by, signed_in_at__lt=now - KEPT).delete()
    return SignIn.objects.create(way=shown.way, level=shown.level, signed_in_at=now, signed_in_by=by)
