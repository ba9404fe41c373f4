"""The demonstration's sign-in page: one button per person, no password. Production has no such address."""

from allauth.account.utils import get_next_redirect_url
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.assurance import Assurance
from accounts.domain import sign_ins
from accounts.enums import Way
from accounts.freshness import mark_fresh
from accounts.gates import StaffRequest
from accounts.models import User
from delmos.demo.cast import CAST

BACKEND = "accounts.backends.AuthenticationBackend"


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Show the people, or sign in as one of them. Nobody else can be signed in as here (404)."""
    if request.method != "POST":
        return render(request, "demo/sign_in.html", {"people": CAST})
    username = request.POST.get("username", "")
    if username not in {person.username for person in CAST}:
        raise Http404
    person = get_object_or_404(User, username=username)
    login(request, person, backend=BACKEND)
    mark_fresh(request, person, shown())
    sign_ins.remember(shown(), by=person, now=timezone.now())
    return redirect(get_next_redirect_url(request) or "/")


@require_POST
def prove(request: StaffRequest) -> HttpResponse:
    """Stand for the e-legitimation that a person would show before signing: it leaves the same mark in the session."""
    mark_fresh(request, request.user, shown())
    messages.success(request, "Du har legitimerat dig.")
    return redirect(get_next_redirect_url(request) or "/")


def shown() -> Assurance:
    """What a person of the demonstration has shown: nothing at all, and that is what stands beside a signature."""
    return Assurance(Way.DEMONSTRATION, proven_at=timezone.now())
