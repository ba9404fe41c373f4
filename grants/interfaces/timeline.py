"""The timeline as the page's component takes it."""

from collections.abc import Iterable, Mapping

from django.urls import reverse

from grants.domain.completion_content import asked_group
from grants.domain.queries.timeline import Moment, Paper
from grants.models import CompletionRequest

# The page that an event is about, for the party and for staff, and what the link to it says. None: that side has none.
COMPLETION = ("own_completion", "completion_request", "Visa begäran och svaret")
COMMUNICATION = ("own_communication", "correspondence", "Visa materialet och svaret")
MESSAGES = ("own_messages", "correspondence", "Läs meddelandena")
APPEAL = ("own_appeal", "appeal", "Visa överklagandet")
DECISION_REQUEST = ("own_decision_request", "decision_request", "Visa begäran och svaret")
EVENT_PAGES: dict[str, tuple[str, str | None, str]] = {
    "application_received": ("own_application", None, "Hämta ansökan som den skrevs under (PDF)"),
    "completion_requested": COMPLETION,
    "completion_extended": COMPLETION,
    "completion_submitted": COMPLETION,
    "communication_sent": COMMUNICATION,
    "communication_answered": COMMUNICATION,
    "decision_requested": DECISION_REQUEST,
    "decision_request_refused": DECISION_REQUEST,
    "appeal_received": APPEAL,
    "appeal_handed_over": APPEAL,
    "appeal_settled": APPEAL,
    "appeal_final": APPEAL,
    "message_sent": MESSAGES,
    "message_received": MESSAGES,
}
OWN_DOCUMENTS = "own_document"  # the page that serves them to the party
NUMBERED = {"own_completion", "completion_request", "own_communication", "appeal"}
FORMATS = {"application/pdf": "PDF", "application/json": "datafil", "text/plain": "textfil"}

Entry = dict[str, object]


def entries(
    moments: Iterable[Moment],
    page: str,
    number: str,
    *,
    requests: Iterable[CompletionRequest] = (),
    may_correct: bool = False,
) -> list[Entry]:
    """Each moment with the addresses of what it is about and of its documents.

    ``page`` is the name of the page that shows documents; ``requests`` are those whose points are written out.
    ``may_correct``: the reader may correct notes.
    """
    asked = {found.number: found for found in requests}
    return [
        {**_entry(moment, page, number, asked), **_for_staff(moment, page, number, may_correct=may_correct)}
        for moment in moments
    ]


def _for_staff(moment: Moment, page: str, number: str, *, may_correct: bool) -> Entry:
    """What only the agency's people are shown: whether the party sees it, and where a note is corrected."""
    if page == OWN_DOCUMENTS:
        return {}
    correct = moment.event == "note_written" and may_correct
    return {
        "staff": True,
        "visible": moment.visible,
        "correct_url": reverse("note_correct", args=[number, moment.note]) if correct else "",
    }


def _entry(moment: Moment, page: str, number: str, asked: Mapping[int, CompletionRequest]) -> Entry:
    request = asked.get(moment.number or 0) if moment.event == "completion_requested" else None
    url, link_text = _about(moment, page, number)
    return {
        "when": moment.when,
        "title": moment.title,
        "text": moment.text,
        "actor": moment.actor,
        "points": _points(request) if request else [],
        "after": request.consequence if request else "",
        "url": url,
        "link_text": link_text,
        "papers": [_paper(paper, page, number) for paper in moment.papers],
    }


def _about(moment: Moment, page: str, number: str) -> tuple[str, str]:
    own, staff, link_text = EVENT_PAGES.get(moment.event, (None, None, ""))
    about = own if page == OWN_DOCUMENTS else staff
    if about is None:
        return "", ""
    return reverse(about, args=[number, moment.number] if about in NUMBERED else [number]), link_text


def _points(request: CompletionRequest) -> list[tuple[str, str]]:
    """What the request asks for, point by point: the question, and what its answer lacks."""
    lacking = request.asked
    return [(question.label, lacking[question.key]) for question in asked_group(request).questions]


def _paper(paper: Paper, page: str, number: str) -> Entry:
    form = FORMATS.get(paper.content_type.partition(";")[0], "")
    named = f"{paper.title} ({form})" if form and "." not in paper.title else paper.title
    return {
        "url": reverse(page, args=[number, paper.serial]) if paper.opens else "",
        "name": f"Handling {paper.serial}, {named}",
        "note": paper.note,
        "visible": paper.visible,
        "closed": paper.sensitive and page != OWN_DOCUMENTS,
    }
