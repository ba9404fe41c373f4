"""What follows when a decision is sent: its receipt, appeals, the court."""

from typing import Any

from grants.domain import appeal_bundles, appeal_hand_overs, appeal_timeliness, appeals, court_rulings, deliveries
from grants.domain.appeals import Incoming
from grants.domain.court_rulings import Found
from grants.domain.deliveries import Evidence
from grants.enums import (
    APPEAL_OVER,
    ENTERED_BY_HAND,
    AppealStatus,
    AppealWay,
    CourtOutcome,
    DeliveryKind,
    ReconsideredOutcome,
    TimelinessGround,
)
from grants.interfaces.appeal_bundles import write_appeal_bundle
from grants.models import Appeal, AppealBundle, DeliveryRecord
from journal.models import RegistryEntry
from tests.factories import appeals as after
from tests.grants.casework.acts.attempt import DECIDERS, SENDERS, Act, Try


def open_letter(t: Try) -> Any:
    letter = _letter(t)
    return letter and deliveries.receive(letter, by=t.by, now=t.now)


def enter_receipt(t: Try) -> Any:
    letter = _letter(t)
    kind = DeliveryKind(t.one_of([DeliveryKind.RECEIPT, *ENTERED_BY_HAND], "kind"))
    files = [after.a_file("Kvitto.pdf")] if kind is DeliveryKind.RECEIPT else []
    evidence = Evidence(kind, t.days_ago(20), "Enligt kvittot.")
    return letter and deliveries.enter(letter, evidence=evidence, files=files, by=t.by, now=t.now)


def strike_receipt(t: Try) -> Any:
    by_hand = DeliveryRecord.objects.filter(application=t.case, kind__in=ENTERED_BY_HAND, strikes=None)
    record = by_hand.order_by("-pk").first()
    return record and deliveries.strike(record, reason="Fel brev.", by=t.by, now=t.now)


def appeal(t: Try) -> Any:
    return t.sent and appeals.file(t.sent, text="Ändra.", of_dismissal=_dismissed(t), by=t.by, now=t.now)


def enter_appeal(t: Try) -> Any:
    incoming = Incoming(AppealWay.LETTER, t.days_ago(30), "Ändra.")
    return t.sent and appeals.enter(t.sent, incoming=incoming, of_dismissal=_dismissed(t), by=t.by, now=t.now)


def try_the_time(t: Try) -> Any:
    appealed = _appeal(t)
    if appealed is None:
        return None
    ground = TimelinessGround(t.one_of([_fitting(appealed), *TimelinessGround], "ground"))
    return appeal_timeliness.test(appealed, ground=ground, note="Se akten.", by=t.by, now=t.now)


def try_again(t: Try) -> Any:
    appealed = _appeal(t)
    return appealed and appeal_timeliness.test_again(appealed, reason="Fel dag.", by=t.by, now=t.now)


def dismiss_appeal(t: Try) -> Any:
    appealed = _appeal(t)
    return appealed and appeal_timeliness.dismiss(
        appealed, reasons="För sent.", write_letter=after.a_dismissal, by=t.by, now=t.now
    )


def reconsider(t: Try) -> Any:
    appealed = _appeal(t)
    outcome = t.one_of(list(ReconsideredOutcome), "outcome")
    return appealed and appeal_hand_overs.reconsider(appealed, outcome=outcome, note="Se.", by=t.by, now=t.now)


def order_file(t: Try) -> Any:
    """The portal puts it together at once."""
    appealed = _appeal(t)
    if appealed is None:
        return None
    ordered = appeal_hand_overs.order_bundle(appealed, court=after.COURT, by=t.by, now=t.now)
    return appeal_bundles.make(ordered.pk, write=write_appeal_bundle, now=t.now)


def hand_over(t: Try) -> Any:
    bundle = AppealBundle.objects.filter(appeal__application=t.case).order_by("-pk").first()
    return bundle and appeal_hand_overs.hand_over(bundle, by=t.by, now=t.now)


def settle(t: Try) -> Any:
    appealed = _appeal(t)
    outcome = CourtOutcome(t.one_of(list(CourtOutcome), "outcome"))
    if appealed is None:
        return None
    earlier = appealed.rulings.count()
    court, case_number = (after.COURT, "1234-18") if not earlier else (after.HIGHER_COURT, f"{earlier}-19")
    found = Found(outcome, court, case_number, t.today)
    return court_rulings.settle(appealed, found=found, ruling=after.a_file("Dom.pdf"), by=t.by, now=t.now)


def note_final(t: Try) -> Any:
    appealed = _appeal(t)
    return appealed and court_rulings.note_final(
        appealed, final_on=t.today, proof=after.a_file("Besked.pdf"), by=t.by, now=t.now
    )


def _letter(t: Try) -> RegistryEntry | None:
    return after.the_letter(t.sent) if t.sent else None


def _appeal(t: Try) -> Appeal | None:
    """The newest that is not over, or the newest of all."""
    found = Appeal.objects.filter(application=t.case).order_by("-pk")
    return found.exclude(status__in=APPEAL_OVER).first() or found.first()


def _dismissed(t: Try) -> Appeal | None:
    dismissed = Appeal.objects.filter(application=t.case, status=AppealStatus.DISMISSED).order_by("-pk").first()
    return t.one_of([dismissed, None], "of_dismissal") if dismissed else None


def _fitting(appealed: Appeal) -> TimelinessGround:
    due_on = appeal_timeliness.due_of(appealed)
    if due_on is None:
        return TimelinessGround.UNKNOWN
    return TimelinessGround.WITHIN if appealed.came_in_on <= due_on else TimelinessGround.LATE


ACTS = (
    Act(open_letter),
    Act(enter_receipt, ("rut",)),
    Act(strike_receipt, ("rut",)),
    Act(appeal),
    Act(enter_appeal, ("rut",)),
    Act(try_the_time, SENDERS),
    Act(try_again, DECIDERS),
    Act(dismiss_appeal, DECIDERS),
    Act(reconsider, DECIDERS),
    Act(order_file, SENDERS),
    Act(hand_over, SENDERS),
    Act(settle, ("rut",)),
    Act(note_final, ("rut",)),
)
