"""The library of conditions: what may stand in a decision on an application, and what must."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from grants.enums import ConditionNeed, DecisionKind
from grants.letter_texts.block import GIVING
from grants.models import Application, ConditionText
from grants.ordinances import ordinance_version
from grants.ordinances.profile import OrdinanceVersion


@dataclass(frozen=True, slots=True)
class LibraryCondition:
    """A condition as it is offered. ``version`` is the row it comes from; the ordinance profile's own have none."""

    code: str
    text: str
    law: str
    need: ConditionNeed
    version: int | None = None

    @property
    def line(self) -> str:
        """As it stands in a decision: the words, and the paragraph behind them."""
        return f"{self.text} ({self.law})" if self.law else self.text

    @property
    def is_required(self) -> bool:
        return self.need == ConditionNeed.REQUIRED


def library_for(application: Application, kind: DecisionKind, on: date) -> list[LibraryCondition]:
    """The conditions for a decision of this kind on a Swedish day: those that must stand first, then in order of age.

    A decision that gives no money has none. One query.
    """
    return in_ordinance(application.ordinance, kind, on) if kind in GIVING else []


def in_ordinance(ordinance: OrdinanceVersion, kind: DecisionKind | None, on: date) -> list[LibraryCondition]:
    """The conditions under an ordinance on a day, for one kind of decision or for any. One query."""
    offered = {condition.code: condition for condition in of_the_profile(ordinance)}
    for row in newest(on):
        if row.ordinance_keys and ordinance.key not in row.ordinance_keys:
            continue
        if kind and row.decision_kinds and kind not in row.decision_kinds:
            continue
        offered.pop(row.code, None) if _has_ended(row, on) else offered.update({row.code: _of_row(row)})
    return sorted(offered.values(), key=lambda condition: not condition.is_required)


def newest(on: date) -> list[ConditionText]:
    """The newest version of each condition that has begun on a day, in order of code; it may have ended."""
    rows = ConditionText.objects.filter(starts_on__lte=on).order_by("code", "-starts_on", "-pk").distinct("code")
    return list(rows)


def of_the_profile(ordinance: OrdinanceVersion) -> Iterable[LibraryCondition]:
    """The standard conditions that the ordinance's profile holds, with the codes that a version of one names."""
    slug = ordinance.sfs.replace(":", "-")
    for number, text in enumerate(ordinance.standard_conditions, start=1):
        code = f"{slug}-{ordinance.valid_from.isoformat()}-{number}"
        yield LibraryCondition(code, text, "", ConditionNeed.STANDARD)


def shipped_with(code: str, keys: Iterable[str]) -> tuple[LibraryCondition, str] | None:
    """The profile's condition with this code and the ordinance it belongs to, None when no profile has it."""
    for key in keys:
        for condition in of_the_profile(ordinance_version(key)):
            if condition.code == code:
                return condition, key
    return None


def _has_ended(row: ConditionText, on: date) -> bool:
    return row.ends_on is not None and row.ends_on < on


def _of_row(row: ConditionText) -> LibraryCondition:
    return LibraryCondition(row.code, row.text, row.law, ConditionNeed(row.need), row.pk)
