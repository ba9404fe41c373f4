"""After the decision: opened by anna, appealed, tested by rut, reconsidered by eva, handed over, settled by a court."""

from datetime import UTC, datetime
from functools import partial
from typing import Any

from grants.domain import (
    appeal_bundles,
    appeal_hand_overs,
    appeal_timeliness,
    appeals,
    corrections,
    court_rulings,
    deliveries,
    reopenings,
)
from grants.domain.appeal_times import letter_of
from grants.domain.court_rulings import Found
from grants.domain.deliveries import Evidence
from grants.domain.messages import Attachment
from grants.enums import (
    AppealStatus,
    CorrectedPart,
    CourtOutcome,
    DecisionKind,
    DecisionStatus,
    DeliveryKind,
    ReconsideredOutcome,
    ReopeningGround,
    TimelinessGround,
)
from grants.interfaces.appeal_bundles import write_appeal_bundle
from grants.interfaces.sealing import seal
from grants.models import Appeal, AppealBundle, Call, Correction, CourtRuling, Decision, Reopening
from journal.models import RegistryEntry
from tests.factories.applications import proposed
from tests.factories.decisions import decided, decision_at, dispatched, prepared
from tests.factories.drafts import a_pdf
from tests.factories.moments import NOW
from tests.factories.people import declare_no_conflict, person, signatory_of
from tests.factories.remembered import remembered

HIGHER_COURT = "Kammarrätten i Stockholm"
COURT = "Förvaltningsrätten i Stockholm"
WHY_WRONG = "Ni har räknat fel på våra medlemmar. Vi vill ha hela beloppet."
LATER = datetime(2018, 6, 20, 10, 0, tzinfo=UTC)  # when three weeks from NOW have passed
RULED_AT = datetime(2018, 9, 3, 10, 0, tzinfo=UTC)


@remembered
def dispatched_rejection(**arrival: Any) -> Decision:
    """A rejection, sent: it may be appealed."""
    return decision_at(DecisionStatus.DISPATCHED, kind=DecisionKind.REJECT, **arrival)


@remembered
def the_letter(decision: Decision) -> RegistryEntry:
    """The row of the diary with which the decision was sent."""
    entry = letter_of(decision)
    if entry is None:
        raise ValueError("the decision is not sent")
    return entry


@remembered
def opened_decision(decision: Decision | None = None, *, now: datetime = NOW) -> Decision:
    """A decision that anna has opened."""
    decision = decision or dispatched_rejection()
    deliveries.receive(the_letter(decision), by=signatory_of(decision.application.organisation), now=now)
    return decision


def a_file(name: str = "Bevis.pdf", text: str = "Bevis") -> Attachment:
    """A PDF from outside."""
    content = a_pdf(text)
    return Attachment(name, content, len(content.getvalue()))


@remembered
def appealed(decision: Decision | None = None, *, now: datetime = NOW, **changes: Any) -> Appeal:
    """An appeal that anna has made in the portal."""
    decision = decision or opened_decision()
    said = {"text": WHY_WRONG, **changes}
    return appeals.file(decision, **said, by=signatory_of(decision.application.organisation), now=now)


def a_dismissal(appeal: Appeal) -> bytes:
    """A sealed letter that differs with its appeal. The verb takes the writer of letters as an argument."""
    return seal(a_pdf(f"{appeal.application.case.number} avvisat {appeal.number}").read())


def a_correction(correction: Correction) -> bytes:
    """A sealed letter that differs with what it corrects."""
    return seal(a_pdf(f"{correction.old_text} {correction.new_text}").read())


@remembered
def tested_in_time(appeal: Appeal, *, now: datetime = NOW) -> Appeal:
    """Found in time by rut."""
    declare_no_conflict(appeal.application, "rut", now=now)
    ground = TimelinessGround.UNKNOWN if appeal_timeliness.due_of(appeal) is None else TimelinessGround.WITHIN
    return appeal_timeliness.test(appeal, ground=ground, by=person("rut"), now=now)


@remembered
def tested_late(appeal: Appeal | None = None, *, now: datetime = LATER) -> Appeal:
    """Came in when the three weeks had passed, and found late by rut."""
    appeal = appeal or appealed(now=now)
    declare_no_conflict(appeal.application, "rut", now=now)
    return appeal_timeliness.test(appeal, ground=TimelinessGround.LATE, by=person("rut"), now=now)


@remembered
def appeal_dismissed(appeal: Appeal | None = None, *, now: datetime = LATER) -> Appeal:
    """Dismissed by eva."""
    appeal = appeal or tested_late(now=now)
    return appeal_timeliness.dismiss(
        appeal, reasons="Det kom in för sent.", write_letter=a_dismissal, by=person("eva"), now=now
    )


@remembered
def reconsidered(
    appeal: Appeal | None = None, outcome: ReconsideredOutcome = ReconsideredOutcome.STANDS, *, now: datetime = NOW
) -> Appeal:
    """Eva has looked at the decision again."""
    appeal = appeal or tested_in_time(appealed())
    return appeal_hand_overs.reconsider(appeal, outcome=outcome, note="Inget nytt.", by=person("eva"), now=now)


