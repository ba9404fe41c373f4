"""What the history says of signals: how many, of what kind, and the stand. Never whom they point at."""

from collections.abc import Callable, Mapping
from typing import Any

from grants.enums import SIGNAL_FACES, SignalKind, SignalStatus


def _searched(data: Mapping[str, Any]) -> str:
    new, gone = len(data["found"]), len(data["ended"])
    said = [f"{new} ny{'a' if new > 1 else ''} signal{'er' if new > 1 else ''}." if new else "Inga nya signaler."]
    if gone:
        said.append(f"{gone} stämmer inte längre.")
    return " ".join(said)


def _reviewed(data: Mapping[str, Any]) -> str:
    return f"{SignalKind(data['kind']).label}: {SIGNAL_FACES[SignalStatus(data['outcome'])].staff.lower()}."


DETAILS: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "signals_searched": _searched,
    "signal_reviewed": _reviewed,
}
