"""The composer: a decider writes the decision, sees what it lacks and how its letter will look, and draws it up."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.gates import StaffRequest, requires
from accounts.models import User
from accounts.permissions import Permission, roles_with
from delmos.lib.dates import stockholm_date
from delmos.lib.forms import accepted, page_status
from delmos.lib.gate import NotYours
from grants.domain import decision_drafts, decisions, delegations
from grants.domain.decision_problems import decision_problems
from grants.domain.granting import frames_of
from grants.domain.queries.cases import case_for
from grants.domain.queries.conditions import in_ordinance, library_for
from grants.domain.reasons import reasons_from_assessment
from grants.domain.requested import requested_by_year, spread
from grants.domain.wording import amount_field
from grants.enums import ApplicationStatus, ConditionNeed, DecisionKind
from grants.interfaces import letters
from grants.interfaces.decision_forms import DecisionForm, usual_rules
from grants.models import Application, DecisionDraft, Proposal
from grants.policies import newest_proposal
from grants.views.casework import case_context
from journal.interfaces.downloads import drawn

Item = tuple[str, str]  # where on the page it is mended, and what is missing


@requires(Permission.DECIDE_CASES)
def compose(request: StaffRequest, number: str) -> HttpResponse:
    """Write the decision; drawing up the letter saves it. ”Kontrollera” lists what is missing, and saves nothing."""
    application, now = case_for(request.user, number), timezone.now()
    if application.status == ApplicationStatus.WITHDRAWN:
        return render(request, "casework/compose_withdrawn.html", case_context(application))
    proposal = _proposal(application)
    if request.method != "POST":
        draft = decision_drafts.draft_of(application, request.user)
        return _page(request, proposal, _form(request, proposal, draft=draft), draft=draft)
    form = _form(request, proposal, data=request.POST)
    wording = form.wording()
    if request.POST.get("do") == "check":
        missing = _missing(form, application, request.user, now)
        # What was typed, without what is wrong with it: that is said in the list.
        return _page(request, proposal, _form(request, proposal, initial=form.written()), missing=missing)
    if wording and form.is_valid():
        drawn_up = accepted(
            form,
            lambda: decisions.prepare(
                application, wording=wording, write_letter=letters.render_decision, by=request.user, now=now
            ),
        )
        if drawn_up:
            messages.success(request, "Brevet är upprättat. Läs det och fatta sedan beslutet.")
            return redirect("decision", number)
    return _page(request, proposal, form)


@require_POST
@requires(Permission.DECIDE_CASES)
def check(request: StaffRequest, number: str) -> HttpResponse:
    """What the decision lacks as it is written so far, as a part of the page. Changes nothing."""
    application = case_for(request.user, number)
    form = _form(request, _proposal(application), data=request.POST)
    missing = _missing(form, application, request.user, timezone.now())
    return render(request, "casework/decision_missing.html", {"missing": missing})


@require_POST
@requires(Permission.DECIDE_CASES)
def preview(request: StaffRequest, number: str) -> HttpResponse:
    """The letter as it would be drawn up now. Stores nothing."""
    application, now = case_for(request.user, number), timezone.now()
    proposal = _proposal(application)
    form = _form(request, proposal, data=request.POST)
    wording = form.wording()
    if wording is None or form.errors:
        return _page(request, proposal, form)
    pdf = decisions.preview(
        application, wording=wording, write_letter=letters.render_decision, by=request.user, now=now
    )
    return drawn(pdf, f"Förhandsgranskning {number}.pdf")


@require_POST
@requires(Permission.DECIDE_CASES)
def keep_draft(request: StaffRequest, number: str) -> HttpResponse:
    """Keep what is written so far: by its button, and by itself while somebody writes."""
    application = case_for(request.user, number)
    form = _form(request, _proposal(application), data=request.POST)
    draft = decision_drafts.keep(application, content=form.written(), by=request.user, now=timezone.now())
    if "HX-Request" in request.headers:
        return render(request, "casework/decision_draft_state.html", {"draft": draft})
    messages.success(request, "Utkastet är sparat.")
    return redirect("decision_compose", number)


def _page(
    request: StaffRequest,
    proposal: Proposal,
    form: DecisionForm,
    *,
    draft: DecisionDraft | None = None,
    missing: list[Item] | None = None,
) -> HttpResponse:
    today = stockholm_date(timezone.now())
    held = list(delegations.held_by(request.user, on=today))
    application = proposal.application
    context = case_context(
        application,
        form=form,
        proposal=proposal,
        own_proposal=proposal.proposed_by_id == request.user.pk,
        delegations=held,
        draft=draft,
        missing=missing,
        rule=application.ordinance.instalments,
    )
    return render(request, "casework/compose.html", context, status=page_status(form))


def _missing(form: DecisionForm, application: Application, person: User, now: datetime) -> list[Item]:
    """Every item that is missing, first what cannot be read, each with the field where it is mended."""
    wording = form.wording()
    found = decision_problems(application, wording, by=person, now=now) if wording else []
    unread = [(name, str(error)) for name, errors in form.errors.items() for error in errors]
    lacking = [(refusal.field or "", str(refusal)) for refusal in found if refusal.field not in form.errors]
    return [(form[name].auto_id if name in form.fields else "", sentence) for name, sentence in [*unread, *lacking]]


def _form(
    request: StaffRequest,
    proposal: Proposal,
    *,
    data: QueryDict | None = None,
    initial: dict[str, Any] | None = None,
    draft: DecisionDraft | None = None,
) -> DecisionForm:
    """The form with ``data`` or ``initial``; with neither, what is suggested, and over it a ``draft`` that is newer."""
    application = proposal.application
    years = list(frames_of(application))
    if data is None and initial is None:
        newer = draft.content if draft and draft.saved_at >= proposal.proposed_at else {}
        initial = {**_suggestion(application, proposal, years), **newer}
    people = User.objects.filter(is_active=True, roles__overlap=roles_with(Permission.SEE_CASES)).order_by("name")
    return DecisionForm(
        data,
        years=years,
        library=in_ordinance(application.ordinance, None, stockholm_date(timezone.now())),
        people=people.exclude(pk__in=[request.user.pk, proposal.proposed_by_id]),
        rule=application.ordinance.instalments,
        initial=initial,
    )


def _suggestion(application: Application, proposal: Proposal, years: list[int]) -> dict[str, object]:
    """The proposal, the assessment's reasons and the ordinance's conditions, for the decider to edit."""
    requested = requested_by_year(application) if len(years) > 1 else {years[0]: proposal.amount_ore}
    amounts = spread(proposal.amount_ore, requested)
    return {
        "kind": proposal.kind,
        **{amount_field(year, years[0]): amounts.get(year) or None for year in years},
        "reasons": reasons_from_assessment(application, proposal),
        "rules_cited": usual_rules(application.ordinance),
        "picked": _picked(application, DecisionKind(proposal.kind)),
        "present": [],
        "report_due_on": application.call.report_due_on,
    }


def _picked(application: Application, kind: DecisionKind) -> list[str]:
    """The conditions that stand in a decision of this kind unless somebody takes them away."""
    library = library_for(application, kind, stockholm_date(timezone.now()))
    return [condition.line for condition in library if condition.need != ConditionNeed.OPTIONAL]


def _proposal(application: Application) -> Proposal:
    """The proposal that counts, with the case as it was read. Raises NotYours where there is none."""
    newest = newest_proposal(application)
    if newest is None:
        raise NotYours
    newest.application = application
    return newest
