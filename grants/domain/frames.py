"""Frames: how much a call may grant per applicant group and budget year (INV-16)."""

from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission
from delmos.lib.money import format_sek
from delmos.lib.refusal import Refused
from grants.domain import ledger
from grants.models import Call, Frame, FrameAmount
from grants.permissions import check_may
from journal.domain import events


@transaction.atomic
def set_amount(
    call: Call,
    *,
    group: str,
    amount_ore: int,
    effective_from: date,
    basis: str,
    by: User,
    now: datetime,
) -> FrameAmount:
    """Set the size of a frame (öre) from a day on. The old size stays as a dated row.

    Raises Refused for an unknown group, an amount that is not positive, or one below what is already granted.
    """
    check_may(by, Permission.MANAGE_CALLS)
    if group not in {known.code for known in call.ordinance.groups}:
        raise Refused("Välj en grupp av sökande som finns i förordningen.", law=call.ordinance.who_law, field="group")
    if amount_ore <= 0:
        raise Refused("Ramen ska vara större än 0 kr.", field="amount")
    frame, _ = Frame.objects.get_or_create(call=call, group=group, budget_year=call.budget_year)
    frame = Frame.objects.select_for_update().get(pk=frame.pk)
    granted = ledger.granted_in(call.pk, group, call.budget_year)
    if amount_ore < granted:
        raise Refused(f"Det är redan beviljat {format_sek(granted)} ur ramen. Den kan inte bli lägre.", field="amount")
    row = FrameAmount.objects.create(
        frame=frame, amount_ore=amount_ore, effective_from=effective_from, basis=basis, set_at=now, set_by=by
    )
    events.record(
        call.stream,
        "frame_set",
        by=by,
        now=now,
        group=group,
        budget_year=call.budget_year,
        amount_ore=amount_ore,
        effective_from=effective_from,
        basis=basis,
    )
    return row


def amount_on(frame: Frame, day: date) -> int:
    """The size of the frame in öre on ``day``; 0 before the first row takes effect."""
    newest = frame.amounts.filter(effective_from__lte=day).order_by("-effective_from", "-pk").first()
    return newest.amount_ore if newest else 0
