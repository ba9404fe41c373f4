"""Frames: how much a call may grant per applicant group and budget year (INV-16)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from accounts.permissions import Permission
from delmos.lib.dates import format_date
from delmos.lib.money import format_sek
from delmos.lib.refusal import Refusals, Refused
from grants.domain import calls, ledger
from grants.domain.answers import MAX_AMOUNT_ORE
from grants.models import Call, Frame, FrameAmount
from grants.permissions import check_may
from journal.domain import events


@dataclass(frozen=True, slots=True)
class FrameSize:
    """A frame as an officer writes it: applicant group, öre, and the decision it rests on."""

    group: str
    amount_ore: int
    basis: str


@transaction.atomic
def set_sizes(call: Call, *, sizes: Sequence[FrameSize], by: User, now: datetime) -> None:
    """Set frames of a draft call for the whole of its budget year. What stands already is not written again.

    Raises Refusals with everything that is wrong; the field of each is ``amount_<group>`` or ``group_<group>``.
    """
    call = calls.lock_draft(call, by=by)
    known = sizes_of(call)
    refusals = []
    for size in sizes:
        if known.get(size.group) == size:
            continue
        try:
            set_amount(
                call,
                group=size.group,
                amount_ore=size.amount_ore,
                effective_from=date(call.budget_year, 1, 1),
                basis=size.basis,
                by=by,
                now=now,
            )
        except Refused as refused:
            refusals.append(Refused(refused.message, law=refused.law, field=f"{refused.field}_{size.group}"))
    if refusals:
        raise Refusals(refusals)


def sizes_of(call: Call) -> dict[str, FrameSize]:
    """The newest size of each frame of the call's budget year, by group code. One query."""
    rows = (
        FrameAmount.objects.filter(frame__call=call, frame__budget_year=call.budget_year)
        .order_by("effective_from", "pk")
        .values_list("frame__group", "amount_ore", "basis")
    )
    return {group: FrameSize(group, amount_ore, basis) for group, amount_ore, basis in rows}


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

    Raises Refused for an unknown group, an amount that is not positive or below what is already granted, and a day
    before the newest size takes effect: that size would still be the one that counts.
    """
    check_may(by, Permission.MANAGE_CALLS)
    if group not in {known.code for known in call.ordinance.groups}:
        raise Refused("Välj en grupp av sökande som finns i förordningen.", law=call.ordinance.who_law, field="group")
    if amount_ore <= 0:
        raise Refused("Ramen ska vara större än 0 kr.", field="amount")
    if amount_ore > MAX_AMOUNT_ORE:
        raise Refused(f"Ramen kan vara högst {format_sek(MAX_AMOUNT_ORE)}.", field="amount")
    frame, _ = Frame.objects.get_or_create(call=call, group=group, budget_year=call.budget_year)
    frame = Frame.objects.select_for_update().get(pk=frame.pk)
    newest = frame.amounts.order_by("-effective_from").first()
    if newest and effective_from < newest.effective_from:
        raise Refused(
            f"Den senaste ramen gäller från {format_date(newest.effective_from)}. Välj den dagen eller en senare.",
            field="effective_from",
        )
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


def history_of(call: Call) -> QuerySet[FrameAmount]:
    """Every size that the frames of the call have had, newest first, with who set it. One query."""
    rows = FrameAmount.objects.filter(frame__call=call).select_related("frame", "set_by")
    return rows.order_by("-effective_from", "-pk")


def amount_on(frame: Frame, day: date) -> int:
    """The size of the frame in öre on ``day``; 0 before the first row takes effect."""
    newest = frame.amounts.filter(effective_from__lte=day).order_by("-effective_from", "-pk").first()
    return newest.amount_ore if newest else 0


def amounts_on(call: Call, day: date) -> dict[str, int]:
    """The size in öre of each frame of the call on ``day``, by group code. One query."""
    rows = FrameAmount.objects.filter(
        frame__call=call, frame__budget_year=call.budget_year, effective_from__lte=day
    ).order_by("effective_from", "pk")
    return {group: amount for group, amount in rows.values_list("frame__group", "amount_ore")}
