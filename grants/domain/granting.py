"""What a grant draws on: the frame of each budget year, and the authority to commit coming years (INV-16)."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from functools import partial

from accounts.models import User
from delmos.lib.refusal import Refused, refusal_of
from grants.domain import commitments, frames, ledger
from grants.domain.wording import amount_field
from grants.enums import PostingKind
from grants.models import Application, Decision, Frame
from grants.policies import check_frame


def frames_of(application: Application) -> dict[int, Frame]:
    """The frames that grants in the case may draw on, by budget year from the call's own on. One query."""
    found = Frame.objects.filter(call=application.call_id, group=application.group).order_by("budget_year")
    return {frame.budget_year: frame for frame in found if frame.budget_year >= application.call.budget_year}


def problems(
    application: Application, amounts: Mapping[int, int], *, earlier: Decision | None, on: date
) -> Iterator[Refused]:
    """Each frame that is missing or too small for its year, and what the authority lacks; said without a lock.

    What the ``earlier`` decision in the case has granted is given back when the new one takes its place.
    """
    known, own_year = frames_of(application), application.call.budget_year
    replaced = ledger.granted_by_year(application) if earlier else {}
    for year, amount in amounts.items():
        if amount <= 0:
            continue  # said where the amounts are looked at
        in_frame = partial(_check_frame, known.get(year), year, amount, own_year, on=on)
        if refusal := refusal_of(partial(in_frame, replaced_ore=replaced.get(year, 0))):
            yield refusal
    room = partial(
        commitments.check_room,
        application.ordinance,
        made_in=own_year,
        coming_ore=_coming(amounts, own_year),
        replaced_ore=_coming(replaced, own_year),
        on=on,
    )
    if refusal := refusal_of(room):
        yield refusal


def hold(decision: Decision) -> None:
    """Lock the rows that `draw` locks, in its order, until the transaction ends. Nothing for a decision without money.

    Whoever books in the ledger before drawing calls this first: the number of a posting is locked after the frames.
    """
    years = dict(decision.amounts.values_list("budget_year", "frame_id"))
    _locked_frames(years.values())
    if max(years, default=0) > decision.budget_year:
        commitments.hold(decision.application.ordinance, made_in=decision.budget_year)


def draw(application: Application, decision: Decision, *, by: User, now: datetime) -> None:
    """Book each year's amount out of its frame, with the rows of the frames and of the authority locked.

    They are locked in one order whoever decides: the frames by their key, then the authority.
    """
    own_year, day = decision.budget_year, decision.decided_on
    amounts = list(decision.amounts.all())
    known = _locked_frames(row.frame_id for row in amounts)
    paid = ledger.granted_by_year(application)  # of an earlier decision nothing else is left
    for row in amounts:
        kept, frame = paid.get(row.budget_year, 0), known[row.frame_id]
        _check_frame(frame, row.budget_year, row.amount_ore, own_year, on=day, replaced_ore=kept, besides=decision)
    commitments.check_room(
        application.ordinance,
        made_in=own_year,
        coming_ore=_coming({row.budget_year: row.amount_ore for row in amounts}, own_year),
        replaced_ore=_coming(paid, own_year),
        on=day,
        lock=True,
        besides=decision,
    )
    for row in amounts:
        if row.amount_ore == paid.get(row.budget_year, 0):
            continue  # all of it is paid and granted already
        ledger.post(
            PostingKind.GRANTED,
            application,
            row.amount_ore - paid.get(row.budget_year, 0),
            reference=f"decision:{decision.pk}" + ("" if row.budget_year == own_year else f":{row.budget_year}"),
            booked_on=day,
            budget_year=row.budget_year,
            by=by,
            now=now,
        )


def _locked_frames(keys: Iterable[int]) -> dict[int, Frame]:
    return {frame.pk: frame for frame in Frame.objects.select_for_update().filter(pk__in=list(keys)).order_by("pk")}


def _check_frame(
    frame: Frame | None,
    year: int,
    amount_ore: int,
    own_year: int,
    *,
    on: date,
    replaced_ore: int = 0,
    besides: Decision | None = None,
) -> None:
    """``replaced_ore``: what the case has in the frame by a decision that this one takes the place of."""
    field = amount_field(year, own_year)
    if frame is None:
        raise Refused(f"Utlysningen har ingen ram för {year}. Ange en ram innan bidrag beviljas för året.", field=field)
    taken = frames.taken(frame, besides=besides) - replaced_ore
    refusal = refusal_of(partial(check_frame, frames.amount_on(frame, on), taken, amount_ore))
    if refusal:
        told = refusal.message if year == own_year else f"{year}: {refusal.message}"
        raise Refused(told, law=refusal.law, field=field)


def _coming(amounts: Mapping[int, int], own_year: int) -> int:
    return sum(amount for year, amount in amounts.items() if year > own_year)
