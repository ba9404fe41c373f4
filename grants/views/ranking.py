"""The ranked list of a call and group, with what is left of the frame."""

from io import BytesIO

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.gates import StaffRequest, requires
from accounts.permissions import Permission
from delmos.lib.dates import stockholm_date
from delmos.lib.gate import NotYours, one
from delmos.lib.keyset import page
from grants.domain.queries.outcomes import allocation_of
from grants.domain.queries.ranking import Ranking, cases_of, group_for, ranked_calls, ranking_of
from grants.domain.queries.ranking_groups import figures_of
from grants.domain.scenarios import MOST_SHOWN, scenarios_in
from grants.enums import SheetKind
from grants.interfaces.ranking_rows import by_case, ranked_page
from grants.interfaces.ranking_sheets import write_ranking
from grants.interfaces.worklist_sheets import CONTENT_TYPES
from grants.models import Application
from journal.interfaces.downloads import SANDBOX

CALLS = 20
MOST_APART = 50  # of each sort under the list


@requires(Permission.SEE_RANKING)
def ranking_groups(request: StaffRequest) -> HttpResponse:
    """The calls and their groups, the newest call first."""
    found = page(ranked_calls(request.user), after=request.GET.get("efter"), order=("-opens_at", "-pk"), size=CALLS)
    context = {
        "groups": figures_of(found.items, today=stockholm_date(timezone.now())),
        "next_url": f"?efter={found.next}" if found.next else "",
    }
    return render(request, "ranking/groups.html", context)


@requires(Permission.SEE_RANKING)
def ranking(request: StaffRequest, slug: str, group: str) -> HttpResponse:
    """The ranked list; below it what is not ranked; and the scenarios."""
    call, applicants = group_for(request.user, slug, group)
    found = ranking_of(call, applicants, person=request.user, now=timezone.now())
    shown = ranked_page(found, after=request.GET.get("efter", ""))
    context = {
        "call": call,
        "group": applicants,
        "ranking": found,
        "page": shown,
        "next_url": f"?efter={shown.next}" if shown.next else "",
        "begins_later": bool(request.GET.get("efter")),
        "reaches": sum(place.is_within for place in found.places),
        "scenarios": list(scenarios_in(call, applicants)[:MOST_SHOWN]),
        "may_simulate": request.user.may(Permission.ASSESS_CASES),
        **_apart(found),
    }
    return render(request, "ranking/ranking.html", context)


@requires(Permission.SEE_RANKING)
def ranking_sheet(request: StaffRequest, slug: str, group: str, kind: str) -> HttpResponse:
    """The whole list as a file, with the amounts of a scenario when one is named."""
    if kind not in SheetKind.values:
        raise NotYours
    call, applicants = group_for(request.user, slug, group)
    now = timezone.now()
    found = ranking_of(call, applicants, person=request.user, now=now)
    outcomes = None
    if (pk := request.GET.get("scenario", "")) and pk.isascii() and pk.isdigit() and len(pk) < 18:
        outcomes = by_case(allocation_of(one(scenarios_in(call, applicants), pk=int(pk)), found).outcomes)
    out = BytesIO()
    write_ranking(SheetKind(kind), out, found, outcomes)
    return HttpResponse(
        out.getvalue(),
        headers={
            "Content-Type": CONTENT_TYPES[SheetKind(kind)],
            "Content-Disposition": f'attachment; filename="rangordning-{stockholm_date(now)}.{kind}"',
            "Cache-Control": "private, no-store",
            "Content-Security-Policy": SANDBOX,
            "X-Content-Type-Options": "nosniff",
        },
    )


def _apart(found: Ranking) -> dict[str, object]:
    """What is not ranked, the first of each sort, in one query; closed cases are counted and not shown."""
    sorts = {"unassessed": found.unassessed, "apart": found.apart}
    open_ = {name: [key for key in keys if not found.facts[key].is_closed] for name, keys in sorts.items()}
    shown = {name: keys[:MOST_APART] for name, keys in open_.items()}
    cases = cases_of(key for keys in shown.values() for key in keys)

    def rows(name: str) -> list[Application]:
        return [cases[key] for key in shown[name] if key in cases]

    return {f"{name}_rows": rows(name) for name in sorts} | {f"{name}_count": len(sorts[name]) for name in sorts}
