"""Which words a letter is made with: the version in force on a day, or those that it was bound to when drawn up."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from grants.enums import LetterKind
from grants.letter_texts import BLOCKS, Block
from grants.models import LetterText

SHIPPED = "shipped"


@dataclass(frozen=True, slots=True)
class Chosen:
    """A standing text as a letter has it. ``version``: the primary key of the row, or a digest of the shipped text."""

    block: Block
    text: str
    version: str


def in_force(letter: LetterKind, *, ordinance_key: str = "", kind: str = "", on: date) -> dict[str, Chosen]:
    """The texts of a letter on a Swedish day, by code (INV-13). One query.

    What is written for one wording of the ordinance goes before what is written for all, then what is written for one
    kind of decision; of two that are for the same, the later one counts. What nobody has written is the shipped text.
    """
    rows = published(letter).filter(starts_on__lte=on, ordinance_key__in=["", ordinance_key])
    found: dict[str, LetterText] = {}
    for row in sorted(rows.filter(decision_kind__in=["", kind]), key=_rank):
        found[row.block] = row
    return {code: _chosen(block, found.get(code), kind) for code, block in BLOCKS[letter].items()}


def bound(letter: LetterKind, versions: Mapping[str, str], *, kind: str = "") -> dict[str, Chosen]:
    """The texts that a letter was drawn up with, by what `versions_of` said then. One query at the most."""
    keys = [int(version) for version in versions.values() if version.isdigit()]
    rows = LetterText.objects.in_bulk(keys) if keys else {}
    found = {code: rows[int(version)] for code, version in versions.items() if version.isdigit()}
    return {code: _chosen(block, found.get(code), kind) for code, block in BLOCKS[letter].items()}


def versions_of(texts: Mapping[str, Chosen]) -> dict[str, str]:
    """What is stored with a letter: the version of each of its texts."""
    return {code: chosen.version for code, chosen in texts.items()}


def published(letter: LetterKind) -> QuerySet[LetterText]:
    """The versions that are, have been or will be in force."""
    return LetterText.objects.filter(letter=letter, published_at__isnull=False)


def drafts() -> QuerySet[LetterText]:
    """What is being written."""
    return LetterText.objects.filter(published_at=None)


def digest(text: str) -> str:
    """The name of a shipped text, which has no row."""
    return f"{SHIPPED}:{hashlib.sha256(text.encode()).hexdigest()[:16]}"


def _rank(row: LetterText) -> tuple[bool, bool, date | None, int]:
    return bool(row.ordinance_key), bool(row.decision_kind), row.starts_on, row.pk


def _chosen(block: Block, row: LetterText | None, kind: str) -> Chosen:
    if row:
        return Chosen(block, row.text, str(row.pk))
    shipped = block.default(kind)
    return Chosen(block, shipped, digest(shipped))


def history(letter: LetterKind, block: Block, *, ordinance_key: str, kind: str) -> list[LetterText]:
    """The published versions of a text for exactly this, the oldest first. One query."""
    rows = published(letter).filter(block=block.code, ordinance_key=ordinance_key, decision_kind=kind)
    return list(rows.select_related("published_by"))


def written() -> dict[tuple[str, str], Any]:
    """How many versions of each text, by letter and code, are published and how many are drafts. One query."""
    counted = LetterText.objects.values("letter", "block").annotate(
        published=Count("pk", filter=Q(published_at__isnull=False)), drafts=Count("pk", filter=Q(published_at=None))
    )
    return {(row["letter"], row["block"]): row for row in counted.order_by()}
