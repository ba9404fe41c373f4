"""A form that could not be taken because its session had ended: the text comes back, to be sent again."""

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import REASON_BAD_ORIGIN, REASON_BAD_REFERER
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.views.csrf import csrf_failure as plain_csrf_failure

# The addresses whose forms hold long texts, without passwords or codes. A file is chosen anew.
KEPT = frozenset(
    {
        "draft_group",
        "draft_attach",
        "draft_detach",
        "draft_comment",
        "own_report",
        "own_completion",
        "own_messages",
        "own_communication",
        "own_appeal",
        "own_conflict",
    }
)
# The fields that say that a whole page was sent: one that is saved over its version, and one that is sent once.
SAVED, SENT_ONCE = "version", "opened"
# What a button that signs adds: who comes back saves what was written, and signs it on its own page.
NOT_SENT = frozenset({"csrfmiddlewaretoken", "submit"})
NOT_WRITTEN = frozenset({SAVED, SENT_ONCE, "opened-page", "point"})
TICKED = "on"
# A form on another site: what it says was written by somebody else, and is not offered to be sent.
FROM_ELSEWHERE = tuple(reason.partition("%s")[0] for reason in (REASON_BAD_ORIGIN, REASON_BAD_REFERER))
FORBIDDEN = 403


def is_kept(request: HttpRequest) -> bool:
    """Whether what was sent is a whole page of answers, which is given back instead of lost."""
    if request.method != "POST" or request.headers.get("HX-Request"):
        return False
    try:
        name = resolve(request.path_info).url_name
        return name in KEPT and (SAVED in request.POST or SENT_ONCE in request.POST)
    except Resolver404:
        return False


def kept_page(request: HttpRequest) -> HttpResponse:
    """What was sent, shown again to the browser that sent it, and ready to be sent once more with a fresh token.

    A page that is sent once keeps its mark, so that it is taken in once however often it comes.
    """
    sent = [(name, value) for name, values in request.POST.lists() for value in values if name not in NOT_SENT]
    context = {
        "sent": sent,
        "written": [value for name, value in sent if name not in NOT_WRITTEN and len(value) > 1 and value != TICKED],
        "is_sent_once": SENT_ONCE in request.POST,
        "had_files": bool(request.FILES),
    }
    return render(request, "kept.html", context, status=FORBIDDEN)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The answer to a form whose token is out of date, as it is when its person has signed in anew in another tab."""
    is_ours = not reason.startswith(FROM_ELSEWHERE)
    return kept_page(request) if is_ours and is_kept(request) else plain_csrf_failure(request, reason)
