"""Texts that are alike, found by a few fingerprints of each: sequences of words, hashed, of which the smallest stay.

The smallest hashes are a fair sample: of two texts, the share of the smallest of both together that each has is the
share of all their sequences that they have in common (Broder's min-wise sketch). Case, spaces, line breaks and
punctuation make no difference.
"""

import re
from collections.abc import Sequence
from hashlib import blake2b
from heapq import nsmallest
from typing import NamedTuple
from unicodedata import normalize

WORDS_IN_A_ROW = 6
SAMPLE = 32
_WORD = re.compile(r"[^\W_]+")


class Alike(NamedTuple):
    """Of ``of`` sampled sequences of the two texts, ``shared`` stand in both."""

    shared: int
    of: int


def words_of(text: str) -> list[str]:
    """The words of ``text``, without case and punctuation; a word broken over two lines is made whole."""
    joined = re.sub(r"(?<=\w)(?:\u00ad|-\s*\n\s*)(?=\w)", "", text)
    return _WORD.findall(normalize("NFKC", joined).casefold())


def sketch(text: str) -> list[int]:
    """The sample of ``text``, smallest first; empty for a text shorter than one sequence."""
    words = words_of(text)
    rows = {" ".join(words[at : at + WORDS_IN_A_ROW]) for at in range(len(words) - WORDS_IN_A_ROW + 1)}
    return nsmallest(SAMPLE, map(_hashed, rows))


def whole(text: str) -> list[int]:
    """The single fingerprint of a short text that is compared as a whole, such as a name; empty for no words."""
    words = words_of(text)
    return [_hashed("=" + " ".join(words))] if words else []


def alike(one: Sequence[int], other: Sequence[int]) -> Alike:
    """How much of two sketches is the same."""
    both = set(one) & set(other)
    smallest = nsmallest(max(min(len(one), len(other)), 1), {*one, *other})
    return Alike(sum(found in both for found in smallest), len(smallest))


def _hashed(words: str) -> int:
    """64 bits with a sign, as a bigint column holds them."""
    return int.from_bytes(blake2b(words.encode(), digest_size=8).digest(), "big", signed=True)
