"""The queue of masked copies: each is drawn by a task, page by page, stored once, and found again after a crash."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from functools import partial

from django.db import transaction

from delmos.lib.masked_pages import Area, Found, Masks, masked_copy
from delmos.lib.masking import Unreadable, Words, mask_json, mask_text
from delmos.lib.refusal import Refused
from delmos.lib.sweep import each
from grants.domain.alone import alone
from grants.domain.release_masks import TEXTS
from grants.enums import MaskKind
from grants.models import Mask, ReleaseItem
from journal.actors import SYSTEM
from journal.domain import documents, events
from journal.models import Document

Font = Callable[[], bytes]  # the font of the rules on the masks; the file stands in a room above this one
EVERY = 5  # pages between two notes of how far it has come
PDF = "application/pdf"


def draw_due(*, font: Font, now: datetime) -> int:
    """Draw every copy that is ordered, the oldest order first; how many were drawn."""
    waiting = ReleaseItem.objects.filter(**_WAITING).order_by("copy_wanted_at", "pk")
    return each(waiting.values_list("pk", flat=True), partial(draw, font=font, now=now), sweep="masked_copies")


_WAITING = {"copy_wanted_at__isnull": False, "copy_made_at__isnull": True, "copy_problem": "", "copy__isnull": True}


def draw(pk: int, *, font: Font, now: datetime) -> bool:
    """Draw the copy of the item ``pk``; False when it is drawn, being drawn, or not to be drawn any longer.

    One worker at a time, under a lock that a killed one lets go of; how far it has come is seen while it works. What
    cannot be drawn says why on its row, and is not tried again until it is ordered again.
    """
    with alone("masked_copy", pk) as mine:
        waiting = ReleaseItem.objects.filter(pk=pk, **_WAITING).select_related("entry__document__scan")
        item = waiting.first() if mine else None
        if item is None or item.entry.document is None:
            return False
        try:
            content, content_type, found = _drawn(item, item.entry.document, font)
        except (Unreadable, Refused) as problem:
            waiting.filter(copy_wanted_at=item.copy_wanted_at).update(copy_problem=str(problem)[:300])
            return False
        return _keep(item, content, content_type, found, now=now)


@transaction.atomic
def _keep(item: ReleaseItem, content: bytes, content_type: str, found: Found, *, now: datetime) -> bool:
    """Store the copy, unless the masks were changed while it was drawn."""
    rows = ReleaseItem.objects.select_for_update(of=("self",)).select_related("request__case")
    newest = rows.filter(pk=item.pk, copy_wanted_at=item.copy_wanted_at, **_WAITING).first()
    if newest is None:
        return False
    newest.copy = documents.store(content, content_type=content_type, by=SYSTEM, now=now)
    newest.copy_made_at, newest.copy_notes = now, asdict(found)
    newest.copy_pages = newest.copy_of_pages = found.pages
    newest.save(update_fields=["copy", "copy_made_at", "copy_notes", "copy_pages", "copy_of_pages"])
    events.record(
        newest.request.stream,
        "masked_copy_drawn",
        by=SYSTEM,
        now=now,
        entry=newest.entry_id,
        copy_sha256=newest.copy_id,
    )
    return True


def _progress(item: ReleaseItem) -> Callable[[int, int], None]:
    def note(done: int, pages: int) -> None:
        if done % EVERY == 1 or done == pages:
            ReleaseItem.objects.filter(pk=item.pk).update(copy_pages=done, copy_of_pages=pages)

    return note


def _drawn(item: ReleaseItem, document: Document, font: Font) -> tuple[bytes, str, Found]:
    content, masks = documents.read(document), list(item.masks.order_by("pk"))
    kind = document.content_type.partition(";")[0]
    if kind in TEXTS:
        return _masked_text(content, document.content_type, masks, is_data=kind == "application/json")
    drawn, found = masked_copy(content, kind, _masks(masks), font=font(), progress=_progress(item))
    return drawn, PDF, found


def _masked_text(content: bytes, kind: str, masks: list[Mask], *, is_data: bool) -> tuple[bytes, str, Found]:
    if any(mask.kind != MaskKind.WORDS for mask in masks):
        raise Unreadable("Texter och datafiler maskeras med ord, inte med sidor eller delar av sidor.")
    words = _masks(masks).words
    mask = mask_json if is_data else mask_text
    try:
        text, counts = mask(content.decode(), words)
    except UnicodeDecodeError as error:
        raise Unreadable("Texten går inte att läsa.") from error
    return text.encode(), kind, Found(1, counts)


def _masks(masks: list[Mask]) -> Masks:
    return Masks(
        words=tuple(Words(mask.words, mask.rule) for mask in masks if mask.kind == MaskKind.WORDS),
        pages=tuple((mask.page, mask.rule) for mask in masks if mask.kind == MaskKind.PAGE),
        areas=tuple(
            Area(mask.page, mask.left, mask.top, mask.width, mask.height, mask.rule)
            for mask in masks
            if mask.kind == MaskKind.AREA
        ),
    )
