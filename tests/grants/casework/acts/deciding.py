"""Decisions one by one and collectively, the frame that they draw on, and what changes them afterwards."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from grants.domain import batches, corrections, decisions, frames, reopenings
from grants.domain.corrections import Slip
from grants.enums import ApplicationStatus, CorrectedPart, ReopeningGround
from grants.interfaces.sealing import seal
from grants.models import Application, BatchDecision
from tests import factories
from tests.factories import appeals as after
from tests.factories.batches import SHARED
from tests.grants.casework.acts.attempt import DECIDERS, OFFICERS, SENDERS, Act, Try
from tests.grants.casework.acts.examining import a_kind, an_amount


def prepare(t: Try) -> Any:
    kind = a_kind(t)
    wording = factories.wording(
        t.case,
        kind,
        amount_ore=an_amount(t, kind),
        communication=t.one_of(["", "Uppenbart obehövligt."], "communication"),
        report_due_on=t.in_days(30, 300),
    )
    return decisions.prepare(t.case, wording=wording, write_letter=factories.a_letter, by=t.by, now=t.now)


def decide(t: Try) -> Any:
    shown = t.case.decisions.order_by("-pk").first()
    return shown and decisions.decide(shown, letter_sha256=shown.letter_id, seal=seal, by=t.by, now=t.now)


def dispatch(t: Try) -> Any:
    made = t.case.decisions.order_by("-pk").first()
    return made and decisions.dispatch(made, by=t.by, now=t.now)


def begin_batch(t: Try) -> Any:
    """All that wait for a decision in the call, or this case alone."""
    waiting = Application.objects.filter(call=t.case.call_id, status=ApplicationStatus.PROPOSED)
    batch = batches.start(
        t.case.call,
        chosen=waiting if t.one_of([True, False], "all") else [t.case],
        wording=replace(SHARED, report_due_on=t.in_days(30, 300)),
        no_conflict=t.one_of([True, False], "no_conflict"),
        by=t.by,
        now=t.now,
    )
    return factories.worked(batch, now=t.now)


def take_out_of_batch(t: Try) -> Any:
    def take_out(batch: BatchDecision) -> Any:
        row = batch.items.filter(application=t.case).first()
        return row and batches.take_out(batch, items=[row.pk], by=t.by, now=t.now)

    return _on_batch(t, take_out)


def renew_batch(t: Try) -> Any:
    return _on_batch(t, lambda batch: batches.renew(batch, by=t.by, now=t.now))


def call_off_batch(t: Try) -> Any:
    return _on_batch(t, lambda batch: batches.cancel(batch, by=t.by, now=t.now))


def approve_batch(t: Try) -> Any:
    return _on_batch(t, lambda batch: batches.approve(batch, listing_sha256=batch.listing_id or "", by=t.by, now=t.now))


def send_batch(t: Try) -> Any:
    says_none = t.one_of([True, False], "no_conflict")
    return _on_batch(t, lambda batch: batches.dispatch(batch, no_conflict=says_none, by=t.by, now=t.now))


def _on_batch(t: Try, do: Callable[[BatchDecision], Any]) -> Any:
    """On the newest that the case is in, and then the portal does what there is to do."""
    batch = BatchDecision.objects.filter(items__application=t.case).order_by("-pk").first()
    if batch is None or do(batch) is None:
        return None
    return factories.worked(batch, now=t.now)


def change_frame(t: Try) -> Any:
    return frames.set_amount(
        t.case.call,
        group=t.case.group,
        amount_ore=t.number(3, 12, "hundred_thousands") * 100_000_00,
        effective_from=t.today,
        basis="Regeringsbeslut",
        by=t.by,
        now=t.now,
    )


def reopen(t: Try) -> Any:
    ground = t.one_of([ReopeningGround.TO_ADVANTAGE, *ReopeningGround], "ground")
    return t.sent and reopenings.reopen(t.sent, ground=ground, reasons="Fel uppgifter.", by=t.by, now=t.now)


def correct(t: Try) -> Any:
    if t.sent is None:
        return None
    part = CorrectedPart(t.one_of([CorrectedPart.REASONS, *CorrectedPart], "part"))
    slip = Slip(part, "minska", "motverka", "Ett ord blev fel.")
    return corrections.correct(t.sent, slip=slip, write_letter=after.a_correction, by=t.by, now=t.now)


ACTS = (
    Act(prepare, DECIDERS),
    Act(decide, DECIDERS),
    Act(dispatch, SENDERS),
    Act(begin_batch, DECIDERS, of_many=True),
    Act(take_out_of_batch, DECIDERS, of_many=True),
    Act(renew_batch, DECIDERS, of_many=True),
    Act(call_off_batch, DECIDERS, of_many=True),
    Act(approve_batch, DECIDERS, of_many=True),
    Act(send_batch, SENDERS, of_many=True),
    Act(change_frame, OFFICERS, of_many=True),
    Act(reopen, DECIDERS),
    Act(correct, DECIDERS),
)
