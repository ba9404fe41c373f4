"""A refusal: the portal says no, in a sentence a citizen may read, naming the paragraph."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Law:
    """A legal source as a person cites it, for example ``Law("förvaltningslagen (2017:900)", "16 §")``."""

    act: str
    section: str = ""

    def __str__(self) -> str:
        return f"{self.section} {self.act}".strip()


class Refused(Exception):
    """A verb refuses to act. Nothing has been changed when it is raised.

    ``message`` is a plain Swedish sentence for the person who asked; ``law`` the rule that stands behind it, when a
    rule does; ``field`` the name of the form field to point at, when one is to blame.
    """

    def __init__(self, message: str, *, law: Law | None = None, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.law = law
        self.field = field

    def __str__(self) -> str:
        return f"{self.message} ({self.law})" if self.law else self.message


class Refusals(Refused):
    """Several refusals said at once, so that nobody has to find the errors one by one."""

    def __init__(self, refusals: "list[Refused]") -> None:
        if not refusals:
            raise ValueError("at least one refusal is needed")
        super().__init__(" ".join(str(refusal) for refusal in refusals), law=refusals[0].law)
        self.refusals = tuple(refusals)


def refusal_of(check: Callable[[], Any]) -> Refused | None:
    """What ``check`` refuses with; None when it lets through. For saying several refusals at once."""
    try:
        check()
    except Refused as refusal:
        return refusal
    return None


def each(things: Iterable[T], act: Callable[[T], R], *, name: Callable[[T], str]) -> list[R]:
    """Do ``act`` to every one of ``things``; what each gave. The caller's transaction makes it all or none.

    Raises Refusals that says of each in the way, by its ``name``, why it is.
    """
    done: list[R] = []
    refusals: list[Refused] = []
    for thing in things:
        try:
            done.append(act(thing))
        except Refused as refusal:
            refusals.append(Refused(f"{name(thing)}: {refusal.message}", law=refusal.law))
    if refusals:
        raise Refusals(refusals)
    return done
