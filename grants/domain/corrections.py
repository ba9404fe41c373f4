"""Corrections of a slip of the pen (36 § FL): a new signed entry with old and new, never an edit (INV-23)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission
from delmos.lib.refusal import Refused
from grants.domain import deliveries
from grants.domain.applications import locked
from grants.domain.letters_out import check_names_nobody
from grants.enums import CorrectedPart
from grants.models import Correction, Decision
from grants.models.decision import SENT
from grants.permissions import check_case_act
from grants.workflow import CORRECTION
from journal.domain import documents, events

TITLE = "Rättelse av beslut"
MOST = 2000  # characters
# Draws the correction: the room of letters stands above this one and is handed in.
LetterWriter = Callable[[Correction], bytes]


@dataclass(frozen=True, slots=True)
class Slip:
    """What stands and what should stand, in which part of the decision, and why it is a slip of the pen."""

    part: CorrectedPart
    old_text: str
    new_text: str
    reasons: str


@transaction.atomic
def correct(decision: Decision, *, slip: Slip, write_letter: LetterWriter, by: User, now: datetime) -> Correction:
    """Correct a slip of the pen in a decision that is sent. The decision stands untouched, and so does its amount.

    The correction is sealed, sent to the party and entered in the diary. Raises Refused for others than a decider,
    for a text that does not stand in that part of the decision, without a new text or reasons, and before it is sent.
    The same slip a second time gives the correction that is made.
    """
    application = locked(decision.application)
    check_case_act(by, Permission.DECIDE_CASES, application, law=CORRECTION)
    decision = Decision.objects.select_related("decider").get(pk=decision.pk)
    decision.application = application
    if made := _made(decision, slip, by):
        return made
    _check(decision, slip)
    check_names_nobody(application, new_text=slip.new_text, reasons=slip.reasons)
    made = Correction(
        decision=decision,
        part=slip.part,
        old_text=slip.old_text.strip(),
        new_text=slip.new_text.strip(),
        reasons=slip.reasons.strip(),
        corrected_at=now,
        corrected_by=by,
    )
    made.letter = documents.store(write_letter(made), content_type="application/pdf", by=by, now=now)
    made.entry = deliveries.send_letter(
        application,
        made.letter,
        title=TITLE,
        told="Vi har rättat ett skrivfel i beslutet",
        key=f"correction:{decision.pk}:{decision.corrections.count() + 1}",
        by=by,
        now=now,
    )
    made.save()
    events.record(
        application.stream,
        "decision_corrected",
        by=by,
        now=now,
        part=slip.part,
        old=made.old_text,
        new=made.new_text,
        letter_sha256=made.letter.sha256,
        entries=[made.entry.serial],
    )
    return made


def _made(decision: Decision, slip: Slip, by: User) -> Correction | None:
    """The correction of this very slip, when the same person has made it already (a double click)."""
    same = decision.corrections.filter(part=slip.part, old_text=slip.old_text.strip(), new_text=slip.new_text.strip())
    return same.filter(corrected_by=by).first()


def _check(decision: Decision, slip: Slip) -> None:
    if decision.status not in SENT:
        raise Refused("Beslutet är inte skickat. Upprätta brevet på nytt i stället.", law=CORRECTION)
    if not slip.old_text.strip():
        raise Refused("Skriv den text som är fel.", law=CORRECTION, field="old_text")
    if not slip.new_text.strip():
        raise Refused("Skriv hur texten ska vara.", law=CORRECTION, field="new_text")
    if slip.new_text.strip() == slip.old_text.strip():
        raise Refused("Den nya texten är densamma som den gamla.", law=CORRECTION, field="new_text")
    if slip.part is not CorrectedPart.OTHER and slip.old_text.strip() not in getattr(decision, slip.part.value):
        raise Refused("Texten står inte i den delen av beslutet. Skriv den precis som där.", field="old_text")
    if not slip.reasons.strip():
        raise Refused("Skriv varför det är ett skrivfel.", law=CORRECTION, field="reasons")
    if max(map(len, (slip.old_text, slip.new_text, slip.reasons))) > MOST:
        raise Refused(f"Texten är för lång. Högst {MOST} tecken får plats.")
