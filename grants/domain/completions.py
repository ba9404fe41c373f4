"""Completions: the applicant answers what was asked, in its own time, as a new signed document (INV-6, FL 20 §)."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from functools import partial
from hashlib import sha256
from typing import Any, BinaryIO

from django.db import transaction

from accounts.assurance import NOTHING_KNOWN, Assurance
from accounts.models import User
from applicants.permissions import check_may_act_for, check_may_manage
from delmos.lib.dates import format_moment, stockholm_date
from delmos.lib.refusal import Refusals, Refused, refusal_of
from delmos.lib.workflow import Transition
from grants.domain import conflicts, decisions, deliveries, facts
from grants.domain.answers import check_answer, check_file_fits
from grants.domain.applications import locked
from grants.domain.completion_content import answers_with, asked_group, freeze, problems, unanswered
from grants.domain.completion_requests import lock
from grants.domain.telling import tell_agency
from grants.enums import CompletionStatus
from grants.models import Application, Completion, CompletionFile, CompletionRequest
from grants.policies import step_of_the_party
from grants.questions import QuestionKind
from grants.workflow import COMPLETING
from journal.domain import cases, documents, events, uploads
from journal.enums import Direction
from journal.policies import is_rejected

MAX_FILES = 10


class Stale(Refused):
    """The answer was saved by somebody else, or in another tab, since the page was opened.

    ``saved`` is the answer that stands, so that the page can show both.
    """

    def __init__(self, saved: Completion) -> None:
        super().__init__(
            f"Svaret sparades av {saved.saved_by.name} {format_moment(saved.saved_at)}, efter att du öppnade sidan. "
            "Dina ändringar är inte sparade än. Jämför med det som är sparat och spara igen om dina ska gälla."
        )
        self.saved = saved


@transaction.atomic
def save(
    completion_request: CompletionRequest, *, answers: Mapping[str, Any], base_version: int, by: User, now: datetime
) -> Completion:
    """Save what is written so far. ``base_version`` is the version the page was opened on, 0 the first time.

    Only questions that were asked are kept. Raises Stale when somebody saved in between, Refusals for answers that
    cannot be kept, Refused when the request is answered already or the case decided.
    """
    completion, application = _open(completion_request, by=by, now=now)
    questions, times = asked_group(completion_request).questions, application.call.times
    kept = {
        asked.key: answers.get(asked.key, completion.answers.get(asked.key))
        for asked in questions
        if asked.kind is not QuestionKind.FILES
    }
    if completion.version != base_version and completion.answers != kept:
        raise Stale(completion)
    checks = [partial(check_answer, asked, kept.get(asked.key), times=times) for asked in questions]
    if refusals := [refusal for check in checks if (refusal := refusal_of(check))]:
        raise Refusals(refusals)
    completion.answers = kept
    return _touch(completion, by=by, now=now)


@transaction.atomic
def attach(
    completion_request: CompletionRequest,
    *,
    question: str,
    name: str,
    content: BinaryIO,
    size: int,
    by: User,
    now: datetime,
) -> CompletionFile:
    """Attach a file under an asked question. Raises Refused for a file that take_in refuses, or one too many."""
    completion, _ = _open(completion_request, by=by, now=now)
    asked = {known.key: known for known in asked_group(completion_request).questions}.get(question)
    if asked is None or asked.kind is not QuestionKind.FILES:
        raise Refused("Det går inte att lägga till bilagor här.")
    before = completion.files.filter(question=question).count() if completion.pk else 0
    check_file_fits(asked, size=size, count=before)
    if completion.pk and completion.files.count() >= MAX_FILES:
        raise Refused(f"En komplettering kan ha högst {MAX_FILES} bilagor.", field="file")
    taken = uploads.take_in(name, content, size=size, by=by, now=now)
    _touch(completion, by=by, now=now)
    return CompletionFile.objects.create(
        completion=completion, question=question, document=taken.document, name=taken.name, added_at=now, added_by=by
    )


@transaction.atomic
def detach(file: CompletionFile, *, by: User, now: datetime) -> None:
    """Remove a file from an answer that is not submitted."""
    completion, _ = _open(file.completion.request, by=by, now=now)
    completion.files.filter(pk=file.pk).delete()
    _touch(completion, by=by, now=now)


@transaction.atomic
def submit(
    completion: Completion, *, content_sha256: str, shown: Assurance = NOTHING_KNOWN, by: User, now: datetime
) -> Completion:
    """Sign and hand in the answer: frozen, hashed, entered in the diary. The original never changes (INV-6).

    The facts of the application follow the answer, where they were asked for. ``content_sha256`` is the hash of the
    bytes the signer was shown; ``shown``, what the signer had shown of who they are, goes into the event. After the
    last day the answer is taken in as late. A second click gives the answer that stands. Raises Refused when nothing
    is answered, when something has changed since it was shown, when a fact breaks what the call demands, or for a
    person who may not hand in documents for the organisation.
    """
    application = locked(completion.request.application)
    check_may_manage(by, application.organisation, now=now)
    found = lock(completion.request)
    completion = Completion.objects.select_for_update(of=("self",)).get(pk=completion.pk)
    if completion.submitted_at:
        return completion
    found.application = application
    completion.request = found
    step = _step(found, application)
    frozen = freeze(completion)
    _check_ready(completion, frozen, content_sha256, now=now)
    completion.content = documents.store(frozen, content_type="application/json", by=by, now=now)
    completion.submitted_at, completion.submitted_by = now, by
    completion.is_late = stockholm_date(now) > found.due_on
    completion.save(update_fields=["content", "submitted_at", "submitted_by", "is_late"])
    found.status = CompletionStatus.ANSWERED
    found.save(update_fields=["status"])
    if step.target:
        application.status = str(step.target)
        application.save(update_fields=["status"])
    entries = _register(completion, application, by=by, now=now)
    events.record(
        application.stream,
        step.event,
        by=by,
        now=now,
        number=found.number,
        content_sha256=completion.content.sha256,
        late=completion.is_late,
        entries=entries,
        **asdict(shown),
    )
    if facts.follow(application, answers_with(completion), by=by, now=now):
        decisions.replace_letter(application)  # one that is drawn up and not decided states the facts as they were
    conflicts.release_if_conflicted(application, now=now)
    deliveries.answered(application, found.entry, by=by, now=now)
    tell_agency(
        application,
        key=f"completion:{found.pk}:answered",
        title="En komplettering har kommit in",
        page="completion_request",
        arguments=[found.number],
        now=now,
    )
    return completion


def can_be_answered(completion_request: CompletionRequest) -> bool:
    """Whether an answer is taken in, as the case stands. The verbs ask anew."""
    return refusal_of(lambda: _step(completion_request, completion_request.application)) is None


def _open(completion_request: CompletionRequest, *, by: User, now: datetime) -> tuple[Completion, Application]:
    """The answer being written, a new one when there is none, with its locks held."""
    application = locked(completion_request.application)
    check_may_act_for(by, application.organisation, now=now)
    found = lock(completion_request)
    _step(found, application)
    saved = Completion.objects.select_for_update(of=("self",)).select_related("saved_by").filter(request=found).first()
    return saved or Completion(request=found), application


def _step(found: CompletionRequest, application: Application) -> Transition:
    """The row of the table that an answer now would follow."""
    if found.status == CompletionStatus.ANSWERED:
        raise Refused("Ni har redan svarat. Skicka ett meddelande om ni vill lägga till något.", law=COMPLETING)
    act = "complete" if found.status == CompletionStatus.REQUESTED else "complete_late"
    return step_of_the_party(act, application)


def _touch(completion: Completion, *, by: User, now: datetime) -> Completion:
    completion.version += 1
    completion.saved_at, completion.saved_by = now, by
    completion.save()
    return completion


def _check_ready(completion: Completion, frozen: bytes, content_sha256: str, *, now: datetime) -> None:
    if sha256(frozen).hexdigest() != content_sha256:
        raise Refused("Svaret har ändrats sedan du granskade det. Granska det igen och skriv sedan under.")
    if len(unanswered(completion)) == len(completion.request.asked):
        raise Refused("Svara på minst en av punkterna innan du skickar in.", law=COMPLETING)
    if found := problems(completion, now=now):
        raise Refusals(found)
    for file in completion.files.select_related("document__scan"):
        if is_rejected(file.document):
            raise Refused(f"Filen {file.name} är avvisad av viruskontrollen. Ta bort den först.", field=file.question)


def _register(completion: Completion, application: Application, *, by: User, now: datetime) -> list[int]:
    """Enter the answer and its files in the diary; their numbers there."""
    late = " (efter svarstiden)" if completion.is_late else ""
    sensitive = {question.key for question in asked_group(completion.request).questions if question.sensitive}
    entered = [(f"Komplettering{late}", completion.content, bool(sensitive))]
    entered += [
        (f"Bilaga: {file.name}", file.document, file.question in sensitive)
        for file in completion.files.select_related("document")
    ]
    return [
        cases.register(
            application.case,
            direction=Direction.IN,
            title=title,
            counterpart=application.organisation.name,
            document=document,
            is_sensitive=is_sensitive,
            by=by,
            now=now,
        ).serial
        for title, document, is_sensitive in entered
    ]
