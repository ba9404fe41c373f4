"""What a court has found in an appeal: registered with its document, and what follows for the case and the money."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission
from delmos.lib.dates import stockholm_date
from delmos.lib.refusal import Refused
from grants.domain import appeals, reopenings
from grants.domain.messages import Attachment
from grants.domain.post import taken_in
from grants.domain.telling import tell_agency, tell_party
from grants.enums import CourtOutcome, ReopeningGround, TimelinessGround
from grants.models import Appeal, Application, CourtRuling
from grants.permissions import check_case_act
from grants.workflow import APPEAL_PROCESS, HAND_OVER, REGISTRATION
from journal.domain import cases, events
from journal.enums import Direction
from journal.models import RegistryEntry

TITLE = "Avgörande från domstol"
OPENS_AGAIN = {
    CourtOutcome.ANNULLED: ReopeningGround.COURT_ANNULLED,
    CourtOutcome.REMITTED: ReopeningGround.COURT_REMITTED,
    CourtOutcome.CHANGED: ReopeningGround.COURT_CHANGED,
}


@dataclass(frozen=True, slots=True)
class Found:
    """The ruling, as it says: what it finds, which court, under which number, on which day."""

    outcome: CourtOutcome
    court: str
    case_number: str
    ruled_on: date


@transaction.atomic
def settle(appeal: Appeal, *, found: Found, ruling: Attachment | None, by: User, now: datetime) -> CourtRuling:
    """A registrar enters the court's ruling with its document.

    What is annulled, changed or sent back takes the old decision out of force with what it granted, and opens the case
    for a new one: after a change, one that carries out what the court has decided. Raises Refused for anybody else,
    before the hand-over, without the document, and while a payment is under way that rests on the decision.
    """
    appeal, application = appeals.lock(appeal)
    check_case_act(by, Permission.REGISTER_CASES, application, law=REGISTRATION)
    step = APPEAL_PROCESS.check("settle_appeal", appeal.status)
    _check(found, appeal, now=now)
    if ruling is None:
        raise Refused("Lägg till domstolens avgörande.", law=REGISTRATION, field="attached")
    entry = _register(application, found, ruling, by=by, now=now)
    made = CourtRuling.objects.create(
        appeal=appeal,
        outcome=found.outcome,
        court=found.court.strip(),
        case_number=found.case_number.strip(),
        ruled_on=found.ruled_on,
        entry=entry,
        entered_at=now,
        entered_by=by,
    )
    appeal.status = str(step.target)
    appeal.save(update_fields=["status"])
    events.record(
        application.stream,
        step.event,
        by=by,
        now=now,
        number=appeal.number,
        outcome=found.outcome,
        court=made.court,
        entries=[entry.serial],
    )
    _carry_out(appeal, application, made, by=by, now=now)
    tell_party(
        application,
        key=f"appeal:{appeal.pk}:settled",
        title="Domstolen har avgjort ert överklagande",
        page="own_appeal",
        now=now,
    )
    tell_agency(
        application,
        key=f"appeal:{appeal.pk}:settled:agency",
        title=f"Domstolen har avgjort överklagandet: {made.get_outcome_display()}",
        page="appeal",
        arguments=[appeal.number],
        now=now,
    )
    return made


def _carry_out(appeal: Appeal, application: Application, ruling: CourtRuling, *, by: User, now: datetime) -> None:
    outcome = CourtOutcome(ruling.outcome)
    if outcome is CourtOutcome.UPHELD:
        return
    if appeal.of_dismissal:
        _reinstate(appeal.of_dismissal, application, by=by, now=now)
    elif decision := appeals.may_be_appealed(application):
        decision.application = application
        reopenings.check_no_payment_under_way(decision)
        reopenings.end(application, decision, act="annul", by=by, now=now)
        reopenings.carry_out(
            application,
            decision,
            ground=OPENS_AGAIN[outcome],
            reasons=f"{ruling}, se domstolens avgörande.",
            by=by,
            now=now,
        )


def _reinstate(dismissed: Appeal, application: Application, *, by: User, now: datetime) -> None:
    """The court has found that the appeal was not to be dismissed: it goes on as one that came in time."""
    step = APPEAL_PROCESS.check("reinstate", dismissed.status)
    dismissed.status, dismissed.ground = str(step.target), TimelinessGround.COURT_FOUND
    dismissed.save(update_fields=["status", "ground"])
    events.record(application.stream, step.event, by=by, now=now, number=dismissed.number)


def _check(found: Found, appeal: Appeal, *, now: datetime) -> None:
    if not found.court.strip():
        raise Refused("Skriv vilken domstol som har avgjort målet.", law=HAND_OVER, field="court")
    if not found.case_number.strip():
        raise Refused("Skriv domstolens målnummer.", law=HAND_OVER, field="case_number")
    if found.ruled_on > stockholm_date(now):
        raise Refused("Dagen har inte kommit än.", field="ruled_on")
    if appeal.handed_over_at and found.ruled_on < stockholm_date(appeal.handed_over_at):
        raise Refused("Dagen ligger före överlämnandet till domstolen.", field="ruled_on")


def _register(application: Application, found: Found, ruling: Attachment, *, by: User, now: datetime) -> RegistryEntry:
    (taken,) = taken_in([ruling], by=by, now=now)
    return cases.register(
        application.case,
        direction=Direction.IN,
        title=f"{TITLE}: {found.outcome.label.partition(':')[0].lower()}",
        counterpart=found.court.strip(),
        document=taken.document,
        by=by,
        now=now,
    )
