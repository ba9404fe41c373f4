"""Who acts, as the journal knows it: a key and a name, without a foreign key to the room of people."""

from dataclasses import dataclass
from typing import Protocol


class Actor(Protocol):
    """Anybody who may act: a signed-in person or the system itself."""

    @property
    def actor_key(self) -> str: ...

    @property
    def actor_name(self) -> str: ...


@dataclass(frozen=True, slots=True)
class SystemActor:
    """The portal acting by itself, from a task or a command."""

    actor_key: str = "system"
    actor_name: str = "Systemet"


SYSTEM = SystemActor()
