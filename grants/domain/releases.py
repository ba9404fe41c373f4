"""Requests for public documents: nobody is asked who they are or why, and a person decides about each document (TF 2).

A request has a number of its own in the diary. What goes out is stored once and entered there; the original stays.
"""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission
from delmos.lib.refusal import Refused
from grants.domain.diary_gates import check_may_read_entry, in_turn
from grants.domain.queries.diary import entries_for
from grants.domain.queries.releases import releases_for
from grants.enums import ReleaseOutcome
from grants.models import ReleaseItem, ReleaseRequest
from grants.permissions import check_may
from grants.series import RELEASES
from grants.workflow import CONFLICT, RELEASE, TRIAL_OF_RELEASE
from journal.domain import cases, documents, events, secrecy
from journal.enums import Direction
from journal.models import RegistryEntry
from journal.policies import check_may_open

TITLE = "Begäran om allmän handling"
COVER = "Följebrev"
MAX_ITEMS = 100
PLAIN_TEXT = "text/plain"
# Makes the PDF of the letter that goes with the copies: the room of letters stands above this one and is handed in.
CoverWriter = Callable[[ReleaseRequest, list[ReleaseItem]], bytes]


@transaction.atomic
def receive(*, wanted: str, contact: str = "", page_key: str = "", by: User, now: datetime) -> ReleaseRequest:
    """Register a request in the words it was made in, and where the answer is to go if that was said.

    The same post of a page a second time gives the request that stands. Raises Refused for another role than the
    registrar's, and without words.
    """
    check_may(by, Permission.REGISTER_CASES, law=RELEASE)
    in_turn(by)
    if page_key and (found := ReleaseRequest.objects.filter(page_key=page_key).first()):
        return found
    if not wanted.strip():
        raise Refused("Skriv vilka handlingar det gäller.", law=RELEASE, field="wanted")
    case = cases.open_case(series=RELEASES, title=TITLE, counterpart="", title_is_checked=True, by=by, now=now)
    document = documents.store(wanted.strip().encode(), content_type=PLAIN_TEXT, by=by, now=now)
    cases.register(case, direction=Direction.IN, title=TITLE, document=document, by=by, now=now)
    request = ReleaseRequest.objects.create(
        case=case, wanted=wanted.strip(), contact=contact.strip(), page_key=page_key, received_at=now, received_by=by
    )
    events.record(case.number, "release_requested", by=by, now=now)
    return request


@transaction.atomic
def choose(request: ReleaseRequest, *, entries: Iterable[RegistryEntry], by: User, now: datetime) -> int:
    """Add documents to the request; how many were new. Raises Refused for one in a case where ``by`` is jävig, one
    without content, too many, and once the request is answered."""
    request = locked(request)
    check_may_answer(by, request)
    check_is_open(request)
    chosen = {entry.pk for entry in entries}
    readable = set(entries_for(by).filter(pk__in=chosen, document__isnull=False).values_list("pk", flat=True))
    if chosen - readable:
        raise Refused("En av handlingarna går inte att välja.", law=RELEASE)
    if not chosen:
        raise Refused("Välj minst en handling i listan.", field="entries")
    before = set(request.items.values_list("entry", flat=True))
    if len(before | chosen) > MAX_ITEMS:
        raise Refused(f"Högst {MAX_ITEMS} handlingar i en begäran. Registrera en begäran till för resten.")
    new = sorted(chosen - before)
    ReleaseItem.objects.bulk_create(ReleaseItem(request=request, entry_id=entry) for entry in new)
    events.record(request.stream, "release_documents_chosen", by=by, now=now, documents=len(new))
    return len(new)


@transaction.atomic
def drop(item: ReleaseItem, *, by: User, now: datetime) -> None:
    """Take a document away that was chosen by mistake. Raises Refused once the request is answered."""
    item = locked_item(item)
    check_may_answer(by, item.request)
    check_is_open(item.request)
    events.record(item.request.stream, "release_document_dropped", by=by, now=now, entry=item.entry_id)
    item.delete()


@transaction.atomic
def try_item(
    item: ReleaseItem, *, outcome: ReleaseOutcome, rule: str = "", note: str = "", by: User, now: datetime
) -> ReleaseItem:
    """Decide about a document, as often as it takes until the request is answered.

    Raises Refused for a refusal without its rule, for a marked document released as it is without a word on why, for a
    file that the virus scanner has not called clean, and for others than a registrar without jäv.
    """
    item = locked_item(item)
    check_may_answer(by, item.request)
    check_may_read_entry(by, item.entry, law=TRIAL_OF_RELEASE)
    check_is_open(item.request)
    _check_outcome(item, outcome, rule.strip(), note.strip())
    item.outcome, item.rule, item.note = outcome, rule.strip(), note.strip()
    item.decided_at, item.decided_by = now, by
    item.save(update_fields=["outcome", "rule", "note", "decided_at", "decided_by"])
    events.record(
        item.request.stream, "release_tried", by=by, now=now, entry=item.entry_id, outcome=outcome, rule=item.rule
    )
    return item


