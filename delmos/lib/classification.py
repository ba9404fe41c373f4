"""What every stored column is: how sensitive, and how long it is kept (OSL 5 kap., arkivlagen, GDPR article 5)."""

from dataclasses import dataclass
from typing import Literal

Retention = Literal["preserve", "seven_years", "while_current", "session"]


@dataclass(frozen=True)
class Columns:
    """The declaration that each model carries as ``COLUMNS``.

    Field names, separated by spaces, under the most careful heading that fits: ``public`` may be shown to anybody,
    ``internal`` to staff and the party, ``personal`` is about a person, ``secret`` is never shown. ``retention`` is one
    of: preserve (arkivlagen), seven_years (accounting vouchers, RA-FS 2018:10), while_current (kept while it is used),
    session (until signed out).
    """

    retention: Retention
    public: str = ""
    internal: str = ""
    personal: str = ""
    secret: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """Every declared field name, in the order of declaration, doubles included."""
        return tuple(" ".join((self.public, self.internal, self.personal, self.secret)).split())
