"""Everything that a decision, as it is worded so far, lacks (INV-8 … 13, 16 … 19), each item with its rule."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import partial

from django.db.models import Sum

from accounts.models import User
from accounts.permissions import Permission
from delmos.lib.dates import stockholm_date
from delmos.lib.money import format_sek
from delmos.lib.refusal import Refusals, Refused
from grants.domain import conditions, delegations, double_funding, granting, instalments, mandates, reopenings
from grants.domain.letters_out import check_names_nobody
from grants.domain.requested import requested_by_year
from grants.domain.wording import Wording
from grants.enums import ConflictAnswer, DecisionKind
from grants.models import Application, Decision, Proposal
from grants.models.decision import GIVING
from grants.permissions import conflict_answer
from grants.policies import (
    check_amount,
    check_amounts_of_years,
    check_call_gives,
    check_communicated,
    check_exclusions,
    check_kind_fits_arrival,
    check_worse_is_communicated,
    newest_checks,
    newest_proposal,
)
from grants.workflow import CONFLICT, PRESENTATION, REASONS, TAKING_PART

Checks = Iterator[Callable[[], object]]


def decision_problems(application: Application, wording: Wording, *, by: User, now: datetime) -> list[Refused]:
    """What stops ``by`` from making this decision today, all at once and each named by its field. Nothing is written.

    What it costs follows from the number of years and participants, not from anything else.
    """
    on = stockholm_date(now)
    if wrong := _refusals(partial(check_kind_fits_arrival, application, wording.kind)):
        return list(wrong)  # nothing else can be said of a decision of a kind that the case cannot get
    given = wording.given(application.call.budget_year)
    earlier = reopenings.earlier_of(application)
    checks = _checks(application, wording, given, earlier, by=by, on=on)
    found = [refusal for check in checks for refusal in _refusals(check)]
    if wording.kind in GIVING:
        found += granting.problems(application, given, earlier=earlier, on=on)
        found += instalments.problems(application, wording, on=on)
    return found


def check_presented(application: Application, person: User, *, kind: DecisionKind, on: date) -> Proposal:
    """Beslutsfattaren ska vara en annan än föredraganden, om inte delegationen undantar beslutet (INV-9, MF 20 §)."""
    proposal = newest_proposal(application)
    if proposal is None:
        raise Refused("Ärendet är inte föredraget. Handläggaren behöver lämna ett förslag först.", law=PRESENTATION)
    if proposal.proposed_by_id == person.pk:
        delegations.check_exempt(person, kind=kind, on=on)
    elif conflict_answer(proposal.proposed_by, application) is ConflictAnswer.CONFLICT:
        raise Refused(
            "Den som har föredragit ärendet är eller kan vara jävig. Vänta tills frågan är prövad, eller lämna "
            "tillbaka ärendet så att någon annan bereder det.",
            law=CONFLICT,
        )
    return proposal


def check_may_take_part(application: Application, person: User, *, decider: User, rapporteur: User | None) -> None:
    """Den som deltar i handläggningen arbetar här, har tagit ställning till jäv och är inte jävig (INV-8)."""
    if person in (decider, rapporteur) or not person.may(Permission.SEE_CASES):
        raise Refused(
            f"{person.name} kan inte anges som deltagare. Välj andra än beslutsfattaren och föredraganden.",
            law=TAKING_PART,
            field="present",
        )
    answer = conflict_answer(person, application)
    if answer is ConflictAnswer.CONFLICT:
        raise Refused(
            f"{person.name} är eller kan vara jävig i ärendet och får inte delta.", law=CONFLICT, field="present"
        )
    if answer is None:
        raise Refused(f"{person.name} har inte tagit ställning till jäv i ärendet.", law=CONFLICT, field="present")


def check_basis(application: Application, kind: DecisionKind, *, on: date) -> None:
    """Inför ett bifall ska behörighet, formella krav och annan finansiering vara klarlagda (INV-5, 18, 19)."""
    refusals = [refusal for check in _basis(application, kind, on=on) for refusal in _refusals(check)]
    if refusals:
        raise Refusals(refusals)


def check_still_so(application: Application, decision: Decision, kind: DecisionKind, *, on: date) -> None:
    """Det som har kommit in sedan brevet upprättades kan göra att ett avslag eller en avvisning inte längre får fattas.

    Ett föreläggande kan ha följts (INV-7), och en ny uppgift mot sökanden är inte kommunicerad (INV-11).
    """
    check_kind_fits_arrival(application, kind)
    heard = decision.communication
    check_communicated(application, kind, heard, newest_checks(application), on=on)
    check_worse_is_communicated(application, decision.earlier, decision.amount_ore, heard, on=on)


def _checks(
    application: Application,
    wording: Wording,
    given: dict[int, int],
    earlier: Decision | None,
    *,
    by: User,
    on: date,
) -> Checks:
    kind, own_year = wording.kind, application.call.budget_year
    proposal = newest_proposal(application)
    presented = proposal is None or proposal.proposed_by_id != by.pk
    yield partial(check_presented, application, by, kind=kind, on=on)
    yield partial(check_amount, application, kind, wording.amount_ore)
    yield partial(check_names_nobody, application, reasons=wording.reasons, conditions=wording.conditions)
    if earlier:
        yield partial(reopenings.check_may_worsen, earlier, wording.amount_ore)
        yield partial(reopenings.check_covers_paid, application, given)
        yield partial(
            check_worse_is_communicated, application, earlier, wording.amount_ore, wording.communication, on=on
        )
    if kind in GIVING and proposal and wording.amount_ore <= application.requested_ore:
        yield partial(_check_eligible, proposal, wording.amount_ore)
    if kind in GIVING:
        yield partial(check_amounts_of_years, requested_by_year(application), given, own_year)
    if presented or delegations.is_exempt(by, kind=kind, on=on):
        yield partial(
            delegations.check_delegated,
            by,
            kind=kind,
            amount_ore=max(wording.amount_ore, 0),
            on=on,
            presented=presented,
            lock=False,
        )
    yield partial(_check_texts, wording)
    checks = newest_checks(application)
    yield partial(check_communicated, application, kind, wording.communication, checks, on=on)
    if kind in GIVING:
        yield partial(_check_grant, application, wording, on=on)
    yield from _basis(application, kind, on=on)
    rapporteur = proposal.proposed_by if proposal else None
    for person in wording.present:
        yield partial(check_may_take_part, application, person, decider=by, rapporteur=rapporteur)


def _basis(application: Application, kind: DecisionKind, *, on: date) -> Checks:
    yield partial(check_call_gives, application.call, kind)
    if kind in GIVING:
        yield partial(mandates.check_reviewed, application)
        yield partial(check_exclusions, application, on=on)
        yield partial(double_funding.check_resolved, application)


def _check_eligible(proposal: Proposal, amount_ore: int) -> None:
    """Ett bidrag täcker bara det som är godtaget i beredningen (INV-17)."""
    eligible = proposal.lines.aggregate(total=Sum("eligible_ore"))["total"]
    if eligible is not None and amount_ore > eligible:
        raise Refused(
            f"I förslaget är kostnader för {format_sek(eligible)} godtagna. Lämna tillbaka ärendet om mer ska godtas.",
            field="amount",
        )


def _check_texts(wording: Wording) -> None:
    refusals = []
    if not wording.reasons.strip():
        refusals.append(Refused("Skriv skälen för beslutet.", law=REASONS, field="reasons"))
    if not wording.rules_cited.strip():
        refusals.append(Refused("Ange de bestämmelser som har tillämpats.", law=REASONS, field="rules_cited"))
    if refusals:
        raise Refusals(refusals)


def _check_grant(application: Application, wording: Wording, *, on: date) -> None:
    ordinance, refusals = application.ordinance, list[Refused]()
    if not wording.conditions.strip():
        refusals.append(Refused("Ange villkoren för bidraget.", law=ordinance.decision_law, field="conditions"))
    refusals += _refusals(partial(conditions.check_required, application, wording.kind, wording.condition_lines, on=on))
    if wording.report_due_on is None or wording.report_due_on <= on:
        refusals.append(
            Refused(
                "Ange en sista dag för slutredovisning som ligger framåt i tiden.",
                law=ordinance.report_law,
                field="report_due_on",
            )
        )
    if refusals:
        raise Refusals(refusals)


def _refusals(check: Callable[[], object]) -> tuple[Refused, ...]:
    try:
        check()
    except Refusals as refusals:
        return refusals.refusals
    except Refused as refusal:
        return (refusal,)
    return ()
