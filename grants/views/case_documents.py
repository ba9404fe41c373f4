"""Handlingar: the documents of a case, one of them to read, and its bytes."""

from csp.constants import SELF
from csp.decorators import csp_update
from django.db import transaction
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from accounts.gates import StaffRequest, requires
from accounts.permissions import Permission
from delmos.lib.gate import NotYours
from delmos.lib.keyset import page
from grants.domain.queries.cases import entry_of
from grants.domain.queries.documents import entries_of, entry_for, neighbours
from grants.domain.queries.expressions import matter_for
from grants.domain.readings import open_document
from grants.interfaces.sealing import checked
from grants.permissions import Matter
from grants.views.casework import case_context
from journal.interfaces.downloads import download_entry
from journal.interfaces.viewer import shown, text_of, type_words, way_of
from journal.models import RegistryEntry
from journal.policies import can_open, is_sensitive, scan_of

ROWS = 50


@require_GET
@requires(Permission.SEE_CASES)
def documents(request: StaffRequest, number: str) -> HttpResponse:
    """The documents of the case, the newest first."""
    matter = matter_for(request.user, number)
    found = page(entries_of(matter), after=request.GET.get("efter"), order=("-serial",), size=ROWS)
    context = case_context(
        matter, rows=[_row(entry) for entry in found.items], next_url=f"?efter={found.next}" if found.next else ""
    )
    return render(request, "casework/documents.html", context)


@never_cache
@csp_update({"frame-src": [SELF]})
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.SEE_CASES)
def document_page(request: StaffRequest, number: str, serial: int) -> HttpResponse:
    """One row of the diary with its document to read. A sensitive text is opened by POST, which logs it (INV-31)."""
    matter = matter_for(request.user, number)
    entry = entry_for(matter, serial)
    row, way = _row(entry), way_of(entry.document)
    opened = request.method == "POST" and way == "text"
    if opened:
        open_document(matter, entry, by=request.user, now=timezone.now())
    text, whole = "", True
    if entry.document and way == "text" and (opened or not row["sensitive"]):
        text, whole = text_of(entry.document)
    context = case_context(
        matter,
        **row,
        way=way,
        beside=neighbours(entry),
        opened=opened and row["sensitive"],
        text=text,
        whole=whole,
        why=_why_closed(entry),
        may_open=request.user.may(Permission.OPEN_SENSITIVE),
    )
    return render(request, "casework/document.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.SEE_CASES)
def document(request: StaffRequest, number: str, serial: int) -> HttpResponseBase:
    """A document of the case, to save. A sensitive one only by POST, which logs the reading."""
    matter = matter_for(request.user, number)
    entry = entry_of(matter, serial, party=False)
    if request.method != "POST" and is_sensitive(entry):
        return redirect("document_page", number, serial)
    return _read(request, matter, entry, shows=False)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.SEE_CASES)
def document_shown(request: StaffRequest, number: str, serial: int) -> HttpResponseBase:
    """A PDF or an image, for the frame on its page. A sensitive one only by POST, which logs the reading."""
    matter = matter_for(request.user, number)
    entry = entry_of(matter, serial, party=False)
    if way_of(entry.document) not in ("frame", "image"):
        raise NotYours
    if request.method != "POST" and is_sensitive(entry):
        return redirect("document_page", number, serial)
    return _read(request, matter, entry, shows=True)


def _read(request: StaffRequest, matter: Matter, entry: RegistryEntry, *, shows: bool) -> HttpResponseBase:
    """The bytes, and that they were read. A file that does not open (yet) is not read, and not logged."""
    with transaction.atomic():
        if request.method == "POST":
            open_document(matter, entry, by=request.user, now=timezone.now())
        if entry.document:
            checked(entry.document)
        return shown(request, entry) if shows else download_entry(request, entry)


def _row(entry: RegistryEntry) -> dict[str, object]:
    """What is said of a row of the diary and its document."""
    found = entry.document
    scan = scan_of(found) if found else None
    return {
        "entry": entry,
        "type": type_words(found) if found else "",
        "scan": scan,
        "opens": bool(found and can_open(found)),
        "sensitive": is_sensitive(entry),
    }


def _why_closed(entry: RegistryEntry) -> str:
    need = "Öppna den bara om du behöver den för att handlägga ärendet."
    if entry.secrecy_rule:
        return f"Handlingen är sekretessmarkerad enligt {entry.secrecy_rule}. {need}"
    return f"Handlingen har känsliga svar. {need}"
