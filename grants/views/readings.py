"""The sensitive parts of a case: opened by a deliberate act that is logged, and the log, Vem har läst."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from accounts.gates import StaffRequest, requires
from accounts.permissions import Permission
from delmos.lib.gate import NotYours
from delmos.lib.keyset import page
from grants.domain.queries.expressions import expression_for, matter_for
from grants.domain.queries.readings import readings_of
from grants.domain.readings import open_part, sensitive_parts
from grants.interfaces.readings import content, part_title, titles
from grants.models import Expression
from grants.permissions import Matter
from grants.views.casework import case_context


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.SEE_CASES)
def sensitive(request: StaffRequest, number: str, part: str) -> HttpResponse:
    """One sensitive part: to GET says what it is and why it is closed, to POST logs the reading and shows it."""
    matter = _holder(request, number, part)
    opened = request.method == "POST"
    if opened:
        open_part(matter, part=part, by=request.user, now=timezone.now())
    context = case_context(
        matter,
        what=part_title(matter, part),
        opened=opened,
        rows=content(matter, part) if opened else [],
        may_open=request.user.may(Permission.OPEN_SENSITIVE),
        back="expression" if isinstance(matter, Expression) else "case",
    )
    return render(request, "casework/sensitive.html", context)


@require_GET
@requires(Permission.SEE_READINGS)
def readings(request: StaffRequest, number: str) -> HttpResponse:
    """The log of one case, newest first."""
    matter = matter_for(request.user, number)
    log = readings_of(matter, person=request.user)
    found = page(log, after=request.GET.get("efter"), order=("-read_at", "-pk"))
    title = titles(matter)
    context = case_context(
        matter,
        rows=[(reading, title(reading.part)) for reading in found.items],
        next_url=f"?efter={found.next}" if found.next else "",
    )
    return render(request, "casework/readings.html", context)


def _holder(request: StaffRequest, number: str, part: str) -> Matter:
    """What of the case has the part: its application, or the expression that it began with."""
    matter = matter_for(request.user, number)
    if part in sensitive_parts(matter):
        return matter
    expression = expression_for(request.user, number)
    if part not in sensitive_parts(expression):
        raise NotYours
    return expression
