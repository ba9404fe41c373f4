"""The timeline as the page's component takes it."""

from collections.abc import Iterable

from django.urls import reverse

from grants.domain.queries.timeline import Moment

# The page that an event is about, for the party and for staff, and what the link to it says.
COMPLETION = ("own_completion", "completion_request", "Visa begäran och svaret")
COMMUNICATION = ("own_communication", "correspondence", "Visa materialet och svaret")
MESSAGES = ("own_messages", "correspondence", "Läs meddelandena")
EVENT_PAGES: dict[str, tuple[str, str, str]] = {
    "completion_requested": COMPLETION,
    "completion_submitted": COMPLETION,
    "communication_sent": COMMUNICATION,
    "communication_answered": COMMUNICATION,
    "message_sent": MESSAGES,
    "message_received": MESSAGES,
}
NUMBERED = {"own_completion", "completion_request", "own_communication"}


def entries(moments: Iterable[Moment], page: str, number: str) -> list[dict[str, object]]:
    """Each moment with the address of what it is about; ``page`` is the name of the page that serves documents."""
    return [_entry(moment, page, number) for moment in moments]


def _entry(moment: Moment, page: str, number: str) -> dict[str, object]:
    url, link_text = "", f"Hämta handling {moment.serial}"
    if moment.serial:
        url = reverse(page, args=[number, moment.serial])
    elif moment.event in EVENT_PAGES:
        own, staff, link_text = EVENT_PAGES[moment.event]
        about = own if page == "own_document" else staff
        url = reverse(about, args=[number, moment.number] if about in NUMBERED else [number])
    return {
        "when": moment.when,
        "title": moment.title,
        "text": moment.text,
        "actor": moment.actor,
        "url": url,
        "link_text": link_text,
    }
