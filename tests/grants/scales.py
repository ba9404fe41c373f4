"""A scale without a database, for what is only reckoned."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Steps:
    """As a criterion says it."""

    weight: int
    lowest: int
    highest: int
