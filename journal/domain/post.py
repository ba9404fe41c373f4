"""Post from outside the portal, entered in the diary with its documents (OSL 5 kap. 1–2 §§, FL 22 §)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from delmos.lib.dates import STOCKHOLM, stockholm_date
from journal.actors import Actor
from journal.domain import cases, documents
from journal.domain.uploads import TakenIn
from journal.enums import CounterpartKind, Direction, PostWay
from journal.models import Case, Post, PostItem, RegistryEntry

PLAIN_TEXT = "text/plain"


@dataclass(frozen=True, slots=True)
class Incoming:
    """What came: how, on which day, from whom, and in short what it is about.

    ``said``: what somebody said on the phone or at a visit, which becomes an official note (27 § FL).
    ``title_is_checked``: the title gives nothing away, so anybody may read it.
    """

    way: PostWay
    arrived_on: date
    title: str
    counterpart: str = ""
    counterpart_kind: CounterpartKind | None = None
    said: str = ""
    title_is_checked: bool = False
    for_party: bool = False


def enter(
    case: Case, incoming: Incoming, files: Sequence[TakenIn], *, page_key: str = "", by: Actor, now: datetime
) -> Post:
    """Enter the post in the diary of ``case``: the note of what was said, and each file. In the caller's transaction.

    The first document has the title of the post, and the others are its attachments.
    """
    post = Post.objects.create(
        case=case,
        way=incoming.way,
        arrived_on=incoming.arrived_on,
        page_key=page_key,
        registered_at=now,
        registered_by=by.actor_key,
    )
    if incoming.said:
        note = documents.store(incoming.said.encode(), content_type=PLAIN_TEXT, by=by, now=now)
        entry = cases.register(
            case,
            direction=Direction.DRAWN_UP,
            title=incoming.title,
            title_is_checked=incoming.title_is_checked,
            counterpart=incoming.counterpart,
            counterpart_kind=incoming.counterpart_kind,
            document=note,
            occurred_at=_moment(incoming.arrived_on, now),
            by=by,
            now=now,
        )
        PostItem.objects.create(post=post, entry=entry)
    for place, file in enumerate(files, start=1 if incoming.said else 0):
        entry = _enter_file(case, incoming, file, is_first=place == 0, by=by, now=now)
        PostItem.objects.create(post=post, entry=entry, name=file.name)
    return post


def _enter_file(
    case: Case, incoming: Incoming, file: TakenIn, *, is_first: bool, by: Actor, now: datetime
) -> RegistryEntry:
    return cases.register(
        case,
        direction=Direction.IN,
        title=incoming.title if is_first else f"Bilaga: {file.name}",
        title_is_checked=is_first and incoming.title_is_checked,
        counterpart=incoming.counterpart,
        counterpart_kind=incoming.counterpart_kind,
        document=file.document,
        occurred_at=_moment(incoming.arrived_on, now),
        visible_to_party=incoming.for_party,
        by=by,
        now=now,
    )


def _moment(day: date, now: datetime) -> datetime:
    """What came today came now; of an earlier day only the day is known, and its beginning stands for it."""
    return now if day == stockholm_date(now) else datetime.combine(day, time.min, tzinfo=STOCKHOLM)
