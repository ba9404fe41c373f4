"""The library of conditions: the lawyer writes versions, and a decision that gives money has what it must have."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils.text import slugify

from accounts.models import User
from accounts.permissions import Permission
from delmos.lib.dates import stockholm_date
from delmos.lib.refusal import Refusals, Refused
from grants.domain.queries.conditions import library_for
from grants.enums import ConditionNeed, DecisionKind
from grants.models import Application, ConditionText
from grants.ordinances import ordinance_version
from grants.permissions import check_may
from journal.domain import events

LONGEST_TEXT, LONGEST_LAW, LONGEST_CODE = 600, 160, 40


@dataclass(frozen=True, slots=True)
class ConditionWording:
    """A condition as the lawyer writes it. Empty lists mean every ordinance and every kind of decision."""

    text: str
    law: str
    need: ConditionNeed
    starts_on: date
    ends_on: date | None = None
    ordinance_keys: Sequence[str] = field(default_factory=tuple)
    decision_kinds: Sequence[DecisionKind] = field(default_factory=tuple)


@transaction.atomic
def write(code: str, *, wording: ConditionWording, by: User, now: datetime) -> ConditionText:
    """Add a version of the condition ``code`` to the library, or the first one. Decisions already made keep theirs.

    Raises Refused without words, for several lines in one condition, and for a period that has begun or is reversed.
    """
    check_may(by, Permission.EDIT_LETTER_TEXTS)
    _check(code, wording, today=stockholm_date(now))
    row = ConditionText.objects.create(
        code=code,
        text=wording.text.strip(),
        law=wording.law.strip(),
        ordinance_keys=list(wording.ordinance_keys),
        decision_kinds=list(wording.decision_kinds),
        need=wording.need,
        starts_on=wording.starts_on,
        ends_on=wording.ends_on,
        written_at=now,
        written_by=by,
    )
    events.record(
        row.stream, "condition_written", by=by, now=now, version=row.pk, text=row.text, starts_on=row.starts_on
    )
    return row


def new_code(text: str) -> str:
    """A code for a condition that has none yet, made of its first words and not taken."""
    stem = slugify(text)[: LONGEST_CODE - 4].strip("-") or "villkor"
    taken = set(ConditionText.objects.filter(code__startswith=stem).values_list("code", flat=True))
    codes = [stem, *(f"{stem}-{number}" for number in range(2, 100))]
    return next(code for code in codes if code not in taken)


def check_required(application: Application, kind: DecisionKind, lines: Sequence[str], *, on: date) -> None:
    """Ett beslut som ger pengar har alla villkor som biblioteket kräver."""
    refusals = [
        Refused(
            f"Ett villkor som alltid ska stå med saknas: {condition.text}",
            law=application.ordinance.decision_law,
            field="picked",
        )
        for condition in library_for(application, kind, on)
        if condition.is_required and condition.line not in lines
    ]
    if refusals:
        raise Refusals(refusals)


def _check(code: str, wording: ConditionWording, *, today: date) -> None:
    text = wording.text.strip()
    if not text or not code:
        raise Refused("Skriv villkoret.", field="text")
    if "\n" in text:
        raise Refused("Ett villkor är en enda rad. Skriv det andra som ett eget villkor.", field="text")
    if len(text) > LONGEST_TEXT:
        raise Refused(f"Texten får ha högst {LONGEST_TEXT} tecken.", field="text")
    if len(wording.law.strip()) > LONGEST_LAW:
        raise Refused(f"Bestämmelsen får ha högst {LONGEST_LAW} tecken.", field="law")
    if wording.starts_on < today:
        raise Refused("Välj i dag eller en senare dag. Beslut som redan är fattade ändras inte.", field="starts_on")
    if wording.ends_on and wording.ends_on < wording.starts_on:
        raise Refused("Villkoret kan inte sluta gälla innan det börjar.", field="ends_on")
    for key in wording.ordinance_keys:
        ordinance_version(key)
