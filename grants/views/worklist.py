"""The work list: every case that a person may open, by way in, filters and words; and the next one in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.gates import StaffRequest, requires
from accounts.permissions import Permission
from delmos.lib.dates import stockholm_date
from delmos.lib.keyset import page
from grants.domain.queries.cases import case_for
from grants.domain.queries.next_case import next_in, next_of_own
from grants.domain.queries.worklist import MOST_COUNTED, Due, counted, listed, next_due, order_of, selected
from grants.domain.saved_views import views_of
from grants.enums import WorklistOrder, WorklistWay
from grants.interfaces.bulk_forms import acts_for
from grants.interfaces.saved_view_form import SavedViewForm
from grants.interfaces.worklist_form import WorklistForm, selection_of
from grants.models import Application

ROWS = 25
CAME_FROM = "worklist"  # in the session: the query of the list that the person looked at last, empty for ”Att göra”
# Column: the order that its heading gives first, the other way, and which of them runs upwards.
_COLUMNS = {
    "applicant": (WorklistOrder.APPLICANT, WorklistOrder.APPLICANT_BACKWARDS),
    "amount": (WorklistOrder.LARGEST, WorklistOrder.SMALLEST),
    "arrival": (WorklistOrder.NEWEST, WorklistOrder.OLDEST),
}
_UPWARDS = {WorklistOrder.APPLICANT, WorklistOrder.SMALLEST, WorklistOrder.OLDEST}


@dataclass(frozen=True, slots=True)
class Row:
    """A case in the list, with the nearest day by which something must happen in it."""

    application: Application
    due: Due | None
    late: bool


@dataclass(frozen=True, slots=True)
class Heading:
    """A column heading that orders the list: where it leads, and how the column is ordered now (as ARIA says it)."""

    query: str
    sort: str


@requires(Permission.SEE_CASES)
def worklist(request: StaffRequest) -> HttpResponse:
    """The list. Without a query it is the view that the person has chosen to start with, or else every case."""
    views = list(views_of(request.user))
    if not request.GET and (start := next((view for view in views if view.is_start), None)):
        return redirect(f"{reverse('worklist')}?{start.query or 'vy=alla'}")
    form, today = WorklistForm(request.GET, person=request.user), stockholm_date(timezone.now())
    selection = form.selection
    rows = listed(request.user, selection, today=today)
    found = page(rows, after=request.GET.get("efter"), order=order_of(selection), size=ROWS)
    address = form.address()
    _remember(request, address)
    dues = next_due(found.items, today=today)
    context = {
        "form": form,
        "address": address,
        "ways": [(way.label, form.address(vy=way.value), way is selection.way) for way in WorklistWay],
        "views": [(view, view.query == address) for view in views],
        "naming": SavedViewForm(initial={"query": address}),
        "rows": list(_rows(found.items, dues, today)),
        "headings": {name: _heading(form, selection.order, *orders) for name, orders in _COLUMNS.items()},
        "caption": f"{selection.way.label}, {selection.order.label.lower()}",
        "total": counted(selected(request.user, selection, today=today)),
        "most": MOST_COUNTED,
        "next_url": f"?{form.address()}&efter={found.next}" if found.next else "",
        "first_url": f"?{address}" if request.GET.get("efter") else "",
        "acts": acts_for(request.user),
    }
    return render(request, "casework/worklist.html", context)


@requires(Permission.SEE_CASES)
def next_case(request: StaffRequest, number: str) -> HttpResponse:
    """On from a case: to the next in the list that the person came from, or of its own that wait for it."""
    application = case_for(request.user, number)
    query: str | None = request.session.get(CAME_FROM)
    if query is None:
        following = next_of_own(request.user, application)
    else:
        selection = selection_of(query, request.user)
        following = next_in(request.user, selection, application, today=stockholm_date(timezone.now()))
    if following:
        return redirect("case", following.case.number)
    messages.info(
        request, "Det finns inget mer ärende i listan." if query is not None else "Inget mer ärende väntar på dig."
    )
    return redirect(f"{reverse('worklist')}?{query or 'vy=alla'}" if query is not None else reverse("home"))


def _remember(request: StaffRequest, address: str) -> None:
    """Only a change is written: the list is looked at far more often than it is changed."""
    if request.session.get(CAME_FROM) != address:
        request.session[CAME_FROM] = address


def _rows(applications: Any, dues: dict[int, Due], today: Any) -> Iterator[Row]:
    for application in applications:
        due = dues.get(application.pk)
        yield Row(application, due, late=due is not None and due.on < today)


def _heading(form: WorklistForm, now: WorklistOrder, first: WorklistOrder, second: WorklistOrder) -> Heading:
    sort = "none" if now not in (first, second) else "ascending" if now in _UPWARDS else "descending"
    return Heading(form.address(ordning=(second if now is first else first).value), sort)
