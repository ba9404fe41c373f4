"""Signing in is kept for the person to see: whether somebody else has been in to the account."""

from datetime import datetime, timedelta

from accounts.assurance import Assurance
from accounts.models import SignIn, User

KEPT = timedelta(days=365)


def remember(shown: Assurance, *, by: User, now: datetime) -> SignIn:
    """Keep that ``by`` has signed in at ``now``, for a year."""
    return SignIn.objects.create(way=shown.way, level=shown.level, signed_in_at=now, signed_in_by=by)


def forget_old(*, now: datetime) -> int:
    """Delete what has been kept for a year; how many."""
    deleted, _ = SignIn.objects.filter(signed_in_at__lt=now - KEPT).delete()
    return deleted
