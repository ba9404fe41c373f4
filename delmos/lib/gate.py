"""The gate: a thing is fetched through the rows a person may see, and a stranger learns nothing."""

from typing import Any, Protocol, TypeVar

T_co = TypeVar("T_co", covariant=True)


class Rows(Protocol[T_co]):
    """What a query set can do that the gate needs."""

    def filter(self, **lookup: Any) -> "Rows[T_co]": ...

    def first(self) -> T_co | None: ...


class NotYours(Exception):
    """There is no such thing for this person: it does not exist, or it is not theirs to see. Answered with 404."""


def one(rows: "Rows[T_co]", **lookup: Any) -> T_co:
    """The row of ``rows`` that ``lookup`` names. Raises NotYours when there is none, whatever the reason.

    PostgreSQL takes no text with NUL, so no row has such a name: an address with %00 is answered as an unknown one.
    """
    if any(isinstance(value, str) and "\x00" in value for value in lookup.values()):
        raise NotYours
    found = rows.filter(**lookup).first()
    if found is None:
        raise NotYours
    return found
