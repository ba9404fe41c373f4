"""What courts have found in an appeal: registered with its document, and what follows for the case and the money."""

from collections.abc import Collection
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
from grants.enums import UNDECIDED, AppealStatus, CourtOutcome, ReopeningGround, TimelinessGround
from grants.models import Appeal, Application, CourtRuling
from grants.permissions import check_case_act
from grants.workflow import APPEAL_PROCESS, HAND_OVER, REGISTRATION
from journal.domain import cases, events
from journal.enums import Direction
from journal.models import RegistryEntry

TITLE, FINAL_TITLE = "Avgörande från domstol", "Besked om laga kraft"
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

    def is_said_by(self, ruling: CourtRuling) -> bool:
        """Whether this is the ruling that is entered already."""
        known = (ruling.outcome, ruling.court, ruling.case_number, ruling.ruled_on)
        return known == (self.outcome, self.court.strip(), self.case_number.strip(), self.ruled_on)


@transaction.atomic
def settle(appeal: Appeal, *, found: Found, ruling: Attachment | None, by: User, now: datetime) -> CourtRuling:
    """A registrar enters the court's ruling with its document, or that of a higher court while the decision stands.

    What is annulled, changed or sent back takes the old decision out of force with what it granted, and opens the case
    for a new one: after a change, one that carries out what the court has decided. The same ruling a second time gives
    the one that stands. Raises Refused for anybody else, before the hand-over, without the document, after a ruling
    that has taken the decision out of force, and while a payment is under way that rests on the decision.
    """
    appeal, application = appeals.lock(appeal)
    check_case_act(by, Permission.REGISTER_CASES, application, law=REGISTRATION)
    earlier = list(appeal.rulings.order_by("pk"))
    if known := next((one for one in earlier if found.is_said_by(one)), None):
        return known
    step = APPEAL_PROCESS.check("settle_higher" if earlier else "settle_appeal", appeal.status)
    _check(found, appeal, earlier, now=now)
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
    appeal.status = AppealStatus.SETTLED
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
        key=f"ruling:{made.pk}",
        title="Domstolen har avgjort ert överklagande",
        page="own_appeal",
        now=now,
    )
    tell_agency(
        application,
        key=f"ruling:{made.pk}:agency",
        title=f"Domstolen har avgjort överklagandet: {made.get_outcome_display()}",
        page="appeal",
        arguments=[appeal.number],
        now=now,
    )
    return made


@transaction.atomic
def note_final(appeal: Appeal, *, final_on: date, proof: Attachment | None, by: User, now: datetime) -> Appeal:
    """A registrar notes from which Swedish day the court's ruling has legal force, with what the court says of it.

    The portal does not reckon the day: nobody tells it when the parties got the ruling (INV-14). Returns the appeal,
    also when the same person has noted it already. Raises Refused for anybody else, before a ruling, without the
    document, and for a day before the ruling or one that has not come.
    """
    appeal, application = appeals.lock(appeal)
    check_case_act(by, Permission.REGISTER_CASES, application, law=REGISTRATION)
    if appeal.final_at and appeal.final_by_id == by.pk:
        return appeal
    step = APPEAL_PROCESS.check("note_final", appeal.status)
    ruling = appeal.rulings.latest("pk")
    if final_on > stockholm_date(now):
        raise Refused("Dagen har inte kommit än.", field="final_on")
    if final_on < ruling.ruled_on:
        raise Refused("Dagen ligger före avgörandet.", field="final_on")
    if proof is None:
        raise Refused("Lägg till domstolens besked om laga kraft.", law=REGISTRATION, field="attached")
    (taken,) = taken_in([proof], by=by, now=now)
    appeal.final_entry = cases.register(
        application.case,
        direction=Direction.IN,
        title=FINAL_TITLE,
        counterpart=ruling.court,
        document=taken.document,
        by=by,
        now=now,
    )
    appeal.status, appeal.final_on, appeal.final_at, appeal.final_by = str(step.target), final_on, now, by
    appeal.save(update_fields=["status", "final_on", "final_entry", "final_at", "final_by"])
    events.record(
        application.stream,
        step.event,
        by=by,
        now=now,
        number=appeal.number,
        final_on=final_on,
        entries=[appeal.final_entry.serial],
    )
    tell_party(
        application,
        key=f"appeal:{appeal.pk}:final",
        title="Domstolens avgörande har fått laga kraft",
        page="own_appeal",
        now=now,
    )
    return appeal


def open_acts(appeal: Appeal, acts: Collection[str]) -> set[str]:
    """Of the acts that the state of the appeal allows, those that its last ruling leaves. Without a query of its own.

    ``appeal`` comes with its rulings.
    """
    rulings = list(appeal.rulings.all())
    carried_out = bool(rulings) and rulings[-1].outcome != CourtOutcome.UPHELD
    return set(acts) - ({"settle_higher"} if carried_out else set())


def _carry_out(appeal: Appeal, application: Application, ruling: CourtRuling, *, by: User, now: datetime) -> None:
    outcome = CourtOutcome(ruling.outcome)
    if outcome is CourtOutcome.UPHELD:
        return
    if appeal.of_dismissal:
        _reinstate(appeal.of_dismissal, application, by=by, now=now)
    else:
        _annul(application, ruling, by=by, now=now)


def _annul(application: Application, ruling: CourtRuling, *, by: User, now: datetime) -> None:
    """What is in force is so no longer, and the case is opened for a new decision unless it is open already."""
    decision = appeals.may_be_appealed(application)
    if decision is None:
        raise Refused("Ett nytt beslut väntar på att skickas. Skicka det, och registrera sedan avgörandet.")
    decision.application = application
    reopenings.check_no_payment_under_way(decision)
    reopenings.end(application, decision, act="annul", by=by, now=now)
    if application.status not in UNDECIDED:
        reopenings.carry_out(
            application,
            decision,
            ground=OPENS_AGAIN[CourtOutcome(ruling.outcome)],
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


def _check(found: Found, appeal: Appeal, earlier: list[CourtRuling], *, now: datetime) -> None:
    if not found.court.strip():
        raise Refused("Skriv vilken domstol som har avgjort målet.", law=HAND_OVER, field="court")
    if not found.case_number.strip():
        raise Refused("Skriv domstolens målnummer.", law=HAND_OVER, field="case_number")
    if found.ruled_on > stockholm_date(now):
        raise Refused("Dagen har inte kommit än.", field="ruled_on")
    if appeal.handed_over_at and found.ruled_on < stockholm_date(appeal.handed_over_at):
        raise Refused("Dagen ligger före överlämnandet till domstolen.", field="ruled_on")
    if earlier:
        _check_higher(found, earlier)


def _check_higher(found: Found, earlier: list[CourtRuling]) -> None:
    """What a court has taken away is carried out at once, and no later ruling makes that undone by itself."""
    if earlier[-1].outcome != CourtOutcome.UPHELD:
        raise Refused(
            "Det förra avgörandet är redan genomfört. Registrera det nya som en inkommen handling, och låt en jurist "
            "ta ställning till vad som ska göras.",
            law=HAND_OVER,
        )
    if any(one.court == found.court.strip() and one.case_number == found.case_number.strip() for one in earlier):
        raise Refused("Domstolens avgörande i målet är redan registrerat.", law=REGISTRATION, field="case_number")
    if found.ruled_on < earlier[-1].ruled_on:
        raise Refused("Dagen ligger före det förra avgörandet.", field="ruled_on")


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
