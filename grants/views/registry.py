"""The diary: the registrar's search, each document with its marks, and the way to open it."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.gates import StaffRequest, requires
from accounts.permissions import Permission
from delmos.lib.forms import accepted, page_status
from delmos.lib.keyset import page
from grants.domain import secrecy
from grants.domain.queries.diary import ORDER, diary_case_for, diary_entry_for, entry_open_to, search_diary
from grants.interfaces.registry import entry_rows
from grants.interfaces.registry_forms import DiarySearchForm
from grants.interfaces.sealing import serve
from grants.interfaces.secrecy_forms import LiftForm, MarkForm, ProtectForm
from journal.models import RegistryEntry
from journal.policies import is_sensitive

PER_PAGE = 50
CRUMB = "Diariet"


@requires(Permission.REGISTER_CASES)
def registry(request: StaffRequest) -> HttpResponse:
    """The diary, the newest rows first, as far as they answer to the search."""
    form = DiarySearchForm(request.GET)
    found = page(search_diary(request.user, form.wish), after=request.GET.get("efter"), order=ORDER, size=PER_PAGE)
    query = request.GET.copy()
    if found.next:
        query["efter"] = found.next
    context = {
        "form": form,
        "searched": any(request.GET.get(name) for name in form.fields),
        "rows": entry_rows(found.items),
        "next_url": f"?{query.urlencode()}" if found.next else "",
    }
    return render(request, "registry/diary.html", context)


@requires(Permission.REGISTER_CASES)
def entry(request: StaffRequest, number: str, serial: int) -> HttpResponse:
    """One row of the diary, with the marks that have been set and lifted, and the form that sets or lifts one."""
    found = diary_entry_for(request.user, number, serial)
    form = LiftForm(request.POST or None) if found.secrecy_rule else MarkForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and accepted(form, lambda: _mark(request, found, form)):
        done = "Sekretessmarkeringen är borttagen." if found.secrecy_rule else "Handlingen är sekretessmarkerad."
        messages.success(request, done)
        return redirect("registry_entry", number, serial)
    context = {
        "crumbs": crumbs(),
        "row": entry_rows([found])[0],
        "entry": found,
        "form": form,
        "marks": list(found.marks.order_by("-pk")),
    }
    return render(request, "registry/entry.html", context, status=page_status(form))


def _mark(request: StaffRequest, found: RegistryEntry, form: Any) -> None:
    data, now = form.cleaned_data, timezone.now()
    if isinstance(form, LiftForm):
        secrecy.lift(found, why=data["why"], by=request.user, now=now)
        return
    secrecy.mark(
        found,
        sections=data["sections"],
        own_words=data["own_words"],
        note=data["note"],
        by=request.user,
        now=now,
    )


@requires(Permission.REGISTER_CASES)
def counterpart(request: StaffRequest, number: str) -> HttpResponse:
    """Protect who the counterpart of a case is, or take the protection away."""
    case = diary_case_for(request.user, number)
    form = LiftForm(request.POST or None) if case.counterpart_rule else ProtectForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data, now, by = form.cleaned_data, timezone.now(), request.user

        def act() -> None:
            if case.counterpart_rule:
                secrecy.unprotect(case, why=data["why"], by=by, now=now)
            else:
                secrecy.protect(case, sections=data["sections"], own_words=data["own_words"], by=by, now=now)

        if accepted(form, act):
            protected = not case.counterpart_rule
            messages.success(request, f"Motpartens identitet är {'' if protected else 'inte längre '}skyddad.")
            return redirect(f"{reverse('registry')}?nummer={number}")
    marks = list(case.marks.filter(entry__isnull=True).order_by("-pk"))
    context = {"crumbs": crumbs(), "case": case, "form": form, "marks": marks}
    return render(request, "registry/counterpart.html", context, status=page_status(form))


@requires(Permission.SEE_CASES)
def document(request: StaffRequest, number: str, serial: int) -> HttpResponseBase:
    """A document of the diary. One that is marked is opened by a press of a button, which is logged (INV-31)."""
    found = entry_open_to(request.user, number, serial)
    if not is_sensitive(found):
        return serve(request, found)
    if request.method != "POST":
        context = {
            "crumbs": crumbs() if request.user.may(Permission.REGISTER_CASES) else [],
            "entry": found,
            "may_open": request.user.may(Permission.OPEN_SENSITIVE),
        }
        return render(request, "registry/open.html", context)
    with transaction.atomic():  # one that does not open (yet) is not read, and not logged
        secrecy.open_marked(found, by=request.user, now=timezone.now())
        return serve(request, found)


def crumbs(*more: dict[str, str]) -> list[dict[str, str]]:
    """The way to a page of the diary."""
    return [{"label": CRUMB, "url": reverse("registry")}, *more]
