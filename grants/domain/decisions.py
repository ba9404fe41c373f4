"""Decisions: the letter is rendered first, and the decider decides exactly those bytes (INV-9 … 13, 16, 17, 36)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission
from delmos.lib.dates import format_date, stockholm_date
from delmos.lib.refusal import Refused
from grants.domain import frames, ledger, mandates
from grants.domain.applications import locked
from grants.domain.telling import tell_party
from grants.enums import DecisionKind, DecisionStatus, PostingKind
from grants.models import Application, Decision, Frame, Proposal
from grants.models.decision import GIVING
from grants.permissions import check_case_act
from grants.policies import (
    check_amount,
    check_call_gives,
    check_communicated,
    check_exclusions,
    check_frame,
    check_kind_fits_arrival,
    newest_checks,
    newest_proposal,
)
from grants.workflow import APPLICATION, DECISION, DECISION_CONTENT, NOTIFICATION, PRESENTATION, REASONS
from journal.domain import cases, documents, events
from journal.enums import Direction

# Makes the letter of a decision that is not yet saved: the room of letters stands above this one and is handed in.
LetterWriter = Callable[[Decision], bytes]


@dataclass(frozen=True, slots=True)
class Wording:
    """What the decider states. ``conditions``: one per line; ``report_due_on`` is needed when money is given."""

    kind: DecisionKind
    amount_ore: int
    reasons: str
    rules_cited: str
    conditions: str = ""
    communication: str = ""
    participants: str = ""
    report_due_on: date | None = None


@transaction.atomic
def prepare(
    application: Application, *, wording: Wording, write_letter: LetterWriter, by: User, now: datetime
) -> Decision:
    """Draw up the decision with its letter, for ``by`` to decide today. A decision drawn up before is replaced.

    Raises Refused when something FL 31–32 §§ or the ordinance demands is missing, or ``by`` was the rapporteur.
    """
    application = locked(application)
    proposal = _check_may_decide(application, by)
    step = APPLICATION.check("prepare_decision", application.status)
    _check_wording(application, wording, now=now)
    decision = _compose(application, wording, proposal, by=by, now=now)
    _check_room_in_frame(decision, decision.frame)
    replace_letter(application)
    letter = write_letter(decision)
    decision.letter = documents.store(letter, content_type="application/pdf", by=by, now=now)
    decision.save(force_insert=True)
    events.record(
        application.stream, step.event, by=by, now=now, kind=wording.kind, letter_sha256=decision.letter.sha256
    )
    return decision


@transaction.atomic
def decide(decision: Decision, *, letter_sha256: str, by: User, now: datetime) -> Decision:
    """Make the decision, as it stands in the letter whose hash is ``letter_sha256``.

    The frame's row is locked, so that two deciders at once never overdraw it (INV-16). A second click returns the
    decision already made. Raises Refused when the letter is not the one shown, is dated another day, or no rule holds.
    """
    application = locked(decision.application)
    decision = Decision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
    if decision.decided_at and decision.decider_id == by.pk:
        return decision
    _check_may_decide(application, by)
    _check_is_the_letter(decision, letter_sha256, by=by, now=now)
    kind = DecisionKind(decision.kind)
    step = APPLICATION.check(kind.value, application.status)
    target = DECISION.check("decide", decision.status).target
    if decision.gives_money:
        check_call_gives(application.call, kind)
        mandates.check_reviewed(application)
        check_exclusions(application, on=stockholm_date(now))
        _draw_on_frame(application, decision, by=by, now=now)
    decision.status, decision.decided_at, decision.decided_by = str(target), now, by
    decision.save(update_fields=["status", "decided_at", "decided_by"])
    application.status = str(step.target)
    application.save(update_fields=["status"])
    entry = cases.register(
        application.case,
        direction=Direction.DRAWN_UP,
        title=f"Beslut: {decision.get_kind_display().lower()}",
        document=decision.letter,
        by=by,
        now=now,
    )
    events.record(
        application.stream,
        step.event,
        by=by,
        now=now,
        kind=kind,
        amount_ore=decision.amount_ore,
        rapporteur=decision.rapporteur.actor_key,
        letter_sha256=decision.letter_id,
        entries=[entry.serial],
    )
    return decision


@transaction.atomic
def dispatch(decision: Decision, *, by: User, now: datetime) -> Decision:
    """Send the decision: the applicant is told, and can from now on read it and fetch the letter (FL 33 §)."""
    application = locked(decision.application)
    decision = Decision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
    check_case_act(by, Permission.DISPATCH_DECISIONS, application, law=NOTIFICATION)
    step = DECISION.check("dispatch", decision.status)
    decision.status, decision.dispatched_at, decision.dispatched_by = str(step.target), now, by
    decision.save(update_fields=["status", "dispatched_at", "dispatched_by"])
    entry = cases.register(
        application.case,
        direction=Direction.OUT,
        title="Beslutsbrev",
        counterpart=application.organisation.name,
        document=decision.letter,
        by=by,
        now=now,
    )
    if not decision.gives_money:
        cases.close(application.case, by=by, now=now)
    events.record(
        application.stream, step.event, by=by, now=now, letter_sha256=decision.letter_id, entries=[entry.serial]
    )
    tell_party(
        application,
        key=f"decision:{decision.pk}",
        title="Beslutet i ert ärende är klart att läsa",
        page="own_case",
        now=now,
    )
    return decision


def replace_letter(application: Application) -> None:
    """A letter that is drawn up and not decided no longer counts. The caller holds the application's row lock."""
    for letter in application.decisions.filter(status=DecisionStatus.PREPARED):
        letter.status = str(DECISION.check("replace", letter.status).target)
        letter.save(update_fields=["status"])


