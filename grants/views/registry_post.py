"""Post from outside the portal: first the case it belongs to, then what it is."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.gates import StaffRequest, requires
from accounts.permissions import Permission
from delmos.lib.dates import stockholm_date
from delmos.lib.forms import accepted, page_status
from grants.domain import post
from grants.domain.queries.diary import cases_by, diary_case_for
from grants.interfaces.correspondence_forms import attachments
from grants.interfaces.registry import PROTECTED, case_url
from grants.interfaces.registry_forms import CaseSearchForm, NewCasePostForm, PostForm
from grants.series import BIDRAG
from grants.views.registry import crumbs
from journal.models import Post

MOST_FOUND = 20


@requires(Permission.REGISTER_CASES)
def find(request: StaffRequest) -> HttpResponse:
    """The case that the post belongs to, by number or organisation; or a new one."""
    form = CaseSearchForm(request.GET)
    text = form.cleaned_data["q"] if form.is_valid() else ""
    found = list(cases_by(request.user, text.replace("\x00", ""))[:MOST_FOUND]) if text else []
    rows = [(case, PROTECTED if case.counterpart_rule else case.counterpart) for case in found]
    context = {"crumbs": crumbs(), "form": form, "rows": rows, "searched": bool(text)}
    return render(request, "registry/post_find.html", context)


@requires(Permission.REGISTER_CASES)
def register(request: StaffRequest, number: str) -> HttpResponse:
    """Register post in a case that is there."""
    case = diary_case_for(request.user, number)
    initial = {"arrived_on": stockholm_date(timezone.now()), "counterpart_kind": case.counterpart_kind}
    form = PostForm(request.POST or None, request.FILES or None, has_party=case.series == BIDRAG, initial=initial)
    made: list[Post] = []

    def act() -> None:
        given = _given(request, form)
        made.append(post.register(case, **given))

    if request.method == "POST" and form.is_valid() and accepted(form, act):
        return _registered(request, made[0])
    context = {"crumbs": _crumbs(), "form": form, "case": case}
    return render(request, "registry/post.html", context, status=page_status(form))


@requires(Permission.REGISTER_CASES)
def register_new(request: StaffRequest) -> HttpResponse:
    """Register post that opens a case of its own."""
    initial = {"arrived_on": stockholm_date(timezone.now())}
    form = NewCasePostForm(request.POST or None, request.FILES or None, initial=initial)
    made: list[Post] = []

    def act() -> None:
        given = _given(request, form)
        case_title = form.cleaned_data["case_title"]
        made.append(post.register_in_new_case(form.cleaned_data["series"], case_title=case_title, **given))

    if request.method == "POST" and form.is_valid() and accepted(form, act):
        return _registered(request, made[0])
    return render(request, "registry/post.html", {"crumbs": _crumbs(), "form": form}, status=page_status(form))


def _given(request: StaffRequest, form: PostForm) -> dict[str, Any]:
    """What a valid form says of the post, who registers it, and when."""
    return {
        "incoming": form.incoming,
        "files": attachments(form),
        "page_key": form.page_key,
        "by": request.user,
        "now": timezone.now(),
    }


def _registered(request: StaffRequest, made: Post) -> HttpResponse:
    serials = [str(item.entry.serial) for item in made.items.select_related("entry")]
    what = f"handling {serials[0]}" if len(serials) == 1 else f"handlingarna {', '.join(serials)}"
    messages.success(request, f"Posten är registrerad i {made.case.number} som {what}.")
    return redirect(case_url(made.case.number, made.case.series))


def _crumbs() -> list[dict[str, str]]:
    return crumbs({"label": "Registrera post", "url": reverse("registry_post_find")})
