"""The lists that a person has given a name: saved, opened first, taken away."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.gates import StaffRequest, requires
from accounts.permissions import Permission
from delmos.lib.forms import accepted, page_status
from grants.domain import saved_views
from grants.interfaces.saved_view_form import SavedViewForm
from grants.interfaces.worklist_form import query_of


@requires(Permission.SEE_CASES)
def views(request: StaffRequest) -> HttpResponse:
    """The person's own views, and a place to save the list it came from."""
    query = query_of(request.GET.urlencode(), request.user)
    form = SavedViewForm(request.POST or None, initial={"query": query})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        kept = query_of(said["query"], request.user)

        def save() -> None:
            saved_views.save(said["name"], query=kept, is_start=said["is_start"], by=request.user, now=timezone.now())

        if accepted(form, save):
            messages.success(request, f"Vyn ”{said['name'].strip()}” är sparad.")
            return redirect(f"{reverse('worklist')}?{kept or 'vy=alla'}")
    context = {"form": form, "views": saved_views.views_of(request.user)}
    return render(request, "casework/saved_views.html", context, status=page_status(form))


@require_POST
@requires(Permission.SEE_CASES)
def start(request: StaffRequest, pk: int) -> HttpResponse:
    """Start the list with this view; or with every case, when it is the start already."""
    view, now = saved_views.view_of(request.user, pk), timezone.now()
    if view.is_start:
        saved_views.start_with_none(by=request.user, now=now)
        messages.success(request, "Ärenden börjar med alla ärenden.")
    else:
        saved_views.start_with(view, by=request.user, now=now)
        messages.success(request, f"Ärenden börjar med vyn ”{view.name}”.")
    return redirect("worklist_views")


@require_POST
@requires(Permission.SEE_CASES)
def remove(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a view away."""
    view = saved_views.view_of(request.user, pk)
    saved_views.remove(view, by=request.user, now=timezone.now())
    messages.success(request, f"Vyn ”{view.name}” är borttagen.")
    return redirect("worklist_views")
