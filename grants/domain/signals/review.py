"""An officer's stand on a signal: confirmed or dismissed, with a note. It decides nothing in the case."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission
from delmos.lib.refusal import Refused
from grants.domain.applications import locked
from grants.domain.queries.signals import may_know
from grants.domain.signals.standing import weigh
from grants.enums import SignalOutcome, SignalStatus
from grants.models import Application, CaseRisk, Signal, SignalReview
from grants.permissions import check_case_act, check_is_officer
from grants.workflow import APPLICATION, CONFLICT, INVESTIGATION
from journal.domain import events

MAX_NOTE = 1000  # characters


@transaction.atomic
def review(signal: Signal, *, outcome: SignalOutcome, note: str, by: User, now: datetime) -> SignalReview:
    """Confirm or dismiss the signal. The newest stand counts; the same one again changes nothing.

    Raises Refused without a note, for others than the case's officer, for whoever is kept out of the case that the
    signal points at, and for a signal that is no longer found.
    """
    application = locked(signal.application)
    risk = CaseRisk.objects.select_for_update().get(pk=application.pk)
    signal = Signal.objects.prefetch_related("reviews").select_related("application", "other__case").get(pk=signal.pk)
    check_case_act(by, Permission.ASSESS_CASES, application)
    _check_judge(signal, application, by)
    step = APPLICATION.check("review_signal", application.status)
    if signal.status is SignalStatus.GONE:
        raise Refused("Signalen stämmer inte längre, så det finns inget att ta ställning till.", field="outcome")
    note = _said(note)
    before = signal.newest_review
    if before and (before.outcome, before.note, before.reviewed_by_id) == (outcome, note, by.pk):
        return before
    taken = SignalReview.objects.create(signal=signal, outcome=outcome, note=note, reviewed_at=now, reviewed_by=by)
    weigh(risk)
    # The note stays out of the log: it may name the other applicant, whom not everybody in this case may know of.
    events.record(application.stream, step.event, by=by, now=now, signal=signal.pk, kind=signal.kind, outcome=outcome)
    return taken


def _check_judge(signal: Signal, application: Application, person: User) -> None:
    """Ärendets handläggare tar ställning, eller en kollega när handläggaren är jävig i det andra ärendet."""
    if not may_know(signal, person):
        raise Refused("Signalen pekar på något du inte får se på grund av jäv. En kollega tar ställning.", law=CONFLICT)
    officer = application.officer
    if officer is None or may_know(signal, officer):
        check_is_officer(person, application)


def _said(note: str) -> str:
    note = note.replace("\r\n", "\n").strip()
    if not note:
        raise Refused("Skriv varför du bekräftar eller avfärdar signalen.", law=INVESTIGATION, field="note")
    if len(note) > MAX_NOTE:
        raise Refused(f"Anteckningen är för lång. Högst {MAX_NOTE} tecken får plats.", field="note")
    return note
