"""The work list as a file: order it, see how far it has come, fetch it."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.gates import StaffRequest, requires
from accounts.permissions import Permission
from delmos.lib.dates import stockholm_date
from grants.domain import worklist_files
from grants.enums import SheetKind
from grants.interfaces.worklist_form import query_of, selection_in_words
from grants.interfaces.worklist_sheets import CONTENT_TYPES
from journal.interfaces.downloads import SANDBOX


class OrderForm(forms.Form):
    """What the buttons under the list send."""

    slag = forms.ChoiceField(choices=SheetKind.choices)
    urval = forms.CharField(required=False)


@requires(Permission.SEE_CASES)
def files(request: StaffRequest) -> HttpResponse:
    """The person's own files."""
    return render(request, "casework/worklist_files.html", {"files": worklist_files.files_of(request.user)})


@require_POST
@requires(Permission.SEE_CASES)
def order(request: StaffRequest) -> HttpResponse:
    """Order a file of the list as it is narrowed."""
    form = OrderForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Välj vilken sorts fil du vill ha.")
        return redirect("worklist")
    query, kind = query_of(form.cleaned_data["urval"], request.user), SheetKind(form.cleaned_data["slag"])
    ordered = worklist_files.order(query, kind=kind, by=request.user, now=timezone.now())
    return redirect("worklist_file", ordered.pk)


@requires(Permission.SEE_CASES)
def file(request: StaffRequest, pk: UUID) -> HttpResponse:
    """How far the file has come; when it is done, the way to it."""
    found = worklist_files.file_of(request.user, pk)
    context = {
        "file": found,
        "chosen": selection_in_words(found.query, request.user),
        "removed_from": worklist_files.removed_from(found),
    }
    return render(request, "casework/worklist_file.html", context)


@requires(Permission.SEE_CASES)
def download(request: StaffRequest, pk: UUID) -> FileResponse:
    """The file itself. Raises Refused when the person has become jävig since it was made."""
    found = worklist_files.file_of(request.user, pk)
    kind = SheetKind(found.kind)
    response = FileResponse(
        worklist_files.open_file(found),
        as_attachment=True,
        filename=f"arenden-{stockholm_date(found.ordered_at)}.{kind}",
        content_type=CONTENT_TYPES[kind],
    )
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    return response
