"""The times of a call in words, so that a list, a page, a feed and an e-mail tell of both steps alike."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from delmos.lib.dates import format_date, format_moment, stockholm_date, time_left
from delmos.lib.faces import Face
from grants.enums import CALL_STATE_FACES, CallState, Stage
from grants.models import Call

AFTER_INVITATION = Face("Efter inbjudan", "Efter inbjudan", "waiting")


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a call in two steps: what it is, when it is open, and how it stands now."""

    title: str
    time: str
    face: Face


def period(call: Call) -> str:
    """When the call is open, in sentences that stand on their own."""
    opens, closes = format_moment(call.opens_at), format_moment(call.closes_at)
    if call.invited_close_at is None:
        return f"Öppnar {opens}. Stänger {closes}."
    return (
        f"Söks i två steg. Intresseanmälan lämnas från {opens} till {closes}. "
        f"De som bjuds in ansöker senast {format_moment(call.invited_close_at)}."
    )


def listed(calls: Iterable[Call], now: datetime) -> list[tuple[Call, Face, str]]:
    """Each call for a list: with how it stands at ``now`` (UTC), and the line on its times that matters then."""
    return [(call, call.face(now), _line(call, now)) for call in calls]


def steps(call: Call, now: datetime) -> list[Step]:
    """Both steps of a call in two steps, as they stand at ``now``; none of other calls, and of one called off."""
    if call.invited_close_at is None or call.is_cancelled:
        return []
    state = call.state(now)
    first = state if state in (CallState.COMING, CallState.OPEN) else CallState.CLOSED
    second = CALL_STATE_FACES[state] if state in (CallState.INVITED, CallState.CLOSED) else AFTER_INVITATION
    last_moment = format_moment(call.closes_at)
    return [
        Step("Intresseanmälan", f"Från {format_moment(call.opens_at)} till {last_moment}", CALL_STATE_FACES[first]),
        Step("Ansökan för dem som bjuds in", f"Senast {format_moment(call.invited_close_at)}", second),
    ]


def _line(call: Call, now: datetime) -> str:
    state, closing = call.state(now), call.closing_of(Stage.APPLICATION)
    if call.cancelled_at:
        return f"Inställd {format_date(stockholm_date(call.cancelled_at))}"
    if state is CallState.CLOSED:
        return f"Stängde {format_moment(closing)}"
    if state is CallState.INVITED:
        return f"De som är inbjudna ansöker senast {_with_left(closing, now)}"
    if state is CallState.COMING:
        return f"Öppnar {format_moment(call.opens_at)}{' för intresseanmälan' if call.has_two_steps else ''}"
    if call.has_two_steps:
        return f"Intresseanmälan senast {_with_left(call.closes_at, now)}. Sedan ansöker de som bjuds in."
    return f"Stänger {_with_left(call.closes_at, now)}"


def _with_left(moment: datetime, now: datetime) -> str:
    return f"{format_moment(moment)}, {time_left(moment, now)}"
