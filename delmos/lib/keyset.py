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
from django.db.models import F, Q, QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan

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
    found = list(starting(rows, after=after, order=order)[: size + 1])
    more = len(found) > size
    return Page(found[:size], _encode(found[size - 1], order) if more else None)


def page_of_union(
    parts: "Sequence[QuerySet[Any]]", *, after: str | None, order: Sequence[str], size: int = 25
) -> Page[Any]:
    """One page of several query sets put together, in one query. Every part has the columns of ``order`` as named
    values; the database reads no more of each than a page holds.
    """
    key = _decode(after, len(order))
    first, *rest = (_after(_from(part, key, order), key, order)[: size + 1] for part in parts)
    found = list(first.union(*rest, all=True).order_by(*order)[: size + 1] if rest else first)
    return Page(found[:size], _encode(found[size - 1], order) if len(found) > size else None)


def _from(part: "QuerySet[Any]", key: Sequence[Any] | None, order: Sequence[str]) -> "QuerySet[Any]":
    """``part`` in order, from the first value of the key: said by itself, so that an index finds where to begin."""
    ordered = part.order_by(*order)
    if key is None:
        return ordered
    try:
        return ordered.filter(**{f"{order[0].lstrip('-')}__{'lte' if order[0].startswith('-') else 'gte'}": key[0]})
    except (TypeError, ValueError, ValidationError):
        return ordered


def starting(rows: "QuerySet[Any]", *, after: str | None, order: Sequence[str]) -> "QuerySet[Any]":
    """``rows`` in ``order``, from the key ``after`` on; from the beginning without a key, or with one nobody gave."""
    return _after(rows.order_by(*order), _decode(after, len(order)), order)


def following(rows: "QuerySet[Any]", row: Any, *, order: Sequence[str]) -> "QuerySet[Any]":
    """The rows that come after ``row`` in ``order``, whether or not ``row`` is still one of ``rows``."""
    return _after(rows.order_by(*order), [_value(row, field.lstrip("-")) for field in order], order)


def merged(lists: "Sequence[QuerySet[Any]]", *, after: str | None, order: Sequence[str], size: int = 25) -> Page[Any]:
    """One page of several lists of rows as if they were one in ``order``, newest first; one query each.

    Every field of ``order`` is descending and stands on the rows of every list, and the fields together are unique
    over all of them.
    """
    if not all(field.startswith("-") for field in order):
        raise ValueError("the lists are merged newest first")
    names = [field.lstrip("-") for field in order]
    pages = [page(rows, after=after, order=order, size=size) for rows in lists]
    rows = sorted(
        (row for found in pages for row in found.items),
        key=lambda row: [_value(row, name) for name in names],
        reverse=True,
    )
    more = len(rows) > size or any(found.next for found in pages)
    return Page(rows[:size], _encode(rows[size - 1], order) if more else None)


def _after(ordered: "QuerySet[Any]", key: Sequence[Any] | None, order: Sequence[str]) -> "QuerySet[Any]":
    if key is None:
        return ordered
    try:
        beyond = ordered.filter(_beyond(order, key))  # says at once whether the values are of the right kind
    except (TypeError, ValueError, ValidationError):  # values of the wrong kind: a made-up key
        return ordered
    return ordered.filter(range_) if (range_ := _range(order, key)) else beyond


def _beyond(order: Sequence[str], key: Sequence[Any]) -> Q:
    """The rows that come after ``key`` in ``order``: the first field decides, then the next among equals."""
    condition = Q()
    for position in range(len(order)):
        equal = {order[i].lstrip("-"): key[i] for i in range(position)}
        field = order[position]
        comparison = "lt" if field.startswith("-") else "gt"
        condition |= Q(**equal, **{f"{field.lstrip('-')}__{comparison}": key[position]})
    return condition


def _range(order: Sequence[str], key: Sequence[Any]) -> Any:
    """The same as one comparison of rows, when all fields run one way: PostgreSQL then begins at the key in an index.

    Without it the last page of a long list would read every row before it. None when the fields run both ways.
    """
    ways = {field.startswith("-") for field in order}
    if len(ways) > 1:
        return None
    comparison = TupleLessThan if ways == {True} else TupleGreaterThan
    return comparison(Tuple(*(F(field.lstrip("-")) for field in order)), tuple(key))


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
    whole = isinstance(values, list) and len(values) == length and "\x00" not in "".join(map(str, values))
    return values if whole else None


def _value(row: Any, path: str) -> Any:
    for name in path.split("__"):
        row = getattr(row, name)
    return row
