"""How sure the portal is of who somebody is."""

import re
from dataclasses import dataclass
from datetime import datetime

from accounts.enums import Way
from delmos.lib.dates import format_moment

LONGEST_LEVEL = 200
_NUMBERED = re.compile(r"loa-?([1-4])(?!\d)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Assurance:
    """What a person has shown of who they are.

    ``level`` is the provider's level of assurance (the claim ``acr``), empty when no provider has said any.
    ``proven_at`` (UTC) is when the person showed it, if that is known.
    """

    way: Way
    level: str = ""
    proven_at: datetime | None = None

    @property
    def words(self) -> str:
        """For a reader, for example "E-legitimation, tillitsnivå 3, 3 maj 2018 kl. 10.00"."""
        moment = format_moment(self.proven_at) if self.proven_at else ""
        return ", ".join(part for part in (str(self.way.label), level_words(self.level), moment) if part)


NOTHING_KNOWN = Assurance(Way.UNKNOWN)


def level_words(level: str) -> str:
    """``http://id.elegnamnden.se/loa/1.0/loa3`` as "tillitsnivå 3"; nothing for a level that says no number."""
    numbered = _NUMBERED.findall(level)
    return f"tillitsnivå {numbered[-1]}" if numbered else ""
