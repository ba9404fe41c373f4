"""Masking: what is to be taken away, drawn or written, and the copy as it will go out, seen before it does."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.gates import StaffRequest, requires
from accounts.permissions import Permission
from delmos.lib.forms import accepted, page_status
from delmos.lib.gate import NotYours, one
from delmos.lib.masking import Unreadable
from delmos.lib.page_pictures import MASKABLE, page_picture
from grants.domain import release_masks, secrecy
from grants.domain.queries.releases import item_for
from grants.enums import MaskKind
from grants.interfaces.release_forms import MaskForm
from grants.interfaces.release_pages import Looked, looked_at, notes_on
from grants.models import ReleaseItem
from grants.views.releases import request_context
from journal.domain import documents
from journal.interfaces.downloads import download
from journal.policies import is_sensitive

OPENED = "opened_marked_documents"


@requires(Permission.REGISTER_CASES)
def masks(request: StaffRequest, number: str, pk: int) -> HttpResponse:
    """The masks of a document, the page they are drawn on, and how far the copy has come."""
    item = item_for(request.user, number, pk)
    page = _page_number(request)
    form = MaskForm(request.POST or None, initial={"kind": MaskKind.WORDS, "page": page})

    def act() -> None:
        release_masks.add(item, form.cut, by=request.user, now=timezone.now())

    if request.method == "POST" and form.is_valid() and accepted(form, act):
        messages.success(request, "Maskeringen är tillagd. Gör kopian när du är klar.")
        return redirect(f"{reverse('release_masks', args=[number, pk])}?sida={form.cut.page or page}")
    may_look = _may_look(request, item)
    context = request_context(
        request,
        item.request,
        item=item,
        form=form,
        may_look=may_look,
        looked=looked_at(item, page) if may_look else Looked(),
        masks=list(item.masks.all()),
        notes=notes_on(item),
    )
    return render(request, "registry/release_masks.html", context, status=page_status(form))


def _may_look(request: StaffRequest, item: ReleaseItem) -> bool:
    """A marked document shows its pages to whoever has opened it, which is logged."""
    return not is_sensitive(item.entry) or item.entry_id in request.session.get(OPENED, [])


@require_POST
@requires(Permission.REGISTER_CASES)
def release_open(request: StaffRequest, number: str, pk: int) -> HttpResponse:
    """Open the pages of a marked document for as long as one is signed in. The opening is logged (INV-31)."""
    item = item_for(request.user, number, pk)
    secrecy.open_marked(item.entry, by=request.user, now=timezone.now())
    request.session[OPENED] = sorted({*request.session.get(OPENED, []), item.entry_id})
    return redirect("release_masks", number, pk)


def _page_number(request: StaffRequest) -> int:
    asked = request.GET.get("sida", "")
    return max(1, int(asked)) if asked.isdecimal() and len(asked) < 6 else 1


@require_POST
@requires(Permission.REGISTER_CASES)
def mask_remove(request: StaffRequest, number: str, pk: int, mask: int) -> HttpResponse:
    """Take a mask back."""
    item = item_for(request.user, number, pk)
    found = one(item.masks.select_related("item__request"), pk=mask)
    release_masks.remove(found, by=request.user, now=timezone.now())
    messages.success(request, "Maskeringen är borttagen.")
    return redirect("release_masks", number, pk)


@require_POST
@requires(Permission.REGISTER_CASES)
def copy_order(request: StaffRequest, number: str, pk: int) -> HttpResponse:
    """Have the masked copy drawn."""
    item = item_for(request.user, number, pk)
    release_masks.order_copy(item, by=request.user, now=timezone.now())
    messages.success(request, "Kopian görs. Den finns här om en stund.")
    return redirect("release_masks", number, pk)


@requires(Permission.REGISTER_CASES)
def copy(request: StaffRequest, number: str, pk: int) -> HttpResponseBase:
    """The masked copy as it will go out."""
    item = item_for(request.user, number, pk)
    if item.copy is None:
        raise NotYours
    name = f"{item.entry.case.number}-{item.entry.serial} maskerad"
    extension = {"application/pdf": ".pdf", "application/json": ".json"}.get(item.copy.content_type, ".txt")
    return download(request, item.copy, f"{name}{extension}")


@requires(Permission.REGISTER_CASES)
def page_image(request: StaffRequest, number: str, pk: int, page: int) -> HttpResponse:
    """One page as a picture: of the original, to draw on, or of the copy as it will go out."""
    item = item_for(request.user, number, pk)
    wants_copy = request.GET.get("kopia") == "1"
    if not wants_copy and not _may_look(request, item):
        raise NotYours
    document = item.copy if wants_copy else item.entry.document
    if document is None or document.content_type not in MASKABLE:
        raise NotYours
    try:
        picture = page_picture(documents.read(document), document.content_type, page)
    except (Unreadable, IndexError) as problem:
        raise NotYours from problem
    response = HttpResponse(picture, content_type="image/png")
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
