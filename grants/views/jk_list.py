"""The list to Justitiekanslern (29 § myndighetsförordningen), for any year: a page, a sheet and a letter."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.gates import StaffRequest, requires
from accounts.permissions import Permission
from delmos.lib.dates import stockholm_date
from delmos.lib.gate import NotYours
from grants.domain.queries.jk_list import Delayed, delayed_cases, how_many, leaves_out
from grants.interfaces.jk_list import as_csv, as_pdf
from journal.interfaces.downloads import drawn

FIRST = 2018
SHOWN = 100  # on the page; the files have every row
MOST_DRAWN = 50  # rows of a letter that is drawn while somebody waits for it: about a second


@requires(Permission.LIST_DELAYED)
def jk_list(request: StaffRequest, year: int) -> HttpResponse:
    """The cases of the list, and the files to send."""
    cases, today = _cases(request, year, most=SHOWN), stockholm_date(timezone.now())
    number = how_many(request.user, year)
    context = {
        "cases": cases,
        "number": number,
        "more": number > SHOWN,
        "may_draw": number <= MOST_DRAWN,
        "year": year,
        "years": range(today.year, FIRST - 1, -1),
        "is_running": year == today.year,
        "leaves_out": leaves_out(request.user),
    }
    return render(request, "casework/jk_list.html", context)


@requires(Permission.LIST_DELAYED)
def jk_list_csv(request: StaffRequest, year: int) -> HttpResponse:
    """Every row, for a sheet."""
    content = as_csv(_cases(request, year))
    name = f"jk-forteckning-{year}.csv"
    return HttpResponse(
        content,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"},
    )


@requires(Permission.LIST_DELAYED)
def jk_list_pdf(request: StaffRequest, year: int) -> HttpResponse:
    """The letter. A longer list than a page may draw is sent as a sheet."""
    cases = _cases(request, year, most=MOST_DRAWN + 1)
    if len(cases) > MOST_DRAWN:
        raise NotYours
    return drawn(as_pdf(cases, year=year, today=stockholm_date(timezone.now())), f"Förteckning till JK {year}.pdf")


def _cases(request: StaffRequest, year: int, *, most: int | None = None) -> list[Delayed]:
    if not FIRST <= year <= stockholm_date(timezone.now()).year:
        raise NotYours
    return delayed_cases(request.user, year, most=most)
