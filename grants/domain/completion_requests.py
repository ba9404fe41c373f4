"""Requests for completion (förelägganden): the officer asks, gives longer time, and the days pass (FL 20 §, INV-7)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import F, QuerySet

from accounts.models import User
from accounts.permissions import Permission
from delmos.lib.dates import format_date, stockholm_date
from delmos.lib.refusal import Refused
from delmos.lib.sweep import each
from grants.domain import conflicts, deliveries
from grants.domain.applications import locked
from grants.domain.letters_out import check_names_nobody, day_to_answer, made_before, register_letter
from grants.domain.telling import tell_agency, tell_party
from grants.enums import ApplicationStatus, CompletionStatus
from grants.models import Application, CompletionItem, CompletionRequest
from grants.permissions import check_case_act, check_is_officer
from grants.questions import Question, QuestionGroup, QuestionKind
from grants.workflow import APPLICATION, COMPLETING
from journal.actors import SYSTEM
from journal.domain import events

TITLE = "Begäran om komplettering"
REMIND_BEFORE = timedelta(days=3)
# Not in any form: a document that the officer misses although no question asked for it.
OTHER_DOCUMENT = Question(
    key="other_document", kind=QuestionKind.FILES, label="Annan handling", help="En handling som ingen fråga gäller."
)


@dataclass(frozen=True, slots=True)
class Lacking:
    """A question (by key) whose answer lacks something, and what."""

    question: str
    what: str


def may_be_asked(application: Application) -> list[QuestionGroup]:
    """What a request may ask for, page by page: every question, also the facts, and another document."""
    return [*application.form.form.groups, QuestionGroup("other", "Övrigt", (OTHER_DOCUMENT,))]


@transaction.atomic
def request(
    application: Application,
    *,
    items: Sequence[Lacking],
    due_on: date,
    consequence: str,
    page_key: str = "",
    by: User,
    now: datetime,
) -> CompletionRequest:
    """Ask the applicant to complete the application, at the latest on ``due_on`` (moved to a working day).

    The letter is entered in the diary, the party is told, and the asked questions open. The same post of a page a
    second time gives the request that stands. Raises Refused without items, without the consequence, for a day that is
    not to come, and in another state than under review.
    """
    application = locked(application)
    check_case_act(by, Permission.ASSESS_CASES, application, law=COMPLETING)
    check_is_officer(by, application)
    if sent := made_before(application.completion_requests.all(), page_key):
        return sent
    step = APPLICATION.check("request_completion", application.status)
    labels = _check_items(application, items)
    if not consequence.strip():
        raise Refused("Skriv vad som händer om sökanden inte svarar.", law=COMPLETING, field="consequence")
    check_names_nobody(application, items="\n".join(item.what for item in items), consequence=consequence)
    due_on = day_to_answer(due_on, law=COMPLETING, now=now)
    entry = register_letter(
        application, title=TITLE, lines=_letter(items, labels, due_on, consequence.strip()), by=by, now=now
    )
    made = CompletionRequest.objects.create(
        application=application,
        number=application.completion_requests.count() + 1,
        due_on=due_on,
        consequence=consequence.strip(),
        entry=entry,
        page_key=page_key,
        sent_at=now,
        sent_by=by,
    )
    CompletionItem.objects.bulk_create(
        CompletionItem(request=made, order=order, question=item.question, lacking=item.what.strip())
        for order, item in enumerate(items, start=1)
    )
    application.status = str(step.target)
    application.save(update_fields=["status"])
    events.record(
        application.stream,
        step.event,
        by=by,
        now=now,
        number=made.number,
        due_on=due_on,
        questions=[item.question for item in items],
        entries=[entry.serial],
    )
    deliveries.sent(application, entry, notice_key=f"completion:{made.pk}:sent", by=by, now=now)
    _tell(made, application, "Vi behöver att ni kompletterar er ansökan", key="sent", now=now)
    return made


@transaction.atomic
def extend(completion_request: CompletionRequest, *, due_on: date, by: User, now: datetime) -> CompletionRequest:
    """Give longer time: a later day, moved to a working day. Raises Refused when it is not later, or not open."""
    application = locked(completion_request.application)
    check_case_act(by, Permission.ASSESS_CASES, application, law=COMPLETING)
    check_is_officer(by, application)
    found = lock(completion_request)
    step = APPLICATION.check("extend_completion", application.status)
    check_is_open(found)
    due_on = day_to_answer(due_on, law=COMPLETING, now=now)
    if due_on <= found.due_on:
        raise Refused(f"Välj en dag efter {format_date(found.due_on)}.", law=COMPLETING, field="due_on")
    before, found.due_on = found.due_on, due_on
    found.save(update_fields=["due_on"])
    events.record(application.stream, step.event, by=by, now=now, number=found.number, before=before, due_on=due_on)
    title = f"Ni har fått längre tid för kompletteringen, till {format_date(due_on)}"
    _tell(found, application, title, key=f"extended:{due_on}", now=now)
    return found


def remind(*, now: datetime) -> int:
    """Remind of every open request that is due within three days, once for each due day; how many."""
    today = stockholm_date(now)
    near = (
        _waiting()
        .filter(due_on__gte=today, due_on__lte=today + REMIND_BEFORE)
        .exclude(reminded_for=F("due_on"), reminded_for__isnull=False)
    )
    return each(near.select_related("application"), partial(_remind, now=now), sweep="completion_reminders")


def expire(*, now: datetime) -> int:
    """Mark every open request whose last day has passed as not answered in time; how many.

    The case goes back to the officer, who decides what follows. A late answer is still taken in.
    """
    late = _waiting().filter(due_on__lt=stockholm_date(now))
    return each(late.select_related("application"), partial(_expire, now=now), sweep="completions_not_answered")


def _waiting() -> QuerySet[CompletionRequest]:
    """The requests that wait for an answer. A withdrawn application owes none."""
    return CompletionRequest.objects.filter(
        status=CompletionStatus.REQUESTED, application__status=ApplicationStatus.COMPLETING
    )


def _still_waits(found: CompletionRequest, application: Application) -> bool:
    return found.status == CompletionStatus.REQUESTED and application.status == ApplicationStatus.COMPLETING


@transaction.atomic
def _remind(completion_request: CompletionRequest, *, now: datetime) -> bool:
    application = locked(completion_request.application)
    found = lock(completion_request)
    if not _still_waits(found, application) or found.reminded_for == found.due_on:
        return False
    found.reminded_for = found.due_on
    found.save(update_fields=["reminded_for"])
    events.record(
        application.stream, "completion_reminded", by=SYSTEM, now=now, number=found.number, due_on=found.due_on
    )
    title = f"Påminnelse: kompletteringen ska vara inne {format_date(found.due_on)}"
    _tell(found, application, title, key=f"reminded:{found.due_on}", now=now)
    return True


@transaction.atomic
def _expire(completion_request: CompletionRequest, *, now: datetime) -> bool:
    application = locked(completion_request.application)
    found = lock(completion_request)
    if not _still_waits(found, application) or found.due_on >= stockholm_date(now):
        return False
    step = APPLICATION.check("expire_completion", application.status)
    found.status = CompletionStatus.EXPIRED
    found.save(update_fields=["status"])
    application.status = str(step.target)
    application.save(update_fields=["status"])
    events.record(application.stream, step.event, by=SYSTEM, now=now, number=found.number, due_on=found.due_on)
    conflicts.release_if_conflicted(application, now=now)
    tell_agency(
        application,
        key=f"completion:{found.pk}:expired",
        title="Svarstiden för en komplettering har gått ut",
        page="completion_request",
        arguments=[found.number],
        now=now,
    )
    return True


def lock(completion_request: CompletionRequest) -> CompletionRequest:
    """The request's row, locked until the transaction ends. Lock the application first."""
    return CompletionRequest.objects.select_for_update(of=("self",)).get(pk=completion_request.pk)


