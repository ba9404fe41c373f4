"""One act on the cases that are marked in the work list: a page to check first, then all of them or none."""

from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.gates import StaffRequest, requires
from accounts.permissions import Permission
from delmos.lib.dates import stockholm_date
from delmos.lib.forms import accepted, page_status
from delmos.lib.gate import NotYours
from grants.domain import bulk_acts
from grants.domain.letters_out import usual_day
from grants.domain.queries.assessments import assessing
from grants.domain.queries.cases import cases_for
from grants.domain.queries.worklist import selected
from grants.enums import BulkActKind
from grants.interfaces import letters
from grants.interfaces.assessment_forms import InviteManyForm
from grants.interfaces.bulk_forms import AssignManyForm, MeantForm
from grants.interfaces.correspondence_forms import CompletionRequestForm
from grants.interfaces.worklist_form import query_of, selection_of
from grants.models import Application

MARKED, WHOLE_LIST, LIST = "vald", "alla", "urval"
Many = list[Application]


@requires(Permission.SEE_CASES)
def bulk_act(request: StaffRequest, kind: str) -> HttpResponse:
    """Check what the act means for each marked case, and do it."""
    act = _act_of(request, kind)
    query = query_of((request.POST or request.GET).get(LIST, ""), request.user)
    back = f"{reverse('worklist')}?{query or 'vy=alla'}"
    chosen, more = _chosen(request, act, query)
    if not chosen:
        messages.info(request, "Markera minst ett ärende i listan först.")
        return redirect(back)
    form = _FORMS[act](request, chosen)
    if request.method == "POST" and form.is_valid() and accepted(form, lambda: _DO[act](request, form, chosen)):
        messages.success(request, _sentence(act, len(chosen)))
        return redirect(back)
    return render(
        request, "casework/bulk_act.html", _context(request, act, chosen, more, form, back), status=page_status(form)
    )


def _context(
    request: StaffRequest, act: BulkActKind, chosen: Many, more: bool, form: forms.Form, back: str
) -> dict[str, Any]:
    obstacles = bulk_acts.obstacles(act, chosen, person=request.user)
    free = [application.case.number for application in chosen if application.pk not in obstacles]
    query = (request.POST or request.GET).get(LIST, "")
    return {
        "act": act,
        "form": form,
        "rows": [(application, obstacles.get(application.pk, "")) for application in chosen],
        "count": _count(len(chosen)),
        "more": more,
        "most": bulk_acts.MOST[act],
        "stopped": len(obstacles),
        "free": len(free),
        "free_url": f"?{urlencode([*((MARKED, number) for number in free), (LIST, query)])}" if free else "",
        "query": query,
        "back": back,
    }


def _act_of(request: StaffRequest, kind: str) -> BulkActKind:
    if kind not in BulkActKind.values or not bulk_acts.may_do(request.user, BulkActKind(kind)):
        raise NotYours
    return BulkActKind(kind)


def _chosen(request: StaffRequest, act: BulkActKind, query: str) -> tuple[Many, bool]:
    """The marked cases, or the first of the whole list; and whether the list has more than can be taken at once.

    A case that the person may not open is as unknown as one that does not exist. What is posted is what the page
    showed: the list may have changed meanwhile.
    """
    related = ("case", "organisation", "officer", "call", "form")
    if request.method != "POST" and request.GET.get(WHOLE_LIST):
        today = stockholm_date(timezone.now())
        rows = selected(request.user, selection_of(query, request.user), today=today).select_related(*related)
        found = list(rows[: bulk_acts.MOST[act] + 1])
        return found[: bulk_acts.MOST[act]], len(found) > bulk_acts.MOST[act]
    numbers = set((request.POST or request.GET).getlist(MARKED)[: bulk_acts.MOST[act] + 1])
    if any("\x00" in number for number in numbers):
        raise NotYours
    found = list(
        cases_for(request.user).select_related(*related).filter(case__number__in=numbers).order_by("received_at", "pk")
    )
    if len(found) != len(numbers):
        raise NotYours
    return found[: bulk_acts.MOST[act]], len(found) > bulk_acts.MOST[act]


