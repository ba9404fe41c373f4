"""Delgivning och överklagande: how each letter went, how each decision stands, and what may be done about it."""

from typing import Any

from django import forms
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
from grants.domain import corrections, decisions, deliveries, reopenings
from grants.domain.queries.appeals import appeals_of, letters_of, one_letter, standings_of
from grants.domain.queries.cases import case_for
from grants.enums import ENTERED_BY_HAND, CorrectedPart, DecisionStatus, DeliveryKind, ReopeningGround
from grants.interfaces.appeal_forms import CorrectionForm, EvidenceForm, ReopenForm, StrikeForm
from grants.interfaces.appeal_letters import render_correction
from grants.interfaces.correspondence_forms import attachments
from grants.models import Application, Correction, Decision
from grants.views.casework import case_context


@requires(Permission.SEE_CASES)
def after(request: StaffRequest, number: str) -> HttpResponse:
    """Every letter with its evidence, every decision with how it stands, every appeal."""
    application = case_for(request.user, number)
    letters, appeals = letters_of(application, mails=True), list(appeals_of(application))
    standings = standings_of(application, letters, appeals, today=stockholm_date(timezone.now()))
    decision = next((one for one, _ in standings if one.status == DecisionStatus.DISPATCHED), None)
    decides = request.user.may(Permission.DECIDE_CASES)
    context = case_context(
        application,
        letters=letters,
        standings=standings,
        appeals=appeals,
        corrections=list(Correction.objects.filter(decision__application=application).select_related("entry")),
        reopenings=list(application.reopenings.select_related("decision", "reopened_by")),
        may_register=request.user.may(Permission.REGISTER_CASES),
        may_stop=decision is not None and decision.gives_money and application.ordinance.stop is not None,
        may_correct=decides and decision is not None,
        may_reopen=decides and reopenings.can_reopen(application, decision),
    )
    return render(request, "casework/after_decision.html", context)


@requires(Permission.REGISTER_CASES)
def delivery(request: StaffRequest, number: str, serial: int) -> HttpResponse:
    """Enter that a letter was sent by post too, or a receipt on paper; and strike what was entered by mistake."""
    application = case_for(request.user, number)
    letter = one_letter(letters_of(application), serial)
    form = EvidenceForm(
        request.POST or None, request.FILES or None, initial={"happened_on": stockholm_date(timezone.now())}
    )
    if request.method == "POST" and form.is_valid() and accepted(form, lambda: _enter(request, letter.entry, form)):
        messages.success(request, "Uppgiften är antecknad.")
        return redirect("case_after", number)
    by_hand = [record for record in letter.records if record.kind in ENTERED_BY_HAND and record.counts]
    context = case_context(application, form=form, letter=letter, by_hand=by_hand, strike_form=StrikeForm())
    return render(request, "casework/delivery.html", context, status=page_status(form))


def _enter(request: StaffRequest, entry: Any, form: EvidenceForm) -> None:
    evidence = deliveries.Evidence(
        DeliveryKind(form.cleaned_data["kind"]), form.cleaned_data["happened_on"], form.cleaned_data["note"]
    )
    deliveries.enter(entry, evidence=evidence, files=attachments(form), by=request.user, now=timezone.now())


@require_POST
@requires(Permission.REGISTER_CASES)
def strike(request: StaffRequest, number: str, pk: int) -> HttpResponse:
    """Say that what was entered by hand is wrong."""
    application = case_for(request.user, number)
    record = one(application.delivery_records.select_related("entry", "application", "struck_by"), pk=pk)
    deliveries.strike(record, reason=request.POST.get("reason", ""), by=request.user, now=timezone.now())
    messages.success(request, "Uppgiften är struken. Den står kvar, men räknas inte.")
    return redirect("case_after", number)


@requires(Permission.DECIDE_CASES)
def correct(request: StaffRequest, number: str) -> HttpResponse:
    """Correct a slip of the pen in the decision."""
    application, decision = _decided(request, number)
    form = CorrectionForm(request.POST or None)
    if form.is_valid() and accepted(form, lambda: _correct(request, decision, form)):
        messages.success(request, "Rättelsen är förseglad och skickad.")
        return redirect("case_after", number)
    return _form_page(
        request,
        application,
        form,
        heading="Rätta ett skrivfel i beslutet",
        lead="Beslutet ändras inte. Rättelsen blir ett eget förseglat brev där gammal och ny text står bredvid "
        "varandra. Beloppet kan inte rättas här.",
        rule="36 § förvaltningslagen (2017:900)",
        button="Rätta och skicka",
    )


def _correct(request: StaffRequest, decision: Decision, form: CorrectionForm) -> None:
    data = form.cleaned_data
    slip = corrections.Slip(CorrectedPart(data["part"]), data["old_text"], data["new_text"], data["reasons"])
    corrections.correct(decision, slip=slip, write_letter=render_correction, by=request.user, now=timezone.now())


@requires(Permission.DECIDE_CASES)
def reopen(request: StaffRequest, number: str) -> HttpResponse:
    """Open a decided case again, to change its decision by a new one."""
    application, decision = _decided(request, number)
    form = ReopenForm(request.POST or None)
    if form.is_valid() and accepted(form, lambda: _reopen(request, decision, form)):
        messages.success(request, "Ärendet är upptaget igen. Det gamla beslutet gäller tills ett nytt är fattat.")
        return redirect("case", number)
    return _form_page(
        request,
        application,
        form,
        heading="Ta upp ärendet igen för att ändra beslutet",
        lead="Ärendet går tillbaka till handläggaren. Det gamla beslutet gäller tills ett nytt är fattat, och står "
        "kvar som det är. Ett beslut får bli sämre för sökanden bara på någon av de tre sista grunderna.",
        rule="37–39 §§ förvaltningslagen (2017:900)",
        button="Ta upp ärendet igen",
    )


def _reopen(request: StaffRequest, decision: Decision, form: ReopenForm) -> None:
    reopenings.reopen(
        decision,
        ground=ReopeningGround(form.cleaned_data["ground"]),
        reasons=form.cleaned_data["reasons"],
        by=request.user,
        now=timezone.now(),
    )


def _decided(request: StaffRequest, number: str) -> tuple[Application, Decision]:
    application = case_for(request.user, number)
    decision = decisions.decided(application)
    if decision is None or not decision.dispatched_at:
        raise NotYours
    decision.application = application
    return application, decision


def _form_page(request: StaffRequest, application: Application, form: forms.Form, **words: str) -> HttpResponse:
    context = case_context(application, form=form, **words)
    return render(request, "casework/after_form.html", context, status=page_status(form))
