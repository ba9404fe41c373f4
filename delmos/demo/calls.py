"""Calls of the demonstration: made and published by an officer when they are missing."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.text import slugify

from delmos.demo.people import Cast
from grants.domain import calls, frames
from grants.domain.calls import CallDetails
from grants.models import Call


@transaction.atomic
def ensure_call(
    ordinance_key: str, details: CallDetails, *, frames: Mapping[str, int], basis: str, cast: Cast, now: datetime
) -> Call:
    """The call with this title, published with its frames (öre by group code)."""
    found = Call.objects.filter(slug=slugify(details.title)).first()
    return found or _publish(ordinance_key, details, frames, basis=basis, cast=cast, now=now)


def _publish(
    ordinance_key: str, details: CallDetails, sizes: Mapping[str, int], *, basis: str, cast: Cast, now: datetime
) -> Call:
    call = calls.create(ordinance_key=ordinance_key, details=details, by=cast["dag"], now=now)
    for group, amount in sizes.items():
        frames.set_amount(
            call,
            group=group,
            amount_ore=amount,
            effective_from=date(details.budget_year, 1, 1),
            basis=basis,
            by=cast["dag"],
            now=now,
        )
    return calls.publish(call, by=cast["dag"], now=now)