@remembered
def bundle_ordered(appeal: Appeal | None = None, *, now: datetime = NOW) -> AppealBundle:
    """Rut has the file of the case put together."""
    appeal = appeal or tested_in_time(appealed())
    return appeal_hand_overs.order_bundle(appeal, court=COURT, statement="Vi står fast.", by=person("rut"), now=now)


@remembered
def bundle_made(appeal: Appeal | None = None, *, now: datetime = NOW) -> AppealBundle:
    """The file as the task makes it."""
    bundle = bundle_ordered(appeal, now=now)
    appeal_bundles.make(bundle.pk, write=write_appeal_bundle, now=now)
    bundle.refresh_from_db()
    return bundle


@remembered
def handed_over_appeal(appeal: Appeal | None = None, *, now: datetime = NOW) -> Appeal:
    """Handed over to the court by rut."""
    return appeal_hand_overs.hand_over(bundle_made(appeal, now=now), by=person("rut"), now=now)


@remembered
def settled(
    appeal: Appeal | None = None, outcome: CourtOutcome = CourtOutcome.ANNULLED, *, now: datetime = RULED_AT
) -> CourtRuling:
    """The court's ruling, entered by rut on the day it was made."""
    appeal = appeal or handed_over_appeal()
    found = Found(outcome, COURT, "1234-18", now.date())
    return court_rulings.settle(appeal, found=found, ruling=a_file("Dom.pdf", "Dom"), by=person("rut"), now=now)


@remembered
def settled_higher(
    appeal: Appeal, outcome: CourtOutcome = CourtOutcome.UPHELD, *, now: datetime = RULED_AT
) -> CourtRuling:
    """The ruling of the court above."""
    found = Found(outcome, HIGHER_COURT, "567-18", now.date())
    return court_rulings.settle(appeal, found=found, ruling=a_file("Dom.pdf", "Dom 2"), by=person("rut"), now=now)


@remembered
def final_appeal(appeal: Appeal | None = None, *, now: datetime = RULED_AT) -> Appeal:
    """What the court has upheld has legal force, as rut notes from what the court says."""
    appeal = appeal or settled(outcome=CourtOutcome.UPHELD).appeal
    proof = a_file("Lagakraftbevis.pdf", "Laga kraft")
    return court_rulings.note_final(appeal, final_on=now.date(), proof=proof, by=person("rut"), now=now)


@remembered
def granted_anew(decision: Decision, *, now: datetime = NOW) -> Decision:
    """A new decision in a case that was opened again: proposed by dag and granted by eva, sent by rut."""
    application = decision.application
    application.refresh_from_db()
    made = decided(prepared(proposed(application, now=now), now=now), now=now)
    return dispatched(made, now=now)


@remembered
def any_decision_at(status: DecisionStatus) -> Decision:
    """A decision in any status, also one that a court or a new decision has taken out of force."""
    if status == DecisionStatus.ANNULLED:
        decision = settled().appeal.decision
    elif status == DecisionStatus.SUPERSEDED:
        decision = dispatched_rejection()
        reopened(decision)
        granted_anew(decision)
    else:
        return decision_at(status)
    decision.refresh_from_db()
    return decision


@remembered
def reopened(
    decision: Decision, ground: ReopeningGround = ReopeningGround.TO_ADVANTAGE, *, now: datetime = NOW
) -> Reopening:
    """Opened again by eva, to be changed."""
    return reopenings.reopen(decision, ground=ground, reasons="Vi hade fel uppgifter.", by=person("eva"), now=now)


@remembered
def appeal_at(status: AppealStatus) -> Appeal:
    """An appeal in this status."""
    makers = {
        AppealStatus.RECEIVED: appealed,
        AppealStatus.IN_TIME: lambda: tested_in_time(appealed()),
        AppealStatus.LATE: tested_late,
        AppealStatus.DISMISSED: appeal_dismissed,
        AppealStatus.RECONSIDERED: reconsidered,
        AppealStatus.HANDED_OVER: handed_over_appeal,
        AppealStatus.SETTLED: lambda: settled(outcome=CourtOutcome.UPHELD).appeal,
        AppealStatus.FINAL: final_appeal,
    }
    appeal = makers[status]()
    appeal.refresh_from_db()
    return appeal


@remembered
def what_follows_a_decision(call: Call) -> None:
    """Appeals at each step, a receipt struck, a correction and a case that a court has opened again."""
    rejected = partial(dispatched_rejection, call=call)
    record = deliveries.enter(
        the_letter(rejected()), evidence=Evidence(DeliveryKind.POSTED, NOW.date()), by=person("rut"), now=NOW
    )
    deliveries.strike(record, reason="Fel brev.", by=person("rut"), now=NOW)
    appealed(opened_decision(rejected()), page_key="sidan")
    bundle_ordered(reconsidered(tested_in_time(appealed(rejected()))))
    appeal_dismissed(tested_late(appealed(opened_decision(rejected()), now=LATER)))
    final_appeal(settled(handed_over_appeal(tested_in_time(appealed(rejected()))), CourtOutcome.UPHELD).appeal)
    ruling = settled(handed_over_appeal(tested_in_time(appealed(rejected()))))
    slip = corrections.Slip(CorrectedPart.REASONS, "minska", "motverka", "Ett ord blev fel.")
    corrections.correct(ruling.appeal.decision, slip=slip, write_letter=a_correction, by=person("eva"), now=RULED_AT)
