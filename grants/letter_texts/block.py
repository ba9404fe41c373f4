"""What a standing text is, and what it must hold to be published (INV-12, INV-13)."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from delmos.lib.merge_fields import TextRefused, check, fields_of
from delmos.lib.refusal import Law
from grants.enums import DecisionKind
from grants.letter_texts.fields import FIELDS

GIVING = (DecisionKind.GRANT, DecisionKind.PARTIAL_GRANT)
LONGEST, LONGEST_LINE = 4000, 160


@dataclass(frozen=True, slots=True)
class Block:
    """A standing text of a letter.

    ``shipped``: what it says until a lawyer has written another; ``by_kind``: the same, where the decisions differ, and
    then versions may too. ``fields``: those it may use. ``needs``: those it must use; ``needs_when_giving`` only where
    money is given. ``words``: what it must say. ``law``: the rule that asks for what is needed. ``inline``: one line.
    """

    code: str
    title: str
    shipped: str = ""
    by_kind: dict[DecisionKind, str] = field(default_factory=dict)
    fields: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    needs_when_giving: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    law: Law | None = None
    inline: bool = False
    differs_by_kind: bool = False

    @property
    def knows(self) -> dict[str, str]:
        """The fields that the text may use, each with what it becomes."""
        return {name: FIELDS[name] for name in sorted({*self.fields, *self.needs, *self.needs_when_giving})}

    @property
    def has_kinds(self) -> bool:
        """Whether a version may be written for one kind of decision alone."""
        return self.differs_by_kind or bool(self.by_kind)

    @property
    def longest(self) -> int:
        """How many characters there is room for."""
        return LONGEST_LINE if self.inline else LONGEST

    def default(self, kind: str) -> str:
        """The shipped text for a kind of decision; for all kinds at once it is that of a grant."""
        if not self.by_kind:
            return self.shipped
        return self.by_kind[DecisionKind(kind)] if kind else self.by_kind[DecisionKind.GRANT]

    def check(self, text: str) -> None:
        """Raise TextRefused for what no standing text here may be: empty, too long, with a field that is not here."""
        if not text.strip():
            raise TextRefused("Skriv en text.")
        if len(text) > self.longest:
            raise TextRefused(f"Texten är för lång. Högst {self.longest} tecken får plats, och den har {len(text)}.")
        check(text, self.knows, inline=self.inline)

    def lacks(self, text: str, *, kind: str) -> Iterator[str]:
        """What must be there before the text may be published, a sentence each. ``kind`` is empty for every kind."""
        gives = kind in GIVING or (not kind and self.has_kinds)
        needed = {*self.needs, *(self.needs_when_giving if gives else ())}
        for name in sorted(needed - fields_of(text)):
            yield f"Fältet {name} måste stå i texten: {FIELDS[name][0].lower()}{FIELDS[name][1:]}."
        for words in self.words:
            if words.casefold() not in text.casefold():
                yield f"Texten måste säga ”{words}”."


def how_to_appeal(about: str, *, you: str, why: str, more: str, who: str, onward: str, law: str) -> str:
    """What an appealable decision says of how it is appealed, as the shipped letters put it (40–46 §§ FL)."""
    return (
        f"# Hur {you} överklagar\n\n{about} [{law}]\n\n"
        "Skriv till {{ domstol }}, men skicka överklagandet till {{ myndighet }}. Det ska ha kommit in till oss "
        "**{{ tid_att_överklaga }}**. Om den sista dagen är en lördag, söndag eller annan helgdag räcker det att det "
        "kommer in nästa vardag.\n\n"
        f"Skriv\n- vilket beslut {you} överklagar, med diarienumret {{{{ diarienummer }}}},\n- {why},\n- {who}.\n\n"
        f"{more}{onward}"
    )
