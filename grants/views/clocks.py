"""The board of clocks (Frister): every day that runs, those that have passed first."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.gates import StaffRequest, requires
from accounts.permissions import Permission
from delmos.lib.dates import stockholm_date
from grants.domain.queries.calls import public_calls
from grants.domain.queries.clocks import Narrowing, counted, running_page
from grants.enums import ClockKind
from grants.interfaces.clocks import board_rows

MINE, ALL = "mina", "alla"


@requires(Permission.SEE_CASES)
def clock_board(request: StaffRequest) -> HttpResponse:
    """The clocks, narrowed to one's own cases, a kind or a call. An officer begins with its own."""
    today = stockholm_date(timezone.now())
    whose = request.GET.get("vems") or (MINE if request.user.may(Permission.ASSESS_CASES) else ALL)
    kind = request.GET.get("slag", "")
    which = Narrowing(
        kind=ClockKind(kind) if kind in ClockKind.values else None,
        mine=whose == MINE,
        call=request.GET.get("utlysning", "").replace("\x00", ""),
    )
    found = running_page(request.user, which, after=request.GET.get("efter"), today=today)
    counts = counted(request.user, Narrowing(mine=which.mine, call=which.call), today=today)
    query = request.GET.copy()
    if found.next:
        query["efter"] = found.next
    context = {
        "rows": board_rows(found.items, today),
        "next_url": f"?{query.urlencode()}" if found.next else "",
        "counts": counts,
        "overdue": sum(count.overdue for count in counts),
        "due_today": sum(count.today for count in counts),
        "soon": sum(count.soon for count in counts),
        "which": which,
        "kinds": ClockKind.choices,
        "calls": public_calls().order_by("-opens_at", "pk").values_list("slug", "title"),
        "today": today,
        "may_list": request.user.may(Permission.LIST_DELAYED),
    }
    return render(request, "casework/clocks.html", context)
