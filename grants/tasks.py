"""Celery's side of the cases. Beat sends these; the row is the queue, so a message may be lost or come twice."""

from uuid import UUID

import structlog
from celery import current_app, shared_task
from django.utils import timezone

from delmos.lib.sweep import each
from grants.domain import (
    announcements,
    appeal_bundles,
    appeal_times,
    batch_work,
    batches,
    completion_requests,
    culling,
    delay_notices,
    masked_copies,
    proposal_orders,
    receipts,
    rejections,
    subscriptions,
    worklist_files,
)
from grants.domain.batch_ends import Writers
from grants.domain.signals import search as signals
from grants.interfaces.appeal_bundles import write_appeal_bundle
from grants.interfaces.batch_papers import render_listing, render_protocol
from grants.interfaces.letters import render_decision
from grants.interfaces.receipts import render_receipt
from grants.interfaces.release_letters import mask_font
from grants.interfaces.sealing import seal
from grants.interfaces.worklist_form import selection_of
from grants.interfaces.worklist_sheets import write_worklist
from journal.domain import scans

WRITERS = Writers(letter=render_decision, listing=render_listing, protocol=render_protocol, seal=seal)
SWEEP = 5  # seconds: what the sweep of batches sent, and no worker took, the next one sends anew

log = structlog.get_logger(__name__)


@shared_task
def announce(pk: int) -> None:
    """Tell everybody whom an announcement concerns, a batch at a time. What was queued before a crash stays queued."""
    while announcements.tell_batch(pk, now=timezone.now()):
        pass


@shared_task
def announce_waiting() -> None:
    """Go on with the announcements whose message was lost or whose worker died."""
    each(announcements.waiting(), announce, sweep="announcements")


@shared_task
def forget_unconfirmed_subscriptions() -> None:
    """Delete the addresses that were never confirmed."""
    if forgotten := subscriptions.forget_unconfirmed(now=timezone.now()):
        log.info("unconfirmed_subscriptions_forgotten", addresses=forgotten)


@shared_task
def write_receipts() -> None:
    """Draw and mail the receipts of what has been submitted."""
    if written := receipts.write_due(draw=render_receipt, now=timezone.now()):
        log.info("receipts_written", receipts=written)


@shared_task
def draw_masked_copies() -> None:
    """Draw the masked copies of documents that are to be released in part."""
    if drawn := masked_copies.draw_due(font=mask_font, now=timezone.now()):
        log.info("masked_copies_drawn", copies=drawn)


@shared_task
def scan_files() -> None:
    """Have the files that wait for the virus scanner scanned, and tell those who sent what it rejects."""
    if done := scans.sweep(tell=rejections.tell, now=timezone.now()):
        log.info("files_scanned", files=done)


@shared_task
def remove_old_versions() -> None:
    """Remove the old versions of drafts that were never sent in."""
    if removed := culling.remove_due(now=timezone.now()):
        log.info("draft_versions_removed", versions=removed)


@shared_task
def mind_completions() -> None:
    """Remind of completions that are soon due, and mark those that were not answered in time."""
    now = timezone.now()
    try:
        reminded = completion_requests.remind(now=now)
    finally:  # who is not reminded does not keep the others' time from running out
        expired = completion_requests.expire(now=now)
    if reminded or expired:
        log.info("completions_minded", reminded=reminded, expired=expired)


@shared_task
def search_signals() -> None:
    """Look for signals of risk in the cases where something that is compared has changed."""
    if searched := signals.search_due(now=timezone.now()):
        log.info("signals_searched", cases=searched)


@shared_task
def search_signals_again() -> None:
    """Let the cases that were looked through the longest ago be looked through again."""
    if asked := signals.ask_again():
        log.info("signals_asked_again", cases=asked)


@shared_task
def draft_delay_notices() -> None:
    """Draft a notice of delay in every case that comes near six months. The officer sends it, or says why not."""
    if drafted := delay_notices.draft_due(now=timezone.now()):
        log.info("delay_notices_drafted", notices=drafted)


@shared_task
def make_worklist_file(pk: str) -> None:
    """Make a work list that somebody has ordered as a file."""
    worklist_files.make(UUID(pk), read=selection_of, write=write_worklist, now=timezone.now())


@shared_task
def make_worklist_files() -> None:
    """Make the files whose message was lost or whose worker died."""
    for pk in worklist_files.waiting():
        make_worklist_file(str(pk))


@shared_task
def remove_worklist_files() -> None:
    """Remove the files whose days have passed."""
    if removed := worklist_files.remove_due(now=timezone.now()):
        log.info("worklist_files_removed", files=removed)


@shared_task
def note_legal_force() -> None:
    """Note legal force for the decisions whose time to appeal has passed without an appeal."""
    if noted := appeal_times.note_legal_force(now=timezone.now()):
        log.info("legal_force_noted", decisions=noted)


@shared_task
def make_appeal_bundle(pk: int) -> None:
    """Put together the file of a case for the court."""
    appeal_bundles.make(pk, write=write_appeal_bundle, now=timezone.now())


@shared_task
def make_appeal_bundles() -> None:
    """Put together the files whose message was lost or whose worker died."""
    for pk in appeal_bundles.waiting():
        make_appeal_bundle(pk)


@shared_task
def make_proposals(pk: str) -> None:
    """Make the proposals that an officer has ordered by a scenario."""
    proposal_orders.carry_out(UUID(pk), now=timezone.now())


@shared_task
def make_ordered_proposals() -> None:
    """Make the proposals whose message was lost or whose worker died."""
    for pk in proposal_orders.waiting():
        make_proposals(str(pk))


@shared_task
def work_on_batch(pk: int) -> None:
    """Do some cases of a collective decision, and ask for the next ones: between tasks the worker may be replaced."""
    with batch_work.taking_part(pk) as more:
        for _ in range(batch_work.CHUNK):
            more = more and batch_work.do_next(pk, writers=WRITERS, now=timezone.now())
    if more:
        current_app.send_task(batches.TASK, [pk])


@shared_task
def work_on_batches() -> None:
    """Go on with the collective decisions whose message was lost or whose worker died."""
    for pk in batch_work.waiting():
        current_app.send_task(batches.TASK, [pk], expires=SWEEP)
