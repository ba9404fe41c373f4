"""What has changed from one text to another, word by word or line by line."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import takewhile
from typing import Literal

Kind = Literal["same", "removed", "added"]
_WORDS = re.compile(r"\s+|[^\s\w]|\w+")
_LINES = re.compile(r"[^\n]*\n|[^\n]+")
MOST_PAIRS = 2_000_000  # of words to compare; a longer pair of texts is compared line by line


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of text that stands in both, or only in the one before or the one after."""

    kind: Kind
    text: str


def marks(before: str, after: str, *, by_line: bool = False) -> list[Mark]:
    """The stretches of the two texts in order; without those removed it is ``after``, without those added ``before``.

    ``by_line``: a line is changed as a whole, as the rows of a table are.
    """
    old, new = _cut(before, by_line), _cut(after, by_line)
    first = _alike(old, new)
    last = _alike(old[first:][::-1], new[first:][::-1])
    middle_old, middle_new = old[first : len(old) - last], new[first : len(new) - last]
    if not by_line and len(middle_old) * len(middle_new) > MOST_PAIRS:
        return marks(before, after, by_line=True)
    found = [("same", old[:first]), *_middle(middle_old, middle_new), ("same", old[len(old) - last :])]
    return _joined((kind, "".join(words)) for kind, words in found if words)


def _cut(text: str, by_line: bool) -> list[str]:
    return (_LINES if by_line else _WORDS).findall(text)


def _alike(old: Sequence[str], new: Sequence[str]) -> int:
    """How many words are the same from the start."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))


def _middle(old: list[str], new: list[str]) -> Iterator[tuple[Kind, list[str]]]:
    for tag, start, end, new_start, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield "same", old[start:end]
        else:
            yield "removed", old[start:end]
            yield "added", new[new_start:new_end]


def _joined(stretches: "Iterator[tuple[Kind, str]]") -> list[Mark]:
    """Neighbours of one kind as one mark."""
    found: list[Mark] = []
    for kind, text in stretches:
        if found and found[-1].kind == kind:
            found[-1] = Mark(kind, found[-1].text + text)
        else:
            found.append(Mark(kind, text))
    return found
