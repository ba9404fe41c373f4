"""The diary: cases get their number, documents their row (OSL 5 kap. 1–2 §§, INV-3)."""

from datetime import datetime

from delmos.lib.dates import stockholm_date
from journal.actors import Actor
from journal.domain import numbers
from journal.enums import CounterpartKind, Direction
from journal.models import Case, Document, RegistryEntry
from journal.titles import public_title


def open_case(
    *,
    series: str,
    title: str,
    counterpart: str,
    counterpart_kind: CounterpartKind | None = None,
    title_is_checked: bool = False,
    by: Actor,
    now: datetime,
) -> Case:
    """Open a case under the next number of ``series`` for the Swedish year of ``now`` (UTC).

    ``title_is_checked``: a registrar has seen that the title gives nothing away, so anybody may read it.
    """
    year = stockholm_date(now).year
    serial = numbers.next_number(series, year)
    return Case.objects.create(
        number=f"{series}-{year}-{serial:05d}",
        series=series,
        year=year,
        serial=serial,
        title=title,
        public_title=title if title_is_checked else public_title(title),
        counterpart=counterpart,
        counterpart_kind=counterpart_kind or "",
        opened_at=now,
        opened_by=by.actor_key,
    )


def register(
    case: Case,
    *,
    direction: Direction,
    title: str,
    by: Actor,
    now: datetime,
    counterpart: str = "",
    counterpart_kind: CounterpartKind | None = None,
    title_is_checked: bool = False,
    occurred_at: datetime | None = None,
    document: Document | None = None,
    visible_to_party: bool | None = None,
    is_sensitive: bool = False,
) -> RegistryEntry:
    """Enter a document in the diary of ``case`` under the case's next document number.

    Unless ``visible_to_party`` says otherwise, the party sees what came in or was sent out, and nothing that the agency
    has drawn up. ``occurred_at`` is when the document came or was drawn up, when that was before ``now``;
    ``title_is_checked`` as for `open_case`.
    ``is_sensitive``: it holds answers of the kind whose reading is logged (INV-31).
    """
    if visible_to_party is None:
        visible_to_party = direction is not Direction.DRAWN_UP
    locked = Case.objects.select_for_update().get(pk=case.pk)
    locked.last_entry += 1
    locked.save(update_fields=["last_entry"])
    return RegistryEntry.objects.create(
        case=case,
        serial=locked.last_entry,
        direction=direction,
        title=title,
        public_title=title if title_is_checked else public_title(title),
        counterpart=counterpart,
        counterpart_kind=counterpart_kind or "",
        document=document,
        occurred_at=occurred_at or now,
        registered_at=now,
        registered_by=by.actor_key,
        visible_to_party=visible_to_party,
        is_sensitive=is_sensitive,
    )


def reopen(case: Case) -> None:
    """Take a closed case up again. The event of the act that does so says who and why; an open one stays as it is."""
    Case.objects.filter(pk=case.pk).update(closed_at=None, closed_by="")


def close(case: Case, *, by: Actor, now: datetime) -> None:
    """Close the case in the diary. Closing twice changes nothing."""
    Case.objects.filter(pk=case.pk, closed_at__isnull=True).update(closed_at=now, closed_by=by.actor_key)
