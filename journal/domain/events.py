"""The event log: append-only, one hash chain per stream (a case, a call, an organisation)."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.db.models import F

from journal.actors import Actor
from journal.models import Case, Event, EventStream


@dataclass(frozen=True, slots=True)
class Break:
    """A place where a chain does not hold."""

    stream: str
    serial: int
    problem: str

    def __str__(self) -> str:
        return f"{self.stream} #{self.serial}: {self.problem}"


def record(stream: str, name: str, /, *, by: Actor, now: datetime, **data: Any) -> Event:
    """Append an event to ``stream`` in the caller's transaction: act and trace stand or fall together (INV-35).

    ``data`` must be serialisable to JSON. Raises RuntimeError outside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("an event is written in the transaction of its act")
    serial, previous_hash = _next_place(stream)
    event = Event(
        stream_id=stream,
        serial=serial,
        name=name,
        actor_key=by.actor_key,
        actor_name=by.actor_name,
        at=now.astimezone(UTC),
        data=_as_stored(data),
        previous_hash=previous_hash,
    )
    event.hash = digest(event)
    event.save(force_insert=True)
    EventStream.objects.filter(key=stream).update(head=event.hash)
    return event


_NEXT_PLACE = """
    INSERT INTO journal_eventstream AS stream (key, length, head) VALUES (%s, 1, '')
    ON CONFLICT (key) DO UPDATE SET length = stream.length + 1
    RETURNING length, head
"""


def _next_place(stream: str) -> tuple[int, str]:
    """The next number in the stream and the hash it follows. The stream's row stays locked until the end."""
    with connection.cursor() as cursor:
        cursor.execute(_NEXT_PLACE, [stream])
        serial, head = cursor.fetchone()
    return int(serial), str(head)


def digest(event: Event) -> str:
    """The sha256 over everything an event says and the hash before it, as lower-case hexadecimal."""
    content = {
        "stream": event.stream_id,
        "serial": event.serial,
        "name": event.name,
        "actor_key": event.actor_key,
        "actor_name": event.actor_name,
        "at": event.at.astimezone(UTC).isoformat(),
        "data": event.data,
        "previous_hash": event.previous_hash,
    }
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def verify(stream: EventStream) -> Iterator[Break]:
    """Every place where the chain of ``stream`` was changed, cut or reordered; nothing when it holds.

    Each event is read together with the stream's end, in one statement: the next event may be written meanwhile.
    """
    chain = stream.events.annotate(length=F("stream__length"), head=F("stream__head")).order_by("serial")
    previous, serial, end = "", 0, (stream.length, stream.head)
    for serial, event in enumerate(chain.iterator(), start=1):
        if event.serial != serial:
            yield Break(stream.key, event.serial, f"händelse nummer {serial} saknas")
            return
        if event.previous_hash != previous:
            yield Break(stream.key, serial, "pekar inte på händelsen före")
        if event.hash != digest(event):
            yield Break(stream.key, serial, "innehållet stämmer inte med sin hash")
        previous, end = event.hash, (event.length, event.head)
    if (serial, previous) != end:
        yield Break(stream.key, serial, "strömmen slutar inte där huvudet säger")


def verify_all() -> Iterator[Break]:
    """Every break in every stream, and every case that has lost its stream."""
    for stream in EventStream.objects.order_by("key").iterator():
        yield from verify(stream)
    lost = Case.objects.exclude(number__in=EventStream.objects.values("key")).order_by("number")
    for number in lost.values_list("number", flat=True):
        yield Break(number, 0, "ärendet saknar sin händelseström")


def _as_stored(data: Mapping[str, Any]) -> dict[str, Any]:
    """The data as JSON will give it back, so that the hash is over what the database holds."""
    stored: dict[str, Any] = json.loads(json.dumps(data, cls=DjangoJSONEncoder))
    return stored
