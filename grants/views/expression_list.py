"""The expressions of interest of one call, and one act on many of them."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.gates import StaffRequest, requires
from accounts.permissions import Permission
from delmos.lib.forms import accepted, page_status
from delmos.lib.gate import NotYours, one
from delmos.lib.keyset import page
from grants.domain import conflicts, invitations
from grants.domain.queries.expressions import calls_with_expressions, declared_none, with_suggestion
from grants.enums import EXPRESSION_FACES, ExpressionOutcome, ExpressionStatus
from grants.interfaces.expression_forms import LAPSE, NO_CONFLICT, ManyForm
from grants.models import Call, Expression
from grants.permissions import check_may

ROWS = 60
CHOSEN = "vald"


@requires(Permission.SEE_CASES)
def expression_list(request: StaffRequest, slug: str) -> HttpResponse:
    """The expressions of a call, newest first, narrowed by state; those that are ticked are answered alike."""
    call = one(calls_with_expressions(request.user), slug=slug)
    chosen = request.POST.getlist(CHOSEN)
    form = ManyForm(request.POST if request.method == "POST" else None, cancelled=call.is_cancelled)
    if request.method == "POST":
        check_may(request.user, Permission.ASSESS_CASES)
        if form.is_valid() and accepted(form, lambda: _act(request, form, _chosen(request, call, chosen))):
            messages.success(request, _sentence(form, len(chosen)))
            return redirect(request.get_full_path())
    status = request.GET.get("lage", "")
    rows = with_suggestion(request.user).filter(call=call)
    if status in ExpressionStatus.values:
        rows = rows.filter(status=status)
    found = page(rows, after=request.GET.get("efter"), order=("-received_at", "-pk"), size=ROWS)
    declared = declared_none(request.user, found.items)
    query = request.GET.copy()
    if found.next:
        query["efter"] = found.next
    context = {
        "call": call,
        "form": form,
        "rows": [
            {
                "expression": expression,
                "suggestion": ExpressionOutcome(expression.suggestion).label if expression.suggestion else "",
                "declared": expression.case_id in declared,
                "chosen": expression.case.number in chosen,
            }
            for expression in found.items
        ],
        "next_url": f"?{query.urlencode()}" if found.next else "",
        "statuses": [(value.value, face.staff) for value, face in EXPRESSION_FACES.items()],
        "status": status,
        "may_act": request.user.may(Permission.ASSESS_CASES),
    }
    return render(request, "casework/expressions.html", context, status=page_status(form))


def _chosen(request: StaffRequest, call: Call, numbers: Sequence[str]) -> list[Expression]:
    """The ticked ones. One that the person may not see is as unknown as one that does not exist."""
    found = list(with_suggestion(request.user).filter(call=call, case__number__in=numbers))
    if len(found) != len(set(numbers)):
        raise NotYours
    return found


def _act(request: StaffRequest, form: ManyForm, chosen: list[Expression]) -> None:
    act, now = form.cleaned_data["act"], timezone.now()
    if act == NO_CONFLICT:
        conflicts.declare_none(chosen, by=request.user, now=now)
        return
    if act == LAPSE:
        invitations.lapse_all(chosen, by=request.user, now=now)
        return
    reason = form.cleaned_data["reason"]
    invitations.settle_all(chosen, outcome=ExpressionOutcome(act), reason=reason, by=request.user, now=now)


def _sentence(form: ManyForm, count: int) -> str:
    one, several = {
        NO_CONFLICT: (
            "Du har svarat att du inte är jävig i ärendet.",
            "Du har svarat att du inte är jävig i {} ärenden.",
        ),
        LAPSE: ("1 ärende är avslutat.", "{} ärenden är avslutade."),
        ExpressionOutcome.INVITE.value: ("1 sökande är inbjuden att ansöka.", "{} sökande är inbjudna att ansöka."),
        ExpressionOutcome.DECLINE.value: (
            "1 sökande har fått besked att den inte bjuds in.",
            "{} sökande har fått besked att de inte bjuds in.",
        ),
    }[form.cleaned_data["act"]]
    return one if count == 1 else several.format(count)
