"""The demonstration's own sign-in: one button per person of the cast. Exists only where delmos.demo is installed."""

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.models import User
from delmos.demo.cast import CAST

USERNAMES = frozenset(person.username for person in CAST)


@login_not_required
def sign_in(request: HttpRequest) -> HttpResponse:
    """Show the cast; a POST signs in as one of them, and as nobody else."""
    if request.method != "POST":
        return render(request, "demo/sign_in.html", {"people": CAST})
    user = User.objects.filter(username=request.POST.get("username", "")).first()
    if user is None or user.username not in USERNAMES:
        raise Http404
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return redirect("home")
