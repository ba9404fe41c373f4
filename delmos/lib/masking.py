"""Masking: words and phrases are found however they are spaced or broken, and are taken away for good."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from unicodedata import normalize

# A phrase this short also stands inside other words, and is found only where it stands by itself.
SHORT = 4
SHORTEST = 2
BLOCK = "█" * 5


@dataclass(frozen=True, slots=True)
class Words:
    """A word or phrase to take away, and the rule that demands it."""

    phrase: str
    rule: str


class Unreadable(ValueError):
    """The content is not what its type says. ``str()`` is a plain Swedish sentence."""


def spans(text: Sequence[str] | str, phrase: str) -> list[tuple[int, int]]:
    """Where ``phrase`` stands in ``text``, as (first, beyond last), from left to right and never overlapping.

    Only letters and digits are compared, whatever their case: spaces, hyphens, line breaks and signs that cannot be
    seen may stand between any two of them. ``text`` is a string, or its characters one by one. A phrase of at least
    `SHORT` letters is found inside longer words too, since too much taken away is seen by whoever looks, and too little
    is not. Raises ValueError for a phrase with fewer letters and digits than `SHORTEST`.
    """
    wanted = "".join(sign for sign, _ in _bare(phrase))
    if len(wanted) < SHORTEST:
        raise ValueError("a phrase needs at least two letters or digits")
    bare = list(_bare(text))
    signs, places = "".join(sign for sign, _ in bare), [place for _, place in bare]
    found, at = [], signs.find(wanted)
    while at >= 0:
        first, last = places[at], places[at + len(wanted) - 1]
        if len(wanted) >= SHORT or _stands_alone(text, first, last):
            found.append((first, last + 1))
            at = signs.find(wanted, at + len(wanted))
        else:
            at = signs.find(wanted, at + 1)
    return found


def mask_text(text: str, masks: Iterable[Words]) -> tuple[str, dict[str, int]]:
    """``text`` with a block and the rule in the place of each phrase; and how many times each phrase was found."""
    counts: dict[str, int] = {}
    cuts: list[tuple[int, int, str]] = []
    for mask in masks:
        found = spans(text, mask.phrase)
        counts[mask.phrase] = len(found)
        cuts += [(first, beyond, mask.rule) for first, beyond in found]
    return _cut(text, cuts), counts


def mask_json(content: str, masks: Sequence[Words]) -> tuple[str, dict[str, int]]:
    """As `mask_text` for every name and value of a JSON document; numbers too, which become texts when they are masked.

    Raises Unreadable for anything that is not JSON.
    """
    try:
        data = json.loads(content)
    except ValueError as error:
        raise Unreadable("Datafilen går inte att läsa som JSON.") from error
    counts = {mask.phrase: 0 for mask in masks}

    def masked(value: str) -> str:
        text, found = mask_text(value, masks)
        for phrase, count in found.items():
            counts[phrase] += count
        return text

    def walk(value: Any) -> Any:
        if isinstance(value, dict):
            return {masked(name): walk(inner) for name, inner in value.items()}
        if isinstance(value, list):
            return [walk(inner) for inner in value]
        if value is None or isinstance(value, bool):
            return value
        text = masked(str(value))
        return value if text == str(value) else text

    return json.dumps(walk(data), ensure_ascii=False, indent=2), counts


def _bare(text: Iterable[str]) -> Iterable[tuple[str, int]]:
    """The letters and digits of ``text``, each with the place of the character it comes from."""
    for place, character in enumerate(text):
        for sign in normalize("NFKD", character).casefold():
            if sign.isalnum():
                yield sign, place


def _stands_alone(text: Sequence[str] | str, first: int, last: int) -> bool:
    before = text[first - 1] if first else " "
    after = text[last + 1] if last + 1 < len(text) else " "
    return not (before.isalnum() or after.isalnum())


def _cut(text: str, cuts: Iterable[tuple[int, int, str]]) -> str:
    """``text`` with each cut replaced. Cuts that touch the same characters become one, under all their rules."""
    merged: list[tuple[int, int, list[str]]] = []
    for first, beyond, rule in sorted(cuts):
        if merged and first < merged[-1][1]:
            start, end, rules = merged[-1]
            merged[-1] = (start, max(end, beyond), rules if rule in rules else [*rules, rule])
        else:
            merged.append((first, beyond, [rule]))
    parts, at = [], 0
    for first, beyond, rules in merged:
        parts += [text[at:first], f"{BLOCK} [{', '.join(rules)}]"]
        at = beyond
    return "".join([*parts, text[at:]])
