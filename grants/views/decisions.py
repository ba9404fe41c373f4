"""The decision of a case: its basis, its letter, that it is made over that letter, dissent, and that it is sent."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.gates import StaffRequest, requires
from accounts.permissions import Permission
from delmos.lib.forms import accepted, page_status
from delmos.lib.gate import NotYours, one
from grants.domain import assessment, decisions, dissents, instalments
from grants.domain.queries.assessments import proposal_shown_to
from grants.domain.queries.cases import case_for
from grants.domain.queries.frames import frames_left
from grants.domain.queries.officials import left_out
from grants.domain.queries.points import points_of
from grants.enums import ApplicationStatus, DecisionStatus
from grants.interfaces import letters, sealing
from grants.interfaces.decision_forms import DecideForm, DissentForm, ReturnForm, StatusReportForm
from grants.models import Application, Decision, Instalment
from grants.permissions import conflict_answer
from grants.policies import newest_checks
from grants.views.casework import case_context
from journal.interfaces.downloads import download
from journal.policies import is_sensitive


@requires(Permission.SEE_CASES)
def decision(request: StaffRequest, number: str) -> HttpResponse:
    """The decision of a case: the proposal and its basis, the letter, and what is left to do."""
    return _decision_page(request, case_for(request.user, number), forms.Form())


@require_POST
@requires(Permission.DECIDE_CASES)
def decide(request: StaffRequest, number: str) -> HttpResponse:
    """Make the decision, over the letter that was shown."""
    application = case_for(request.user, number)
    shown = one(  # the newest: a letter drawn up again word for word has the same hash as the one it replaced
        application.decisions.select_related("application__case", "decider").order_by("-pk"),
        letter_id=request.POST.get("letter_sha256", ""),
    )
    decisions.decide(shown, letter_sha256=shown.letter_id, seal=sealing.seal, by=request.user, now=timezone.now())
    messages.success(request, "Beslutet är fattat. Det väntar nu på att skickas.")
    return redirect("decision", number)


@require_POST
@requires(Permission.SEE_CASES)
def dissent(request: StaffRequest, number: str) -> HttpResponse:
    """Note a dissenting opinion, before the decision is sent."""
    application = case_for(request.user, number)
    made, form = _made(application), DissentForm(request.POST)
    if form.is_valid() and accepted(
        form,
        lambda: dissents.note(
            made,
            text=form.cleaned_data["text"],
            write_page=letters.render_dissent,
            by=request.user,
            now=timezone.now(),
        ),
    ):
        messages.success(request, "Din avvikande mening är antecknad. Den skickas med beslutet.")
        return redirect("decision", number)
    return _decision_page(request, application, form)


@require_POST
@requires(Permission.DISPATCH_DECISIONS)
def dispatch(request: StaffRequest, number: str) -> HttpResponse:
    """Send the decision to the applicant."""
    application = case_for(request.user, number)
    decisions.dispatch(_made(application), by=request.user, now=timezone.now())
    messages.success(request, f"Beslutet är skickat. {application.organisation.name} kan nu läsa det i portalen.")
    return redirect("decision", number)


@require_POST
@requires(Permission.REVIEW_REPORTS)
def status_report(request: StaffRequest, number: str, order: int) -> HttpResponse:
    """Note that the status report an instalment waits for is approved."""
    application = case_for(request.user, number)
    waiting = one(_made(application).instalments.select_related("decision__application"), number=order)
    form = StatusReportForm(request.POST, prefix=_prefix(order))
    if form.is_valid() and accepted(
        form,
        lambda: instalments.approve_status_report(
            waiting, note=form.cleaned_data["note"], by=request.user, now=timezone.now()
        ),
    ):
        messages.success(request, f"Lägesrapporten är godkänd. Rat {order} kan betalas ut när dess dag har kommit.")
        return redirect("decision", number)
    return _decision_page(request, application, form)


@require_POST
@requires(Permission.DECIDE_CASES)
def send_back(request: StaffRequest, number: str) -> HttpResponse:
    """Give the case back to its officer."""
    application = case_for(request.user, number)
    form = ReturnForm(request.POST)
    if form.is_valid() and accepted(
        form,
        lambda: assessment.return_to_officer(
            application, reason=form.cleaned_data["reason"], by=request.user, now=timezone.now()
        ),
    ):
        messages.success(request, "Ärendet är tillbaka hos handläggaren.")
        return redirect("home")
    return _decision_page(request, application, form)


@requires(Permission.SEE_CASES)
def letter(request: StaffRequest, number: str) -> HttpResponseBase:
    """The letter as it will be, or was, decided. A sensitive one is opened as a document, which logs it (INV-31)."""
    application = case_for(request.user, number)
    found = _standing(application)
    if found is None:
        raise NotYours
    entries = application.case.entries.filter(document=found.sent_letter)
    if closed := next(filter(is_sensitive, entries), None):
        return redirect("document_page", number, closed.serial)
    return download(request, sealing.checked(found.sent_letter), f"{number} beslut.pdf")


def _decision_page(request: StaffRequest, application: Application, form: forms.Form) -> HttpResponse:
    """The page with its forms; the one that was sent is the one whose errors the page leads with."""
    found, proposal = _standing(application), proposal_shown_to(request.user, application)
    if found is None and proposal is None:
        raise NotYours
    prepared = found if found and found.status == DecisionStatus.PREPARED else None
    made = None if prepared else found
    in_force = made is not None and made.status == DecisionStatus.DISPATCHED
    waits = in_force and request.user.may(Permission.REVIEW_REPORTS)
    context = case_context(
        application,
        proposal=proposal,
        lines=list(proposal.lines.select_related("budget_row")) if proposal else [],
        decision=found,
        prepared=prepared,
        may_decide=request.user.may(Permission.DECIDE_CASES) and application.status == ApplicationStatus.PROPOSED,
        may_dispatch=bool(made and not made.dispatched_at and request.user.may(Permission.DISPATCH_DECISIONS)),
        may_dissent=bool(made and dissents.can_dissent(made, request.user)),
        waiting=_waiting(made, form) if made and waits else [],
        decide_form=DecideForm(initial={"letter_sha256": prepared.letter_id}) if prepared else None,
        form=form,
        return_form=form if isinstance(form, ReturnForm) else ReturnForm(),
        dissent_form=form if isinstance(form, DissentForm) else DissentForm(),
        answer=conflict_answer(request.user, application),
        checks=list(newest_checks(application).values()),
        total=points_of([application.pk]).get(application.pk),
        frames=frames_left(application, timezone.now()),
        nameless=_nameless(application, found),
        may_leave_out=request.user.may(Permission.HIDE_OFFICIALS),
    )
    return render(request, "casework/decision.html", context, status=page_status(form))


def _waiting(made: Decision, sent: forms.Form) -> list[tuple[Instalment, forms.Form]]:
    """Each instalment that waits for its status report, with a form of its own; the one that was sent stays."""
    rows = ((part, _prefix(part.number)) for part in made.parts.instalments)
    found = [(part, sent if sent.prefix == prefix else StatusReportForm(prefix=prefix)) for part, prefix in rows]
    return [(part, form) for part, form in found if part.waits or form.is_bound]


def _prefix(order: int) -> str:
    return f"rat{order}"


def _nameless(application: Application, decision: Decision | None) -> bool:
    """Whether officials are left out: of the letter that there is, or of one to come."""
    return decision.officials_left_out if decision else left_out(application.case_id) is not None


def _made(application: Application) -> Decision:
    """The decision that has been made. Raises NotYours where there is none."""
    made = decisions.decided(application)
    if made is None:
        raise NotYours
    return made


def _standing(application: Application) -> Decision | None:
    """The newest decision: drawn up, made, or since taken out of force. One query."""
    rows = application.decisions.exclude(status=DecisionStatus.REPLACED).order_by("-pk")
    return rows.select_related("letter", "sealed_letter", "decider", "delegation", "rapporteur").first()
