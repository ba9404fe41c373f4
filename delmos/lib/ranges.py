"""A part of a file: the header Range of RFC 9110, section 14, for one range of bytes.

By hand, because the packages that do this for Django are not kept up, and what is needed is one function.
"""

import re
from dataclasses import dataclass

# Eighteen digits are more than any file has; longer ones are nonsense that int() would only labour over.
_ONE_RANGE = re.compile(r"bytes=[ \t]*(\d{0,18})-(\d{0,18})[ \t]*", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Part:
    """The bytes from ``first`` to ``last``, both included."""

    first: int
    last: int

    @property
    def size(self) -> int:
        return self.last - self.first + 1


class NotSatisfiable(ValueError):
    """The range begins after the end of the file, or asks for its last 0 bytes: status 416."""


def part_asked_for(header: str, *, size: int) -> Part | None:
    """The part that ``header`` asks for of a file of ``size`` bytes, or None when the whole file is the answer.

    A header that is absent, malformed, in another unit or names several ranges is ignored, as section 14.2 allows.
    Raises NotSatisfiable.
    """
    found = _ONE_RANGE.fullmatch(header)
    if found is None or found.groups() == ("", ""):
        return None
    first, last = found.groups()
    if not first:
        return _from_the_end(int(last), size=size)
    if last and int(last) < int(first):
        return None
    if int(first) >= size:
        raise NotSatisfiable(header)
    return Part(int(first), min(int(last), size - 1) if last else size - 1)


def _from_the_end(length: int, *, size: int) -> Part:
    if not length or not size:
        raise NotSatisfiable(f"the last {length} of {size} bytes")
    return Part(max(size - length, 0), size - 1)