def _check_outcome(item: ReleaseItem, outcome: ReleaseOutcome, rule: str, note: str) -> None:
    if outcome is ReleaseOutcome.REFUSED and not rule:
        raise Refused(
            "Skriv vilken bestämmelse som hindrar att handlingen lämnas ut.", law=TRIAL_OF_RELEASE, field="rule"
        )
    if outcome is ReleaseOutcome.RELEASED and item.entry.secrecy_rule and not note:
        raise Refused(
            "Handlingen är sekretessmarkerad. Skriv varför den ändå kan lämnas ut som den är.",
            law=TRIAL_OF_RELEASE,
            field="note",
        )
    if outcome is not ReleaseOutcome.REFUSED and item.entry.document:
        check_may_open(item.entry.document)


@transaction.atomic
def answer(request: ReleaseRequest, *, write_cover: CoverWriter, by: User, now: datetime) -> ReleaseRequest:
    """Enter what goes out in the diary, with a letter that lists it, and forget where it was to be sent.

    Raises Refused while a document is not tried, while a masked copy is not drawn, without any document, and when the
    request is answered already.
    """
    request = locked(request)
    check_may_answer(by, request)
    check_is_open(request)
    rows = request.items.select_related("entry__case", "entry__document__scan", "copy")
    items = list(rows.prefetch_related("masks").order_by("pk"))
    _check_complete(items)
    for item in items:
        if item.outcome != ReleaseOutcome.REFUSED:
            _enter_copy(request, item, by=by, now=now)
    request.closed_at, request.closed_by, request.contact = now, by, ""
    cover = documents.store(write_cover(request, items), content_type="application/pdf", by=by, now=now)
    entry = cases.register(request.case, direction=Direction.OUT, title=COVER, document=cover, by=by, now=now)
    request.save(update_fields=["closed_at", "closed_by", "contact"])
    cases.close(request.case, by=by, now=now)
    out = [item.out_entry.serial for item in items if item.out_entry]
    events.record(request.stream, "release_answered", by=by, now=now, entries=[*out, entry.serial])
    return request


def _check_complete(items: list[ReleaseItem]) -> None:
    if not items:
        raise Refused("Välj de handlingar som begärs först.", law=RELEASE)
    for item in items:
        name = f"{item.entry.case.number}-{item.entry.serial}"
        if not item.outcome:
            raise Refused(f"Handling {name} är inte prövad än.", law=TRIAL_OF_RELEASE)
        if item.outcome == ReleaseOutcome.MASKED and not item.copy_id:
            raise Refused(f"Den maskerade kopian av handling {name} är inte gjord än.", law=RELEASE)


def _enter_copy(request: ReleaseRequest, item: ReleaseItem, *, by: User, now: datetime) -> None:
    """The copy as a document that goes out: the very bytes of the original, or those of the masked copy."""
    masked = item.outcome == ReleaseOutcome.MASKED
    copy = item.copy if masked else item.entry.document
    if copy is None:
        raise Refused("Handlingen har inget innehåll att lämna ut.")
    check_may_open(copy)
    item.copy = copy
    name = f"Kopia av {item.entry.case.number}-{item.entry.serial}"
    item.out_entry = cases.register(
        request.case,
        direction=Direction.OUT,
        title=f"{name}, maskerad" if masked else name,
        title_is_checked=True,
        document=copy,
        is_sensitive=item.entry.is_sensitive,
        by=by,
        now=now,
    )
    if item.entry.secrecy_rule and not masked:  # the same bytes: whoever else opens them here is logged as well
        secrecy.mark_document(item.out_entry, rule=item.entry.secrecy_rule, note="Följer originalet.", by=by, now=now)
    item.save(update_fields=["copy", "out_entry"])


def check_may_answer(person: User, request: ReleaseRequest) -> None:
    """En begäran besvaras av en registrator som inte är jävig i något av de ärenden som den gäller."""
    check_may(person, Permission.REGISTER_CASES, law=RELEASE)
    if not releases_for(person).filter(pk=request.pk).exists():
        raise Refused(
            "Du är eller kan vara jävig i ett ärende som begäran gäller. Någon annan ska besvara den.", law=CONFLICT
        )


def check_is_open(request: ReleaseRequest) -> None:
    """En besvarad begäran ändras inte. Den som vill ha mer får en ny."""
    if request.closed_at:
        raise Refused("Begäran är besvarad.")


def locked(request: ReleaseRequest) -> ReleaseRequest:
    """The newest state of the request, its row locked until the end of the transaction."""
    return ReleaseRequest.objects.select_for_update(of=("self",)).select_related("case").get(pk=request.pk)


def locked_item(item: ReleaseItem) -> ReleaseItem:
    """The newest state of the document that is asked for; the row of its request is locked first."""
    request = locked(item.request)
    rows = ReleaseItem.objects.select_for_update(of=("self",)).select_related("entry__case", "entry__document__scan")
    found = rows.get(pk=item.pk)
    found.request = request
    return found
