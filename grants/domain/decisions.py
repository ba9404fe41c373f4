"""Decisions: the letter is rendered first, and the decider decides exactly those bytes (INV-9 … 13, 16, 17, 36)."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission
from applicants.models import Organisation
from delmos.lib.dates import format_date, stockholm_date
from delmos.lib.refusal import Refusals, Refused
from grants.domain import decision_papers, delegations, deliveries, granting, reopenings
from grants.domain.appeal_times import notice_key
from grants.domain.applications import locked
from grants.domain.composing import compose, save
from grants.domain.decision_papers import LetterWriter, Seal
from grants.domain.decision_problems import (
    check_basis,
    check_may_take_part,
    check_presented,
    check_still_so,
    decision_problems,
)
from grants.domain.telling import tell_party
from grants.domain.wording import Wording
from grants.enums import DecisionKind, DecisionStatus
from grants.models import Application, Decision, Delegation
from grants.permissions import check_case_act
from grants.workflow import APPLICATION, DECISION, DECISION_CONTENT, NOTIFICATION, PRESENTATION
from journal.domain import cases, events
from journal.enums import Direction

DISSENT_TITLE = "Avvikande mening"


@transaction.atomic
def prepare(
    application: Application, *, wording: Wording, write_letter: LetterWriter, by: User, now: datetime
) -> Decision:
    """Draw up the decision with its letter, for ``by`` to decide today. A decision drawn up before is replaced.

    Raises Refusals with everything that FL 31–32 §§, the ordinance, the frames or the delegation stand in the way of.
    """
    application = locked(application)
    check_case_act(by, Permission.DECIDE_CASES, application, law=PRESENTATION)
    step = APPLICATION.check("prepare_decision", application.status)
    if lacks := decision_problems(application, wording, by=by, now=now):
        raise Refusals(lacks)
    decision = compose(application, wording, by=by, now=now)
    decision.delegation = _delegation(decision, lock=False)
    replace_letter(application)
    decision_papers.draw(decision, write_letter, by=by, now=now)
    save(decision, wording)
    events.record(
        application.stream,
        step.event,
        by=by,
        now=now,
        kind=wording.kind,
        letter_sha256=decision.letter.sha256,
        record_sha256=decision.record_id,
        texts=decision.texts,
    )
    return decision


def preview(
    application: Application, *, wording: Wording, write_letter: LetterWriter, by: User, now: datetime
) -> bytes:
    """The letter as it would be drawn up now, also of a decision that still lacks something. Nothing is stored."""
    check_case_act(by, Permission.DECIDE_CASES, application, law=PRESENTATION)
    APPLICATION.check("prepare_decision", application.status)
    return write_letter(compose(application, wording, by=by, now=now))


@transaction.atomic
def decide(decision: Decision, *, letter_sha256: str, seal: Seal, by: User, now: datetime) -> Decision:
    """Make the decision, as it stands in the letter whose hash is ``letter_sha256``, and ``seal`` that letter.

    The rows of the frames and of the authority are locked, so that two deciders at once never overdraw them (INV-16).
    A second click returns the decision already made. Raises Refused when the letter is not the one shown, is dated
    another day, or no rule holds.
    """
    application = locked(decision.application)
    decision = Decision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
    if decision.decided_at and decision.decider_id == by.pk:
        return decision
    kind, today = DecisionKind(decision.kind), stockholm_date(now)
    check_case_act(by, Permission.DECIDE_CASES, application, law=PRESENTATION)
    check_presented(application, by, kind=kind, on=today)
    if decision.gives_money:
        # Two decisions for one applicant at the same moment see each other (INV-19).
        Organisation.objects.select_for_update(no_key=True).get(pk=application.organisation_id)
    _check_is_the_letter(decision, letter_sha256, by=by, now=now)
    _delegation(decision, lock=True)
    step = APPLICATION.check(kind.value, application.status)
    target = DECISION.check("decide", decision.status).target
    check_basis(application, kind, on=today)
    check_still_so(application, decision, kind, on=today)
    for row in decision.participations.select_related("person"):
        check_may_take_part(application, row.person, decider=by, rapporteur=decision.rapporteur)
    reopenings.check_may_worsen(decision.earlier, decision.amount_ore)
    if decision.earlier:
        reopenings.check_covers_paid(application, dict(decision.amounts.values_list("budget_year", "amount_ore")))
    reopenings.supersede(application, decision, by=by, now=now)
    if decision.gives_money:
        granting.draw(application, decision, by=by, now=now)
    decision_papers.seal_both(decision, seal, by=by, now=now)
    decision.status, decision.decided_at, decision.decided_by = str(target), now, by
    decision.save(update_fields=["status", "decided_at", "decided_by", "sealed_letter", "sealed_record"])
    application.status = str(step.target)
    application.save(update_fields=["status"])
    application.decision_drafts.all().delete()
    _record(application, decision, step.event, by=by, now=now)
    return decision


def _record(application: Application, decision: Decision, event: str, *, by: User, now: datetime) -> None:
    entry = cases.register(
        application.case,
        direction=Direction.DRAWN_UP,
        title=f"Beslut: {decision.get_kind_display().lower()}",
        document=decision.sealed_letter,
        by=by,
        now=now,
    )
    entries = [entry, *decision_papers.register_record(decision, by=by, now=now)]
    events.record(
        application.stream,
        event,
        by=by,
        now=now,
        kind=decision.kind,
        amount_ore=decision.amount_ore,
        amounts={str(row.budget_year): row.amount_ore for row in decision.parts.amounts},
        rapporteur=decision.rapporteur.actor_key if decision.rapporteur else "",
        letter_sha256=decision.letter_id,
        sealed_sha256=decision.sealed_letter_id,
        entries=[drawn_up.serial for drawn_up in entries],
    )


@transaction.atomic
def dispatch(decision: Decision, *, by: User, now: datetime) -> Decision:
    """Send the decision: the applicant is told, and can from now on read it and fetch the letter (FL 33 §).

    Whoever dissents has said so by now; each dissent goes out with the letter, as the document it is.
    """
    application = locked(decision.application)
    decision = Decision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
    check_case_act(by, Permission.DISPATCH_DECISIONS, application, law=NOTIFICATION)
    step = DECISION.check("dispatch", decision.status)
    decision.status, decision.dispatched_at, decision.dispatched_by = str(step.target), now, by
    decision.save(update_fields=["status", "dispatched_at", "dispatched_by"])
    sent = [("Beslutsbrev", decision.sent_letter)]
    sent += [(DISSENT_TITLE, dissent.document) for dissent in decision.dissents.select_related("document")]
    entries = [
        cases.register(
            application.case,
            direction=Direction.OUT,
            title=title,
            counterpart=application.organisation.name,
            document=document,
            by=by,
            now=now,
        )
        for title, document in sent
    ]
    if not decision.gives_money:
        cases.close(application.case, by=by, now=now)
    events.record(
        application.stream,
        step.event,
        by=by,
        now=now,
        sealed_sha256=decision.sent_letter.sha256,
        entries=[entry.serial for entry in entries],
    )
    deliveries.sent(application, entries[0], notice_key=notice_key(decision), opens=True, by=by, now=now)
    tell_party(
        application,
        key=notice_key(decision),
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
        .select_related("decider", "delegation", "rapporteur", "letter", "sealed_letter")
        .first()
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


def _delegation(decision: Decision, *, lock: bool) -> Delegation:
    """The delegation it is made by. Letters of one decider are drawn up side by side, so drawing up locks nothing."""
    kind = DecisionKind(decision.kind)
    return delegations.check_delegated(
        decision.decider,
        kind=kind,
        amount_ore=decision.amount_ore,
        on=decision.decided_on,
        presented=decision.rapporteur_id is not None,
        lock=lock,
    )
