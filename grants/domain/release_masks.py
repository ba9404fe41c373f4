"""What is taken away in the copy of a document that is asked for: each mask with its rule, tried before it goes out."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import User
from delmos.lib.masked_pages import THOUSANDTHS
from delmos.lib.masking import SHORTEST
from delmos.lib.page_pictures import MASKABLE
from delmos.lib.refusal import Refused
from grants.domain.diary_gates import check_may_read_entry
from grants.domain.releases import check_is_open, check_may_answer, locked_item
from grants.enums import MaskKind, ReleaseOutcome
from grants.models import Mask, ReleaseItem
from grants.workflow import TRIAL_OF_RELEASE
from journal.domain import events
from journal.policies import check_may_open

TEXTS = ("text/plain", "application/json")
MAX_MASKS = 200
NOT_MASKABLE = (
    "Filer av det här slaget går inte att maskera här. Skriv ut handlingen, maskera den för hand och registrera den "
    "inlästa kopian, eller lämna ut den som den är."
)


@dataclass(frozen=True, slots=True)
class Cut:
    """A mask to add; a part of a page in thousandths of its width and height."""

    kind: MaskKind
    rule: str
    words: str = ""
    page: int = 0
    left: int = 0
    top: int = 0
    width: int = 0
    height: int = 0


@transaction.atomic
def add(item: ReleaseItem, cut: Cut, *, by: User, now: datetime) -> Mask:
    """Add a mask; the copy has to be drawn anew. Raises Refused without its rule, for a phrase of fewer than two signs,
    for a page below 1 or a part outside it, for a document that is not to be masked, and once the request is answered.
    """
    item = _open_item(item, by)
    _check(cut)
    if item.masks.count() >= MAX_MASKS:
        raise Refused(f"Högst {MAX_MASKS} maskeringar i en handling.")
    by_sight = cut.kind is not MaskKind.WORDS
    mask = Mask.objects.create(
        item=item,
        kind=cut.kind,
        rule=cut.rule.strip(),
        words="" if by_sight else cut.words.strip(),
        page=cut.page if by_sight else 0,
        **_place(cut),
        added_at=now,
        added_by=by,
    )
    _forget_copy(item)
    # Not the words: the event log is kept for ever, and they are what is secret.
    events.record(
        item.request.stream, "mask_added", by=by, now=now, entry=item.entry_id, kind=mask.kind, rule=mask.rule
    )
    return mask


@transaction.atomic
def remove(mask: Mask, *, by: User, now: datetime) -> None:
    """Take a mask back; the copy has to be drawn anew. Raises Refused as `add`."""
    item = _open_item(mask.item, by)
    events.record(
        item.request.stream, "mask_removed", by=by, now=now, entry=item.entry_id, kind=mask.kind, rule=mask.rule
    )
    mask.delete()
    _forget_copy(item)


@transaction.atomic
def order_copy(item: ReleaseItem, *, by: User, now: datetime) -> ReleaseItem:
    """Put the masked copy in the queue of what is drawn. Ordering twice changes nothing.

    Raises Refused without a mask, for a type of file that cannot be masked, and for one that is not called clean.
    """
    item = _open_item(item, by)
    if item.is_drawing or item.copy_id:
        return item
    if not item.masks.exists():
        raise Refused("Lägg till minst en maskering först.")
    item.copy_wanted_at, item.copy_wanted_by, item.copy_problem = now, by, ""
    item.copy_pages, item.copy_of_pages = 0, 0
    item.save(update_fields=["copy_wanted_at", "copy_wanted_by", "copy_problem", "copy_pages", "copy_of_pages"])
    events.record(item.request.stream, "masked_copy_ordered", by=by, now=now, entry=item.entry_id)
    return item


def check_can_be_masked(item: ReleaseItem) -> None:
    """Maskeras kan PDF, bilder och portalens egna texter och datafiler."""
    content_type = item.entry.document.content_type if item.entry.document else ""
    if content_type not in (*MASKABLE, *TEXTS):
        raise Refused(NOT_MASKABLE, law=TRIAL_OF_RELEASE)


def _open_item(item: ReleaseItem, by: User) -> ReleaseItem:
    item = locked_item(item)
    check_may_answer(by, item.request)
    check_may_read_entry(by, item.entry, law=TRIAL_OF_RELEASE)
    check_is_open(item.request)
    if item.outcome != ReleaseOutcome.MASKED:
        raise Refused("Pröva först att handlingen ska lämnas ut med maskning.", law=TRIAL_OF_RELEASE)
    check_can_be_masked(item)
    if item.entry.document:
        check_may_open(item.entry.document)
    return item


def _check(cut: Cut) -> None:
    if not cut.rule.strip():
        raise Refused("Skriv vilken bestämmelse maskeringen stöds på.", law=TRIAL_OF_RELEASE, field="rule")
    if cut.kind is MaskKind.WORDS:
        if sum(sign.isalnum() for sign in cut.words) < SHORTEST:
            raise Refused("Skriv minst två bokstäver eller siffror.", field="words")
        return
    if cut.page < 1:
        raise Refused("Skriv vilken sida det gäller.", field="page")
    if cut.kind is MaskKind.AREA:
        _check_area(cut)


def _check_area(cut: Cut) -> None:
    if min(cut.width, cut.height) < 1:
        raise Refused("Skriv hur bred och hög delen av sidan är.", field="width")
    if min(cut.left, cut.top) < 0 or max(cut.left + cut.width, cut.top + cut.height) > THOUSANDTHS:
        raise Refused("Delen ska ligga inom sidan: högst 100 procent åt varje håll.", field="width")


def _place(cut: Cut) -> dict[str, int]:
    if cut.kind is not MaskKind.AREA:
        return {}
    return {"left": cut.left, "top": cut.top, "width": cut.width, "height": cut.height}


def _forget_copy(item: ReleaseItem) -> None:
    """A copy drawn before the masks were changed is none that may go out."""
    item.copy, item.copy_wanted_at, item.copy_wanted_by, item.copy_made_at = None, None, None, None
    item.copy_problem, item.copy_notes = "", {}
    item.save(update_fields=["copy", "copy_wanted_at", "copy_wanted_by", "copy_made_at", "copy_problem", "copy_notes"])
