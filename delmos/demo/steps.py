"""A case walked through the real verbs, one person after another, at the moments it is told."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any

from accounts.assurance import Assurance
from accounts.enums import Way
from accounts.models import User
from applicants.models import Organisation
from delmos.demo.people import Cast
from delmos.demo.reasons import (
    CONSEQUENCE,
    DELAYED_BECAUSE,
    FOUND,
    LACKING,
    REASONS_AGAINST,
    REASONS_IN_FULL,
    REASONS_IN_PART,
    SCORE_REASONS,
)
from delmos.demo.story import Story
from delmos.lib.dates import stockholm_date
from grants.domain import (
    applications,
    assessment,
    assessors,
    communications,
    completion_requests,
    conflicts,
    decisions,
    delay_notices,
    drafts,
    expressions,
    payments,
)
from grants.domain.completion_requests import Lacking
from grants.domain.known_facts import OTHER_GRANTS
from grants.domain.letters_out import usual_day
from grants.domain.proposal_lines import shared
from grants.domain.wording import Wording
from grants.enums import CheckResult, ConflictAnswer, DecisionKind
from grants.interfaces.letters import render_decision, render_delay_notice
from grants.interfaces.sealing import seal
from grants.models import (
    Application,
    Call,
    Communication,
    CompletionRequest,
    Decision,
    DelayNotice,
    Draft,
    Expression,
    Payment,
)
from grants.models.decision import GIVING

HOUR = timedelta(hours=1)
NO_SAME_COST = "Inget annat statligt bidrag betalar samma kostnader."
REASONS = {
    DecisionKind.GRANT: REASONS_IN_FULL,
    DecisionKind.PARTIAL_GRANT: REASONS_IN_PART,
    DecisionKind.REJECT: REASONS_AGAINST,
    DecisionKind.DISMISS: ("Ansökan kom in efter den tid som utlysningen anger. Den ska därför avvisas.",),
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is proposed and decided, with the amount in öre."""

    kind: DecisionKind
    amount_ore: int = 0


def fill_in(
    call: Call, organisation: Organisation, story: Story, *, leave_out: str = "", by: User, now: datetime
) -> Draft:
    """Start a draft and answer every question but ``leave_out``."""
    draft = drafts.start(call, organisation=organisation, by=by, now=now)
    for number, group in enumerate(draft.form.form.groups, start=1):
        draft = drafts.save_group(
            draft,
            group=group.key,
            answers={key: answer for key, answer in story.group_answers(group).items() if key != leave_out},
            base_version=draft.version_of(group.key),
            by=by,
            now=now + number * timedelta(minutes=4),
        )
    return draft


def apply(
    call: Call, organisation: Organisation, story: Story, *, by: User, now: datetime, late: bool = False
) -> Application:
    """Fill in, sign and submit. ``now`` is when the application arrives; it was begun a few hours before.

    ``late``: begun while the call was open, ten days before ``now``, and sent although it has closed.
    """
    begun = now - (timedelta(days=10) if late else 3 * HOUR)
    return sign(fill_in(call, organisation, story, by=by, now=begun), by=by, now=now, late=late)


def express(call: Call, organisation: Organisation, story: Story, *, by: User, now: datetime) -> Expression:
    """Fill in an expression of interest and hand it in at ``now``; it was begun an hour before."""
    draft = fill_in(call, organisation, story, by=by, now=now - HOUR)
    return expressions.submit(draft, content_sha256=sha256(drafts.freeze(draft)).hexdigest(), by=by, now=now)


def sign(draft: Draft, *, by: User, now: datetime, late: bool = False) -> Application:
    """Sign what the draft says and submit it."""
    content = sha256(drafts.freeze(draft)).hexdigest()
    shown = Assurance(Way.DEMONSTRATION, proven_at=now)
    application = drafts.sign(draft, content_sha256=content, accepts_late=late, shown=shown, by=by, now=now)
    if application is None:
        raise RuntimeError("one signatory signs alone in the demonstration")
    return application


def assign(application: Application, officer: User, cast: Cast, *, now: datetime) -> Application:
    """The registrar gives the case to an officer, who is not jävig. Neither is the registrar."""
    declare_no_conflict(application, cast["rut"], now=now)
    assigned = applications.assign(application, officer=officer, by=cast["rut"], now=now)
    declare_no_conflict(application, officer, now=now + HOUR)
    return assigned


def request_completion(application: Application, *, now: datetime) -> CompletionRequest:
    """The officer asks for what is missing, within the usual time."""
    return completion_requests.request(
        application,
        items=[Lacking(question, what) for question, what in LACKING.items()],
        due_on=usual_day(now),
        consequence=CONSEQUENCE,
        by=_officer(application),
        now=now,
    )


