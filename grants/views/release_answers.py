"""What a request for public documents leads to: what goes out, and a decision in writing on what does not."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.gates import StaffRequest, requires
from accounts.permissions import Permission
from delmos.lib.forms import accepted, page_status
from delmos.lib.gate import NotYours
from grants.domain import release_decisions, releases
from grants.domain.queries.releases import release_for
from grants.interfaces.release_forms import ReasonsForm
from grants.interfaces.release_letters import render_cover, render_refusal
from grants.views.releases import item_row, request_context
from journal.interfaces.downloads import download
from journal.policies import is_sensitive


@require_POST
@requires(Permission.REGISTER_CASES)
def release_answer(request: StaffRequest, number: str) -> HttpResponse:
    """Enter what goes out in the diary, with the letter that lists it."""
    found = release_for(request.user, number)
    releases.answer(found, write_cover=render_cover, by=request.user, now=timezone.now())
    messages.success(request, "Begäran är besvarad. Lämna nu ut handlingarna nedan.")
    return redirect("release", number)


@require_POST
@requires(Permission.REGISTER_CASES)
def release_written(request: StaffRequest, number: str) -> HttpResponse:
    """Note that a written decision is wanted."""
    found = release_for(request.user, number)
    release_decisions.want_written(found, by=request.user, now=timezone.now())
    messages.success(request, "Beslutsfattaren har fått begäran om ett skriftligt beslut.")
    return redirect("release", number)


@requires(Permission.DECIDE_CASES)
def release_decide(request: StaffRequest, number: str) -> HttpResponse:
    """The decider writes the agency's decision."""
    found = release_for(request.user, number)
    form = ReasonsForm(request.POST or None)

    def act() -> None:
        release_decisions.decide(
            found,
            reasons=form.cleaned_data["reasons"],
            write_letter=render_refusal,
            by=request.user,
            now=timezone.now(),
        )

    if request.method == "POST" and form.is_valid() and accepted(form, act):
        messages.success(request, "Beslutet är fattat och registrerat som utgående.")
        return redirect("release", number)
    items = [item_row(item) for item in release_decisions.held_back(found)]
    context = request_context(request, found, form=form, items=items)
    return render(request, "registry/release_decide.html", context, status=page_status(form))


@requires(Permission.SEE_CASES)
def release_document(request: StaffRequest, number: str, serial: int) -> HttpResponseBase:
    """What was asked, or what has gone out. A sensitive document is opened in the diary."""
    found = release_for(request.user, number)
    entry = found.case.entries.filter(serial=serial, document__isnull=False).select_related("document__scan").first()
    if entry is None or entry.document is None:
        raise NotYours
    if is_sensitive(entry):
        return redirect("registry_document", number, serial)
    extension = {"application/pdf": ".pdf", "application/json": ".json", "text/plain": ".txt"}.get(
        entry.document.content_type.partition(";")[0], ""
    )
    return download(request, entry.document, f"{number}-{serial} {entry.title}{extension}")
