"""A decided case opened again: for a change (37–39 §§ FL) or after a court. The earlier decision is never edited."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission
from delmos.lib.dates import stockholm_date
from delmos.lib.money import format_sek
from delmos.lib.refusal import Refused
from grants.domain import appeal_times, delay_notices, granting, ledger
from grants.domain.applications import locked
from grants.domain.telling import tell_agency, tell_party
from grants.domain.wording import amount_field
from grants.enums import (
    COURT_HAS_RULED,
    MAY_WORSEN,
    OF_A_COURT,
    AppealStatus,
    ApplicationStatus,
    DecisionStatus,
    ReopeningGround,
)
from grants.models import Application, Decision, Reopening
from grants.models.decision import SENT
from grants.models.payment import UNDER_WAY
from grants.models.payment_stop import OPEN
from grants.permissions import check_case_act
from grants.workflow import APPLICATION, CHANGE, CHANGE_OF_APPEALED, DECISION, PAYMENT_STOP
from journal.domain import cases, events

BY_THE_AGENCY = tuple(ground for ground in ReopeningGround if ground not in OF_A_COURT)


@transaction.atomic
def reopen(decision: Decision, *, ground: ReopeningGround, reasons: str, by: User, now: datetime) -> Reopening:
    """A decider opens a decided case again, to change its decision by a new one. The earlier stands until then.

    Raises Refused without one of the grounds and reasons, for a decision that is not in force, while an appeal of it is
    with a court, and, once it is appealed, for other grounds than that it is obviously wrong (39 § FL).
    """
    application = locked(decision.application)
    check_case_act(by, Permission.DECIDE_CASES, application, law=CHANGE)
    decision = Decision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
    if ground in OF_A_COURT:
        raise Refused("Välj en grund för ändringen.", law=CHANGE, field="ground")
    check_not_with_a_court(decision, ground)
    return carry_out(application, decision, ground=ground, reasons=reasons, by=by, now=now)


def check_not_with_a_court(decision: Decision, ground: ReopeningGround) -> None:
    """Ett överklagat beslut ändras bara om det är uppenbart felaktigt, och inte när domstolen har tagit över (39 §)."""
    appeals = decision.application.appeals.filter(of_dismissal=None).exclude(status=AppealStatus.DISMISSED)
    statuses = {AppealStatus(appeal.status) for appeal in appeals if appeal_times.concerns(appeal, decision)}
    if AppealStatus.HANDED_OVER in statuses:
        raise Refused("Överklagandet är överlämnat till domstolen. Vi får inte ändra beslutet.", law=CHANGE_OF_APPEALED)
    if statuses.difference(COURT_HAS_RULED) and ground is not ReopeningGround.OBVIOUSLY_WRONG:
        raise Refused(
            "Beslutet är överklagat. Det får bara ändras om det är uppenbart felaktigt.",
            law=CHANGE_OF_APPEALED,
            field="ground",
        )


def carry_out(
    application: Application, decision: Decision, *, ground: ReopeningGround, reasons: str, by: User, now: datetime
) -> Reopening:
    """Open the case again, in the caller's transaction and under its lock; it has authorised ``by``.

    The six months within which a matter is decided (11–12 §§ FL) count anew.
    """
    if not reasons.strip():
        raise Refused("Skriv varför ärendet tas upp igen.", law=CHANGE, field="reasons")
    if decision.status not in SENT:
        raise Refused("Beslutet är inte skickat.", law=CHANGE)
    step = APPLICATION.check("reopen", application.status)
    check_no_payment_under_way(decision)
    made = Reopening.objects.create(
        application=application,
        decision=decision,
        ground=ground,
        reasons=reasons.strip(),
        reopened_at=now,
        reopened_by=by,
    )
    application.status = str(step.target)
    application.begun_at = now
    application.save(update_fields=["status", "begun_at"])
    delay_notices.put_aside(application, by=by, now=now)
    cases.reopen(application.case)
    events.record(application.stream, step.event, by=by, now=now, ground=ground, reason=made.reasons)
    tell_party(
        application,
        key=f"reopening:{made.pk}",
        title=f"Vi har tagit upp ert ärende igen: {application.title}",
        page="own_case",
        now=now,
    )
    tell_agency(application, key=f"reopening:{made.pk}:agency", title="Ärendet är upptaget igen", page="case", now=now)
    return made


def check_no_payment_under_way(decision: Decision) -> None:
    """Så länge en utbetalning är på väg upphävs eller ändras inte beslutet den vilar på."""
    if decision.payments.filter(status__in=UNDER_WAY).exists():
        raise Refused("En utbetalning är på väg. Avbryt den, eller markera den som utbetald, först.")


def check_may_pay(decision: Decision) -> None:
    """Medan ett bidrag kan bli mindre betalas inget ut: bara ett återkrav tar tillbaka det som är betalt (37 § FL)."""
    found = getattr(decision, "reopening", None)
    if found and decision.status == DecisionStatus.DISPATCHED and found.ground in MAY_WORSEN:
        raise Refused("Ärendet är upptaget igen, och bidraget kan bli mindre. Vänta på det nya beslutet.", law=CHANGE)


def earlier_of(application: Application) -> Decision | None:
    """The decision that a new one in the case comes after: the newest that was sent, with its reopening. One query."""
    return application.decisions.filter(status__in=SENT).select_related("reopening").order_by("-pk").first()


def check_may_worsen(earlier: Decision | None, amount_ore: int) -> None:
    """Ett gynnande beslut ändras till det sämre bara på en av lagens tre grunder (37 § FL, INV-22)."""
    if earlier is None or amount_ore >= earlier.amount_ore:
        return
    found = getattr(earlier, "reopening", None)
    if found is None or found.ground not in MAY_WORSEN:
        raise Refused(
            "Det nya beslutet är sämre för sökanden än det tidigare, och ärendet är inte upptaget på en grund som "
            "tillåter det.",
            law=CHANGE,
            field="amount",
        )


def check_covers_paid(application: Application, given: Mapping[int, int]) -> None:
    """Ett nytt beslut ger minst det som redan är utbetalt: mindre blir det först med ett återkrav (INV-20, 26)."""
    for year, paid in ledger.paid_by_year(application).items():
        if given.get(year, 0) < paid:
            raise Refused(
                f"{format_sek(paid)} är redan utbetalt för {year}. Det nya beslutet kan inte ge mindre än så. Det "
                "som ska betalas tillbaka krävs tillbaka i ett beslut för sig.",
                law=application.ordinance.reclaim_law,
                field=amount_field(year, application.call.budget_year),
            )


def supersede(application: Application, decision: Decision, *, by: User, now: datetime) -> None:
    """What the new ``decision`` replaces is no longer in force, and gives back its room in the frame.

    In the transaction of the new decision, under the case's row lock and before it draws on the frame.
    """
    earlier = decision.earlier
    if earlier is None or earlier.status != DecisionStatus.DISPATCHED:
        return
    check_no_payment_under_way(earlier)
    granting.hold(decision)  # before the ledger gives a number: every decider takes the two in that order
    end(application, earlier, act="supersede", by=by, now=now)


def end(application: Application, earlier: Decision, *, act: str, by: User, now: datetime) -> None:
    """Take ``earlier`` out of force by this act of the table, with its postings. The caller writes the event."""
    step = DECISION.check(act, earlier.status)
    earlier.status = str(step.target)
    earlier.save(update_fields=["status"])
    _end_stops(earlier, by=by, now=now)
    ledger.withdraw_unpaid(application, reference=f"ended:{earlier.pk}", booked_on=stockholm_date(now), by=by, now=now)


def _end_stops(decision: Decision, *, by: User, now: datetime) -> None:
    """A payment stop, proposed or in force, has nothing to hold back once its grant is out of force."""
    for stop in decision.payment_stops.filter(status__in=OPEN):
        step = PAYMENT_STOP.check("end", stop.status)
        stop.status = str(step.target)
        stop.save(update_fields=["status"])
        events.record(decision.application.stream, step.event, by=by, now=now, stop=stop.pk)


def can_reopen(application: Application, decision: Decision | None) -> bool:
    """Whether a page offers it. The verb asks anew."""
    return (
        decision is not None
        and decision.status == DecisionStatus.DISPATCHED
        and ApplicationStatus(application.status) in map(ApplicationStatus, APPLICATION.transition("reopen").sources)
    )
