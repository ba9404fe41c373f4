"""Collective decisions: the list of them, one with how far it has come, and its papers."""

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from accounts.gates import StaffRequest, requires
from accounts.permissions import Permission
from delmos.lib.gate import NotYours
from delmos.lib.keyset import page
from grants.domain.queries import batches as queries
from grants.domain.queries.batches import Figures
from grants.domain.queries.general_history import history_of
from grants.enums import BatchItemStatus, BatchStatus
from grants.interfaces import sealing
from grants.interfaces.batch_forms import ApproveForm, SendForm
from grants.models import BatchDecision
from journal.interfaces.downloads import download
from journal.models import Document

PER_PAGE, BATCHES = 100, 25
MINUTE = timedelta(minutes=1)
_HEADINGS = {
    BatchStatus.DRAWING_UP: "Breven upprättas",
    BatchStatus.DECIDING: "Besluten förs in",
    BatchStatus.DISPATCHING: "Besluten skickas",
}


@requires(Permission.SEE_CASES)
def batch_list(request: StaffRequest) -> HttpResponse:
    """The collective decisions, the newest first."""
    rows = queries.counted(queries.batches_for(request.user), request.user)
    found = page(rows, after=request.GET.get("efter"), order=queries.ORDER, size=BATCHES)
    context = {"batches": found.items, "next_url": f"?efter={found.next}" if found.next else ""}
    return render(request, "casework/batches.html", context)


@requires(Permission.SEE_CASES)
def batch(request: StaffRequest, number: str) -> HttpResponse:
    """How far it has come, every case with its letter, and what is left to do."""
    found = queries.batch_for(request.user, number)
    return render(request, "casework/batch.html", batch_context(request, found, now=timezone.now()))


@requires(Permission.SEE_CASES)
def listing(request: StaffRequest, number: str) -> HttpResponseBase:
    """The list of what is to be decided, or was approved."""
    found = queries.batch_for(request.user, number)
    return _paper(request, found, found.listing, "beslutslista")


@requires(Permission.SEE_CASES)
def protocol(request: StaffRequest, number: str) -> HttpResponseBase:
    """The sealed protocol of what was decided."""
    found = queries.batch_for(request.user, number)
    return _paper(request, found, found.protocol, "protokoll")


def _paper(request: StaffRequest, found: BatchDecision, paper: Document | None, name: str) -> HttpResponseBase:
    queries.check_paper_is_open(found, request.user)
    if paper is None:
        raise NotYours
    return download(request, sealing.checked(paper), f"{found.case.number} {name}.pdf")


def batch_context(request: StaffRequest, found: BatchDecision, *, now: datetime, **more: Any) -> dict[str, Any]:
    """What the page of a batch shows."""
    figures = queries.figures_of(found, request.user)
    items = queries.items_for(request.user, found)
    hinders = items.exclude(problem="").exclude(status=BatchItemStatus.TAKEN_OUT).order_by(*queries.ITEM_ORDER)
    shown = page(
        items.exclude(status=BatchItemStatus.TAKEN_OUT),
        after=request.GET.get("efter"),
        order=queries.ITEM_ORDER,
        size=PER_PAGE,
    )
    is_decider = found.started_by_id == request.user.pk and request.user.may(Permission.DECIDE_CASES)
    frames = queries.frame_uses(found, request.user, now=now) if found.status == BatchStatus.READY else []
    return {
        "batch": found,
        "figures": figures,
        "waiting": figures.count(BatchItemStatus.WAITING),
        "ready": figures.count(BatchItemStatus.READY),
        "hindered": figures.count(BatchItemStatus.HINDERED),
        "left_out": figures.count(BatchItemStatus.LEFT_OUT),
        "unsent": figures.count(BatchItemStatus.DECIDED),
        "taken_out": figures.count(BatchItemStatus.TAKEN_OUT),
        "hinders": list(hinders[:PER_PAGE]),
        "items": [] if found.is_running else shown.items,
        "next_url": f"?efter={shown.next}" if shown.next else "",
        "frames": frames,
        "frames_hold": all(frame.left >= 0 for frame in frames),
        "may_change": is_decider and found.may_change,
        "approve_form": ApproveForm(initial={"listing_sha256": found.listing_id}) if is_decider else None,
        "send_form": SendForm(),
        "may_send": found.status == BatchStatus.DECIDED
        and bool(figures.count(BatchItemStatus.DECIDED))
        and request.user.may(Permission.DISPATCH_DECISIONS),
        "history": history_of(found.stream),
        **_progress(found, figures, now),
        **more,
    }


def _progress(found: BatchDecision, figures: Figures, now: datetime) -> dict[str, Any]:
    if not found.is_running:
        return {}
    left = queries.left_to_do(found, figures)
    until = queries.time_left(found, left, now=now)
    return {
        "heading": _HEADINGS[BatchStatus(found.status)],
        "total": found.step_total,
        "done": max(found.step_total - left, 0),
        "time_left": _in_words(until) if until is not None and left else "",
    }


def _in_words(left: timedelta) -> str:
    minutes = -(-left // MINUTE)
    return "mindre än en minut kvar" if minutes <= 1 else f"ungefär {minutes} minuter kvar"