def check_is_open(completion_request: CompletionRequest) -> None:
    """Svarstiden kan bara ändras medan begäran väntar på svar."""
    if completion_request.status != CompletionStatus.REQUESTED:
        raise Refused("Begäran väntar inte längre på svar.", law=COMPLETING)


def _check_items(application: Application, items: Sequence[Lacking]) -> dict[str, str]:
    """The labels of the questions, by key."""
    labels = {asked.key: asked.label for group in may_be_asked(application) for asked in group.questions}
    if not items:
        raise Refused("Ange minst en sak som saknas.", law=COMPLETING)
    for item in items:
        if item.question not in labels:
            raise Refused("Det går inte att begära komplettering av den frågan.", law=COMPLETING)
        if not item.what.strip():
            raise Refused(f"Skriv vad som saknas i ”{labels[item.question]}”.", law=COMPLETING)
    return labels


def _letter(items: Sequence[Lacking], labels: dict[str, str], due_on: date, consequence: str) -> Iterator[str]:
    yield "Ansökan behöver kompletteras. Det här saknas:"
    for number, item in enumerate(items, start=1):
        yield f"{number}. {labels[item.question]}: {item.what.strip()}"
    yield ""
    yield f"Svara senast {format_date(due_on)}. Ni svarar i portalen, under ärendet på Mina sidor."
    yield ""
    yield consequence
    yield ""
    yield f"Regel: {COMPLETING}"


def _tell(found: CompletionRequest, application: Application, title: str, *, key: str, now: datetime) -> None:
    tell_party(
        application,
        key=f"completion:{found.pk}:{key}",
        title=title,
        page="own_completion",
        arguments=[found.number],
        now=now,
    )
