"""The check: what the cells say against what the postings say, in both directions (INV-33)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

from delmos.lib.money import format_sek
from reporting.domain.roll_up import KEY, READER, freshness
from reporting.models import Watermark

# One statement sees one snapshot of the database, so a roll-up that commits meanwhile makes no false alarm.
_DIFFERENCES = f"""
    WITH booked AS (
        SELECT budget_year, kind, booked_on AS day, area_code, applicant_type, call_id, ordinance_key,
               sum(amount_ore)::bigint AS amount_ore, sum(grant_delta)::integer AS grants
        FROM grants_posting
        WHERE entry <= (SELECT entry FROM reporting_watermark WHERE name = %s)
        GROUP BY {KEY}
    )
    SELECT {KEY}, cell.amount_ore, booked.amount_ore, cell.grants, booked.grants
    FROM reporting_countycell AS cell FULL JOIN booked USING ({KEY})
    WHERE (cell.amount_ore, cell.grants) IS DISTINCT FROM (booked.amount_ore, booked.grants)
    ORDER BY {KEY}
"""


@dataclass(frozen=True, slots=True)
class Difference:
    """A cell that is not the sum of its postings: öre and numbers of grants, None on the side that lacks the cell."""

    budget_year: int
    kind: str
    day: date
    area_code: str
    applicant_type: str
    call_id: int
    ordinance_key: str
    rolled_up_ore: int | None
    booked_ore: int | None
    rolled_up_grants: int | None
    booked_grants: int | None

    def __str__(self) -> str:
        cell = f"{self.budget_year} {self.kind} {self.day} {self.area_code} {self.applicant_type} {self.call_id}"
        rolled_up = _side(self.rolled_up_ore, self.rolled_up_grants)
        return f"{cell}: sammanställningen {rolled_up}, huvudboken {_side(self.booked_ore, self.booked_grants)}"


@dataclass(frozen=True, slots=True)
class Verification:
    """What a check found, and how many postings it did not reach because the roll-up has not read them yet."""

    differences: tuple[Difference, ...]
    waiting: int


def differences() -> tuple[Difference, ...]:
    """Every cell that differs from its postings up to the watermark, in one query; empty when all is right."""
    with connection.cursor() as cursor:
        cursor.execute(_DIFFERENCES, [READER])
        return tuple(Difference(*row) for row in cursor.fetchall())


def verify(*, now: datetime) -> Verification:
    """Compare, and note the moment and the outcome where the page and the alarm read them."""
    found = differences()
    Watermark.objects.update_or_create(name=READER, defaults={"checked_at": now, "difference_found": bool(found)})
    return Verification(found, freshness().waiting)


def _side(ore: int | None, grants: int | None) -> str:
    return "saknas" if ore is None else f"{format_sek(ore)} och {grants} bidrag"
