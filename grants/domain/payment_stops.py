"""Payment stops (hinder mot utbetalning): a decision that what is granted is not paid, and the one that lifts it.

Only where the ordinance has a rule of its own. Elsewhere a grant is changed by a new decision (`reopenings`).
"""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission
from delmos.lib.dates import stockholm_date
from delmos.lib.refusal import Law, Refused
from grants.domain import decisions, delegations, deliveries, instalments, ledger
from grants.domain.applications import locked
from grants.domain.letters_out import check_names_nobody
from grants.domain.payments import call_off
from grants.domain.telling import tell_agency
from grants.enums import CheckResult, DecisionKind
from grants.models import Application, Decision, PaymentStop
from grants.models.payment_stop import OPEN
from grants.ordinances.profile import StopRule
from grants.permissions import check_case_act, check_is_officer
from grants.policies import check_dispatched, has_been_communicated, newest_checks, signals_confirmed_at
from grants.workflow import COMMUNICATION, PAYMENT_STOP, PRESENTATION, REASONS
from journal.domain import documents, events
from journal.models import Document, RegistryEntry

TITLE, LIFT_TITLE = "Beslut om hinder mot utbetalning", "Beslut att upphäva hinder mot utbetalning"
MOST, MOST_NOT_HEARD = 4000, 2000  # characters
# Draws the letter: the room of letters stands above this one and is handed in.
LetterWriter = Callable[[PaymentStop], bytes]


@transaction.atomic
def propose(
    application: Application,
    *,
    ground: str,
    from_instalment: int,
    reasons: str,
    not_heard: str = "",
    by: User,
    now: datetime,
) -> PaymentStop:
    """The officer proposes that instalments are not paid, from this number and onward, on a ground of the law.

    Nothing is stopped by it. Raises Refused for others than the officer, where the ordinance has no such rule, before
    the grant is sent, for another ground, an instalment that is paid, without reasons, and while another stop is
    proposed or in force.
    """
    application = locked(application)
    check_case_act(by, Permission.ASSESS_CASES, application)
    check_is_officer(by, application)
    rule, law = rule_of(application), application.ordinance.stop_law
    decision = check_dispatched(decisions.decided(application))
    if decision.payment_stops.filter(status__in=OPEN).exists():
        raise Refused("Det finns redan ett hinder mot utbetalning, föreslaget eller beslutat.", law=law)
    if ground not in rule.grounds:
        raise Refused("Välj en grund i listan.", law=law, field="ground")
    amount_ore = _amount_from(decision, from_instalment, law=law)
    _check_said(reasons, "Skriv skälen för beslutet.", field="reasons")
    check_names_nobody(application, reasons=reasons, not_heard=not_heard)
    if len(not_heard) > MOST_NOT_HEARD:
        raise Refused(f"Texten är för lång. Högst {MOST_NOT_HEARD} tecken får plats.", field="not_heard")
    stop = PaymentStop.objects.create(
        application=application,
        decision=decision,
        ground=ground,
        from_instalment=from_instalment,
        amount_ore=amount_ore,
        reasons=reasons.strip(),
        not_heard=not_heard.strip(),
        proposed_at=now,
        proposed_by=by,
    )
    events.record(
        application.stream, "payment_stop_proposed", by=by, now=now, stop=stop.pk, ground=ground, amount_ore=amount_ore
    )
    return stop


@transaction.atomic
def drop(stop: PaymentStop, *, by: User, now: datetime) -> PaymentStop:
    """The officer takes the proposal back, or a decider leaves it. Raises Refused for others, and once decided."""
    stop, application = _locked(stop)
    check_case_act(by, Permission.SEE_CASES, application)
    if not by.may(Permission.DECIDE_CASES):
        check_is_officer(by, application)
    step = PAYMENT_STOP.check("drop", stop.status)
    stop.status, stop.dropped_at, stop.dropped_by = str(step.target), now, by
    stop.save(update_fields=["status", "dropped_at", "dropped_by"])
    events.record(application.stream, step.event, by=by, now=now, stop=stop.pk)
    return stop


@transaction.atomic
def decide(stop: PaymentStop, *, write_letter: LetterWriter, by: User, now: datetime) -> PaymentStop:
    """Decide that the sum is not paid. It holds at once: what is prepared of it is called off.

    Who may grant the sum may stop it. The decision is sealed, sent to the party and entered in the diary. Raises
    Refused for the one who proposed it, without delegation for the grant that day, before the party has been heard or
    a reason not to hear it is written, and when what is to be stopped has been paid since.
    """
    stop, application = _locked(stop)
    check_case_act(by, Permission.DECIDE_CASES, application)
    step = PAYMENT_STOP.check("decide", stop.status)
    check_other_person(stop, by)
    _check_delegated(stop, by, now)
    check_heard(stop, now=now)
    stop.amount_ore = _amount_from(stop.decision, stop.from_instalment, law=application.ordinance.stop_law)
    stop.status, stop.decided_at, stop.decided_by = str(step.target), now, by
    stop.letter, stop.entry = _send(stop, write_letter(stop), title=TITLE, key=f"stop:{stop.pk}", by=by, now=now)
    stop.save(update_fields=["status", "amount_ore", "decided_at", "decided_by", "letter", "entry"])
    events.record(
        application.stream,
        step.event,
        by=by,
        now=now,
        stop=stop.pk,
        ground=stop.ground,
        amount_ore=stop.amount_ore,
        letter_sha256=stop.letter.sha256,
        entries=[stop.entry.serial],
    )
    call_off(stop, by=by, now=now)
    return stop


