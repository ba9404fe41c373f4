"""What waits for a person, in piles, as the first page shows it."""

from dataclasses import dataclass

from delmos.lib.faces import Face

SHOWN = 6


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing to do, with the page to do it on."""

    title: str
    url: str
    hint: str
    face: Face | None = None


@dataclass(frozen=True, slots=True)
class Pile:
    """Things of one kind that wait for this person."""

    title: str
    todos: list[Todo]
    more_url: str = ""
