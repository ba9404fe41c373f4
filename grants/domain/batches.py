"""Collective decisions (samlingsbeslut): begun, mended, approved in one moment, sent. `batch_work` does the work.

Every verb locks the batch's row first. The portal carries out what was approved a case at a time, as decisions.decide,
as of the moment of approval; until then the frames keep room for all of it (INV-16).
"""

from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime

from celery import current_app
from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from accounts.permissions import Permission
from delmos.lib.refusal import Law, Refused
from grants.domain import batch_checks
from grants.enums import ApplicationStatus, BatchItemStatus, BatchStatus
from grants.models import Application, BatchDecision, BatchItem, Call
from grants.models.batch import UNDER_WAY
from grants.permissions import check_may, without_conflict
from grants.series import COLLECTIVE
from grants.workflow import BATCH, CONFLICT, DECISION_CONTENT, NOTIFICATION, PRESENTATION
from journal.domain import cases, events
from journal.enums import Direction

MOST = 1000  # cases in one collective decision
TASK = "grants.tasks.work_on_batch"
SHARED_BY = 2  # workers that share a batch
LISTING, PROTOCOL = "Beslutslista", "Protokoll över samlingsbeslut"
_NAMED = 5  # case numbers that a refusal names


@dataclass(frozen=True, slots=True)
class SharedWording:
    """What the decisions of a batch have in common. Kind, amount and reasons are those of each proposal."""

    rules_cited: str
    conditions: str = ""
    participants: str = ""
    report_due_on: date | None = None


@transaction.atomic
def start(
    call: Call,
    *,
    chosen: Iterable[Application],
    wording: SharedWording,
    no_conflict: bool = False,
    page_key: str = "",
    by: User,
    now: datetime,
) -> BatchDecision:
    """Begin a collective decision on proposed cases of ``call``, for ``by`` to decide. Their letters are drawn up next.

    ``no_conflict``: ``by`` has seen who the applicants are, and answers in every case not to be jävig. The same post of
    a page a second time gives the batch that was begun. Raises Refused without cases, for more than `MOST`, for cases
    of another call, for those in which ``by`` is kept out by jäv, and for those that another batch has.
    """
    check_may(by, Permission.DECIDE_CASES, law=PRESENTATION)
    User.objects.select_for_update().get(pk=by.pk)  # two posts of one page come one after the other
    if page_key and (begun := BatchDecision.objects.filter(page_key=page_key).first()):
        return begun
    applications = _may_be_chosen(call, {application.pk for application in chosen}, by=by)
    if not wording.rules_cited.strip():
        raise Refused("Ange de bestämmelser som har tillämpats.", law=DECISION_CONTENT, field="rules_cited")
    case = cases.open_case(series=COLLECTIVE, title=f"Samlingsbeslut: {call.title}", counterpart="", by=by, now=now)
    batch = BatchDecision.objects.create(
        case=case,
        call=call,
        **{name: value.strip() if isinstance(value, str) else value for name, value in asdict(wording).items()},
        no_conflict=no_conflict,
        page_key=page_key,
        started_at=now,
        started_by=by,
        step_began_at=now,
        step_total=len(applications),
    )
    BatchItem.objects.bulk_create(
        BatchItem(batch=batch, application=application, place=place)
        for place, application in enumerate(applications, start=1)
    )
    events.record(batch.stream, "batch_started", by=by, now=now, call=call.slug, cases=len(applications))
    _set_to_work(batch)
    return batch


@transaction.atomic
def take_out(batch: BatchDecision, *, items: Collection[int], by: User, now: datetime) -> int:
    """Take cases out, by the primary keys of their rows, until the batch is approved; how many. The list is made anew.

    Raises Refused for others than the decider, and once it is approved.
    """
    batch = locked(batch)
    _check_is_decider(batch, by)
    step = BATCH.check("take_out", batch.status)
    taken = batch.items.filter(pk__in=items, status__in=UNDER_WAY).update(status=BatchItemStatus.TAKEN_OUT, problem="")
    if not taken:
        raise Refused("Markera minst ett ärende i listan först.")
    _draw_up_again(batch, str(step.target), now=now)
    events.record(batch.stream, step.event, by=by, now=now, cases=taken)
    return taken


