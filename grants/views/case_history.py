"""Historik: everything that has happened in a case, page by page and by sort."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.gates import StaffRequest, requires
from accounts.permissions import Permission
from grants.domain import notes
from grants.domain.queries.expressions import matter_for
from grants.domain.queries.timeline_pages import Sort, timeline_page
from grants.interfaces.timeline import entries
from grants.permissions import conflict_answer
from grants.views.casework import case_context


@require_GET
@requires(Permission.SEE_CASES)
def history(request: StaffRequest, number: str) -> HttpResponse:
    """The timeline of the case, newest first; all of it, or what came in, went out, was decided and so on."""
    matter = matter_for(request.user, number)
    chosen = request.GET.get("slag", "")
    sort = Sort(chosen) if chosen in Sort.values else None
    found = timeline_page(matter, sort=sort, after=request.GET.get("efter"))
    query = {"slag": sort.value} if sort else {}
    may_write = notes.can_write(request.user, matter, answer=conflict_answer(request.user, matter))
    context = case_context(
        matter,
        entries=entries(found.items, "document_page", number, may_correct=may_write),
        sorts=Sort.choices,
        sort=sort,
        next_url=f"?{urlencode({**query, 'efter': found.next})}" if found.next else "",
        may_write=may_write,
    )
    return render(request, "casework/history.html", context)
