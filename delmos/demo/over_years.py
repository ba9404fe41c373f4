"""A grant over two budget years in today's scene: its frame, the authority, its instalments, and who dissents."""

from datetime import date, datetime, timedelta
from typing import Any

from delmos.demo.people import Cast
from delmos.demo.steps import declare_no_conflict
from grants.domain import commitments, dissents, frames
from grants.domain.wording import Planned
from grants.interfaces.letters import render_dissent
from grants.models import Application, Call, CommitmentAuthority, Decision, Frame

_FRAME, _AUTHORITY = 6_000_000_00, 4_000_000_00
_BASIS = "Regleringsbrevet"
_DISSENT = (
    "Jag anser att bidraget borde ha begränsats till det första budgetåret. Föreningen har inte visat hur arbetet ska "
    "bemannas det andra året."
)


def ensure_room(call: Call, cast: Cast, *, now: datetime) -> None:
    """A frame of the call for the coming year, and an authority to commit it."""
    year = call.budget_year
    stated: dict[str, Any] = {"effective_from": date(year, 1, 1), "basis": _BASIS, "by": cast["dag"], "now": now}
    if not Frame.objects.filter(call=call, budget_year=year + 1).exists():
        frames.set_amount(call, group="civil_society", amount_ore=_FRAME, budget_year=year + 1, **stated)
    if not CommitmentAuthority.objects.filter(sfs=call.ordinance.sfs, budget_year=year).exists():
        commitments.set_amount(call.ordinance.sfs, budget_year=year, amount_ore=_AUTHORITY, **stated)


def laid_out(application: Application, amount_ore: int, cast: Cast, *, on: date, now: datetime) -> dict[str, Any]:
    """Two thirds of the amount this budget year, in two instalments, and the rest the next; disa takes part."""
    declare_no_conflict(application, cast["disa"], now=now)
    year = application.call.budget_year
    rest = amount_ore // 3
    first = (amount_ore - rest) // 2
    return {
        "amounts": {year: amount_ore - rest, year + 1: rest},
        "instalments": (
            Planned(year, first, on),
            Planned(year, amount_ore - rest - first, on + timedelta(days=30)),
            Planned(year + 1, rest, date(year + 1, 2, 1)),
        ),
        "present": (cast["disa"],),
    }


def dissent(decision: Decision, cast: Cast, *, now: datetime) -> None:
    """The officer who took part thinks otherwise."""
    dissents.note(decision, text=_DISSENT, write_page=render_dissent, by=cast["disa"], now=now)