def decided(application: Application) -> Decision | None:
    """The decision that has been made in the case, if any."""
    return (
        application.decisions.filter(status__in=[DecisionStatus.DECIDED, DecisionStatus.DISPATCHED])
        .select_related("decider", "rapporteur", "letter")
        .first()
    )


def check_not_rapporteur(proposal: Proposal | None, person: User) -> Proposal:
    """Beslutsfattaren ska vara en annan än föredraganden (INV-9)."""
    if proposal is None:
        raise Refused("Ärendet är inte föredraget. Handläggaren behöver lämna ett förslag först.", law=PRESENTATION)
    if proposal.proposed_by_id == person.pk:
        raise Refused("Du har föredragit ärendet och kan inte också besluta i det.", law=PRESENTATION)
    return proposal


def _check_may_decide(application: Application, person: User) -> Proposal:
    check_case_act(person, Permission.DECIDE_CASES, application, law=PRESENTATION)
    return check_not_rapporteur(newest_proposal(application), person)


def _check_wording(application: Application, wording: Wording, *, now: datetime) -> None:
    ordinance = application.ordinance
    check_kind_fits_arrival(application, wording.kind)
    check_call_gives(application.call, wording.kind)
    check_amount(application, wording.kind, wording.amount_ore)
    if not wording.reasons.strip():
        raise Refused("Skriv skälen för beslutet.", law=REASONS, field="reasons")
    if not wording.rules_cited.strip():
        raise Refused("Ange de bestämmelser som har tillämpats.", law=REASONS, field="rules_cited")
    checks = newest_checks(application)
    check_communicated(application, wording.kind, wording.communication, checks, on=stockholm_date(now))
    if wording.kind not in GIVING:
        return
    if not wording.conditions.strip():
        raise Refused("Ange villkoren för bidraget.", law=ordinance.decision_law, field="conditions")
    if wording.report_due_on is None or wording.report_due_on <= stockholm_date(now):
        raise Refused(
            "Ange en sista dag för slutredovisning som ligger framåt i tiden.",
            law=ordinance.report_law,
            field="report_due_on",
        )
    mandates.check_reviewed(application)
    check_exclusions(application, on=stockholm_date(now))


def _compose(application: Application, wording: Wording, proposal: Proposal, *, by: User, now: datetime) -> Decision:
    rule = application.ordinance.appeal[wording.kind]
    frame = Frame.objects.get(
        call=application.call_id, group=application.group, budget_year=application.call.budget_year
    )
    gives = wording.kind in GIVING
    return Decision(
        application=application,
        kind=wording.kind,
        frame=frame,
        budget_year=frame.budget_year,
        amount_ore=wording.amount_ore,
        decided_on=stockholm_date(now),
        reasons=wording.reasons.strip(),
        rules_cited=wording.rules_cited.strip(),
        conditions=wording.conditions.strip() if gives else "",
        communication=wording.communication.strip(),
        report_due_on=wording.report_due_on if gives else None,
        appealable=rule.appealable,
        appeal_law=str(rule.law),
        participants=wording.participants.strip(),
        rapporteur=proposal.proposed_by,
        decider=by,
        prepared_at=now,
        prepared_by=by,
    )


def _check_is_the_letter(decision: Decision, letter_sha256: str, *, by: User, now: datetime) -> None:
    if decision.letter_id != letter_sha256 or decision.status != DecisionStatus.PREPARED:
        raise Refused("Brevet har ersatts av ett nytt sedan du öppnade sidan. Läs det nya och fatta sedan beslutet.")
    if decision.decider_id != by.pk:
        raise Refused(f"Brevet är upprättat för {decision.decider.name}. Upprätta ett nytt i ditt namn.")
    if decision.decided_on != stockholm_date(now):
        raise Refused(
            f"Brevet är daterat {format_date(decision.decided_on)}. Upprätta det på nytt så att det får dagens datum.",
            law=DECISION_CONTENT,
        )


def _draw_on_frame(application: Application, decision: Decision, *, by: User, now: datetime) -> None:
    frame = Frame.objects.select_for_update().get(pk=decision.frame_id)
    _check_room_in_frame(decision, frame)
    ledger.post(
        PostingKind.GRANTED,
        application,
        decision.amount_ore,
        reference=f"decision:{decision.pk}",
        booked_on=decision.decided_on,
        budget_year=frame.budget_year,
        by=by,
        now=now,
    )


def _check_room_in_frame(decision: Decision, frame: Frame) -> None:
    """Said when the letter is drawn up, so that nobody reads it in vain; decided under the frame's lock (INV-16)."""
    if decision.gives_money:
        granted = ledger.granted_in(frame.call_id, frame.group, frame.budget_year)
        check_frame(frames.amount_on(frame, decision.decided_on), granted, decision.amount_ore)
