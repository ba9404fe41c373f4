"""What is written in a case beside its acts: a note of a call, and an answer to a request for completion."""

from datetime import datetime
from hashlib import sha256

from accounts.models import User
from delmos.lib.dates import stockholm_date
from grants.domain import completion_content, completions, notes
from grants.enums import NoteWay
from grants.models import Application, Completion, CompletionRequest, Note

SAID = (
    "Ordföranden ringde och berättade att kommunen har lovat lokalen till och med december nästa år. Ett intyg kommer "
    "med kompletteringen."
)
MORE = " Vi frågar 60 av deltagarna före och efter, och redovisar svaren för kön och ålder var för sig."


def note(application: Application, *, by: User, now: datetime) -> Note:
    """The officer writes down what was said by telephone."""
    return notes.write(
        application,
        text=SAID,
        way=NoteWay.PHONE,
        source="Föreningens ordförande",
        received_on=stockholm_date(now),
        by=by,
        now=now,
    )


def complete(request: CompletionRequest, *, by: User, now: datetime) -> Completion:
    """The applicant says more where its answer was too short, and signs."""
    before = request.application.answers
    answers = {key: f"{before[key]}{MORE}" for key in request.asked if isinstance(before.get(key), str)}
    saved = completions.save(request, answers=answers, base_version=0, by=by, now=now)
    shown = sha256(completion_content.freeze(saved)).hexdigest()
    return completions.submit(saved, content_sha256=shown, by=by, now=now)