def communicate(application: Application, *, now: datetime) -> Communication:
    """The officer shows what it has found, and gives the usual time to answer."""
    return communications.send(application, text=FOUND, due_on=usual_day(now), by=_officer(application), now=now)


def tell_of_delay(application: Application, *, now: datetime) -> DelayNotice:
    """The officer sends the notice of delay, with a day a month on."""
    return delay_notices.send(
        application,
        reasons=DELAYED_BECAUSE,
        expected_on=stockholm_date(now) + timedelta(days=30),
        write_letter=render_delay_notice,
        by=_officer(application),
        now=now,
    )


def check(application: Application, *, now: datetime) -> None:
    """Every formal check, met, looked up in the first source that the ordinance names."""
    for requirement in application.ordinance.requirements_for(application.type):
        assessment.record_check(
            application,
            requirement=requirement.code,
            result=CheckResult.MET,
            source=requirement.sources[0] if requirement.sources else "Ansökan",
            note=NO_SAME_COST if requirement.code == OTHER_GRANTS else "",
            by=_officer(application),
            now=now,
        )


def score(application: Application, story: Story, *, strong: bool = True, now: datetime) -> None:
    """Points on every criterion, with reasons, handed in; weak cases get 0–2, strong ones 3–5."""
    for criterion in application.call.criteria.all():
        assessment.score(
            application,
            criterion=criterion,
            points=story.pick((0, 1, 2), criterion.name) + (3 if strong else 0),
            reasons=story.pick(SCORE_REASONS, criterion.name) if strong else story.pick(REASONS_AGAINST, "weak"),
            by=_officer(application),
            now=now,
        )
    assessors.hand_in(application, by=_officer(application), now=now)


def propose(application: Application, story: Story, outcome: Outcome, *, now: datetime) -> None:
    """The officer proposes the outcome."""
    assessment.propose(
        application,
        kind=outcome.kind,
        amount_ore=outcome.amount_ore,
        reasons=story.pick(REASONS[outcome.kind], "reasons"),
        lines=shared(list(application.budget.all()), outcome.amount_ore) if outcome.kind in GIVING else [],
        by=_officer(application),
        now=now,
    )


def draw_up(
    application: Application, story: Story, outcome: Outcome, cast: Cast, *, now: datetime, **more: Any
) -> Decision:
    """The decider, who is not jävig, has the decision drawn up with its letter. ``more``: what else is worded."""
    declare_no_conflict(application, cast["eva"], now=now)
    gives = outcome.kind in GIVING
    wording = Wording(
        kind=outcome.kind,
        amount_ore=outcome.amount_ore,
        reasons=story.pick(REASONS[outcome.kind], "reasons"),
        rules_cited=_rules(application, outcome.kind),
        conditions="\n".join(application.ordinance.standard_conditions) if gives else "",
        report_due_on=application.call.report_due_on if gives else None,
        **more,
    )
    return decisions.prepare(application, wording=wording, write_letter=render_decision, by=cast["eva"], now=now)


def decide(decision: Decision, cast: Cast, *, now: datetime) -> Decision:
    """The decider decides the letter drawn up; ``now`` must be the day it is dated."""
    return decisions.decide(decision, letter_sha256=decision.letter_id, seal=seal, by=cast["eva"], now=now)


def dispatch(decision: Decision, cast: Cast, *, now: datetime) -> Decision:
    """The registrar sends the decision."""
    return decisions.dispatch(decision, by=cast["rut"], now=now)


def prepare_payment(application: Application, cast: Cast, *, now: datetime) -> Payment:
    """The first economist prepares the payment of the whole grant, which is one instalment."""
    declare_no_conflict(application, cast["farah"], now=now)
    return payments.prepare(application, instalment=1, by=cast["farah"], now=now)


def attest(payment: Payment, application: Application, cast: Cast, *, now: datetime) -> Payment:
    """The second economist attests it."""
    declare_no_conflict(application, cast["filip"], now=now)
    return payments.attest(payment, by=cast["filip"], now=now)


def mark_paid(payment: Payment, cast: Cast, *, paid_on: date, now: datetime) -> Payment:
    """The first economist notes that the bank has paid."""
    return payments.mark_paid(payment, paid_on=paid_on, by=cast["farah"], now=now)


def declare_no_conflict(application: Application, person: User, *, now: datetime) -> None:
    """The person answers that there is no jäv."""
    conflicts.declare(application, answer=ConflictAnswer.NONE, by=person, now=now)


def _officer(application: Application) -> User:
    if application.officer is None:
        raise RuntimeError(f"{application} has no officer yet")
    return application.officer


def _rules(application: Application, kind: DecisionKind) -> str:
    ordinance = application.ordinance
    if kind is DecisionKind.DISMISS:
        return "22 § förvaltningslagen (2017:900)"
    return "; ".join(dict.fromkeys(map(str, (ordinance.purpose_law, ordinance.funds_law, ordinance.decision_law))))