def _assign_form(request: StaffRequest, chosen: Sequence[Application]) -> forms.Form:
    return AssignManyForm(request.POST or None)


def _completion_form(request: StaffRequest, chosen: Sequence[Application]) -> forms.Form:
    return CompletionRequestForm(
        request.POST or None,
        groups=bulk_acts.may_be_asked_of_all(chosen),
        said={},
        initial={"due_on": usual_day(timezone.now())},
    )


def _invite_form(request: StaffRequest, chosen: Sequence[Application]) -> forms.Form:
    return InviteManyForm(request.POST or None, people=assessing().exclude(pk=request.user.pk))


def _meant_form(request: StaffRequest, chosen: Sequence[Application]) -> forms.Form:
    return MeantForm(request.POST or None)


def _declare_none(request: StaffRequest, form: Any, chosen: Many) -> None:
    bulk_acts.declare_none(chosen, page_key=form.page_key, by=request.user, now=timezone.now())


def _assign(request: StaffRequest, form: Any, chosen: Many) -> None:
    officer = form.cleaned_data["officer"]
    bulk_acts.assign(chosen, officer=officer, page_key=form.page_key, by=request.user, now=timezone.now())


def _request_completion(request: StaffRequest, form: Any, chosen: Many) -> None:
    bulk_acts.request_completion(
        chosen,
        items=form.lacking,
        due_on=form.cleaned_data["due_on"],
        consequence=form.cleaned_data["consequence"],
        page_key=form.page_key,
        by=request.user,
        now=timezone.now(),
    )


def _invite(request: StaffRequest, form: Any, chosen: Many) -> None:
    people = list(form.cleaned_data["people"])
    bulk_acts.invite(chosen, people=people, page_key=form.page_key, by=request.user, now=timezone.now())


def _close(request: StaffRequest, form: Any, chosen: Many) -> None:
    bulk_acts.close(
        chosen, write_letter=letters.render_write_off, page_key=form.page_key, by=request.user, now=timezone.now()
    )


_FORMS: dict[BulkActKind, Callable[[StaffRequest, Sequence[Application]], forms.Form]] = {
    BulkActKind.NO_CONFLICT: _meant_form,
    BulkActKind.ASSIGN: _assign_form,
    BulkActKind.REQUEST_COMPLETION: _completion_form,
    BulkActKind.INVITE: _invite_form,
    BulkActKind.CLOSE: _meant_form,
}
_DO: dict[BulkActKind, Callable[[StaffRequest, Any, Many], None]] = {
    BulkActKind.NO_CONFLICT: _declare_none,
    BulkActKind.ASSIGN: _assign,
    BulkActKind.REQUEST_COMPLETION: _request_completion,
    BulkActKind.INVITE: _invite,
    BulkActKind.CLOSE: _close,
}
# Of one case, and of several.
_DONE: dict[BulkActKind, tuple[str, str]] = {
    BulkActKind.NO_CONFLICT: (
        "Du har svarat att du inte är jävig i ärendet.",
        "Du har svarat att du inte är jävig i {} ärenden.",
    ),
    BulkActKind.ASSIGN: ("1 ärende är registrerat och fördelat.", "{} ärenden är registrerade och fördelade."),
    BulkActKind.INVITE: ("Bedömarna är inbjudna till 1 ärende.", "Bedömarna är inbjudna till {} ärenden."),
    BulkActKind.REQUEST_COMPLETION: (
        "Begäran om komplettering är skickad i 1 ärende.",
        "Begäran om komplettering är skickad i {} ärenden.",
    ),
    BulkActKind.CLOSE: ("1 ärende är avslutat.", "{} ärenden är avslutade."),
}


def _sentence(act: BulkActKind, count: int) -> str:
    one, several = _DONE[act]
    return one if count == 1 else several.format(count)


def _count(number: int) -> str:
    return "1 ärende" if number == 1 else f"{number} ärenden"
