"""The public diary: what has come in and gone out, for anybody, and how to ask for a document."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from delmos.lib.keyset import page
from grants.domain.queries.public_diary import ORDER, public_case, rows_of, search_public
from grants.interfaces.public_diary_form import PublicDiaryForm

PER_PAGE = 50


@login_not_required
def public_diary(request: HttpRequest) -> HttpResponse:
    """The rows of the diary that anybody may read, the newest first, as far as they answer to the search."""
    form = PublicDiaryForm(request.GET)
    found = page(search_public(form.wish), after=request.GET.get("efter"), order=ORDER, size=PER_PAGE)
    query = request.GET.copy()
    if found.next:
        query["efter"] = found.next
    context = {
        "form": form,
        "searched": any(request.GET.get(name) for name in form.fields),
        "rows": rows_of(list(found.items)),
        "next_url": f"?{query.urlencode()}" if found.next else "",
    }
    return _kept_out_of_search_engines(render(request, "public/diary.html", context))


@login_not_required
def public_diary_case(request: HttpRequest, number: str) -> HttpResponse:
    """One case with its rows, and how to ask for its documents."""
    case = public_case(number)
    found = page(case.entries.select_related("case"), after=request.GET.get("efter"), order=("serial",), size=PER_PAGE)
    context = {
        "crumbs": [{"label": "Offentligt diarium", "url": reverse("public_diary")}],
        "case": case,
        "rows": rows_of(list(found.items)),
        "next_url": f"?efter={found.next}" if found.next else "",
        "registrar": settings.REGISTRAR_EMAIL,
    }
    return _kept_out_of_search_engines(render(request, "public/diary_case.html", context))


def _kept_out_of_search_engines(response: HttpResponse) -> HttpResponse:
    """The diary is there to be asked, not to be found by somebody's name in a search engine."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
