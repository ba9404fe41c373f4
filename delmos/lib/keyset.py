"""Pages of a list by key, not by number: page 10 000 costs what page 1 costs."""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Q, QuerySet

Row = TypeVar("Row")


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Some rows in order, and the key that the next page starts after (None on the last)."""

    items: Sequence[Row]
    next: str | None


def page(rows: "QuerySet[Any]", *, after: str | None, order: Sequence[str], size: int = 25) -> Page[Any]:
    """One page of ``rows`` in ``order`` (field names, ``-`` for descending; the last one unique), in one query.

    ``after`` is the key that the page before gave. A key that cannot be read starts from the beginning: it came from
    an old link, and nothing is lost by showing the first page.
    """
    ordered = _after(rows.order_by(*order), _decode(after, len(order)), order)
    found = list(ordered[: size + 1])
    more = len(found) > size
    return Page(found[:size], _encode(found[size - 1], order) if more else None)


def _after(ordered: "QuerySet[Any]", key: Sequence[Any] | None, order: Sequence[str]) -> "QuerySet[Any]":
    if key is None:
        return ordered
    try:
        return ordered.filter(_beyond(order, key))
    except (TypeError, ValueError, ValidationError):  # values of the wrong kind: a made-up key
        return ordered


def _beyond(order: Sequence[str], key: Sequence[Any]) -> Q:
    """The rows that come after ``key`` in ``order``: the first field decides, then the next among equals."""
    condition = Q()
    for position in range(len(order)):
        equal = {order[i].lstrip("-"): key[i] for i in range(position)}
        field = order[position]
        comparison = "lt" if field.startswith("-") else "gt"
        condition |= Q(**equal, **{f"{field.lstrip('-')}__{comparison}": key[position]})
    return condition


def _encode(row: Any, order: Sequence[str]) -> str:
    values = [_value(row, field.lstrip("-")) for field in order]
    return base64.urlsafe_b64encode(json.dumps(values, cls=_Exact).encode()).decode().rstrip("=")


class _Exact(DjangoJSONEncoder):
    """Moments to the microsecond: the stock encoder cuts at milliseconds, and a cut key repeats or skips rows."""

    def default(self, o: Any) -> Any:
        return o.isoformat() if isinstance(o, datetime) else super().default(o)


def _decode(key: str | None, length: int) -> list[Any] | None:
    if not key:
        return None
    try:
        values = json.loads(base64.urlsafe_b64decode(key + "=" * (-len(key) % 4)))
    except (binascii.Error, ValueError):
        return None
    return values if isinstance(values, list) and len(values) == length else None


def _value(row: Any, path: str) -> Any:
    for name in path.split("__"):
        row = getattr(row, name)
    return row
