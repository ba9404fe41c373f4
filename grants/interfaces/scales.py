"""What the points mean on the public page of a call: a scale is told once, with the criteria that share it."""

from collections.abc import Iterable
from dataclasses import dataclass

from grants.models import Criterion


@dataclass(frozen=True, slots=True)
class ToldScale:
    """The criteria, by name, that are weighed on one scale, and each of its points with what it means."""

    criteria: list[str]
    steps: list[tuple[int, str]]

    @property
    def has_words(self) -> bool:
        """Whether any point is said to mean something."""
        return any(meaning for _, meaning in self.steps)


def told_scales(criteria: Iterable[Criterion]) -> list[ToldScale]:
    """The scales of the criteria, in their order. One without any words says its points alone."""
    found: dict[tuple[tuple[int, str], ...], ToldScale] = {}
    for criterion in criteria:
        steps = criterion.steps
        found.setdefault(tuple(steps), ToldScale([], steps)).criteria.append(criterion.name)
    return list(found.values())
