"""The decider reads the proposal, draws up the letter, reads it, and decides exactly that letter."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.gates import StaffRequest, requires
from accounts.permissions import Permission
from delmos.lib.forms import accepted, page_status
from delmos.lib.gate import NotYours, one
from grants.domain import assessment, decisions
from grants.domain.queries.cases import case_for
from grants.domain.queries.frames import frame_left
from grants.enums import ApplicationStatus, DecisionKind, DecisionStatus
from grants.interfaces import letters
from grants.interfaces.decision_forms import DecideForm, DecisionForm, ReturnForm
from grants.models import Application, Decision
from grants.permissions import conflict_answer
from grants.policies import newest_checks, newest_proposal, newest_scores
from grants.views.casework import case_context
from journal.interfaces.downloads import download


@requires(Permission.SEE_CASES)
def decision(request: StaffRequest, number: str) -> HttpResponse:
    """The decision of a case: the proposal and its basis, the letter, and what is left to do."""
    return _decision_page(request, case_for(request.user, number), ReturnForm())


@requires(Permission.DECIDE_CASES)
def compose(request: StaffRequest, number: str) -> HttpResponse:
    """Write the decision; saving draws up the letter."""
    application = case_for(request.user, number)
    form = DecisionForm(request.POST or None, initial=_suggestion(application))
    if request.method == "POST" and form.is_valid():
        wording = decisions.Wording(
            kind=DecisionKind(form.cleaned_data["kind"]),
            amount_ore=form.amount_ore,
            **{
                name: form.cleaned_data[name]
                for name in ("reasons", "rules_cited", "conditions", "communication", "participants", "report_due_on")
            },
        )
        if accepted(
            form,
            lambda: decisions.prepare(
                application,
                wording=wording,
                write_letter=letters.render_decision,
                by=request.user,
                now=timezone.now(),
            ),
        ):
            messages.success(request, "Brevet är upprättat. Läs det och fatta sedan beslutet.")
            return redirect("decision", number)
    context = case_context(application, form=form, proposal=newest_proposal(application))
    return render(request, "casework/compose.html", context, status=page_status(form))


@require_POST
@requires(Permission.DECIDE_CASES)
def decide(request: StaffRequest, number: str) -> HttpResponse:
    """Make the decision, over the letter that was shown."""
    application = case_for(request.user, number)
    shown = one(  # the newest: a letter drawn up again word for word has the same hash as the one it replaced
        application.decisions.select_related("application__case", "decider").order_by("-pk"),
        letter_id=request.POST.get("letter_sha256", ""),
    )
    decisions.decide(shown, letter_sha256=shown.letter_id, by=request.user, now=timezone.now())
    messages.success(request, "Beslutet är fattat. Det väntar nu på att skickas.")
    return redirect("decision", number)


@require_POST
@requires(Permission.DISPATCH_DECISIONS)
def dispatch(request: StaffRequest, number: str) -> HttpResponse:
    """Send the decision to the applicant."""
    application = case_for(request.user, number)
    made = decisions.decided(application)
    if made is None:
        raise NotYours
    decisions.dispatch(made, by=request.user, now=timezone.now())
    messages.success(request, f"Beslutet är skickat. {application.organisation.name} kan nu läsa det i portalen.")
    return redirect("decision", number)


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
    """The letter as it will be, or was, decided."""
    application = case_for(request.user, number)
    found = decisions.decided(application) or _prepared(application)
    if found is None:
        raise NotYours
    return download(request, found.letter, f"{number} beslut.pdf")


def _decision_page(request: StaffRequest, application: Application, form: ReturnForm) -> HttpResponse:
    made = decisions.decided(application)
    prepared = _prepared(application)
    if prepared is None and made is None and newest_proposal(application) is None:
        raise NotYours
    context = case_context(
        application,
        proposal=newest_proposal(application),
        decision=made or prepared,
        prepared=prepared,
        may_decide=request.user.may(Permission.DECIDE_CASES) and application.status == ApplicationStatus.PROPOSED,
        may_dispatch=bool(made and not made.dispatched_at and request.user.may(Permission.DISPATCH_DECISIONS)),
        decide_form=DecideForm(initial={"letter_sha256": prepared.letter_id}) if prepared else None,
        form=form,
        answer=conflict_answer(request.user, application),
        checks=list(newest_checks(application).values()),
        total=_total(application),
        left=frame_left(application, timezone.now()),
    )
    return render(request, "casework/decision.html", context, status=page_status(form))


def _prepared(application: Application) -> Decision | None:
    return (
        application.decisions.filter(status=DecisionStatus.PREPARED)
        .select_related("letter", "decider", "rapporteur")
        .first()
    )


def _total(application: Application) -> int:
    return assessment.weighted_points(list(application.call.criteria.all()), newest_scores(application))


def _suggestion(application: Application) -> dict[str, object]:
    """The proposal and the ordinance's standard conditions, for the decider to edit."""
    proposal, ordinance = newest_proposal(application), application.ordinance
    if proposal is None:
        raise NotYours
    return {
        "kind": proposal.kind,
        "amount": proposal.amount_ore or None,
        "reasons": proposal.reasons,
        "rules_cited": ", ".join(map(str, (ordinance.purpose_law, ordinance.who_law, ordinance.funds_law))),
        "conditions": "\n".join(ordinance.standard_conditions),
        "report_due_on": application.call.report_due_on,
    }
