"""What a search finds, before it becomes a signal."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from grants.enums import SignalKind
from grants.models import Application

MOST_OF_A_KIND = 20  # of one kind in one case: beyond that, more of them say nothing new


@dataclass(frozen=True, slots=True)
class Finding:
    """Something found. ``facts`` are what it rests on: the same facts make the same signal, others make a new one.

    ``explanation`` names nobody but the applicant and its own people. ``other``: the case it points at.
    """

    kind: SignalKind
    facts: tuple[str | int | None, ...]
    explanation: str
    other: int | None = None

    @property
    def fingerprint(self) -> str:
        return sha256(json.dumps([self.kind, *self.facts]).encode()).hexdigest()


def newest_cases(organisations: Iterable[int]) -> dict[int, int]:
    """The newest application of each of these organisations that has any, by organisation. One query.

    An organisation that has only registered, or is writing a draft, is no applicant (INV-4).
    """
    newest = Application.objects.filter(organisation__in=set(organisations)).order_by("organisation_id", "-pk")
    return dict(newest.distinct("organisation_id").values_list("organisation_id", "pk")[:MOST_OF_A_KIND])
