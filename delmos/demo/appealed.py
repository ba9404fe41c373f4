"""What follows a decision in the demonstration: the party opens its letter, appeals, and the file goes to the court."""

from datetime import datetime

from accounts.models import User
from delmos.demo.people import Cast
from delmos.demo.steps import HOUR
from grants.domain import appeal_bundles, appeal_hand_overs, appeal_timeliness, appeal_times, appeals, deliveries
from grants.enums import ReconsideredOutcome, TimelinessGround
from grants.interfaces.appeal_bundles import write_appeal_bundle
from grants.models import Appeal, Decision

_WHY = (
    "Vi vill att beslutet ändras så att vi får det belopp vi har sökt. Ni skriver att insatsen inte når nya grupper. "
    "Av vår ansökan framgår att två av tre deltagare aldrig har varit med i en förening."
)
_NOTHING_NEW = "Överklagandet har inget nytt om hur insatsen når nya grupper. Beslutet är inte uppenbart felaktigt."
_COURT = "Förvaltningsrätten i Stockholm"
_STATEMENT = "Vi vidhåller vårt beslut och hänvisar till skälen i det."


def open_letter(decision: Decision, *, by: User, now: datetime) -> None:
    """The party opens the letter with its decision, and the time to appeal begins."""
    letter = appeal_times.letter_of(decision)
    if letter is None:
        raise LookupError(f"{decision} is not sent")
    deliveries.receive(letter, by=by, now=now)


def appeal(decision: Decision, *, by: User, now: datetime) -> Appeal:
    """The party appeals in the portal."""
    return appeals.file(decision, text=_WHY, by=by, now=now)


def look_into(made: Appeal, cast: Cast, *, now: datetime) -> Appeal:
    """The registrar finds it in time, and the decider does not change the decision."""
    made = appeal_timeliness.test(made, ground=TimelinessGround.WITHIN, by=cast["rut"], now=now)
    outcome = ReconsideredOutcome.STANDS
    return appeal_hand_overs.reconsider(made, outcome=outcome, note=_NOTHING_NEW, by=cast["eva"], now=now + HOUR)


def hand_over(made: Appeal, cast: Cast, *, now: datetime) -> Appeal:
    """The file is put together, here and not by a worker, and goes to the court."""
    rut = cast["rut"]
    bundle = appeal_hand_overs.order_bundle(made, court=_COURT, statement=_STATEMENT, by=rut, now=now)
    appeal_bundles.make(bundle.pk, write=write_appeal_bundle, now=now)
    return appeal_hand_overs.hand_over(bundle, by=rut, now=now + HOUR)
