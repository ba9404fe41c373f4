"""Frames: how much a call may grant per applicant group and budget year (INV-16)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet, Sum

from accounts.models import User
from accounts.permissions import Permission
from delmos.lib.dates import format_date
from delmos.lib.money import format_sek
from delmos.lib.refusal import Refusals, Refused
from grants.domain import calls, ledger
from grants.domain.answers import MAX_AMOUNT_ORE
from grants.domain.reserved import reserved
from grants.enums import Stage
from grants.models import Call, Decision, Frame, FrameAmount
from grants.permissions import check_may
from grants.question_text import MOST_YEARS
from grants.questions import BUDGET
from journal.domain import events


@dataclass(frozen=True, slots=True)
class FrameSize:
    """A frame as an officer writes it: applicant group, öre, the decision it rests on, and the budget year.

    Without a year it is of the call's own.
    """

    group: str
    amount_ore: int
    basis: str
    budget_year: int | None = None


@transaction.atomic
def set_sizes(call: Call, *, sizes: Sequence[FrameSize], by: User, now: datetime) -> None:
    """Set frames of a draft call for the whole of their budget years. What stands already is not written again.

    Raises Refusals with everything that is wrong; the field of each is ``amount_<group>`` or ``group_<group>``, and of
    a coming year ``amount_<group>_<year>``.
    """
    call = calls.lock_draft(call, by=by)
    known = sizes_of_years(call)
    refusals = []
    for size in sizes:
        year = size.budget_year or call.budget_year
        if known.get((size.group, year)) == replace(size, budget_year=year):
            continue
        try:
            set_amount(
                call,
                group=size.group,
                amount_ore=size.amount_ore,
                effective_from=date(call.budget_year, 1, 1),
                basis=size.basis,
                budget_year=year,
                by=by,
                now=now,
            )
        except Refused as refused:
            field = f"{refused.field}_{size.group}" + ("" if year == call.budget_year else f"_{year}")
            refusals.append(Refused(refused.message, law=refused.law, field=field))
    if refusals:
        raise Refusals(refusals)


def sizes_of(call: Call) -> dict[str, FrameSize]:
    """The newest size of each frame of the call's budget year, by group code. One query."""
    return {
        group: replace(size, budget_year=None)
        for (group, year), size in sizes_of_years(call).items()
        if year == call.budget_year
    }


def sizes_of_years(call: Call) -> dict[tuple[str, int], FrameSize]:
    """The newest size of each frame of the call, by group code and budget year. One query."""
    rows = (
        FrameAmount.objects.filter(frame__call=call)
        .order_by("effective_from", "pk")
        .values_list("frame__group", "amount_ore", "basis", "frame__budget_year")
    )
    return {(row[0], row[3]): FrameSize(*row) for row in rows}


@transaction.atomic
def set_amount(
    call: Call,
    *,
    group: str,
    amount_ore: int,
    effective_from: date,
    basis: str,
    budget_year: int | None = None,
    by: User,
    now: datetime,
) -> FrameAmount:
    """Set the size of a frame (öre) from a day on, of the call's own budget year or a coming one. The old size stays.

    Raises Refused for an unknown group, a year that the call can grant nothing of, an amount that is not positive or
    below what is already granted, and a day before the newest size takes effect: that size would still be the one that
    counts.
    """
    check_may(by, Permission.MANAGE_CALLS)
    year = budget_year or call.budget_year
    if year not in (years := years_of(call)):
        raise Refused(f"Välj ett budgetår från {years[0]} till {years[-1]}.", field="budget_year")
    if group not in {known.code for known in call.ordinance.groups}:
        raise Refused("Välj en grupp av sökande som finns i förordningen.", law=call.ordinance.who_law, field="group")
    if amount_ore <= 0:
        raise Refused("Ramen ska vara större än 0 kr.", field="amount")
    if amount_ore > MAX_AMOUNT_ORE:
        raise Refused(f"Ramen kan vara högst {format_sek(MAX_AMOUNT_ORE)}.", field="amount")
    frame, _ = Frame.objects.get_or_create(call=call, group=group, budget_year=year)
    frame = Frame.objects.select_for_update().get(pk=frame.pk)
    newest = frame.amounts.order_by("-effective_from").first()
    if newest and effective_from < newest.effective_from:
        raise Refused(
            f"Den senaste ramen gäller från {format_date(newest.effective_from)}. Välj den dagen eller en senare.",
            field="effective_from",
        )
    granted = taken(frame)
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
        budget_year=year,
        amount_ore=amount_ore,
        effective_from=effective_from,
        basis=basis,
    )
    return row


def history_of(call: Call) -> QuerySet[FrameAmount]:
    """Every size that the frames of the call have had, newest first, with who set it. One query."""
    rows = FrameAmount.objects.filter(frame__call=call).select_related("frame", "set_by")
    return rows.order_by("-effective_from", "-pk")


def years_of(call: Call) -> list[int]:
    """The budget years that the call may grant money of: its own, and as many coming as a budget may have."""
    return list(range(call.budget_year, call.budget_year + MOST_YEARS))


def asked_years(call: Call) -> list[int]:
    """The budget years that the newest form of the call asks an applicant to budget for. One query."""
    version = call.forms.filter(stage=Stage.APPLICATION).order_by("-number").first()
    asked = {question.key: question.years for question in version.form.questions} if version else {}
    return list(range(call.budget_year, call.budget_year + asked.get(BUDGET, 1)))


def amount_on(frame: Frame, day: date) -> int:
    """The size of the frame in öre on ``day``; 0 before the first row takes effect."""
    newest = frame.amounts.filter(effective_from__lte=day).order_by("-effective_from", "-pk").first()
    return newest.amount_ore if newest else 0


def amounts_on(call: Call, day: date) -> dict[str, int]:
    """The size in öre of each frame of the call's own budget year on ``day``, by group code. One query."""
    sizes = amounts_of_years_on(call, day)
    return {group: amount for (group, year), amount in sizes.items() if year == call.budget_year}


def amounts_of_years_on(call: Call, day: date) -> dict[tuple[str, int], int]:
    """The size in öre of each frame of the call on ``day``, by group code and budget year. One query."""
    rows = FrameAmount.objects.filter(frame__call=call, effective_from__lte=day).order_by("effective_from", "pk")
    return {
        (group, year): amount
        for group, year, amount in rows.values_list("frame__group", "frame__budget_year", "amount_ore")
    }


def taken(frame: Frame, *, besides: Decision | None = None) -> int:
    """What is granted in öre out of the frame, and what an approved collective decision will draw on it (INV-16).

    ``besides``: a decision that is being made, whose own room does not stand in its way.
    """
    approved = reserved(besides=besides).filter(frame=frame).aggregate(ore=Sum("room_ore"))["ore"] or 0
    return ledger.granted_in(frame.call_id, frame.group, frame.budget_year) + int(approved)


def taken_of_years(call: Call) -> dict[tuple[str, int], int]:
    """The same of each frame of the call, by group code and budget year. Two queries."""
    rows = reserved().filter(frame__call=call).order_by().values_list("frame__group", "budget_year")
    taken_in = defaultdict(int, {(group, year): ore for group, year, ore in rows.annotate(Sum("room_ore"))})
    for frame, ore in ledger.granted_in_frames(call.pk).items():
        taken_in[frame] += ore
    return dict(taken_in)
