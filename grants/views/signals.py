"""Signals of risk in a case: what the portal has noticed, and the officer's stand on it."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.gates import StaffRequest, requires
from accounts.permissions import Permission
from delmos.lib.forms import accepted, page_status
from grants.domain.queries.cases import case_for
from grants.domain.queries.signals import signal_of, signals_in
from grants.domain.signals.kinds import KINDS
from grants.domain.signals.review import review
from grants.domain.signals.search import ACT, search
from grants.enums import SignalOutcome
from grants.interfaces.signal_forms import SignalForm
from grants.models import Application
from grants.views.casework import case_context
from grants.workflow import APPLICATION


@requires(Permission.SEE_CASES)
def signals(request: StaffRequest, number: str) -> HttpResponse:
    """The signals of the case, what waits for a stand first."""
    return _list(request, case_for(request.user, number))


@require_POST
@requires(Permission.ASSESS_CASES)
def signals_search(request: StaffRequest, number: str) -> HttpResponse:
    """Look for signals now."""
    application = case_for(request.user, number)
    form = forms.Form(request.POST)
    form.full_clean()
    if not accepted(form, lambda: search(application, by=request.user, now=timezone.now())):
        return _list(request, application, form)
    messages.success(request, "Sökningen är gjord.")
    return redirect("signals", number)


@requires(Permission.ASSESS_CASES)
def signal(request: StaffRequest, number: str, pk: int) -> HttpResponse:
    """Take a stand on one signal."""
    application = case_for(request.user, number)
    one = signal_of(application, pk, request.user)
    form = SignalForm(request.POST or None)
    if form.is_valid() and accepted(
        form,
        lambda: review(
            one.signal,
            outcome=SignalOutcome(form.cleaned_data["outcome"]),
            note=form.cleaned_data["note"],
            by=request.user,
            now=timezone.now(),
        ),
    ):
        messages.success(request, f"Ditt ställningstagande till ”{one.kind.title}” är sparat.")
        return redirect("signals", number)
    return render(
        request, "casework/signal.html", case_context(application, form=form, one=one), status=page_status(form)
    )


def _list(request: StaffRequest, application: Application, form: forms.Form | None = None) -> HttpResponse:
    may_search = application.officer_id == request.user.pk and ACT in APPLICATION.acts_from(application.status)
    context = case_context(
        application,
        form=form,
        shown=signals_in(application, request.user),
        kinds=KINDS,
        searched_at=application.risk.searched_at,
        is_due=application.risk.is_due,
        may_search=may_search,
    )
    return render(request, "casework/signals.html", context, status=page_status(form) if form else 200)
