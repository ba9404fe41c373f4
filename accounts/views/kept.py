"""A form that could not be taken because its session had ended: the text comes back, to be sent again."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.views.csrf import csrf_failure as plain_csrf_failure

# The addresses whose forms hold long texts, without passwords or codes. A file is chosen anew.
KEPT = frozenset({"draft_group", "draft_attach", "draft_detach", "draft_comment"})
PAGE = "version"  # the field that says that a whole page of answers was sent
NOT_WRITTEN = frozenset({"csrfmiddlewaretoken", PAGE, "opened-page"})
FORBIDDEN = 403


def is_kept(request: HttpRequest) -> bool:
    """Whether what was sent is a whole page of answers, which is given back instead of lost."""
    if request.method != "POST" or request.headers.get("HX-Request"):
        return False
    try:
        return resolve(request.path_info).url_name in KEPT and PAGE in request.POST
    except Resolver404:
        return False


def kept_page(request: HttpRequest) -> HttpResponse:
    """What was sent, shown again and ready to be sent once more with a fresh token."""
    sent = [(name, value) for name, values in request.POST.lists() for value in values if name != "csrfmiddlewaretoken"]
    written = [value for name, value in sent if name not in NOT_WRITTEN and len(value) > 1]
    return render(request, "kept.html", {"sent": sent, "written": written}, status=FORBIDDEN)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The answer to a form whose token is out of date, as it is when its person has signed in anew in another tab."""
    return kept_page(request) if is_kept(request) else plain_csrf_failure(request, reason)
