"""Hinder mot utbetalning: proposed by the officer, decided and lifted by a decider."""

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
from delmos.lib.forms import accepted, page_status
from delmos.lib.gate import NotYours
from delmos.lib.refusal import refusal_of
from grants.domain import decisions, payment_stops
from grants.domain.queries.cases import case_for
from grants.domain.queries.payment_stops import stop_in, stops_of
from grants.enums import PaymentStopStatus
from grants.interfaces.payment_stop_forms import LiftForm, StopForm
from grants.interfaces.payment_stop_letters import render_lift, render_stop, stop_letter
from grants.models import Application, PaymentStop
from grants.models.payment_stop import OPEN
from grants.policies import check_dispatched
from grants.views.casework import case_context
from journal.interfaces.downloads import drawn


@requires(Permission.SEE_CASES)
def payment_stop(request: StaffRequest, number: str) -> HttpResponse:
    """How it stands, what it says, and what this person may do about it. The officer proposes it here."""
    application = case_for(request.user, number)
    form = _proposal(request, application)
    if (
        request.method == "POST"
        and isinstance(form, StopForm)
        and form.is_valid()
        and accepted(form, lambda: _propose(request, application, form))
    ):
        messages.success(request, "Förslaget är lämnat. Nu väntar det på beslut.")
        return redirect("payment_stop", number)
    return _page(request, application, form)


@require_POST
@requires(Permission.SEE_CASES)
def payment_stop_drop(request: StaffRequest, number: str, pk: int) -> HttpResponse:
    """Take the proposal back, or leave it."""
    stop = stop_in(case_for(request.user, number), pk)
    payment_stops.drop(stop, by=request.user, now=timezone.now())
    messages.success(request, "Förslaget är nedlagt.")
    return redirect("payment_stop", number)


@require_POST
@requires(Permission.DECIDE_CASES)
def payment_stop_decide(request: StaffRequest, number: str, pk: int) -> HttpResponse:
    """Decide as proposed: the letter is sealed and sent, and it holds at once."""
    stop = stop_in(case_for(request.user, number), pk)
    payment_stops.decide(stop, write_letter=render_stop, by=request.user, now=timezone.now())
    messages.success(request, "Beslutet är fattat och skickat. Det gäller genast.")
    return redirect("payment_stop", number)


@require_POST
@requires(Permission.DECIDE_CASES)
def payment_stop_lift(request: StaffRequest, number: str, pk: int) -> HttpResponse:
    """Lift the stop: what it held back can be paid."""
    application = case_for(request.user, number)
    stop, form = stop_in(application, pk), LiftForm(request.POST)
    if form.is_valid() and accepted(form, lambda: _lift(request, stop, form)):
        messages.success(request, "Hindret är upphävt och beslutet skickat.")
        return redirect("payment_stop", number)
    return _page(request, application, form)


@requires(Permission.DECIDE_CASES)
def payment_stop_preview(request: StaffRequest, number: str, pk: int) -> HttpResponseBase:
    """The letter as it would be if this person decided as proposed. Nothing is stored."""
    stop = stop_in(case_for(request.user, number), pk)
    if stop.status != PaymentStopStatus.PROPOSED:
        raise NotYours
    letter = stop_letter(stop, at=timezone.now(), decider=request.user)
    return drawn(letter, f"{number} hinder mot utbetalning, förhandsvisning.pdf")


def _page(request: StaffRequest, application: Application, form: forms.Form | None) -> HttpResponse:
    stops = list(stops_of(application))
    current = next((stop for stop in stops if stop.status in OPEN), None)
    rule = application.ordinance.stop
    context = case_context(
        application,
        form=form or forms.Form(),
        stop=current,
        earlier=[stop for stop in stops if stop != current],
        rule=rule,
        proposal=form if isinstance(form, StopForm) else None,
        lift_form=(form if isinstance(form, LiftForm) else LiftForm()),
        hinders=_hinders(current, request.user),
        **_may(current, application, request.user),
    )
    return render(request, "casework/payment_stop.html", context, status=page_status(form) if form else 200)


def _proposal(request: StaffRequest, application: Application) -> StopForm | None:
    """The officer's form; None for others, where there is no such rule, nothing to stop, or a stop already.

    What is sent is always tried, so that the verb says why not and what was written stays.
    """
    if request.method == "POST":
        return _sent(request, application)
    rule, decision = application.ordinance.stop, decisions.decided(application)
    may = request.user.may(Permission.ASSESS_CASES) and application.officer_id == request.user.pk
    if not may or rule is None or decision is None or not decision.gives_money or not decision.dispatched_at:
        return None
    if decision.payment_stops.filter(status__in=OPEN).exists():
        return None
    decision.application = application
    amounts = payment_stops.amounts_from(decision)
    return StopForm(grounds=rule.grounds, amounts=amounts) if amounts else None


def _sent(request: StaffRequest, application: Application) -> StopForm:
    """What was sent, over what is left to pay now. Raises Refused without such a rule, and before the grant is sent."""
    rule, decision = payment_stops.rule_of(application), check_dispatched(decisions.decided(application))
    decision.application = application
    return StopForm(request.POST, grounds=rule.grounds, amounts=payment_stops.amounts_from(decision))


def _may(stop: PaymentStop | None, application: Application, person: User) -> dict[str, bool]:
    """What the page offers this person. Each verb asks anew."""
    decides = person.may(Permission.DECIDE_CASES)
    proposed = stop is not None and stop.status == PaymentStopStatus.PROPOSED
    return {
        "may_drop": proposed and (decides or application.officer_id == person.pk),
        "may_decide": proposed and decides,
        "may_lift": decides and stop is not None and stop.status == PaymentStopStatus.IN_FORCE,
    }


def _hinders(stop: PaymentStop | None, person: User) -> list[Any]:
    """Why a decider cannot decide as proposed, each with its paragraph."""
    if stop is None or stop.status != PaymentStopStatus.PROPOSED or not person.may(Permission.DECIDE_CASES):
        return []
    found = (
        refusal_of(lambda: payment_stops.check_other_person(stop, person)),
        refusal_of(lambda: payment_stops.check_heard(stop, now=timezone.now())),
    )
    return [refusal for refusal in found if refusal]


def _propose(request: StaffRequest, application: Application, form: StopForm) -> None:
    payment_stops.propose(application, **form.proposed, by=request.user, now=timezone.now())


def _lift(request: StaffRequest, stop: PaymentStop, form: LiftForm) -> None:
    reasons = form.cleaned_data["lift_reasons"]
    payment_stops.lift(stop, reasons=reasons, write_letter=render_lift, by=request.user, now=timezone.now())
