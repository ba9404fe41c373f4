"""One attempt at an act, and the cast that makes it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from accounts.models import User
from delmos.lib.dates import stockholm_date
from grants.models import Application, Decision
from grants.models.decision import SENT

OFFICERS = ("dag", "disa")
DECIDERS = ("eva", "elsa")
ECONOMISTS = ("farah", "filip")
SENDERS = (*OFFICERS, "rut")
STAFF = (*OFFICERS, *DECIDERS, *ECONOMISTS, "gun", "rut")


@dataclass(frozen=True, slots=True)
class Try:
    """One attempt: ``by`` does it ``now`` in ``case``; what is left open is ``chosen`` by its name, or drawn."""

    case: Application
    by: User
    now: datetime
    draw: Callable[..., Any] | None = None  # without it the first choice, or the highest number, is taken
    chosen: Mapping[str, Any] = field(default_factory=dict)

    def one_of(self, choices: Sequence[Any], name: str) -> Any:
        """One of them; what fits stands first."""
        if name in self.chosen:
            return self.chosen[name]
        return self.draw(st.sampled_from(choices)) if self.draw else choices[0]

    def number(self, least: int, most: int, name: str) -> int:
        if name in self.chosen:
            return int(self.chosen[name])
        return int(self.draw(st.integers(least, most))) if self.draw else most

    def in_days(self, least: int = 1, most: int = 30) -> date:
        return self.today + timedelta(days=self.number(least, most, "in_days"))

    def days_ago(self, most: int) -> date:
        """Today unless something else is drawn or chosen."""
        return self.today - timedelta(days=most - self.number(0, most, "less_days_ago"))

    @property
    def today(self) -> date:
        return stockholm_date(self.now)

    @property
    def sent(self) -> Decision | None:
        """The newest decision of the case that the party has been sent."""
        return self.case.decisions.filter(status__in=SENT).order_by("-pk").first()


@dataclass(frozen=True, slots=True)
class Act:
    """``usual``: who at the agency does it as a rule; the party's signatory when empty. ``of_many``: cases at once."""

    do: Callable[[Try], Any]
    usual: tuple[str, ...] = ()
    of_many: bool = False

    @property
    def name(self) -> str:
        return self.do.__name__