@transaction.atomic
def lift(stop: PaymentStop, *, reasons: str, write_letter: LetterWriter, by: User, now: datetime) -> PaymentStop:
    """Decide that nothing hinders the payment any more; what was stopped can be paid. A decision with its letter.

    Raises Refused for anybody without delegation for the grant that day, without reasons, and unless it is in force.
    """
    stop, application = _locked(stop)
    check_case_act(by, Permission.DECIDE_CASES, application)
    step = PAYMENT_STOP.check("lift", stop.status)
    _check_delegated(stop, by, now)
    _check_said(reasons, "Skriv varför hindret upphävs.", field="lift_reasons")
    check_names_nobody(application, lift_reasons=reasons)
    if not amounts_from(stop.decision):
        raise Refused("Bidraget är slutredovisat. Det finns inget kvar att betala ut.")
    stop.status, stop.lift_reasons = str(step.target), reasons.strip()
    stop.lifted_at, stop.lifted_by = now, by
    stop.lift_letter, stop.lift_entry = _send(
        stop, write_letter(stop), title=LIFT_TITLE, key=f"stop:{stop.pk}:lifted", by=by, now=now
    )
    stop.save(update_fields=["status", "lift_reasons", "lifted_at", "lifted_by", "lift_letter", "lift_entry"])
    events.record(
        application.stream,
        step.event,
        by=by,
        now=now,
        stop=stop.pk,
        amount_ore=stop.amount_ore,
        letter_sha256=stop.lift_letter.sha256,
        entries=[stop.lift_entry.serial],
    )
    return stop


def rule_of(application: Application) -> StopRule:
    """The ordinance's own rule on payment stops. Raises Refused where there is none, with what to do instead."""
    ordinance = application.ordinance
    if ordinance.stop is None:
        raise Refused(
            "Förordningen har ingen egen bestämmelse om hinder mot utbetalning. Ta upp ärendet igen för att ändra "
            "beslutet.",
            law=ordinance.stop_law,
        )
    return ordinance.stop


def amounts_from(decision: Decision) -> dict[int, int]:
    """What a stop from each unpaid instalment holds back, in öre, by the instalment's number."""
    left = ledger.balance_of(decision.application).remaining
    amounts = {}
    for instalment, unpaid_ore in instalments.unpaid(decision):
        amounts[instalment.number] = left
        left -= unpaid_ore
    return {number: amount for number, amount in amounts.items() if amount > 0}


def check_other_person(stop: PaymentStop, person: User) -> None:
    """Den som har föreslagit hindret beslutar inte om det (INV-9)."""
    if stop.proposed_by_id == person.pk:
        raise Refused("Du har föreslagit hindret. Någon annan behöver besluta om det.", law=PRESENTATION)


def check_heard(stop: PaymentStop, *, now: datetime) -> None:
    """Parten ska få yttra sig innan vi beslutar om ett hinder, eller skälet att låta bli antecknas (INV-11).

    Det räknas från det senaste som talar mot parten: beslutet om bidrag, en kontroll eller en bekräftad signal.
    """
    if stop.not_heard:
        return
    application = stop.application
    against = [check.checked_at for check in newest_checks(application).values() if check.result == CheckResult.NOT_MET]
    granted_at = [stop.decision.dispatched_at] if stop.decision.dispatched_at else []
    since = max([*against, *granted_at, *signals_confirmed_at(application)])
    if not has_been_communicated(application, since=since, on=stockholm_date(now)):
        raise Refused(
            "Kommunicera det som talar för ett hinder först, och vänta tills parten har svarat eller svarstiden har "
            "gått ut. Annars behöver förslaget säga varför det inte behövs eller inte går.",
            law=COMMUNICATION,
            field="not_heard",
        )


def _check_delegated(stop: PaymentStop, by: User, now: datetime) -> None:
    kind = DecisionKind(stop.decision.kind)
    delegations.check_delegated(by, kind=kind, amount_ore=stop.decision.amount_ore, on=stockholm_date(now))


def _amount_from(decision: Decision, number: int, *, law: Law) -> int:
    amounts = amounts_from(decision)
    if number not in amounts:
        raise Refused("Välj en rat som inte är utbetald.", law=law, field="from_instalment")
    return amounts[number]


def _check_said(text: str, missing: str, *, field: str) -> None:
    if not text.strip():
        raise Refused(missing, law=REASONS, field=field)
    if len(text) > MOST:
        raise Refused(f"Texten är för lång. Högst {MOST} tecken får plats.", field=field)


def _send(
    stop: PaymentStop, content: bytes, *, title: str, key: str, by: User, now: datetime
) -> tuple[Document, RegistryEntry]:
    letter = documents.store(content, content_type="application/pdf", by=by, now=now)
    told = "Vi har fattat ett beslut om utbetalningen"
    entry = deliveries.send_letter(stop.application, letter, title=title, told=told, key=key, by=by, now=now)
    tell_agency(stop.application, key=f"{key}:agency", title=title, page="payment_stop", now=now)
    return letter, entry


def _locked(stop: PaymentStop) -> tuple[PaymentStop, Application]:
    application = locked(stop.application)
    rows = PaymentStop.objects.select_for_update(of=("self",)).select_related("decision", "proposed_by", "decided_by")
    found = rows.get(pk=stop.pk)
    found.application = found.decision.application = application
    return found, application
