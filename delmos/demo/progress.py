"""What a long command shows: a bar on a terminal, otherwise one line per step that has anything to do."""

from collections.abc import Iterable
from typing import IO, Protocol, TypeVar, cast

from django.core.management.base import OutputWrapper
from rich.console import Console
from rich.progress import track

T = TypeVar("T")


class Track(Protocol):
    """Goes through ``total`` items while it shows how far it has come under ``title``."""

    def __call__(self, items: Iterable[T], title: str, total: int) -> Iterable[T]: ...


def tracker(stream: OutputWrapper) -> Track:
    """A Track that writes on ``stream``."""
    console = Console(file=cast(IO[str], stream), soft_wrap=True)

    def show(items: Iterable[T], title: str, total: int) -> Iterable[T]:
        if total and console.is_terminal:
            return track(items, description=title, total=total, console=console)
        if total:
            console.print(f"{title}: {total}", highlight=False)
        return items

    return show


def quiet(items: Iterable[T], title: str, total: int) -> Iterable[T]:
    """A Track that shows nothing."""
    return items