def hindered(batch: BatchDecision) -> list[int]:
    """The primary keys of the rows that have a hinder, also of cases that the decider may no longer see."""
    return list(batch.items.filter(status=BatchItemStatus.HINDERED).values_list("pk", flat=True))


@transaction.atomic
def renew(batch: BatchDecision, *, by: User, now: datetime) -> BatchDecision:
    """Draw up anew what had a hinder, what has changed since, and what is dated another day.

    Raises Refused for others than the decider, while the letters are drawn up, and once it is approved.
    """
    batch = locked(batch)
    _check_is_decider(batch, by)
    step = BATCH.check("renew", batch.status)
    batch_checks.stale(batch, now=now).update(status=BatchItemStatus.WAITING, problem="")
    batch.items.filter(status=BatchItemStatus.HINDERED).update(status=BatchItemStatus.WAITING, problem="")
    _draw_up_again(batch, str(step.target), now=now)
    events.record(batch.stream, step.event, by=by, now=now, cases=batch.step_total)
    return batch


@transaction.atomic
def cancel(batch: BatchDecision, *, by: User, now: datetime) -> BatchDecision:
    """Call it off before it is approved. The cases stay proposed, and the number is closed in the diary.

    Raises Refused for others than the decider, and once it is approved. Twice changes nothing.
    """
    batch = locked(batch)
    _check_is_decider(batch, by)
    if batch.status == BatchStatus.CANCELLED:
        return batch
    step = BATCH.check("call_off", batch.status)
    batch.items.filter(status__in=UNDER_WAY).update(status=BatchItemStatus.TAKEN_OUT, problem="")
    batch.status, batch.cancelled_at, batch.cancelled_by = str(step.target), now, by
    batch.save(update_fields=["status", "cancelled_at", "cancelled_by"])
    cases.close(batch.case, by=by, now=now)
    events.record(batch.stream, step.event, by=by, now=now)
    return batch


@transaction.atomic
def approve(batch: BatchDecision, *, listing_sha256: str, by: User, now: datetime) -> BatchDecision:
    """Make all the decisions of the list whose hash is ``listing_sha256``, as of ``now``, letter by letter.

    What was decided, by whom and when is written here; the portal then carries it out in each case. The frames are
    locked and keep the room from here on. A second click changes nothing. Raises Refused when the list is not the one
    shown, when a case has a hinder or has changed, when a letter is dated another day, when a frame or a delegation
    does not reach.
    """
    batch = locked(batch)
    _check_is_decider(batch, by)
    if batch.approved_at:
        return batch
    step = BATCH.check("approve", batch.status)
    if batch.listing_id is None or batch.listing_id != listing_sha256:
        raise Refused("Listan har gjorts om sedan du öppnade sidan. Läs den nya och fatta sedan besluten.")
    batch_checks.check_may_be_approved(batch, now=now)
    ready = batch.items.filter(status=BatchItemStatus.READY).count()
    batch.status, batch.approved_at, batch.approved_by = str(step.target), now, by
    batch.step_began_at, batch.step_total = now, ready
    batch.save(update_fields=["status", "approved_at", "approved_by", "step_began_at", "step_total"])
    entry = cases.register(
        batch.case, direction=Direction.DRAWN_UP, title=LISTING, document=batch.listing, by=by, now=now
    )
    events.record(
        batch.stream,
        step.event,
        by=by,
        now=now,
        cases=ready,
        listing_sha256=listing_sha256,
        entries=[entry.serial],
    )
    _set_to_work(batch)
    return batch


