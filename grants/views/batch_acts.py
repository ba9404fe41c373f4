"""What is done with collective decisions: cases chosen, taken out, drawn up anew, decided, sent."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.gates import StaffRequest, requires
from accounts.permissions import Permission
from delmos.lib.dates import stockholm_date
from delmos.lib.forms import accepted, page_status
from delmos.lib.gate import NotYours, one
from grants.domain import batches, delegations
from grants.domain.queries import batches as queries
from grants.domain.queries.conditions import in_ordinance
from grants.domain.queries.worklist import selected
from grants.enums import ConditionNeed, DecisionKind
from grants.interfaces.batch_forms import BatchForm, SendForm
from grants.interfaces.decision_forms import usual_rules
from grants.interfaces.worklist_form import query_of, selection_of
from grants.models import Application, BatchDecision, Call
from grants.views.bulk_acts import LIST, MARKED, WHOLE_LIST

CALL, GROUP, ITEM, HINDERS = "utlysning", "grupp", "rad", "hinder"


@requires(Permission.DECIDE_CASES)
def batch_new(request: StaffRequest) -> HttpResponse:
    """Choose a call, then the cases of it that wait for a decision; beginning has their letters drawn up."""
    marked = _marked(request)
    call = _call_of(request, marked)
    if call is None:
        if marked:
            messages.info(request, "De markerade ärendena hör inte till samma utlysning. Välj en utlysning i taget.")
        return render(request, "casework/batch_calls.html", {"calls": queries.calls_to_decide(request.user)})
    found = _found(request, call)
    form = BatchForm(request.POST or None, initial=_suggestion(call))
    if request.method == "POST" and form.is_valid() and accepted(form, lambda: _start(request, form, call, found)):
        return redirect("batch", BatchDecision.objects.get(page_key=form.page_key).case.number)
    return render(request, "casework/batch_new.html", _context(request, form, call, found), status=page_status(form))


@require_POST
@requires(Permission.DECIDE_CASES)
def take_out(request: StaffRequest, number: str) -> HttpResponse:
    """Take out the marked cases, or all that have a hinder."""
    found = queries.batch_for(request.user, number)
    if request.POST.get(HINDERS):
        chosen = batches.hindered(found)
    else:
        wanted = [int(pk) for pk in request.POST.getlist(ITEM) if pk.isdecimal()]
        chosen = list(queries.items_for(request.user, found).filter(pk__in=wanted).values_list("pk", flat=True))
    taken = batches.take_out(found, items=chosen, by=request.user, now=timezone.now())
    messages.success(request, f"{_count(taken)} ingår inte längre i samlingsbeslutet.")
    return redirect("batch", number)


@require_POST
@requires(Permission.DECIDE_CASES)
def renew(request: StaffRequest, number: str) -> HttpResponse:
    """Draw up anew what had a hinder or has changed."""
    return _act(request, number, lambda found: batches.renew(found, by=request.user, now=timezone.now()), "")


@require_POST
@requires(Permission.DECIDE_CASES)
def cancel(request: StaffRequest, number: str) -> HttpResponse:
    """Call it off."""
    said = "Samlingsbeslutet är avbrutet. Ärendena väntar fortfarande på beslut."
    return _act(request, number, lambda found: batches.cancel(found, by=request.user, now=timezone.now()), said)


@require_POST
@requires(Permission.DECIDE_CASES)
def approve(request: StaffRequest, number: str) -> HttpResponse:
    """Make all the decisions, over the list that was shown."""
    shown = request.POST.get("listing_sha256", "")
    return _act(
        request,
        number,
        lambda found: batches.approve(found, listing_sha256=shown, by=request.user, now=timezone.now()),
        "Besluten är fattade. Nu förs de in i varje ärende.",
    )


@require_POST
@requires(Permission.DISPATCH_DECISIONS)
def dispatch(request: StaffRequest, number: str) -> HttpResponse:
    """Send all the decisions."""
    form = SendForm(request.POST)
    answers = form.is_valid() and form.cleaned_data["no_conflict"]
    return _act(
        request,
        number,
        lambda found: batches.dispatch(found, no_conflict=bool(answers), by=request.user, now=timezone.now()),
        "",
    )


def _act(request: StaffRequest, number: str, act: Callable[[BatchDecision], Any], said: str) -> HttpResponse:
    act(queries.batch_for(request.user, number))
    if said:
        messages.success(request, said)
    return redirect("batch", number)


def _start(request: StaffRequest, form: BatchForm, call: Call, found: list[Application]) -> BatchDecision:
    marked = _marked(request)
    return batches.start(
        call,
        chosen=[application for application in found if application.case.number in marked],
        wording=form.wording,
        no_conflict=form.cleaned_data["no_conflict"],
        page_key=form.page_key,
        by=request.user,
        now=timezone.now(),
    )


def _marked(request: StaffRequest) -> set[str]:
    """The numbers that the page, or the work list before it, has marked."""
    sent = request.POST if request.method == "POST" else request.GET
    numbers = set(sent.getlist(MARKED)[: batches.MOST + 1])
    if any("\x00" in number for number in numbers):
        raise NotYours
    if request.method != "POST" and request.GET.get(WHOLE_LIST):
        selection = selection_of(query_of(request.GET.get(LIST, ""), request.user), request.user)
        rows = selected(request.user, selection, today=stockholm_date(timezone.now()))
        numbers = set(rows.values_list("case__number", flat=True)[: batches.MOST])
    return numbers


def _call_of(request: StaffRequest, marked: set[str]) -> Call | None:
    """The call that is named, or else the one that all the marked cases are of."""
    slug = (request.POST if request.method == "POST" else request.GET).get(CALL, "")
    if slug:
        return one(Call.objects.all(), slug=slug)
    calls = list(Call.objects.filter(applications__case__number__in=marked).distinct()[:2]) if marked else []
    return calls[0] if len(calls) == 1 else None


def _found(request: StaffRequest, call: Call) -> list[Application]:
    """The cases of the call that may be chosen, narrowed to a group when one is named."""
    rows = queries.may_be_chosen(request.user).filter(call=call)
    group = request.GET.get(GROUP, "")
    if group in {known.code for known in call.ordinance.groups}:
        rows = rows.filter(group=group)
    return list(rows[: batches.MOST])


def _context(request: StaffRequest, form: BatchForm, call: Call, found: list[Application]) -> dict[str, Any]:
    marked, proposals = _marked(request), queries.proposals_of(found)
    every = request.method != "POST" and not marked
    group = request.GET.get(GROUP, "")
    return {
        "form": form,
        "call": call,
        "rows": [
            (application, proposals.get(application.pk), every or application.case.number in marked)
            for application in found
        ],
        "groups": [("Alla", "", not group), *((g.name, g.code, g.code == group) for g in call.ordinance.groups)],
        "most": batches.MOST,
        "delegations": list(delegations.held_by(request.user, on=stockholm_date(timezone.now()))),
    }


def _suggestion(call: Call) -> dict[str, object]:
    """The ordinance's rules, and the conditions that stand in every grant unless somebody takes them away."""
    ordinance, today = call.ordinance, stockholm_date(timezone.now())
    in_part = in_ordinance(ordinance, DecisionKind.PARTIAL_GRANT, today)
    common = [condition for condition in in_ordinance(ordinance, DecisionKind.GRANT, today) if condition in in_part]
    return {
        "rules_cited": usual_rules(ordinance),
        "conditions": "\n".join(condition.line for condition in common if condition.need != ConditionNeed.OPTIONAL),
        "report_due_on": call.report_due_on,
    }


def _count(number: int) -> str:
    return "1 ärende" if number == 1 else f"{number} ärenden"
