"""Appeals at the agency: entered from post, tested, dismissed, reconsidered, handed over, settled."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.gates import StaffRequest, requires
from accounts.models import User
from accounts.permissions import Permission
from delmos.lib.dates import stockholm_date
from delmos.lib.forms import accepted, page_status
from delmos.lib.gate import NotYours
from grants.clocks import hand_over_due
from grants.domain import appeal_bundles, appeal_hand_overs, appeal_timeliness, appeals, court_rulings
from grants.domain.appeal_hand_overs import newest_bundle
from grants.domain.appeals import Incoming
from grants.domain.court_rulings import Found
from grants.domain.queries.appeals import appeal_of, appeals_of
from grants.domain.queries.cases import case_for
from grants.enums import AppealWay, CourtOutcome, ReconsideredOutcome, TimelinessGround
from grants.interfaces import appeal_forms
from grants.interfaces.appeal_letters import render_dismissal
from grants.interfaces.correspondence_forms import attachments
from grants.models import Appeal, AppealBundle, Decision
from grants.views.casework import case_context
from grants.workflow import APPEAL_PROCESS
from journal.interfaces.downloads import download

Do = Callable[[Appeal, Any, User], Any]


@dataclass(frozen=True, slots=True)
class Step:
    """An act on an appeal, as its page offers it. ``act`` is its name in the table, ``permission`` whose it is."""

    act: str
    title: str
    button: str
    permission: Permission
    form: type[forms.Form]
    do: Do


def _test(appeal: Appeal, form: Any, by: User) -> Any:
    ground = TimelinessGround(form.cleaned_data["ground"])
    return appeal_timeliness.test(appeal, ground=ground, note=form.cleaned_data["note"], by=by, now=timezone.now())


def _dismiss(appeal: Appeal, form: Any, by: User) -> Any:
    reasons = form.cleaned_data["reasons"]
    return appeal_timeliness.dismiss(appeal, reasons=reasons, write_letter=render_dismissal, by=by, now=timezone.now())


def _test_again(appeal: Appeal, form: Any, by: User) -> Any:
    return appeal_timeliness.test_again(appeal, reason=form.cleaned_data["reason"], by=by, now=timezone.now())


def _reconsider(appeal: Appeal, form: Any, by: User) -> Any:
    outcome = ReconsideredOutcome(form.cleaned_data["outcome"])
    return appeal_hand_overs.reconsider(
        appeal, outcome=outcome, note=form.cleaned_data["note"], by=by, now=timezone.now()
    )


def _order(appeal: Appeal, form: Any, by: User) -> Any:
    return appeal_hand_overs.order_bundle(appeal, **form.cleaned_data, by=by, now=timezone.now())


def _settle(appeal: Appeal, form: Any, by: User) -> Any:
    data = form.cleaned_data
    found = Found(CourtOutcome(data["outcome"]), data["court"], data["case_number"], data["ruled_on"])
    ruling = next(iter(attachments(form)), None)
    return court_rulings.settle(appeal, found=found, ruling=ruling, by=by, now=timezone.now())


def _note_final(appeal: Appeal, form: Any, by: User) -> Any:
    proof = next(iter(attachments(form)), None)
    final_on = form.cleaned_data["final_on"]
    return court_rulings.note_final(appeal, final_on=final_on, proof=proof, by=by, now=timezone.now())


P = Permission
STEPS: dict[str, Step] = {
    "prova": Step(
        "find_in_time",
        "Pröva om överklagandet kom in i rätt tid",
        "Spara prövningen",
        P.DISPATCH_DECISIONS,
        appeal_forms.TestForm,
        _test,
    ),
    "avvisa": Step(
        "dismiss_appeal",
        "Avvisa överklagandet",
        "Avvisa och skicka beslutet",
        P.DECIDE_CASES,
        appeal_forms.DismissForm,
        _dismiss,
    ),
    "prova-igen": Step(
        "test_again",
        "Låt tiden prövas igen",
        "Lämna tillbaka",
        P.DECIDE_CASES,
        appeal_forms.TestAgainForm,
        _test_again,
    ),
    "omprova": Step(
        "reconsider",
        "Ompröva det överklagade beslutet",
        "Spara omprövningen",
        P.DECIDE_CASES,
        appeal_forms.ReconsiderForm,
        _reconsider,
    ),
    "gor-i-ordning": Step(
        "order_bundle",
        "Gör i ordning akten till domstolen",
        "Gör i ordning akten",
        P.DISPATCH_DECISIONS,
        appeal_forms.BundleForm,
        _order,
    ),
    "avgorande": Step(
        "settle_appeal",
        "Registrera domstolens avgörande",
        "Registrera avgörandet",
        P.REGISTER_CASES,
        appeal_forms.RulingForm,
        _settle,
    ),
    "hogre-avgorande": Step(
        "settle_higher",
        "Registrera en högre domstols avgörande",
        "Registrera avgörandet",
        P.REGISTER_CASES,
        appeal_forms.RulingForm,
        _settle,
    ),
    "laga-kraft": Step(
        "note_final",
        "Anteckna att avgörandet har fått laga kraft",
        "Anteckna laga kraft",
        P.REGISTER_CASES,
        appeal_forms.FinalForm,
        _note_final,
    ),
}


@requires(Permission.SEE_CASES)
def appeal(request: StaffRequest, number: str, order: int) -> HttpResponse:
    """One appeal: what it says, how it stands, the file for the court, and what there is to do."""
    application = case_for(request.user, number)
    found = appeal_of(application, order)
    due_on = appeal_timeliness.due_of(found)
    bundle = newest_bundle(found)
    acts = court_rulings.open_acts(found, APPEAL_PROCESS.acts_from(found.status))
    context = case_context(
        application,
        appeal=found,
        due_on=due_on,
        is_late=due_on is not None and found.came_in_on > due_on,
        hand_over_by=hand_over_due(found.came_in_on),
        bundle=bundle,
        bundle_is_old=bundle is not None and bundle.is_done and bundle.upto != application.case.last_entry,
        steps=[(slug, step) for slug, step in STEPS.items() if step.act in acts and request.user.may(step.permission)],
        may_hand_over="hand_over" in acts and request.user.may(Permission.DISPATCH_DECISIONS),
        may_read=request.user.may(Permission.DISPATCH_DECISIONS),
    )
    return render(request, "casework/appeal.html", context)


@requires(Permission.SEE_CASES)
def act(request: StaffRequest, number: str, order: int, act: str) -> HttpResponse:
    """The form of one act on an appeal. Raises NotYours for an act that is not this person's."""
    application = case_for(request.user, number)
    found = appeal_of(application, order)
    step = STEPS.get(act)
    if step is None or not request.user.may(step.permission):
        raise NotYours
    form = step.form(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and accepted(form, lambda: step.do(found, form, request.user)):
        messages.success(request, "Det är sparat i ärendet.")
        return redirect("appeal", number, order)
    context = case_context(
        application,
        form=form,
        appeal=found,
        step=step,
        due_on=appeal_timeliness.due_of(found),
        with_files="attached" in form.fields,
    )
    return render(request, "casework/appeal_act.html", context, status=page_status(form))


@requires(Permission.REGISTER_CASES)
def enter(request: StaffRequest, number: str) -> HttpResponse:
    """Enter an appeal that came by post or e-mail."""
    application = case_for(request.user, number)
    found = list(appeals_of(application))
    dismissed = appeals.dismissed_among(found)
    decision = dismissed.decision if dismissed else appeals.may_be_appealed(application)
    if decision is None:
        raise NotYours
    form = appeal_forms.PostedAppealForm(
        request.POST or None, request.FILES or None, initial={"came_in_on": stockholm_date(timezone.now())}
    )
    if form.is_bound and form.is_valid() and accepted(form, lambda: _enter(request, decision, dismissed, form)):
        messages.success(request, "Överklagandet är registrerat, och handläggaren har fått veta det.")
        return redirect("case_after", number)
    context = case_context(application, form=form, decision=decision, dismissed=dismissed)
    return render(request, "casework/appeal_new.html", context, status=page_status(form))


def _enter(
    request: StaffRequest, decision: Decision, dismissed: Appeal | None, form: appeal_forms.PostedAppealForm
) -> None:
    data = form.cleaned_data
    appeals.enter(
        decision,
        incoming=Incoming(AppealWay(data["way"]), data["came_in_on"], data["text"]),
        files=attachments(form),
        of_dismissal=dismissed,
        page_key=form.page_key,
        by=request.user,
        now=timezone.now(),
    )


@require_POST
@requires(Permission.DISPATCH_DECISIONS)
def read_bundle(request: StaffRequest, number: str, order: int) -> HttpResponseBase:
    """The file for the court, to read before it is handed over. By POST: it holds everything, and reading is logged."""
    document = appeal_bundles.read(_bundle_of(request, number, order), by=request.user, now=timezone.now())
    return download(request, document, f"{number} akten.pdf")


@require_POST
@requires(Permission.DISPATCH_DECISIONS)
def hand_over(request: StaffRequest, number: str, order: int) -> HttpResponse:
    """Hand the appeal over to the court with the file."""
    bundle = _bundle_of(request, number, order)
    appeal_hand_overs.hand_over(bundle, by=request.user, now=timezone.now())
    messages.success(request, f"Överklagandet är överlämnat till {bundle.court}.")
    return redirect("appeal", number, order)


def _bundle_of(request: StaffRequest, number: str, order: int) -> AppealBundle:
    """The newest file for the court. Raises NotYours before there is one, and to who may not open the case."""
    bundle = newest_bundle(appeal_of(case_for(request.user, number), order))
    if bundle is None:
        raise NotYours
    return bundle
