"""Requests for public documents: registered, chosen, tried one by one, and answered."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.gates import StaffRequest, requires
from accounts.permissions import Permission
from delmos.lib.dates import stockholm_date
from delmos.lib.forms import accepted, page_status
from delmos.lib.gate import NotYours
from delmos.lib.keyset import page
from delmos.lib.refusal import refusal_of
from grants.domain import releases
from grants.domain.queries.diary import ORDER, search_diary
from grants.domain.queries.general_history import history_of
from grants.domain.queries.releases import ALL_ORDER, counted, item_for, items_of, release_for, releases_for
from grants.domain.release_masks import check_can_be_masked
from grants.enums import ReleaseOutcome
from grants.interfaces.registry import entry_rows
from grants.interfaces.registry_forms import DiarySearchForm
from grants.interfaces.release_forms import RequestForm, TryForm
from grants.interfaces.release_letters import rules_of
from grants.interfaces.release_pages import face_of
from grants.models import ReleaseItem, ReleaseRequest
from grants.views.registry import crumbs

PER_PAGE, MOST_FOUND = 30, 30
CHOSEN = "vald"


@requires(Permission.REGISTER_CASES)
def release_list(request: StaffRequest) -> HttpResponse:
    """Every request, the newest first, with how long those that wait have waited."""
    rows = counted(releases_for(request.user))
    found = page(rows, after=request.GET.get("efter"), order=ALL_ORDER, size=PER_PAGE)
    today = stockholm_date(timezone.now())
    context = {
        "crumbs": crumbs(),
        "rows": [(row, days_open(row, today)) for row in found.items],
        "next_url": f"?efter={found.next}" if found.next else "",
    }
    return render(request, "registry/releases.html", context)


def days_open(request: ReleaseRequest, today: Any) -> str:
    """How long a request has waited, in words; nothing of an answered one."""
    if request.closed_at:
        return ""
    days = (today - stockholm_date(request.received_at)).days
    return "Kom in i dag" if days == 0 else f"Öppen i {days} {'dag' if days == 1 else 'dagar'}"


@requires(Permission.REGISTER_CASES)
def release_new(request: StaffRequest) -> HttpResponse:
    """Register a request."""
    form = RequestForm(request.POST or None)
    made: list[ReleaseRequest] = []

    def act() -> None:
        data = form.cleaned_data
        made.append(
            releases.receive(
                wanted=data["wanted"],
                contact=data["contact"],
                page_key=form.page_key,
                by=request.user,
                now=timezone.now(),
            )
        )

    if request.method == "POST" and form.is_valid() and accepted(form, act):
        messages.success(request, f"Begäran är registrerad som {made[0].case.number}.")
        return redirect("release", made[0].case.number)
    context = {"crumbs": _crumbs(), "form": form}
    return render(request, "registry/release_new.html", context, status=page_status(form))


@requires(Permission.SEE_CASES)
def release(request: StaffRequest, number: str) -> HttpResponse:
    """One request: what is asked for, how far each document has come, and what can be done."""
    found = release_for(request.user, number)
    items = list(items_of(found))
    context = request_context(
        request,
        found,
        items=[item_row(item) for item in items],
        waiting=any(not item.outcome or item.outcome == ReleaseOutcome.MASKED and not item.copy_id for item in items),
        held_back=any(item.outcome in (ReleaseOutcome.REFUSED, ReleaseOutcome.MASKED) for item in items),
        days=days_open(found, stockholm_date(timezone.now())),
        history=history_of(found.stream),
    )
    return render(request, "registry/release.html", context)


def item_row(item: ReleaseItem) -> dict[str, Any]:
    """A document that is asked for, with how it was tried and the rules that keep back the whole of it or a part."""
    return {"item": item, "face": face_of(item), "rules": rules_of(item)}


@requires(Permission.REGISTER_CASES)
def release_choose(request: StaffRequest, number: str) -> HttpResponse:
    """Search the diary and tick what is asked for."""
    found = release_for(request.user, number)
    form = DiarySearchForm(request.GET)
    searched = any(request.GET.get(name) for name in form.fields)
    hits = search_diary(request.user, form.wish).filter(document__isnull=False).order_by(*ORDER)
    if request.method == "POST":
        ticked = [int(pk) for pk in request.POST.getlist(CHOSEN) if pk.isdecimal() and len(pk) < 18]
        entries = list(search_diary(request.user, DiarySearchForm({}).wish).filter(pk__in=ticked))
        if len(entries) != len(set(ticked)):
            raise NotYours
        count = releases.choose(found, entries=entries, by=request.user, now=timezone.now())
        messages.success(request, _added(count))
        return redirect("release", number)
    context = request_context(
        request,
        found,
        form=form,
        searched=searched,
        rows=entry_rows(hits[:MOST_FOUND]) if searched else [],
        chosen=set(found.items.values_list("entry", flat=True)),
    )
    return render(request, "registry/release_choose.html", context)


def _added(count: int) -> str:
    if count == 0:
        return "Handlingarna fanns redan i begäran."
    return "1 handling är tillagd i begäran." if count == 1 else f"{count} handlingar är tillagda i begäran."


@requires(Permission.REGISTER_CASES)
def release_item(request: StaffRequest, number: str, pk: int) -> HttpResponse:
    """Try one document."""
    item = item_for(request.user, number, pk)
    initial = {"outcome": item.outcome, "rule": item.rule, "note": item.note}
    form = TryForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid() and accepted(form, lambda: _try(request, item, form)):
        if form.cleaned_data["outcome"] == ReleaseOutcome.MASKED:
            return redirect("release_masks", number, pk)
        messages.success(request, "Prövningen är sparad.")
        return redirect("release", number)
    context = request_context(
        request,
        item.request,
        item=item,
        row=entry_rows([item.entry])[0],
        form=form,
        not_maskable=refusal_of(lambda: check_can_be_masked(item)),
    )
    return render(request, "registry/release_item.html", context, status=page_status(form))


def _try(request: StaffRequest, item: ReleaseItem, form: TryForm) -> None:
    releases.try_item(
        item,
        outcome=ReleaseOutcome(form.cleaned_data["outcome"]),
        rule=form.chosen_rule,
        note=form.cleaned_data["note"],
        by=request.user,
        now=timezone.now(),
    )


@require_POST
@requires(Permission.REGISTER_CASES)
def release_drop(request: StaffRequest, number: str, pk: int) -> HttpResponse:
    """Take a document out of the request again."""
    item = item_for(request.user, number, pk)
    releases.drop(item, by=request.user, now=timezone.now())
    messages.success(request, "Handlingen är borttagen ur begäran.")
    return redirect("release", number)


def request_context(request: StaffRequest, found: ReleaseRequest, **more: Any) -> dict[str, Any]:
    """What every page of a request shows at its head."""
    number = found.case.number
    is_registrar = request.user.may(Permission.REGISTER_CASES)
    return {
        "crumbs": _crumbs({"label": number, "url": reverse("release", args=[number])}) if is_registrar else [],
        "release": found,
        "number": number,
        "is_registrar": is_registrar,
        "may_decide": request.user.may(Permission.DECIDE_CASES),
        "out": list(found.case.entries.order_by("serial").select_related("document")),
        **more,
    }


def _crumbs(*more: dict[str, str]) -> list[dict[str, str]]:
    return crumbs({"label": "Begäran om allmän handling", "url": reverse("release_list")}, *more)
