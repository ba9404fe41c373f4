"""What this person can do in the case now, and why not when it is not possible: the second face of each rule."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from accounts.models import User
from accounts.permissions import Permission
from delmos.lib.faces import Face
from grants.enums import ApplicationStatus, ConflictAnswer, DecisionStatus, ReportStatus
from grants.models import Application, Decision
from grants.permissions import is_invited
from grants.policies import newest_checks, newest_proposal, scored_criteria

TODO = Face("Att göra", "Att göra", "waiting")
DONE = Face("Klart", "Klart", "success")
PART = Face("Påbörjat", "Påbörjat", "active")


@dataclass(frozen=True, slots=True)
class Step:
    """A row of the case's task list; without ``url`` it is not possible, and ``hint`` says why."""

    title: str
    url: str
    face: Face | None
    hint: str = ""


def next_steps(
    application: Application, person: User, *, answer: ConflictAnswer | None, decision: Decision | None
) -> list[Step]:
    """The person's task list in the case, in the order things are done.

    ``answer`` is the person's own on jäv, ``decision`` the one made in the case; the page has both at hand.
    """
    if not any(person.may(permission) for permission in _STEPS):
        return []
    declared = answer is ConflictAnswer.NONE
    steps = [Step("Ta ställning till jäv", _url("conflict", application), DONE if declared else TODO)]
    for permission, build in _STEPS.items():
        if person.may(permission):
            steps += build(application, person, decision)
    if declared:
        return steps
    return [steps[0], *(Step(step.title, "", None, "Ta först ställning till jäv.") for step in steps[1:])]


def _mandate(application: Application, person: User, decision: Decision | None) -> list[Step]:
    waiting = getattr(application, "unreviewed_mandate", None)  # the gate of a single case brings it along
    if waiting is None or decision is not None:
        return []
    hint = "Ska vara klart innan bidrag beviljas."
    return [Step("Granska behörigheten för den som skrev under", reverse("mandate_review", args=[waiting]), TODO, hint)]


def _assessment(application: Application, person: User, decision: Decision | None) -> list[Step]:
    if application.status == ApplicationStatus.COMPLETING:
        return [Step("Vänta på komplettering", _url("correspondence", application), PART)]
    withdrawn = application.status == ApplicationStatus.WITHDRAWN
    if application.status != ApplicationStatus.IN_REVIEW and not withdrawn:
        return []
    if application.officer_id != person.pk and not (withdrawn and application.officer is None):
        name = application.officer.name if application.officer else "ingen"
        title = "Skriva av ärendet" if withdrawn else "Bereda ärendet"
        return [*_invited(application, person), Step(title, "", None, f"Ärendet är fördelat till {name}.")]
    if withdrawn:
        return [Step("Skriva av ärendet", _url("write_off", application), TODO, "Sökanden har återkallat ansökan.")]
    wanted = application.ordinance.requirements_for(application.type)
    checks = len(newest_checks(application))
    scores, criteria = scored_criteria(application, person)
    return [
        Step(
            "Formella kontroller",
            _url("checks", application),
            _progress(checks, len(wanted)),
            f"{checks} av {len(wanted)} gjorda",
        ),
        Step(
            "Bedömning", _url("scores", application), _progress(scores, criteria), f"{scores} av {criteria} kriterier"
        ),
        *_signals(application),
        Step("Förslag till beslut", _url("proposal", application), TODO),
    ]


def _invited(application: Application, person: User) -> list[Step]:
    if not is_invited(person, application):
        return []
    return [Step("Bedöma ansökan", _url("scores", application), TODO, "Du är inbjuden att bedöma.")]


def _signals(application: Application) -> list[Step]:
    """They are in the way of nothing: the officer sees that somebody has to take a stand."""
    waiting = application.risk.open_signals
    return [Step("Signaler", _url("signals", application), TODO, f"{waiting} att ta ställning till")] if waiting else []


def _decision(application: Application, person: User, decision: Decision | None) -> list[Step]:
    if application.status != ApplicationStatus.PROPOSED:
        return []
    proposal = newest_proposal(application)
    if proposal and proposal.proposed_by_id == person.pk:
        return [Step("Besluta", "", None, "Du har föredragit ärendet och kan inte också besluta.")]
    prepared = application.decisions.filter(status=DecisionStatus.PREPARED).exists()
    return [Step("Besluta", _url("decision", application), PART if prepared else TODO)]


def _dispatch(application: Application, person: User, decision: Decision | None) -> list[Step]:
    if decision is None or decision.dispatched_at:
        return []
    return [Step("Skicka beslutet", _url("decision", application), TODO)]


def _payment(application: Application, person: User, decision: Decision | None) -> list[Step]:
    if decision is None or not decision.gives_money:
        return []
    if not decision.dispatched_at:
        return [Step("Betala ut", "", None, "Beslutet är inte skickat än.")]
    return [Step("Betala ut", _url("payment_prepare", application), None)]


def _report(application: Application, person: User, decision: Decision | None) -> list[Step]:
    report = getattr(application, "final_report", None)
    if report is None or report.status == ReportStatus.DRAFT:
        return []
    done = report.status == ReportStatus.APPROVED
    return [Step("Granska slutredovisningen", _url("report_review", application), DONE if done else TODO)]


def _progress(done: int, wanted: int) -> Face:
    if done >= wanted:
        return DONE
    return PART if done else TODO


def _url(name: str, application: Application) -> str:
    return reverse(name, args=[application.case.number])


_STEPS: dict[Permission, Callable[[Application, User, Decision | None], list[Step]]] = {
    Permission.REVIEW_MANDATES: _mandate,
    Permission.ASSESS_CASES: _assessment,
    Permission.DECIDE_CASES: _decision,
    Permission.DISPATCH_DECISIONS: _dispatch,
    Permission.HANDLE_PAYMENTS: _payment,
    Permission.REVIEW_REPORTS: _report,
}
