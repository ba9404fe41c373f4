"""What goes back and forth in a case: requests for completion and their answers, communications, messages."""

from collections.abc import Sequence
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from accounts.models import User
from grants.domain import communications, completion_content, completion_requests, completions
from grants.domain.completion_requests import OTHER_DOCUMENT, Lacking
from grants.domain.messages import Attachment
from grants.models import Application, Communication, Completion, CompletionFile, CompletionRequest
from tests.factories.applications import assigned, received
from tests.factories.drafts import a_pdf
from tests.factories.moments import NOW
from tests.factories.people import person, signatory_of
from tests.factories.remembered import remembered

DUE = date(2018, 5, 16)  # a Wednesday, two weeks after NOW
ASKED = "goals"
CONSEQUENCE = "Om ni inte svarar kan ansökan avvisas."


@remembered
def completion_requested(
    application: Application | None = None,
    *,
    questions: Sequence[str] = (ASKED, OTHER_DOCUMENT.key),
    due_on: date = DUE,
    page_key: str = "",
    now: datetime = NOW,
    **arrival: Any,
) -> CompletionRequest:
    """Asked for by dag: these questions, each lacking something."""
    return completion_requests.request(
        application or assigned(received(**arrival), now=now),
        items=[Lacking(question, "Beskriv det tydligare.") for question in questions],
        due_on=due_on,
        consequence=CONSEQUENCE,
        page_key=page_key,
        by=person("dag"),
        now=now,
    )


@remembered
def completion_saved(
    request: CompletionRequest,
    *,
    answer: str = "Nya mål.",
    by: User | None = None,
    now: datetime = NOW,
    **answers: Any,
) -> Completion:
    """An answer being written, to the question about goals unless ``answers`` says otherwise."""
    by = by or signatory_of(request.application.organisation)
    return completions.save(request, answers=answers or {ASKED: answer}, base_version=0, by=by, now=now)


@remembered
def completion_file(request: CompletionRequest) -> CompletionFile:
    """A file attached by the signatory to the answer being written."""
    file = an_attachment()
    return completions.attach(
        request,
        question=OTHER_DOCUMENT.key,
        name=file.name,
        content=file.content,
        size=file.size,
        by=signatory_of(request.application.organisation),
        now=NOW,
    )


@remembered
def completion_answered(
    request: CompletionRequest | None = None, *, answer: str = "Nya mål.", now: datetime = NOW
) -> Completion:
    """An answer handed in by the signatory, exactly as it was shown."""
    return hand_in_completion(completion_saved(request or completion_requested(), answer=answer, now=now), now=now)


@remembered
def hand_in_completion(completion: Completion, *, by: User | None = None, now: datetime = NOW) -> Completion:
    """Sign what the answer says now."""
    return completions.submit(
        completion,
        content_sha256=sha256(completion_content.freeze(completion)).hexdigest(),
        by=by or signatory_of(completion.request.application.organisation),
        now=now,
    )


@remembered
def communicated(application: Application, *, now: datetime = NOW, **changes: Any) -> Communication:
    """Material sent by dag, to be answered within two weeks."""
    material = {"text": "Enligt Kronofogden har ni en skuld.", "due_on": DUE, **changes}
    return communications.send(application, **material, by=person("dag"), now=now)


def an_attachment(name: str = "Intyg.pdf") -> Attachment:
    """A small PDF."""
    content = a_pdf(name)
    return Attachment(name, content, len(content.getvalue()))


@remembered
def corresponded(application: Application) -> Application:
    """An answered request, and material answered with a file: a row in every table of what goes back and forth."""
    completion_answered(completion_requested(application, page_key="begäran"))
    communications.answer(
        communicated(application, serials=[1], page_key="material"),
        text="Skulden är betald.",
        files=[an_attachment()],
        page_key="svar",
        by=signatory_of(application.organisation),
        now=NOW,
    )
    return application