@transaction.atomic
def dispatch(batch: BatchDecision, *, no_conflict: bool = False, by: User, now: datetime) -> BatchDecision:
    """Send every decision of the batch that is not sent: the portal does it a case at a time, as decisions.dispatch.

    ``no_conflict``: ``by`` has seen who the applicants are, and answers in every case not to be jävig. While they are
    sent a second click changes nothing. Raises Refused for another role, and before the decisions are made.
    """
    batch = locked(batch)
    check_may(by, Permission.DISPATCH_DECISIONS, law=NOTIFICATION)
    if batch.status == BatchStatus.DISPATCHING and batch.sent_by_id == by.pk:
        return batch
    step = BATCH.check("dispatch", batch.status)
    unsent = batch.items.filter(status=BatchItemStatus.DECIDED)
    batch.status, batch.sent_at, batch.sent_by, batch.sender_no_conflict = str(step.target), now, by, no_conflict
    batch.step_began_at, batch.step_total = now, unsent.update(problem="")
    batch.save(update_fields=["status", "sent_at", "sent_by", "sender_no_conflict", "step_began_at", "step_total"])
    events.record(batch.stream, step.event, by=by, now=now, cases=batch.step_total)
    _set_to_work(batch)
    return batch


def locked(batch: BatchDecision) -> BatchDecision:
    """The newest state of the batch, its row locked until the end of the transaction."""
    rows = BatchDecision.objects.select_for_update(of=("self",))
    return rows.select_related("case", "call", "started_by").get(pk=batch.pk)


def _may_be_chosen(call: Call, chosen: set[int], *, by: User) -> list[Application]:
    """The cases in the order of their numbers, once everything that can be said at once has been asked."""
    if not 1 <= len(chosen) <= MOST:
        raise Refused(f"Välj mellan 1 och {MOST} ärenden.")
    rows = Application.objects.filter(pk__in=chosen).select_related("case")
    # Two deciders who choose the same case come one after the other.
    list(Application.objects.select_for_update().filter(pk__in=chosen).order_by("pk").values_list("pk"))
    _refuse(rows.exclude(call=call), "hör till en annan utlysning")
    _refuse(rows.exclude(status=ApplicationStatus.PROPOSED), "är inte föredragna och väntar inte på beslut")
    _refuse(rows.exclude(without_conflict(by)), "kan du inte besluta i, för du är eller kan vara jävig", law=CONFLICT)
    _refuse(rows.filter(batch_items__status__in=UNDER_WAY), "står redan i ett annat samlingsbeslut")
    return list(rows.order_by("case__year", "case__serial", "pk"))


def _refuse(rows: "QuerySet[Application]", why: str, law: Law | None = None) -> None:
    numbers = list(rows.order_by("pk").values_list("case__number", flat=True)[: _NAMED + 1])
    if numbers:
        others = " med flera" if len(numbers) > _NAMED else ""
        raise Refused(f"{', '.join(numbers[:_NAMED])}{others} {why}.", law=law)


def _check_is_decider(batch: BatchDecision, person: User) -> None:
    """Samlingsbeslutet fattas av den som har påbörjat det: breven är upprättade i den personens namn."""
    check_may(person, Permission.DECIDE_CASES, law=PRESENTATION)
    if batch.started_by_id != person.pk:
        raise Refused(f"Samlingsbeslutet är upprättat för {batch.started_by.name}.", law=PRESENTATION)


def _draw_up_again(batch: BatchDecision, status: str, *, now: datetime) -> None:
    """The list that was shown no longer counts; a new one is made when no letter is left to draw up."""
    batch.status, batch.listing, batch.step_began_at = status, None, now
    batch.step_total = batch.items.filter(status=BatchItemStatus.WAITING).count()
    batch.save(update_fields=["status", "listing", "step_began_at", "step_total"])
    _set_to_work(batch)


def _set_to_work(batch: BatchDecision) -> None:
    """Wake the workers when this is committed. With the broker away the row waits for the sweep."""

    def wake() -> None:
        for _ in range(SHARED_BY):
            current_app.send_task(TASK, [batch.pk])

    transaction.on_commit(wake, robust=True)
