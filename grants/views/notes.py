"""Notes in a case: written once, corrected by a new one."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.gates import StaffRequest, requires
from accounts.permissions import Permission
from delmos.lib.dates import stockholm_date
from delmos.lib.forms import accepted, page_status
from grants.domain import notes
from grants.domain.queries.expressions import matter_for
from grants.domain.queries.notes import note_of
from grants.interfaces.note_forms import NoteForm
from grants.models import Note
from grants.permissions import Matter
from grants.views.casework import case_context
from journal.policies import is_sensitive


@requires(Permission.WRITE_NOTES)
def note_new(request: StaffRequest, number: str) -> HttpResponse:
    """Write down what came otherwise than in a document."""
    return _page(request, matter_for(request.user, number), None)


@requires(Permission.WRITE_NOTES)
def note_correct(request: StaffRequest, number: str, pk: int) -> HttpResponse:
    """Correct a note by a new one; the first stands as it is."""
    matter = matter_for(request.user, number)
    return _page(request, matter, note_of(matter, pk))


def _page(request: StaffRequest, matter: Matter, wrong: Note | None) -> HttpResponse:
    number, now = matter.case.number, timezone.now()
    form = NoteForm(request.POST or None, initial=_initial(wrong) or {"received_on": stockholm_date(now)})
    if (
        request.method == "POST"
        and form.is_valid()
        and accepted(form, lambda: notes.write(matter, **form.said, corrects=wrong, by=request.user, now=now))
    ):
        messages.success(request, "Anteckningen är sparad och diarieförd.")
        return redirect("history", number)
    context = case_context(matter, form=form, wrong=wrong)
    return render(request, "casework/note.html", context, status=page_status(form))


def _initial(wrong: Note | None) -> dict[str, Any]:
    """The note that is corrected, to write on. The text of a sensitive one is opened as a document."""
    if wrong is None:
        return {}
    return {
        "text": "" if is_sensitive(wrong.entry) else wrong.text,
        "way": wrong.way,
        "source": wrong.source,
        "received_on": wrong.received_on,
        "visible_to_party": wrong.entry.visible_to_party,
    }
