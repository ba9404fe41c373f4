"""The process as a table: which act leads from which states to which, whose turn it is, and what it leaves behind."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from delmos.lib.refusal import Law, Refused


@dataclass(frozen=True, slots=True)
class Transition:
    """One row of the table.

    ``act`` is the verb's name; ``sources`` the states it may start in; ``target`` the state it leads to, ``None`` when
    the state stays; ``by`` who acts, in Swedish; ``event`` the name written to the event log; ``letter`` the letter it
    sends, if any; ``law`` the rule behind it; ``label`` the words on the button and in the diagram.
    """

    act: str
    label: str
    sources: frozenset[str]
    target: str | None
    by: str
    event: str
    letter: str | None = None
    law: Law | None = None


@dataclass(frozen=True)
class Workflow:
    """A table of transitions for one kind of thing (a case, a call, a payment)."""

    name: str
    start: str
    words: Mapping[str, str]
    transitions: tuple[Transition, ...]
    other_starts: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        acts = [transition.act for transition in self.transitions]
        if len(acts) != len(set(acts)):
            raise ValueError(f"{self.name}: an act stands twice in the table")
        unknown = {state for state in self.states if state not in self.words}
        if unknown:
            raise ValueError(f"{self.name}: states without words: {sorted(unknown)}")

    @property
    def states(self) -> frozenset[str]:
        """Every state that the table names."""
        named = {self.start, *self.other_starts}
        for transition in self.transitions:
            named |= transition.sources
            if transition.target:
                named.add(transition.target)
        return frozenset(named)

    def transition(self, act: str) -> Transition:
        """The row for ``act``. Raises KeyError for an act that the table does not know."""
        for transition in self.transitions:
            if transition.act == act:
                return transition
        raise KeyError(f"{self.name} has no act {act!r}")

    def check(self, act: str, state: str) -> Transition:
        """The row for ``act``, or a refusal when ``state`` is not one it may start in.

        Raises Refused with a sentence that says the state and when the act is possible.
        """
        transition = self.transition(act)
        if state not in transition.sources:
            possible = ", ".join(sorted(self.words[source].lower() for source in transition.sources))
            raise Refused(
                f"Det går inte att {transition.label.lower()} nu. Läget är ”{self.words[state].lower()}”, "
                f"och steget kräver läget ”{possible}”.",
                law=transition.law,
            )
        return transition

    def acts_from(self, state: str) -> tuple[str, ...]:
        """The acts that may start in ``state``, in the table's order."""
        return tuple(transition.act for transition in self.transitions if state in transition.sources)

    def mermaid(self) -> str:
        """The table as a Mermaid state diagram, for ``docs/processes``."""
        lines = ["stateDiagram-v2", *(f"    [*] --> {start}" for start in (self.start, *self.other_starts))]
        lines += [f"    {state}: {self.words[state]}" for state in self.words if state in self.states]
        for transition in self.transitions:
            for source in sorted(transition.sources):
                lines.append(f"    {source} --> {transition.target or source}: {transition.label} ({transition.by})")
        ends = self.states - {source for transition in self.transitions for source in transition.sources}
        lines += [f"    {state} --> [*]" for state in sorted(ends)]
        return "\n".join(lines) + "\n"


def states(*names: Iterable[str] | str) -> frozenset[str]:
    """A set of states from enum members or plain strings."""
    return frozenset(str(name) for name in names)
